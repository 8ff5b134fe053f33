"""A chart as a page of its own, for a browser."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hotline.cli.flow import svg
from hotline.cli.flow.chart import Chart


def write(chart: Chart) -> str:
    """An HTML document that needs nothing from elsewhere."""
    title = escape(chart.title)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{margin:0;background:#fff}}svg{{display:block;margin:0 auto}}</style>
{svg.write(chart)}</html>
"""
