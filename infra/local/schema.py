"""Take Twilio's schema of TwiML out of its npm package, which is written from Twilio's own description.

    npm pack twilio@6.3.1 && tar xzf twilio-6.3.1.tgz && python -m infra.local.schema package

It writes infra/local/exchange/schema.json (every verb and noun, what may stand in it, its attributes and their types),
and hotline/groups/voices.json (which voice speaks which language). Both are checked in: neither npm nor a network is
needed by whoever reads them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.local.exchange.voices import SCHEMA, by_language, knows_ssml

VOICES = Path(__file__).parents[2] / "hotline" / "groups" / "voices.json"
ROOT = "VoiceResponse"

_TYPE = re.compile(r"^    type (\w+) = (.+);$")
_INTERFACE = re.compile(r"^    export interface (\w+) \{$")
_ATTRIBUTE = re.compile(r"^        \"?([\w:-]+)\"?\?: ([\w\[\]]+);$")
_CLASS = re.compile(r"^(?:    export|declare) class (\w+) extends TwiML \{$")
_METHOD = re.compile(r"^ +\w+\((?:attributes\??: (?:VoiceResponse\.)?(\w+).*)?\): VoiceResponse\.(\w+);$")
_SAME = re.compile(r"(?:VoiceResponse\.\w+ = )?class (\w+) extends (?:TwiML_1\.default|TwiML)\b")
_MADE = re.compile(r"new VoiceResponse\.(\w+)\(this\.\w+\.ele\(\"([\w:-]+)\"")


def main(words: list[str]) -> int:
    """Read the package's folder, and write both files."""
    package = Path(words[0])
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    twiml = package / "lib" / "twiml"
    schema = {
        "source": f"npm package twilio {version}, lib/twiml/VoiceResponse.d.ts and .js; made by infra/local/schema.py",
        **_types((twiml / "VoiceResponse.d.ts").read_text(encoding="utf-8")),
        "children": _children((twiml / "VoiceResponse.js").read_text(encoding="utf-8")),
    }
    SCHEMA.write_text(_lines(schema), encoding="utf-8")
    VOICES.write_text(voices(schema["source"]), encoding="utf-8")
    return 0


def voices(source: str) -> str:
    """Return the table of voices as hotline reads it: those that can pause, by their language."""
    table = {language: list(filter(knows_ssml, spoken)) for language, spoken in by_language().items()}
    return _lines({"source": source, "voices": {language: spoken for language, spoken in table.items() if spoken}})


def _types(text: str) -> dict[str, Any]:
    """Return the closed lists of values, and the attributes of each element's class, by name and type."""
    types: dict[str, list[str]] = {}
    interfaces: dict[str, dict[str, str]] = defaultdict(dict)  # one may come twice: TypeScript puts them together
    attributes: dict[str, dict[str, str]] = {}
    interface = ""
    for line in text.splitlines():
        if found := _TYPE.match(line):
            types[found[1]] = re.findall(r'"([^"]*)"', found[2])
        elif found := _INTERFACE.match(line):
            interface = found[1]
        elif found := _ATTRIBUTE.match(line):
            interfaces[interface][found[1]] = found[2]
    for found in filter(None, map(_METHOD.match, text.splitlines())):
        of_it, name = attributes.setdefault(found[2], {}), found[1]
        of_it.update(interfaces.get(name, {}))
    return {"types": types, "attributes": attributes}


def _children(text: str) -> dict[str, dict[str, str]]:
    """Return for each class of elements the tags that may stand in it, and the class of each."""
    children: dict[str, dict[str, str]] = defaultdict(dict)
    inside = ""
    for line in text.splitlines():
        if found := _SAME.search(line):
            inside = found[1]
        elif found := _MADE.search(line):
            children[inside][found[2]] = found[1]
    return dict(children)


def _lines(told: dict[str, Any]) -> str:
    """JSON with a line for each second level, so that a newer version is a diff that people can read."""

    def shown(name: str, value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            inner = ",\n".join(f"  {json.dumps(key)}: {json.dumps(each)}" for key, each in sorted(value.items()))
            yield f"{json.dumps(name)}: {{\n{inner}\n}}"
        else:
            yield f"{json.dumps(name)}: {json.dumps(value)}"

    return "{\n" + ",\n".join(line for name, value in told.items() for line in shown(name, value)) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
