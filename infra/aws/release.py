"""What is uploaded of a line that was packed, and what its stack is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from hotline.errors import HotlineError
from infra.aws.artefacts import Artefacts, Kept

Template = dict[str, Any]
ZIP, TEMPLATE = "deployment.zip", "sam.json"
TABLE = "AWS::DynamoDB::Table"
_RELEASE = "Release"
_FLAGS = {"AlertEmail": "--alert-email", "HotlineBaseUrl": "--base-url"}  # of `hotline deploy`


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A folder that `infra.aws.package` has filled."""

    zipped: bytes
    template: Template

    @classmethod
    def read(cls, folder: Path) -> Packed:
        """Raises HotlineError."""
        try:
            template = json.loads((folder / TEMPLATE).read_text(encoding="utf-8"))
            return cls(zipped=(folder / ZIP).read_bytes(), template=template)
        except (OSError, ValueError):
            raise HotlineError(f"{folder} has no {ZIP} and {TEMPLATE}: make them with `make package`") from None

    def keep(self, artefacts: Artefacts, told: Mapping[str, str]) -> Kept:
        """Both into the bucket; where the template is, which names the zip and the tables of the stage that is told."""
        code = artefacts.keep(self.zipped, folder="code", ending="zip")
        return keep_template(artefacts, with_named_tables(with_code(self.template, code), told))

    @property
    def kinds(self) -> dict[str, str]:
        """What each of its resources is, by its name in the template."""
        return {name: resource["Type"] for name, resource in self.template["Resources"].items()}

    def tables(self, told: Mapping[str, str]) -> dict[str, str]:
        """What each of its tables is called where the stack is told this, by its name in the template."""
        resources: Template = self.template["Resources"]
        return {name: table_name(resources[name], told) for name, kind in self.kinds.items() if kind == TABLE}

    def parameters(self, *given: Mapping[str, str]) -> dict[str, str]:
        """What the stack is told: the template's own, with what is `given`, what comes later before what came earlier.

        Raises HotlineError for one that is nowhere. What is given and the template does not ask for is left out.
        """
        asked: Template = self.template.get("Parameters", {})
        told = {name: str(about["Default"]) for name, about in asked.items() if "Default" in about}
        for some in given:
            told |= {name: value for name, value in some.items() if name in asked and name != _RELEASE}
        missing = sorted(asked.keys() - told.keys())
        if missing:
            flags = ", ".join(_FLAGS.get(name, name) for name in missing)
            raise HotlineError(f"the stack must be told {flags}: see hotline deploy --help")
        return told | self._release(told)

    def _release(self, told: Mapping[str, str]) -> dict[str, str]:
        """Another for every change of the code or of what the stack is told: only then is a new version published."""
        if _RELEASE not in told:
            return {}
        return {_RELEASE: sha256(json.dumps(sorted(told.items())).encode()).hexdigest()}


def keep_template(artefacts: Artefacts, template: Template | str) -> Kept:
    """Into the bucket: most are longer than what can be sent with a request."""
    text = template if isinstance(template, str) else json.dumps(template, indent=1)
    return artefacts.keep(text.encode(), folder="templates", ending="json")


def with_code(template: Template, code: Kept) -> Template:
    """The same, whose functions are made of the zip in the bucket."""
    resources = {
        name: {
            **resource,
            "Properties": {**resource["Properties"], "CodeUri": {"Bucket": code.bucket, "Key": code.key}},
        }
        if resource["Type"] == "AWS::Serverless::Function"
        else resource
        for name, resource in template["Resources"].items()
    }
    return {**template, "Resources": resources}


def with_named_tables(template: Template, told: Mapping[str, str]) -> Template:
    """The same, in which the name of each table is written out, with what the stack is told.

    CloudFormation takes over a table that an earlier stack has left behind only by such a name. Nothing else is named
    so: what is deleted with its stack needs no taking over.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
    """
    resources = {
        name: {**resource, "Properties": {**resource["Properties"], "TableName": table_name(resource, told)}}
        if resource["Type"] == TABLE
        else resource
        for name, resource in template["Resources"].items()
    }
    return {**template, "Resources": resources}


def table_name(resource: Template, told: Mapping[str, str]) -> str:
    """The name of a template's table, where the stack is told this."""
    given = resource["Properties"]["TableName"]
    text: str = given if isinstance(given, str) else given["Fn::Sub"]
    return re.sub(r"\$\{(\w+)\}", lambda found: told[found[1]], text)
