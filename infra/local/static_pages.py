"""The bucket's part: the static pages of the fallback, as S3 serves them, beside the app and knowing nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from hotline.groups import Group
from hotline.telephony.fallback import CONTENT_TYPE, pages
from infra.local.server import Answer


class StaticPages:
    """Each by the last part of its path; what the URL asks besides is not read. Only GET, as of any object there.

    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (MethodNotAllowed, AccessDenied)
    """

    def __init__(self, groups: Mapping[str, Group]) -> None:
        self._pages = pages(groups)

    def __call__(self, method: str, url: str, _headers: Mapping[str, str], _body: bytes) -> Answer:
        """The status, the headers and the page. What is not there looks like what may not be read."""
        if method != "GET":
            return _refused(405, "MethodNotAllowed")
        page = self._pages.get(urlsplit(url).path.rpartition("/")[2])
        return (200, {"Content-Type": CONTENT_TYPE}, page) if page else _refused(403, "AccessDenied")


def _refused(status: int, code: str) -> Answer:
    return status, {"Content-Type": "application/xml"}, f"<Error><Code>{code}</Code></Error>".encode()
