"""A trend as inline SVG: what was read each day in the band it was expected in, what follows, and the risk.

Panels lie above each other over the same days. Colours are classes of `report.css`; a flag is also a mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vitruvian.twin.axes import Scale, value_range, value_ticks
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.wording import named, number, sentence

Json = Mapping[str, Any]
LEFT, RIGHT, NAME, TALL, LOW, AXIS = 46.0, 10.0, 24.0, 92.0, 70.0, 26.0
_TICK_ROOM = 58.0
_NARROW = 500
"""px below which there is no room for words between names."""
_BAR = 0.36
"""Half the width of a day's bar, days."""


def draw_trend(trend: Json, width: int) -> Markup:
    """The trend (`twin.trending.trend_of`) as SVG: a panel for each quantity and one for the risk."""
    days = len(trend["days"])
    x = Scale(-0.6, days - 0.4, LEFT, width - RIGHT)
    tops, at = [], 0.0
    for _ in trend["courses"]:
        tops.append(at + NAME)
        at += NAME + TALL
    bottom = at + NAME + LOW
    panels = [_course(c, x, top) for c, top in zip(trend["courses"].values(), tops, strict=True)]
    said = sentence(trend["sentence"])
    return tag(
        "svg",
        tag("title", said),
        _looked_at(trend, x, bottom, width),
        panels,
        _risk(trend, x, at + NAME),
        _first_flag(trend, x, bottom),
        _dates([date.fromisoformat(day["date"]) for day in trend["days"]], x, bottom),
        viewBox=f"0 0 {width} {bottom + AXIS:.0f}",
        width=width,
        height=round(bottom + AXIS),
        role="img",
        aria_label=said,
        class_="chart trend",
    )


def _course(course: Json, x: Scale, top: float) -> Markup:
    """A band with its middle, and what was read as rings."""
    bands = course["quantiles"]
    read = course["seen"] or []
    values = [v for row in (*bands.values(), read) for v in row if v is not None]
    y = Scale(*value_range(values, None), top + TALL, top + 4.0)
    there = [f"{x(k):.1f} {y(v):.1f}" for k, v in enumerate(bands["95"])]
    back = [f"{x(k):.1f} {y(v):.1f}" for k, v in reversed(list(enumerate(bands["05"])))]
    middle = "M" + "L".join(f"{x(k):.1f} {y(v):.1f}" for k, v in enumerate(bands["50"]))
    dots = [
        tag("circle", cx=x(k), cy=y(v), r=2.8, class_="happened") for k, v in enumerate(read) if v is not None
    ]
    name = named(course["name"].capitalize(), course["unit"])
    return tag(
        "g",
        _values(y, x, name, top),
        tag("path", d="M" + "L".join((*there, *back)) + "Z", class_="band outer plan-0"),
        tag("path", d=middle, class_="line plan-0"),
        dots,
    )


def _values(y: Scale, x: Scale, name: str, top: float, low: float | None = None) -> Markup:
    rows = [
        (
            tag("line", x1=x.start, x2=x.end, y1=y(v), y2=y(v), class_="grid"),
            tag("text", number(v), x=LEFT - 6, y=y(v) + 4.5, class_="tick", text_anchor="end"),
        )
        for v in value_ticks(y.low, y.high, max(2, round((y.start - y.end) / 34)))
        if low is None or v >= low
    ]
    return tag("g", rows, tag("text", name, x=4, y=top - 8, class_="axis-name"))


def _risk(trend: Json, x: Scale, top: float) -> Markup:
    """A bar a day; those at the threshold and above carry a mark."""
    y = Scale(0.0, 100.0, top + LOW, top + 8.0)
    limit = 100.0 * trend["threshold"]
    bars = []
    for k, day in enumerate(trend["days"]):
        if day["risk"] is None:
            continue
        high, kind = y(100.0 * day["risk"]), "risk flag" if day["flag"] else "risk"
        wide = x(k + _BAR) - x(k - _BAR)
        bars.append(tag("rect", x=x(k - _BAR), y=high, width=wide, height=y.start - high, class_=kind))
        if day["flag"]:
            bars.append(tag("text", "▲", x=x(k), y=high - 3, class_="raised", text_anchor="middle"))
    return tag(
        "g",
        _values(y, x, "Chance, in 100", top),
        tag("line", x1=x.start, x2=x.end, y1=y(limit), y2=y(limit), class_="limit-rule"),
        bars,
        tag("line", x1=x.start, x2=x.end, y1=y.start, y2=y.start, class_="base"),
    )


def _looked_at(trend: Json, x: Scale, bottom: float, width: int) -> Markup:
    """The days that say what is usual."""
    at = x(trend["looks"] - 0.5)
    words = tag("text", "what is usual", x=at - 6, y=16, class_="tick", text_anchor="end")
    rule = tag("line", x1=at, x2=at, y1=NAME, y2=bottom, class_="phase")
    return tag("g", rule, words if width >= _NARROW else None)


def _first_flag(trend: Json, x: Scale, bottom: float) -> Markup | None:
    if not trend["first_flagged"]:
        return None
    k = next(k for k, day in enumerate(trend["days"]) if day["date"] == trend["first_flagged"])
    is_late = k > 0.7 * len(trend["days"])
    where = {"x": x(k) + (-6 if is_late else 6), "y": 16, "text_anchor": "end" if is_late else "start"}
    words = f"▲ first flag, {_short(date.fromisoformat(trend['first_flagged']))}"
    rule = tag("line", x1=x(k), x2=x(k), y1=NAME, y2=bottom, class_="first-flag")
    return tag("g", rule, tag("text", words, **where, class_="raised"))


def _dates(days: Sequence[date], x: Scale, bottom: float) -> Markup:
    every = max(1, -(-len(days) // max(2, int((x.end - x.start) / _TICK_ROOM))))
    marks = []
    for k in range(0, len(days), every):
        anchor = "start" if k == 0 else "middle"
        marks.append(tag("line", x1=x(k), x2=x(k), y1=bottom, y2=bottom + 4, class_="base"))
        marks.append(
            tag("text", _short(days[k]), x=x(k) - (8 if k == 0 else 0), y=bottom + 18, class_="tick date",
                text_anchor=anchor)
        )  # fmt: skip
    return tag("g", marks)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
