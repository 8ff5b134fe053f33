"""The record of what is assumed of Twilio and of AWS: `table/*.toml`, read as one table.

A row says what is assumed, where that is written, and how sure it is. The test that holds a row on a stand-in of ours
carries its name: `@pytest.mark.assumes("silence-is-recorded")`. `step` names the step of `hotline rehearse` that
settles the row with real phones; `untested` says why no test holds it. docs/reality.md is written from all of this by
`python -m infra.reality > docs/reality.md`.
"""

from infra.reality.assumptions import Assumption, RecordError, Sure, read

__all__ = ["Assumption", "RecordError", "Sure", "read"]
