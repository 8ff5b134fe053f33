"""A file's entry in the zip for Lambda, in which nothing depends on when, where or by whom it was packed."""

from __future__ import annotations

from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier moment
_READABLE = 0o100644 << 16  # a plain file that everybody may read, as Lambda's own user must
_UNIX = 3


def add(target: ZipFile, name: str, content: bytes) -> None:
    """Write it. The same tree gives the same bytes: they are kept in AWS by their hash, and compared by it."""
    info = ZipInfo(name, _EARLIEST)
    info.create_system, info.external_attr = _UNIX, _READABLE
    target.writestr(info, content, ZIP_DEFLATED, compresslevel=9)
