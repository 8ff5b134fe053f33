"""What the zip for Lambda can do without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from infra.aws.entry import add

# Whole distributions, by their names in requirements.txt: why they are not needed, and which.
DISTRIBUTIONS: dict[str, tuple[str, ...]] = {
    "for Chalice's commands, not for its app": (
        *("blessed", "click", "editor", "inquirer", "jinxed", "packaging", "pip", "pyyaml", "readchar", "runs"),
        *("setuptools", "wcwidth", "wheel", "xmod"),
    ),
    "for Twilio's asynchronous client": (
        *("aiohappyeyeballs", "aiohttp", "aiohttp-retry", "aiosignal", "attrs", "frozenlist", "multidict"),
        *("propcache", "yarl"),
    ),
    "PynamoDB speaks through botocore alone": ("boto3", "s3transfer"),
}

# Parts of what is needed.
FOLDERS: dict[str, str] = {
    "hotline/cli": "commands are for a terminal",
    "phonenumbers/carrierdata": "who carries a number",
    "phonenumbers/geodata": "which town a number is in",
    "phonenumbers/tzdata": "which time zone a number is in",
}
ALL_BUT: dict[tuple[str, str], tuple[set[str], str]] = {
    ("botocore", "data"): ({"dynamodb", "s3"}, "AWS's services that are not called"),
    ("twilio", "rest"): ({"api", "monitor"}, "Twilio's products that are not used"),
}
ENDINGS = (".pyc", ".pyi")
MACHINE_CODE = (".so", ".pyd", ".dylib")  # for the machine that packs, which is seldom of the kind that runs it


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A part that went, with the bytes it took in the zip."""

    name: str
    why: str
    size: int


def slim(path: Path) -> tuple[list[LeftOut], list[str]]:
    """Leave out of this zip what no Lambda of ours reads.

    Gives what went, the largest first; and the files that are left and run only on a machine like this one.
    """
    whole = path.with_suffix(".whole.zip")
    path.rename(whole)
    with ZipFile(whole) as source, ZipFile(path, "w") as target:
        unneeded = dict(_unneeded(source))
        for name in sorted(source.namelist()):
            if name not in unneeded:
                add(target, name, source.read(name))
        sizes: Counter[tuple[str, str]] = Counter()
        for name, part_and_why in unneeded.items():
            sizes[part_and_why] += source.getinfo(name).compress_size
        left = [name for name in target.namelist() if name.endswith(MACHINE_CODE)]
    whole.unlink()
    return [LeftOut(name=part, why=why, size=size) for (part, why), size in sizes.most_common()], left


def _unneeded(source: ZipFile) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each file that can go, with the part it belongs to and why."""
    distributions = {name: why for why, names in DISTRIBUTIONS.items() for name in names}
    for distribution, files in _contents(source).items():
        if distribution in distributions:
            yield from ((name, (distribution, distributions[distribution])) for name in files)
    there = set(source.namelist())
    for name in there:
        path = PurePosixPath(name)
        part_and_why = _part_unneeded(path)
        if part_and_why:
            yield name, part_and_why
        elif path.suffix in MACHINE_CODE and str(path.with_name(f"{path.name.partition('.')[0]}.py")) in there:
            yield name, (f"*{path.suffix}", "compiled for the machine that packs, and its Python is beside it")


def _part_unneeded(path: PurePosixPath) -> tuple[str, str] | None:
    match path.parts:
        case (package, folder, *_) if f"{package}/{folder}" in FOLDERS:
            return f"{package}/{folder}", FOLDERS[f"{package}/{folder}"]
        case (package, folder, one, _, *_) if (package, folder) in ALL_BUT:
            kept, why = ALL_BUT[package, folder]
            return None if one in kept else (f"{package}/{folder}", why)
        case _ if path.suffix in ENDINGS:
            return f"*{path.suffix}", "not read when the app runs"
    return None


def _contents(source: ZipFile) -> dict[str, list[str]]:
    """The files of each distribution in a zip of installed packages, by its own record; named as PEP 503 has it."""
    there = set(source.namelist())
    return {
        _normal(record.removesuffix(".dist-info/RECORD").rpartition("-")[0]): [
            name for line in source.read(record).decode().splitlines() if (name := line.split(",")[0]) in there
        ]
        for record in there
        if record.endswith(".dist-info/RECORD")
    }


def _normal(name: str) -> str:
    return name.replace("_", "-").replace(".", "-").lower()
