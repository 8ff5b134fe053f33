"""Nothing of the developer's own accounts is reached, whatever runs the tests. Call it before the line is imported."""

from __future__ import annotations

import gc
import os

_OURS_ALONE = ("AWS_", "TWILIO_", "HOTLINE_")


def reach_no_account() -> None:
    """Set an environment in which nobody's account is known; it is read on import, too."""
    for name in [name for name in os.environ if name.startswith(_OURS_ALONE)]:
        del os.environ[name]
    os.environ.update(
        AWS_ACCESS_KEY_ID="made-up",
        AWS_SECRET_ACCESS_KEY="made-up",
        AWS_DEFAULT_REGION="eu-west-2",
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",  # else moto answers DescribeStream with 404
    )
    # moto makes and drops very many small objects, none in circles: to look for circles less often saves a tenth.
    gc.set_threshold(100_000, 50, 50)
