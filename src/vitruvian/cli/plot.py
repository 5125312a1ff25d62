"""The forecast in the terminal: past line, futures with their band, event marks; readable without colour.

solid dots      what was read, and plan A's median after the now rule
dashed dots     plan B's median
░ and ·         9 in 10 futures of A, and of B where A's do not reach; sparse dots edge B's
┄               the target's limits
○               what the sensor then read
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vitruvian.cli.braille import Canvas
from vitruvian.twin.axes import Scale, time_ticks, value_range, value_ticks
from vitruvian.twin.event_lanes import amount_words, lane_name, lanes_of
from vitruvian.twin.picture import Fan, Mark, Picture, Points, picture, recent
from vitruvian.twin.wording import THIN, clock, day, number, unit_words

LEAST_WIDTH, LEAST_HEIGHT = 40, 12
_LEFT, _RIGHT = 11, 8
_COLOURS = ("blue", "orange", "green")
_SHADES = ("░", "·", ":")
_SHAPES = {"insulin": "▼", "food": "●", "activity": "▬", "other": "◆"}


def forecast_plot(
    answer: Mapping[str, Any], width: int = 80, height: int = 20, is_coloured: bool = False
) -> str:
    """The recent past and the futures of up to three plans, as text of at most `width` columns.

    height       rows in all, axis, event lanes and legend not counted
    is_coloured  with ANSI colours (a terminal that shows them)
    """
    shown = recent(picture(answer))
    if not shown.past.times and not shown.fans:
        return "No readings and no forecast to draw."
    width, height = max(width, LEAST_WIDTH), max(height, LEAST_HEIGHT)
    names = lanes_of(shown.marks)
    canvas = Canvas(width, height + 3 + len(names))
    x, y = _scales(shown, width, height)
    _limits(canvas, shown, x, y)
    _fans(canvas, shown, x, y)
    _line(canvas, shown.past, x, y)
    _axes(canvas, shown, x, y, height)
    _happened(canvas, shown.happened, x, y)
    for k, name in enumerate(names):
        _lane(canvas, name, [m for m in shown.marks if lane_name(m) == name], x, height + 3 + k)
    head = f"{shown.title}, {unit_words(shown.unit)}"
    return "\n".join([head, *canvas.rows(is_coloured), *_legend(shown, width)])


def _scales(shown: Picture, width: int, height: int) -> tuple[Scale, Scale]:
    """From instants and values to dots (2 a column, 4 a row)."""
    times = [*shown.past.times, *shown.happened.times, *(t for fan in shown.fans for t in fan.times)]
    values = [*shown.past.values, *shown.happened.values]
    values += [v for fan in shown.fans for quantile in fan.quantiles.values() for v in quantile]
    start, end = min(times), max(times)
    right = 2 * (width - (_RIGHT if shown.fans else 1)) - 1
    x = Scale(start, max(end, start + 1), 2 * _LEFT, right)
    return x, Scale(*value_range(values, shown.target), 4 * height - 1, 0)


def _limits(canvas: Canvas, shown: Picture, x: Scale, y: Scale) -> None:
    for limit in shown.target or ():
        row = round(y(limit)) // 4
        for column in range(_LEFT, round(x.end) // 2 + 1):
            canvas.shade(column, row, "┄", "green")
        canvas.write(_LEFT - 2 - len(number(limit, shown.unit)), row, number(limit, shown.unit), "green")


def _fans(canvas: Canvas, shown: Picture, x: Scale, y: Scale) -> None:
    """Bands first, then medians, then the labels at their ends, kept apart."""
    for k, fan in enumerate(shown.fans):
        _band(canvas, fan, _SHADES[k % 3], _COLOURS[k % 3], x, y)
    for k, fan in reversed(list(enumerate(shown.fans))):
        _line(canvas, Points(fan.times, fan.quantiles["50"]), x, y, _COLOURS[k % 3], is_dashed=k > 0)
        _edges(canvas, fan, k, x, y)
    ends = sorted((round(y(fan.quantiles["50"][-1])) // 4, k) for k, fan in enumerate(shown.fans))
    free = 0
    for wanted, k in ends:
        row = max(wanted, free)
        free = row + 1
        label = f"{shown.fans[k].letter} {number(shown.fans[k].quantiles['50'][-1], shown.unit)}"
        canvas.write(round(x.end) // 2 + 2, row, label, _COLOURS[k % 3])


def _band(canvas: Canvas, fan: Fan, letter: str, colour: str, x: Scale, y: Scale) -> None:
    band = fan.band("05", "95")
    if band is None:
        return
    for column in range(round(x(fan.times[0])) // 2 + 1, round(x.end) // 2 + 1):
        at = x.low + (2 * column - x.start) / (x.end - x.start) * (x.high - x.low)
        if not fan.times[0] <= at <= fan.times[-1]:
            continue
        top, bottom = (round(y(_between(fan.times, side, at))) for side in reversed(band))
        for row in range(top // 4, bottom // 4 + 1):
            canvas.shade(column, row, letter, colour)


def _edges(canvas: Canvas, fan: Fan, k: int, x: Scale, y: Scale) -> None:
    """The ends of a second band as sparse dots, so that it shows where it lies over the first."""
    band = fan.band("05", "95")
    if band is None or k == 0:
        return
    for side in band:
        for column in range(round(x(fan.times[0])) + 3, round(x(fan.times[-1])) + 1, 3):
            at = x.low + (column - x.start) / (x.end - x.start) * (x.high - x.low)
            canvas.dot(column, round(y(_between(fan.times, side, at))), _COLOURS[k % 3])


def _between(times: Sequence[int], values: Sequence[float], at: float) -> float:
    """The value at an instant on the straight line between its neighbours."""
    k = next((i for i, time in enumerate(times) if time >= at), len(times) - 1)
    if k == 0 or times[k] == times[k - 1]:
        return values[k]
    share = (at - times[k - 1]) / (times[k] - times[k - 1])
    return values[k - 1] + share * (values[k] - values[k - 1])


def _line(
    canvas: Canvas, points: Points, x: Scale, y: Scale, colour: str = "", is_dashed: bool = False
) -> None:
    for part in points.segments():
        dots = [(round(x(t)), round(y(v))) for t, v in zip(part.times, part.values, strict=True)]
        for start, end in zip(dots, dots[1:] or dots, strict=False):
            canvas.line(start, end, colour, is_dashed)


def _happened(canvas: Canvas, points: Points, x: Scale, y: Scale) -> None:
    for t, v in zip(points.times, points.values, strict=True):
        canvas.write(round(x(t)) // 2, round(y(v)) // 4, "○", "bold")


def _axes(canvas: Canvas, shown: Picture, x: Scale, y: Scale, height: int) -> None:
    """Values at the left, wall times below with the date where it changes, and the now rule."""
    taken = {round(y(limit)) // 4 for limit in shown.target or ()}
    for row in range(height):
        canvas.write(_LEFT - 1, row, "│", "dim")
    for value in value_ticks(y.low, y.high, height // 4):
        row = round(y(value)) // 4
        if taken.isdisjoint((row - 1, row, row + 1)):
            text = number(value, shown.unit)
            canvas.write(_LEFT - 2 - len(text), row, text)
            canvas.write(_LEFT - 1, row, "┤", "dim")
    canvas.write(_LEFT - 1, height, "└" + "─" * (round(x.end) // 2 - _LEFT + 1), "dim")
    _times(canvas, shown, x, height)
    if shown.now is not None and shown.fans and x.low <= shown.now <= x.high:
        column = round(x(shown.now)) // 2
        for row in range(height):
            canvas.shades.pop((column, row), None)
            canvas.shade(column, row, "│", "dim")
        label = f"now {clock(shown.now, shown.offset_min)}"
        canvas.write(column - len(label) // 2, 0, label, "bold")


def _times(canvas: Canvas, shown: Picture, x: Scale, height: int) -> None:
    before = ""
    most = max(2, round((x.end - x.start) / 2 / 10))
    for at in time_ticks(round(x.low), round(x.high), shown.offset_min, most):
        column = round(x(at)) // 2
        canvas.write(column, height, "┴", "dim")
        left = min(max(column - 2, _LEFT - 1), canvas.width - 5)
        canvas.write(left, height + 1, clock(at, shown.offset_min))
        date = day(at, shown.offset_min)
        if date != before and canvas.is_free(left, height + 2, len(date)):
            canvas.write(left, height + 2, date, "dim")
        before = date


def _lane(canvas: Canvas, name: str, marks: Sequence[Mark], x: Scale, row: int) -> None:
    """One lane of marks; an amount stands beside its mark where it fits before the next one."""
    columns = [round(x(mark.time)) // 2 for mark in marks]
    canvas.write(0, row, name[: max(_LEFT, columns[0]) - 1], "dim")
    for k, (mark, column) in enumerate(zip(marks, columns, strict=True)):
        colour = "" if mark.plan is None else _COLOURS[mark.plan % 3]
        canvas.write(column, row, _SHAPES[mark.lane], colour)
        text = amount_words(mark).replace(THIN, " ") + ("?" if mark.is_assumed else "")
        following = columns[k + 1] if k + 1 < len(columns) else canvas.width
        if column + 1 + len(text) < following:
            canvas.write(column + 1, row, text, colour)


def _legend(shown: Picture, width: int) -> list[str]:
    """What the signs mean, one line each, cut to the width."""
    lines = []
    for k, fan in enumerate(shown.fans):
        look = "dashes" if k else "line"
        band = f", {_SHADES[k % 3]} 9 in 10 futures" if fan.band("05", "95") else ", too few draws for a band"
        lines.append(f"{fan.letter} {look}: {fan.words}{band}")
    if shown.happened.times:
        by = "the sensor then read" if shown.is_sensor else "was then read"
        lines.append(f"○ what {by}; the twin had not seen it")
    if any(mark.is_assumed for mark in shown.marks):
        lines.append("? what this person usually does, assumed")
    return [line if len(line) <= width else line[: width - 1] + "…" for line in lines]
