"""An organ's curves as inline SVG: panels in columns, side by side on a wide page, one below the other on a
phone. Colours are classes of `report.css`; sizes are CSS pixels, so text never shrinks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from vitruvian.engine.portrait import Column, Curve, Marker, Panel, Phase, Portrait
from vitruvian.twin.axes import Scale, value_ticks
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.wording import named, number

LEFT, RIGHT, GAP = 46.0, 10.0, 16.0
_HEADING, _NAME, _PHASES, _TICKS, _X_NAME = 26.0, 22.0, 18.0, 20.0, 18.0
_TALL = 210.0
"""Height of a panel of height 1."""
_LETTER, _BOLD_LETTER = 7.2, 8.0
"""Widths of a letter of 13 px, at the most usual."""
_LINE = 15.0
_WITHIN = 0.35
"""px: a point nearer than this to the line through its neighbours is left out."""
_ORDER = ("draw", "guide", "third", "second", "main")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a panel lies: its plot from left to right and from top to bottom."""

    left: float
    right: float
    top: float
    bottom: float

    def scales(self, panel: Panel) -> tuple[Scale, Scale]:
        """From data to places."""
        return Scale(*panel.x_range, self.left, self.right), Scale(*panel.y_range, self.bottom, self.top)


def draw_portrait(portrait: Portrait, width: int, is_stacked: bool = False) -> Markup:
    """The portrait as SVG.

    is_stacked  columns one below the other, for a phone
    """
    columns = portrait.columns
    if is_stacked:
        heads = [_head_room([column]) for column in columns]
        tops = [0.0, *accumulate(_column_height(c, h) for c, h in zip(columns, heads, strict=True))]
        total = tops[-1]
        drawn = [
            _column(c, (LEFT, width - RIGHT), top, head, True)
            for c, top, head in zip(columns, tops[:-1], heads, strict=True)
        ]
    else:
        is_shared = _is_shared(columns)
        head = _head_room(columns)
        total = max(_column_height(column, head) for column in columns)
        spans = list(_spans(len(columns), width, is_shared))
        drawn = [
            _column(c, span, 0.0, head, k == 0 or not is_shared)
            for k, (c, span) in enumerate(zip(columns, spans, strict=True))
        ]
    return tag(
        "svg",
        tag("title", portrait.sentence),
        drawn,
        viewBox=f"0 0 {width} {total:.0f}",
        width=width,
        height=round(total),
        role="img",
        aria_label=portrait.sentence,
        class_="chart portrait",
    )


def line_path(curve: Curve, x: Scale, y: Scale) -> str:
    """The curve as a path, without the points that nobody would miss."""
    places = np.array([[x(a), y(b)] for a, b in zip(curve.x, curve.y, strict=True)]).reshape(-1, 2)
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in places[_kept(places)])


def _spans(count: int, width: int, is_shared: bool) -> Iterable[tuple[float, float]]:
    """Left and right of each column's plot; with shared y axes only the first has room for numbers."""
    room = LEFT if is_shared else LEFT * count
    each = (width - RIGHT - room - GAP * (count - 1)) / count
    for k in range(count):
        left = (LEFT + k * (each + GAP)) if is_shared else LEFT + k * (each + GAP + LEFT)
        yield left, left + each


def _is_shared(columns: Sequence[Column]) -> bool:
    """Whether the panels of all columns have the same y axes."""
    axes = [[(p.y_name, p.y_unit, p.y_range) for p in column.panels] for column in columns]
    return all(one == axes[0] for one in axes)


def _column_height(column: Column, head: float) -> float:
    each = sum(_TALL * panel.height + _TICKS for panel in column.panels)
    return _HEADING + head + _NAME * (len(column.panels) - 1) + each + _X_NAME + 6.0


def _head_room(columns: Sequence[Column]) -> float:
    """Room over the first plots: for the name of the y axis, and for those of phases where any has them."""
    return _NAME + (_PHASES if any(column.panels[0].phases for column in columns) else 0.0)


def _column(column: Column, span: tuple[float, float], top: float, head: float, has_numbers: bool) -> Markup:
    """Heading and panels of one column; head: room over its first plot."""
    left, right = span
    kind = "" if column.plan is None else f" plan-{column.plan}"
    heading = _cut(column.heading, int((right - left) / _BOLD_LETTER))
    whole = tag("title", column.heading) if heading != column.heading else None
    parts = [tag("text", heading, whole, x=left, y=top + 16, class_=f"heading{kind}")]
    at, last = top + _HEADING, len(column.panels) - 1
    for k, panel in enumerate(column.panels):
        room = head if k == 0 else _NAME
        frame = _Frame(left, right, at + room, at + room + _TALL * panel.height)
        name = (at + _NAME - 8.0) if has_numbers else None
        parts.append(_panel(panel, frame, name, is_first=k == 0, is_last=k == last))
        at = frame.bottom + _TICKS
    return tag("g", parts)


def _panel(panel: Panel, frame: _Frame, name: float | None, is_first: bool, is_last: bool) -> Markup:
    """One pair of axes with its curves; name: where the y axis is named, None for an axis without numbers."""
    x, y = frame.scales(panel)
    plans = {curve.plan for curve in panel.curves if curve.look == "main"}
    ordered = sorted(panel.curves, key=lambda curve: _ORDER.index(curve.look))
    y_name = named(panel.y_name, panel.y_unit)
    label = (
        None if name is None else tag("text", y_name, x=frame.left - LEFT + 4.0, y=name, class_="axis-name")
    )
    return tag(
        "g",
        label,
        [_phase(phase, frame, x, is_first) for phase in panel.phases],
        _y_axis(frame, y, name is not None),
        _x_axis(panel, frame, x, is_last),
        [_curve(curve, x, y, len(plans) > 1) for curve in ordered],
        _markers(panel.markers, frame, x, y),
    )


def _curve(curve: Curve, x: Scale, y: Scale, is_mixed: bool) -> Markup:
    """A curve; where several plans share a panel, those after the first are dashed."""
    plan = "" if curve.plan is None else f" plan-{curve.plan}"
    dashed = " mixed" if is_mixed and curve.look == "main" else ""
    return tag("path", d=line_path(curve, x, y), class_=f"curve {curve.look}{plan}{dashed}")


def _phase(phase: Phase, frame: _Frame, x: Scale, is_named: bool) -> Markup:
    """A rule where the phase begins; over the first panel also its name, or its number where that is long."""
    left, right = x(phase.start), x(phase.end)
    rule = tag("line", x1=left, x2=left, y1=frame.top, y2=frame.bottom, class_="phase")
    if not is_named:
        return rule
    text = phase.name if len(phase.name) * _LETTER < right - left else phase.short
    label = tag("text", text, x=0.5 * (left + right), y=frame.top - 6, class_="tick", text_anchor="middle")
    return tag("g", rule if phase.start > x.low else None, label)


def _y_axis(frame: _Frame, y: Scale, has_numbers: bool) -> Markup:
    marks: list[Markup] = []
    for value in value_ticks(y.low, y.high, max(2, round((frame.bottom - frame.top) / 40))):
        kind = "base" if value == 0 and y.low < 0 else "grid"
        marks.append(tag("line", x1=frame.left, x2=frame.right, y1=y(value), y2=y(value), class_=kind))
        if has_numbers:
            marks.append(
                tag("text", number(value), x=frame.left - 6, y=y(value) + 4.5, class_="tick",
                    text_anchor="end")
            )  # fmt: skip
    return tag("g", marks)


def _x_axis(panel: Panel, frame: _Frame, x: Scale, is_last: bool) -> Markup:
    """The base line; under the last panel of a column its numbers and what they are."""
    base = frame.bottom
    marks = [tag("line", x1=x.start, x2=x.end, y1=base, y2=base, class_="base")]
    for value in value_ticks(x.low, x.high, max(2, round((x.end - x.start) / 62))):
        marks.append(tag("line", x1=x(value), x2=x(value), y1=base, y2=base + 4, class_="base"))
        if is_last:
            anchor = "start" if x(value) - x.start < 6 else "end" if x.end - x(value) < 8 else "middle"
            marks.append(
                tag("text", number(value), x=x(value), y=base + 17, class_="tick", text_anchor=anchor)
            )
    if is_last:
        name = named(panel.x_name, panel.x_unit)
        marks.append(tag("text", name, x=x.end, y=base + 34, class_="axis-name", text_anchor="end"))
    return tag("g", marks)


def _markers(markers: Sequence[Marker], frame: _Frame, x: Scale, y: Scale) -> Markup:
    """Words at their places, moved up (or down) until they keep apart, and kept within the plot."""
    taken: list[tuple[float, float, float]] = []
    drawn = []
    for marker in markers:
        half = 0.5 * _BOLD_LETTER * len(marker.text)
        across = min(max(x(marker.x), frame.left + half), frame.right - half)
        down = y(marker.y) + (17.0 if marker.is_below else -9.0)
        step = _LINE if marker.is_below else -_LINE
        while any(abs(across - a) < half + h and abs(down - d) < _LINE - 1 for a, d, h in taken):
            down += step
        taken.append((across, down, half))
        kind = "" if marker.plan is None else f" plan-{marker.plan}"
        drawn.append(tag("text", marker.text, x=across, y=down, class_=f"word{kind}", text_anchor="middle"))
    return tag("g", drawn)


def _kept(places: np.ndarray) -> list[int]:
    """Indices of the points that the line needs (Ramer 1972, Douglas & Peucker 1973)."""
    if len(places) < 3:
        return list(range(len(places)))
    kept, waiting = {0, len(places) - 1}, [(0, len(places) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        far = _distances(places[first : last + 1])
        worst = int(np.argmax(far))
        if far[worst] > _WITHIN:
            kept.add(first + worst)
            waiting += [(first, first + worst), (first + worst, last)]
    return sorted(kept)


def _distances(places: np.ndarray) -> np.ndarray:
    """Of each point from the chord between the first and the last."""
    chord, away = places[-1] - places[0], places - places[0]
    length = float(np.hypot(*chord))
    if length < 1e-9:
        return np.asarray(np.hypot(away[:, 0], away[:, 1]))
    return np.asarray(np.abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]) / length)


def _cut(text: str, most: int) -> str:
    """The text, or the whole words of it that there is room for; of a plan rather the act than its time."""
    if len(text) <= most:
        return text
    act = re.split(r" (?:from|at) ", text)[0]
    kept = act if len(act) < most else text[: max(most - 1, 1)]
    return (kept if kept == act or " " not in kept else kept.rsplit(" ", 1)[0]).rstrip() + " …"
