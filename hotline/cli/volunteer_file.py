"""A file of volunteers, as spreadsheets write it: checked whole first, each fault by line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from hotline.cli.fields import COLUMNS, Fault, Faults, texts, volunteer
from hotline.errors import HotlineError
from hotline.groups import Group
from hotline.records import Volunteer

NEEDED = ("number", "name")


class FileFaults(HotlineError):
    """Every fault of a file, a line each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One volunteer, and the line of the file where it begins."""

    line: int
    volunteer: Volunteer


def read(path: Path, group: Group, now: datetime) -> list[Row]:
    """All of a file. Raises FileFaults with every fault in it, a number that comes twice among them."""
    lines = _lines(path)
    header = _header(path, next(lines, (1, []))[1])
    rows: dict[str, Row] = {}
    faults: list[str] = []
    for line, cells in lines:
        try:
            found = _volunteer(header, cells, group, now)
        except Faults as error:
            faults += [f"{path.name}:{line}: {fault.field}: {fault.sentence}" for fault in error.faults]
            continue
        before = rows.setdefault(found.id, Row(line=line, volunteer=found)).line
        if before != line:
            faults.append(f"{path.name}:{line}: number: {found.number} is on line {before} too; keep one")
    if faults:
        raise FileFaults(faults)
    return list(rows.values())


def write(volunteers: Iterable[Volunteer], group: Group, now: datetime, file: IO[str]) -> None:
    """Everyone, with whole numbers, as `read` takes them back."""
    out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    out.writeheader()
    out.writerows(texts(each, group, now) for each in sorted(volunteers, key=lambda one: (one.name, one.id)))


def _volunteer(header: list[str], cells: list[str], group: Group, now: datetime) -> Volunteer:
    if len(cells) > len(header):
        sentence = f"{len(cells)} cells under {len(header)} columns; quote a cell that has a comma in it"
        raise Faults([Fault(field=header[-1], sentence=sentence)])
    return volunteer(dict(zip(header, cells, strict=False)), group, now)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with something in it, and the line on which it begins."""
    begins = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets begin UTF-8 with a mark of their own
            reader = csv.reader(file, strict=True)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield begins, cells
                begins = reader.line_num + 1
    except OSError as error:
        raise HotlineError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise FileFaults([f'{path.name}: not UTF-8; save it from the spreadsheet as "CSV UTF-8"']) from None
    except csv.Error as error:
        raise FileFaults([f"{path.name}:{begins}: {error}"]) from None


def _header(path: Path, names: list[str]) -> list[str]:
    header = [name.strip().lower() for name in names]
    known = ", ".join(COLUMNS)
    faults = [f"{name}: this column is missing" for name in NEEDED if name not in header]
    faults += [f"{name}: this column is there twice" for name in COLUMNS if header.count(name) > 1]
    faults += [
        f"{name or '(empty)'}: there is no such column; there is {known}" for name in header if name not in COLUMNS
    ]
    if faults:
        raise FileFaults(f"{path.name}:1: {fault}" for fault in faults)
    return header
