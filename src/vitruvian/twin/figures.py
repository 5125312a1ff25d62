"""Charts as inline SVG: a record's line with gaps as gaps, fans of futures, event lanes, a ranges bar.

Sizes are CSS pixels: a chart is drawn once for a wide page and once for a phone, and text never shrinks.
Colours are classes; `report.css` gives them for light, dark and print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vitruvian.core.time import DAY
from vitruvian.twin.axes import Scale, time_ticks, value_range, value_ticks
from vitruvian.twin.event_lanes import LANE_HEIGHT, lanes, lanes_of
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.picture import Fan, Picture, Points
from vitruvian.twin.wording import MINUS, clock, clock_and_day, day, interval, named, number, unit_words

LEFT, RIGHT, TOP, AXIS = 66.0, 48.0, 26.0, 38.0
NOW_ROW = 14.0
"""Room for "now" below the name of the axis, so that neither stands in the other."""
WIDE, NARROW = 760, 344
_LABEL_GAP = 15.0
_TICK_ROOM = 62.0


def chart(picture: Picture, width: int, height: int, sentence: str) -> Markup | None:
    """The picture as SVG, `height` pixels of plot above the axis; None if it holds no value at all.

    sentence  the text alternative: one sentence that says what is seen
    """
    values, times = _extent(picture)
    if not values or times[0] == times[1]:
        return None
    x = Scale(*times, LEFT, width - (RIGHT if picture.fans else 10.0))
    top = TOP + (NOW_ROW if picture.fans else 0.0)
    y = Scale(*value_range(values, picture.target), top + height, top)
    below = top + height + AXIS
    total = below + LANE_HEIGHT * len(lanes_of(picture.marks)) + 4
    return tag(
        "svg",
        tag("title", sentence),
        _target(picture, x, y),
        _value_axis(picture, x, y),
        _time_axis(picture, x, y, width),
        [_bands(fan, k, x, y) for k, fan in enumerate(picture.fans)],
        _line(picture.past, x, y, "past"),
        [
            _line(Points(f.times, f.quantiles["50"]), x, y, f"median plan-{k}")
            for k, f in enumerate(picture.fans)
        ],
        _happened(picture.happened, x, y),
        _now_rule(picture, x, y, total),
        _end_labels(picture.fans, picture.unit, x, y),
        lanes(picture.marks, x, below, width - 2.0),
        viewBox=f"0 0 {width} {total:.0f}",
        width=width,
        height=round(total),
        role="img",
        aria_label=sentence,
        class_="chart",
    )


def describe(picture: Picture) -> str:
    """The chart in one sentence, for those who do not see it."""
    unit, offset = unit_words(picture.unit), picture.offset_min
    parts = []
    if picture.past.times:
        last = number(picture.past.values[-1], picture.unit)
        parts.append(f"last reading {last} {unit} at {clock_and_day(picture.past.times[-1], offset)}")
    for fan in picture.fans:
        middle = number(fan.quantiles["50"][-1], picture.unit)
        text = f"plan {fan.letter}, {fan.words}: median {middle} {unit} at {clock(fan.times[-1], offset)}"
        band = fan.band("05", "95")
        if band:
            text += f", 9 in 10 futures {interval(band[0][-1], band[1][-1], picture.unit)}"
        parts.append(text)
    if picture.happened.times:
        count = len(picture.happened.times)
        by = "that the sensor then gave" if picture.is_sensor else "that then came"
        parts.append(f"{count} readings {by} are drawn as points")
    return f"{picture.title} over time. " + "; ".join(parts) + "."


def ranges_bar(shares: Sequence[tuple[str, float]], width: int, sentence: str) -> Markup:
    """Shares of time (class, percent) stacked in one bar."""
    height, at, blocks = 26.0, 0.0, []
    for name, percent in shares:
        wide = percent / 100.0 * width
        if wide > 0:
            blocks.append(
                tag("rect", x=at, y=0, width=max(wide - 1, 0.5), height=height, class_=f"range {name}")
            )
        at += wide
    return tag(
        "svg",
        tag("title", sentence),
        blocks,
        viewBox=f"0 0 {width} {height:.0f}",
        width=width,
        height=round(height),
        role="img",
        aria_label=sentence,
        class_="bar",
        preserveAspectRatio="none",
    )


def _extent(picture: Picture) -> tuple[list[float], tuple[int, int]]:
    """All values drawn, and the first and last instant."""
    values = [*picture.past.values, *picture.happened.values]
    times = [*picture.past.times, *picture.happened.times]
    for fan in picture.fans:
        times += fan.times
        for quantile in fan.quantiles.values():
            values += quantile
    return values, (min(times, default=0), max(times, default=0))


def _target(picture: Picture, x: Scale, y: Scale) -> Markup | None:
    if picture.target is None:
        return None
    low, high = picture.target
    band = tag("rect", x=x.start, y=y(high), width=x.end - x.start, height=y(low) - y(high), class_="target")
    edges = [
        (
            tag("line", x1=x.start, x2=x.end, y1=y(v), y2=y(v), class_="edge"),
            _left_label(v, picture, y, "limit"),
        )
        for v in picture.target
    ]
    return tag("g", band, edges)


def _left_label(value: float, picture: Picture, y: Scale, kind: str) -> Markup:
    text = number(value, picture.unit)
    return tag("text", text, x=LEFT - 8, y=y(value) + 4.5, class_=f"tick {kind}", text_anchor="end")


def _value_axis(picture: Picture, x: Scale, y: Scale) -> Markup:
    room = round((y.start - y.end) / 40)
    ticks = [
        value
        for value in value_ticks(y.low, y.high, room)
        if all(abs(y(value) - y(limit)) > _LABEL_GAP for limit in picture.target or ())
        and _is_as_shown(value, picture.unit)
    ]
    rows = [
        (tag("line", x1=x.start, x2=x.end, y1=y(v), y2=y(v), class_="grid"), _left_label(v, picture, y, ""))
        for v in ticks
    ]
    name = named(picture.title, picture.unit)
    return tag("g", rows, tag("text", name, x=4, y=14, class_="axis-name"))


def _is_as_shown(value: float, unit: str) -> bool:
    """Whether the rounded number beside a tick is the tick's own: else two ticks would show one number."""
    shown = float(number(value, unit).replace(MINUS, "-"))
    return abs(shown - value) <= 1e-6 * max(1.0, abs(value))


def _time_axis(picture: Picture, x: Scale, y: Scale, width: int) -> Markup:
    """Local wall times, with the date at the first tick and wherever it changes."""
    offset, base = picture.offset_min, y.start
    start, end = round(x.low), round(x.high)
    ticks = time_ticks(start, end, offset, max(2, int((x.end - x.start) / _TICK_ROOM)))
    has_hours = len(ticks) < 2 or ticks[1] - ticks[0] < DAY
    marks: list[Markup] = [tag("line", x1=x.start, x2=x.end, y1=base, y2=base, class_="base")]
    before = ""
    for at in ticks:
        date = day(at, offset)
        anchor = "start" if x(at) - x.start < 24 else "end" if width - x(at) < 22 else "middle"
        marks.append(tag("line", x1=x(at), x2=x(at), y1=base, y2=base + 4, class_="base"))
        if has_hours:
            marks.append(
                tag("text", clock(at, offset), x=x(at), y=base + 17, class_="tick", text_anchor=anchor)
            )
        if date != before:
            label = date if not before else date.rsplit(" ", 1)[0]
            low = base + (32 if has_hours else 17)
            marks.append(tag("text", label, x=x(at), y=low, class_="tick date", text_anchor=anchor))
            before = date
    return tag("g", marks)


def _bands(fan: Fan, index: int, x: Scale, y: Scale) -> Markup:
    """The 90 % band and, darker, the 50 % band; the second plan's is edged with dashes."""
    shapes = []
    for low, high, kind in (("05", "95", "outer"), ("25", "75", "inner")):
        band = fan.band(low, high)
        if band is None:
            continue
        there = _pairs(fan.times, band[1], x, y)
        back = reversed(list(_pairs(fan.times, band[0], x, y)))
        path = "M" + "L".join((*there, *back)) + "Z"
        shapes.append(tag("path", d=path, class_=f"band {kind} plan-{index}"))
    return tag("g", shapes)


def _line(points: Points, x: Scale, y: Scale, kind: str) -> Markup:
    """A line with gaps as gaps; a lone reading is a dot."""
    drawn = []
    for part in points.segments():
        if len(part.times) == 1:
            drawn.append(
                tag("circle", cx=x(part.times[0]), cy=y(part.values[0]), r=1.8, class_=f"dot {kind}")
            )
        else:
            path = "M" + "L".join(_pairs(part.times, part.values, x, y))
            drawn.append(tag("path", d=path, class_=f"line {kind}"))
    return tag("g", drawn)


def _pairs(times: Sequence[int], values: Sequence[float], x: Scale, y: Scale) -> Iterator[str]:
    return (f"{x(t):.1f} {y(v):.1f}" for t, v in zip(times, values, strict=True))


def _happened(points: Points, x: Scale, y: Scale) -> Markup | None:
    if not points.times:
        return None
    dots = [
        tag("circle", cx=x(t), cy=y(v), r=2.8, class_="happened")
        for t, v in zip(points.times, points.values, strict=True)
    ]
    return tag("g", dots)


def _now_rule(picture: Picture, x: Scale, y: Scale, bottom: float) -> Markup | None:
    if picture.now is None or not picture.fans or not x.low <= picture.now <= x.high:
        return None
    at = x(picture.now)
    rule = tag("line", x1=at, x2=at, y1=y.end, y2=bottom, class_="now")
    label = f"now {clock(picture.now, picture.offset_min)}"
    return tag("g", rule, tag("text", label, x=at, y=y.end - 6, class_="now-label", text_anchor="middle"))


def _end_labels(fans: Sequence[Fan], unit: str, x: Scale, y: Scale) -> Markup:
    """Letter and last value of each plan at the end of its median; labels keep apart."""
    ends = [fan.quantiles["50"][-1] for fan in fans]
    wanted = sorted((y(v), k, f"{fans[k].letter} {number(v, unit)}") for k, v in enumerate(ends))
    labels, free = [], -1e9
    for place, index, text in wanted:
        place = max(place, free)
        free = place + _LABEL_GAP
        labels.append(tag("text", text, x=x.end + 6, y=place + 5, class_=f"end-label plan-{index}"))
    return tag("g", labels)
