"""An organ's parts and the flows between them as inline SVG, with the values under each plan.

Boxes lie where the organ puts them. What runs up or down between two neighbours is named beside its arrow;
leaks and pumps run dashed along it. What crosses from one side to the other has a number, explained below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vitruvian.engine.portrait import Link, Node, Scheme, Values
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.wording import number, unit_words

_BOX, _GAP, _EDGE, _LINE = 46.0, 66.0, 2.0, 16.0
_WIDEST_BOX, _BOX_SHARE = 180.0, 0.4
_LETTER, _ASIDE, _HEAD = 7.2, 26.0, 6.0
_NARROW = 500
"""px below which words are short."""
_LETTERS = "ABCDEF"
Places = Mapping[str, tuple[float, float]]


def draw_scheme(scheme: Scheme, width: int) -> Markup:
    """The scheme as SVG."""
    box = min(_WIDEST_BOX, _BOX_SHARE * width)
    sides = {node.key: node.x > 0.5 for node in scheme.nodes}
    upright = _pairs([link for link in scheme.links if sides[link.source] == sides[link.sink]])
    lines = max((len(_lines(links, width)) for links in upright), default=0)
    levels = len({round(node.y, 3) for node in scheme.nodes if node.x > 0.5})
    high = _BOX + max(levels - 1, 1) * (_BOX + max(_GAP, _LINE * lines + 8.0))
    places = {node.key: _place(node, width, high, box) for node in scheme.nodes}
    across = [link for link in scheme.links if sides[link.source] != sides[link.sink]]
    beds = [link for link in across if link.kind == "flow"]
    ways = [link for link in across if link.kind != "flow"]
    names = {node.key: node.name.split(",")[0] for node in scheme.nodes}
    explained, total = _explained(ways, names, high + 2 * _EDGE, width)
    return tag(
        "svg",
        tag("title", scheme.sentence),
        [_bed(link, places, box) for link in beds],
        [_crossing(k, len(ways), link, places, box) for k, link in enumerate(ways, 1)],
        [_upright(links, places, width) for links in upright],
        [_box(node, places[node.key], box, scheme.unit) for node in scheme.nodes],
        explained,
        viewBox=f"0 0 {width} {total:.0f}",
        width=width,
        height=round(total),
        role="img",
        aria_label=scheme.sentence,
        class_="chart scheme",
    )


def values_words(values: Values, unit: str, has_unit: bool = True) -> list[object]:
    """Each plan's value with its letter in its colour, and the unit: "A 5.5 B 5.3 L/min"."""
    written = [_rounded(value) for value in values]
    last = f" {unit_words(unit)}" if has_unit else ""
    if len(values) == 1:
        return [written[0] + last]
    parts: list[object] = [
        tag("tspan", f"{_LETTERS[k]} {text}", class_=f"value plan-{k}") for k, text in enumerate(written)
    ]
    spaced = [part for value in parts for part in (value, " ")]
    return [*spaced[:-1], last]


def _rounded(value: float | None) -> str:
    """Whole from 10 on, else one decimal: more is not known."""
    return number(None if value is None else round(value, 0 if abs(value) >= 9.95 else 1))


def _place(node: Node, width: int, high: float, box: float) -> tuple[float, float]:
    """The middle of a box."""
    across = _EDGE + 0.5 * box + node.x * (width - 2 * _EDGE - box)
    return across, _EDGE + 0.5 * _BOX + node.y * (high - _BOX)


def _pairs(links: Sequence[Link]) -> list[list[Link]]:
    """Links between the same two parts together, in order of first appearance."""
    together: dict[frozenset[str], list[Link]] = {}
    for link in links:
        together.setdefault(frozenset((link.source, link.sink)), []).append(link)
    return list(together.values())


def _box(node: Node, at: tuple[float, float], box: float, unit: str) -> Markup:
    across, down = at
    values = values_words(node.values, unit, has_unit=len(node.values) < 3)
    return tag(
        "g",
        tag("rect", x=across - 0.5 * box, y=down - 0.5 * _BOX, width=box, height=_BOX, rx=8, class_="part"),
        tag("text", node.name, x=across, y=down - 4, class_="part-name", text_anchor="middle"),
        tag("text", values, x=across, y=down + 14, class_="tick", text_anchor="middle"),
    )


def _upright(links: Sequence[Link], places: Places, width: int) -> Markup:
    """Arrows between two boxes of a side, the words on its inner side."""
    across = places[links[0].source][0]
    ends = [places[links[0].source][1], places[links[0].sink][1]]
    is_left = across < 0.5 * width
    outwards = -1.0 if is_left else 1.0
    arrows = [
        _arrow(across + outwards * k * _ASIDE, places[link.source][1], places[link.sink][1], link.kind)
        for k, link in enumerate(links)
    ]
    lines = _lines(links, width)
    first = 0.5 * sum(ends) - 0.5 * _LINE * len(lines) + 12.0
    words = [
        tag("text", text, x=across - outwards * 9.0, y=first + _LINE * k, class_=f"tick {link.kind}",
            text_anchor="start" if is_left else "end")
        for k, (link, text) in enumerate(lines)
    ]  # fmt: skip
    return tag("g", arrows, words)


def _lines(links: Sequence[Link], width: int) -> list[tuple[Link, list[object]]]:
    """What is said beside the arrows between two parts, line by line."""
    return [(link, text) for link in links if link.name for text in _said(link, width < _NARROW)]


def _said(link: Link, is_short: bool) -> list[list[object]]:
    """Name and values: a flow's on two lines, on a phone also a leak's; there the notes have the units."""
    if is_short and len(link.values) > 1:
        unit = "" if link.kind == "flow" else f", {unit_words(link.unit).split(' ')[0]}"
        return [[link.name + unit], values_words(link.values, link.unit, has_unit=False)]
    values = values_words(link.values, link.unit)
    return [[link.name], values] if link.kind == "flow" else [[f"{link.name} ", *values]]


def _arrow(across: float, start: float, end: float, kind: str) -> Markup:
    """Straight up or down between the edges of two boxes."""
    sign = 1.0 if end > start else -1.0
    begin, tip = start + sign * 0.5 * _BOX, end - sign * 0.5 * _BOX
    line = tag("line", x1=across, x2=across, y1=begin, y2=tip - sign * _HEAD, class_=f"way {kind}")
    wing = tip - sign * 2.0 * _HEAD
    head = f"{across:.1f},{tip:.1f} {across - _HEAD:.1f},{wing:.1f} {across + _HEAD:.1f},{wing:.1f}"
    return tag("g", line, tag("polygon", points=head, class_=f"head {kind}"))


def _bed(link: Link, places: Places, box: float) -> Markup:
    """A level arrow from one side to the other, its name over it and its flow under it."""
    (start, down), (end, _) = places[link.source], places[link.sink]
    sign = 1.0 if end > start else -1.0
    begin, tip = start + sign * 0.5 * box, end - sign * 0.5 * box
    wing = tip - sign * 2.0 * _HEAD
    head = f"{tip:.1f},{down:.1f} {wing:.1f},{down - _HEAD:.1f} {wing:.1f},{down + _HEAD:.1f}"
    return tag(
        "g",
        tag("line", x1=begin, x2=tip - sign * _HEAD, y1=down, y2=down, class_="way flow"),
        tag("polygon", points=head, class_="head flow"),
        tag("text", link.name, x=0.5 * (begin + tip), y=down - 8, class_="tick flow", text_anchor="middle"),
    )


def _crossing(count: int, of: int, link: Link, places: Places, box: float) -> Markup:
    """A dashed way across, with its number in a ring; rings and ends of several keep apart."""
    (x1, y1), (x2, y2) = places[link.source], places[link.sink]
    aside = 12.0 if count % 2 else -12.0
    y1, y2 = y1 + aside, y2 + aside
    sign = 1.0 if x2 > x1 else -1.0
    begin, tip = x1 + sign * 0.5 * box, x2 - sign * 0.5 * box
    line = tag("line", x1=begin, y1=y1, x2=tip - sign * _HEAD, y2=y2, class_=f"way {link.kind}")
    wing = tip - sign * 2.0 * _HEAD
    head = f"{tip:.1f},{y2:.1f} {wing:.1f},{y2 - _HEAD:.1f} {wing:.1f},{y2 + _HEAD:.1f}"
    x = min(begin, tip) + (0.15 + 0.45 * count / (of + 1.0)) * abs(tip - begin)
    y = y1 + (x - begin) / (tip - begin) * (y2 - y1)
    return tag(
        "g",
        line,
        tag("polygon", points=head, class_=f"head {link.kind}"),
        tag("circle", cx=x, cy=y, r=10, class_="ring"),
        tag("text", str(count), x=x, y=y + 4.5, class_="word", text_anchor="middle"),
    )


def _explained(
    ways: Sequence[Link], names: Mapping[str, str], down: float, width: int
) -> tuple[list[Markup], float]:
    """A line for each number, on a phone two; and where the drawing ends."""
    words: list[Markup] = []
    at = down
    for k, link in enumerate(ways, 1):
        way = f"{k} {link.name}, {names[link.source]} to {names[link.sink]}: "
        values = values_words(link.values, link.unit)
        for offset, text in ((0.0, [way]), (16.0, values)) if width < _NARROW else ((0.0, [way, *values]),):
            at += _LINE
            words.append(tag("text", text, x=_EDGE + offset, y=at - 2.0, class_="tick"))
    return words, at + (6.0 if ways else 0.0)
