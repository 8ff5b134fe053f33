"""A chart as a picture: boxes that can be read, arrows with their keys, a colour for each kind of box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from xml.sax.saxutils import escape

from hotline.cli.flow.chart import Arrow, Box, Chart, Kind
from hotline.cli.flow.layout import Place, Point, Sheet, lay_out
from hotline.cli.flow.tidy import tidied

_WIDE, _NARROW, _LITTLE = 300.0, 200.0, 80  # of boxes, in pixels; up to so many letters a box is narrow
_LETTER, _LINE, _PAD, _GAP = 7.0, 17.0, 12.0, 6.0  # a letter's width, a line's height, inside a box, between paragraphs
_TINY = 60.0
_HEAD, _SMALLEST, _BOW = 84.0, 1180.0, 26.0  # above the chart; the sheet's width; how far an arrow bends

_COLOURS: Mapping[Kind, tuple[str, str]] = {
    Kind.START: ("#1f2937", "#1f2937"),
    Kind.SAY: ("#ffffff", "#9aa5b4"),
    Kind.ASK: ("#e8f1fb", "#3b78b8"),
    Kind.RECORD: ("#fdf1dc", "#c98a1b"),
    Kind.DIAL: ("#e6f5ea", "#3c9158"),
    Kind.DO: ("#f1ecf8", "#8668b0"),
    Kind.END: ("#eceef1", "#6b7280"),
    Kind.GO_TO: ("#fbeceb", "#b0574f"),
}
_LEGEND: Mapping[Kind, str] = {
    Kind.ASK: "waits for a key",
    Kind.SAY: "says",
    Kind.RECORD: "records",
    Kind.DIAL: "rings another phone",
    Kind.DO: "looks up",
    Kind.END: "hangs up",
    Kind.GO_TO: "goes on at that number",
}
_DASHED = "dashed: it depends on what was said before"
_STYLE = """
text{font:13px 'DejaVu Sans',Verdana,sans-serif;fill:#1f2937}
.title{font-size:22px}.start text{fill:#fff}.aside{fill:#5b6472;font-style:italic}
.way{fill:none;stroke:#5b6472;stroke-width:1.5}.back{stroke:#b0574f}.unsure{stroke-dasharray:5 4}
.key{font-size:12px;font-weight:bold;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.key.up{fill:#97423b}.number{font-size:10px;fill:#6b7280}
"""


def write(chart: Chart) -> str:
    """An SVG document."""
    chart = tidied(chart)
    drawn = [_Drawn(box) for box in chart.boxes]
    sheet = lay_out([(box.width, box.height) for box in drawn], [(arrow.start, arrow.end) for arrow in chart.arrows])
    width, height = max(sheet.width, _SMALLEST), sheet.height + _HEAD
    size = f'width="{width:.0f}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:.0f} {height:.0f}" role="img">',
        f"<title>{escape(chart.title)}</title><style>{_STYLE}</style>{_arrowheads()}",
        f'<rect {size} fill="#fff"/><text class="title" x="36" y="40">{escape(chart.title)}</text>',
        *_legend(),
        f'<g transform="translate(0 {_HEAD:.0f})">',
        *(_way(arrow, sheet) for arrow in chart.arrows),
        *(line for box, place in zip(drawn, sheet.places, strict=True) for line in box.svg(place)),
        *(_key(arrow, sheet) for arrow in chart.arrows if arrow.label),
        "</g></svg>\n",
    ]
    return "\n".join(parts)


@dataclass(frozen=True)
class _Drawn:
    """A box with its words in lines."""

    box: Box

    @property
    def width(self) -> float:
        if self.box.kind is Kind.GO_TO:
            return _TINY
        return _NARROW if sum(map(len, self.box.paragraphs)) <= _LITTLE else _WIDE

    @property
    def height(self) -> float:
        paragraphs = self._lines()
        return 2 * _PAD + _LINE * sum(map(len, paragraphs)) + _GAP * (len(paragraphs) - 1)

    def svg(self, place: Place) -> Iterator[str]:
        fill, edge = _COLOURS[self.box.kind]
        rounded = 14 if self.box.kind in {Kind.START, Kind.END, Kind.GO_TO} else 5
        yield f'<g class="{self.box.kind}"><rect x="{place.x:.1f}" y="{place.y:.1f}" width="{place.width:.1f}"'
        yield f'height="{place.height:.1f}" rx="{rounded}" fill="{fill}" stroke="{edge}"/>'
        top = place.y + _PAD
        for lines in self._lines():
            aside = ' class="aside"' if lines[0].startswith(("(", "Or: ")) else ""
            for line in lines:
                yield f'<text{aside} x="{place.x + _PAD:.1f}" y="{top + 13:.1f}">{escape(line)}</text>'
                top += _LINE
            top += _GAP
        if self.box.kind is not Kind.GO_TO:
            yield _text("number", Point(place.x + place.width - 5, place.y + 13), str(self.box.number), "end")
        yield "</g>"

    def _lines(self) -> list[list[str]]:
        letters = int((self.width - 2 * _PAD) / _LETTER)
        return [wrap(paragraph, letters) for paragraph in self.box.paragraphs]


def _way(arrow: Arrow, sheet: Sheet) -> str:
    back = (arrow.start, arrow.end) in sheet.back
    kinds = f"way{' back' if back else ''}{' unsure' if arrow.unsure else ''}"
    path = (
        _around(sheet.places[arrow.start]) if arrow.start == arrow.end else _curve(sheet.lines[arrow.start, arrow.end])
    )
    return f'<path class="{kinds}" d="{path}" marker-end="url(#{"up" if back else "down"})"/>'


def _curve(points: list[Point]) -> str:
    """Straight where it runs through a row, bowed between rows."""
    path = f"M{points[0].x:.1f} {points[0].y:.1f}"
    for one, two in pairwise(points):
        bow = (two.y - one.y) / 2 if one.x != two.x else 0.0
        path += f"C{one.x:.1f} {one.y + bow:.1f} {two.x:.1f} {two.y - bow:.1f} {two.x:.1f} {two.y:.1f}"
    return path


def _around(place: Place) -> str:
    """From a box back to itself."""
    right, low, high = place.x + place.width, place.y + place.height * 0.7, place.y + place.height * 0.3
    return f"M{right:.1f} {low:.1f}C{right + _BOW:.1f} {low:.1f} {right + _BOW:.1f} {high:.1f} {right:.1f} {high:.1f}"


def _key(arrow: Arrow, sheet: Sheet) -> str:
    """Near where its arrow leaves; neighbours stand at different heights, so that long ones do not meet."""
    if arrow.start == arrow.end:
        place = sheet.places[arrow.start]
        return _text("key", Point(place.x + place.width + _BOW, place.y + place.height / 2), arrow.label, "start")
    line = sheet.lines[arrow.start, arrow.end]
    if (arrow.start, arrow.end) in sheet.back:
        return _text("key up", Point(line[0].x, line[0].y - 8), arrow.label, "middle")
    others = sorted(points[0].x for (start, _), points in sheet.lines.items() if start == arrow.start)
    return _text("key", Point(line[0].x, line[0].y + 16 + 13 * (others.index(line[0].x) % 3)), arrow.label, "middle")


def _text(kind: str, at: Point, words: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{at.x:.1f}" y="{at.y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _arrowheads() -> str:
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
        for name, colour in (("down", "#5b6472"), ("up", "#b0574f"))
    )
    return f"<defs>{heads}</defs>"


def _legend() -> Iterator[str]:
    left = 36.0
    for kind, words in _LEGEND.items():
        fill, edge = _COLOURS[kind]
        yield f'<rect x="{left:.0f}" y="58" width="16" height="14" rx="3" fill="{fill}" stroke="{edge}"/>'
        yield _text("legend", Point(left + 22, 70), words, "start")
        left += 22 + _LETTER * len(words) + 24
    yield _text("legend", Point(left, 70), _DASHED, "start")
