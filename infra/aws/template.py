"""The template of the whole line: written by subject in `template/`, put together here, merged by Chalice into its own.

Chalice knows the functions and the API, from the app; all else is in `template/*.yaml`. What a merge cannot say is done
to its outcome by `finished`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml

PARTS = Path(__file__).parent / "template"

Template = dict[str, Any]

# How the API names the version that answers. By its name, not by reference: what answers is told the API's own address,
# so that a reference back would be a circle, which AWS finds only when it deploys.
_BY_REFERENCE = "${APIHandler.Arn}"
_BY_NAME = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:hotline-${Stage}-api:live"


# Every type, so that a sound is handed on as one. Else it would be where `Accept` names its type first, and what Twilio
# says there is documented nowhere. What a function does not call base64 is text as before.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
BINARY = "x-amazon-apigateway-binary-media-types", ("*/*",)


def parts(folder: Path = PARTS) -> Template:
    """All of `template/`, as one template. Raises ValueError where two files say the same thing."""
    whole: Template = {}
    for file in sorted(folder.glob("*.yaml")):
        for section, given in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if isinstance(given, str):
                whole[section] = given
                continue
            there = whole.setdefault(section, {})
            for name in given:
                if name in there:
                    raise ValueError(f"{file.name}: {name} is in another file of {folder.name}/ already")
            there.update(given)
    return whole


def for_stage(stage: str) -> Template:
    """What Chalice merges into its own for this stage, its names being what the stack is told unless it is told other.

    Raises ValueError where two files say the same thing.
    """
    template = parts()
    template["Parameters"]["Stage"]["Default"] = stage
    template["Parameters"]["SecretsName"]["Default"] = f"/hotline/{stage}/twilio"
    return template


def finished(template: Mapping[str, Any], *, packed: str) -> Template:
    """What Chalice has made of it, with what no merge can say. `packed` is the release that the zip makes by itself.

    1. Each function has a role of its own: Chalice's, which all would share, is left out.
    2. What is said of every function is said once: Chalice's word for each would win.
    3. The API calls the version that is published, which SnapStart needs, and no function by reference.
    4. The API hands on sounds as they are.
    """
    done: Template = json.loads(json.dumps(template).replace(_BY_REFERENCE, _BY_NAME))
    del done["Resources"]["DefaultRole"]
    of_all = done["Globals"]["Function"]
    for resource in done["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"] = {key: it for key, it in resource["Properties"].items() if key not in of_all}
    named, types = BINARY
    done["Resources"]["RestAPI"]["Properties"]["DefinitionBody"][named] = list(types)
    done["Parameters"]["Release"]["Default"] = packed
    return done


def release(zipped: Path, parameters: Mapping[str, str]) -> str:
    """What the parameter Release is for this zip and these parameters: another for every change of either.

    The zip is known by what is in it, whatever the order and the dates: the same code is the same release.
    """
    with ZipFile(zipped) as archive:
        files = sorted((info.filename, info.CRC, info.file_size) for info in archive.infolist())
    return sha256(json.dumps([files, sorted(parameters.items())]).encode()).hexdigest()
