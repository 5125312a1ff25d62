"""Doses, meals and exercise as marks on lanes below a chart, one lane a kind, on the chart's time axis."""

from __future__ import annotations

from collections.abc import Sequence

from vitruvian.twin.axes import Scale
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.picture import Mark
from vitruvian.twin.wording import number, quantity

LANE_HEIGHT = 22.0
ORDER = ("insulin", "food", "activity", "other")
_LETTERS = "ABCDEF"
_LETTER_WIDTH, _WIDE_LETTER, _NAME_LETTER = 6.6, 13.0, 7.7
"""CSS pixels: a letter of an amount, a bold m, and a letter of a name where text is large, on a phone."""
_NAME_ROOM = 9
"""Letters of a lane's name for which there is always room."""


def lanes_of(marks: Sequence[Mark]) -> tuple[str, ...]:
    """The lanes that the marks need, from top to bottom: "insulin", "insulin B", "food", "diuretic"."""
    present = {(ORDER.index(mark.lane), mark.plan or 0, lane_name(mark)) for mark in marks}
    return tuple(name for _, _, name in sorted(present))


def lane_name(mark: Mark) -> str:
    """The lane of a mark; a plan after the first has lanes of its own, so that A and B never overlap.

    An act of no kind has a lane by its name: "diuretic", and for plan B "B diuretic", which may be cut.
    """
    if mark.lane == "other":
        return f"{f'{_LETTERS[mark.plan]} ' if mark.plan else ''}{mark.signal.replace('_', ' ')}"
    return f"{mark.lane} {_LETTERS[mark.plan]}" if mark.plan else mark.lane


def amount_words(mark: Mark) -> str:
    """The amount as it stands beside a mark: "4 U", "24 U long", "×0.9"."""
    if mark.is_scale:
        return f"×{number(mark.amount)}"
    words = quantity(mark.amount, mark.unit)
    return f"{words} long" if mark.signal == "insulin_long_acting" else words


def lanes(marks: Sequence[Mark], x: Scale, top: float, right: float) -> Markup:
    """All lanes from `top` down; amounts stand behind their marks, or before, where there is room."""
    names = lanes_of(marks)
    return tag("g", [_lane(name, marks, x, top + k * LANE_HEIGHT, right) for k, name in enumerate(names)])


def _lane(name: str, marks: Sequence[Mark], x: Scale, top: float, right: float) -> Markup:
    held = [m for m in marks if lane_name(m) == name and x.low <= m.time <= x.high]
    middle = top + LANE_HEIGHT / 2
    shown = _name(name, x(held[0].time) if held else x.end)
    drawn: list[Markup] = [tag("text", shown, x=4, y=middle + 4.5, class_="tick lane")]
    taken = max(x.start, 4 + _NAME_LETTER * len(shown))
    for k, mark in enumerate(held):
        at = x(mark.time)
        drawn.append(_shape(mark, at, middle, x))
        words = amount_words(mark)
        beside = (_bar_end(mark, x) or at + 5) + 4
        wide = _width(words)
        following = x(held[k + 1].time) - 7 if k + 1 < len(held) else right
        look = _classes("amount", mark)
        if at >= taken and beside + wide <= following:
            drawn.append(tag("text", words, x=beside, y=middle + 4.5, class_=look))
            taken = beside + wide
        elif mark.lane == "other" and at - 9 - wide >= taken:
            drawn.append(tag("text", words, x=at - 9, y=middle + 4.5, class_=look, text_anchor="end"))
            taken = beside
    return tag("g", drawn)


def _name(name: str, first: float) -> str:
    """A lane's name, as far as there is room before its first mark."""
    most = max(_NAME_ROOM, int((first - 13) / _NAME_LETTER))
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _width(words: str) -> float:
    """CSS pixels that the words of an amount take."""
    return sum(_WIDE_LETTER if letter == "m" else _LETTER_WIDTH for letter in words)


def _shape(mark: Mark, at: float, middle: float, x: Scale) -> Markup:
    """Insulin a triangle (long-acting a square), food a disc, activity a bar, anything else a diamond."""
    look = _classes("mark", mark)
    end = _bar_end(mark, x)
    if end is not None:
        return tag("rect", x=at, y=middle - 4, width=end - at, height=8.0, class_=look)
    if mark.is_scale or mark.signal == "insulin_long_acting":
        return tag("rect", x=at - 5, y=middle - 5, width=10.0, height=10.0, class_=look)
    if mark.lane == "insulin":
        return _polygon(look, (at - 6, middle - 5), (at + 6, middle - 5), (at, middle + 6))
    if mark.lane == "food":
        return tag("circle", cx=at, cy=middle, r=5.0, class_=look)
    return _polygon(look, (at, middle - 6), (at + 6, middle), (at, middle + 6), (at - 6, middle))


def _bar_end(mark: Mark, x: Scale) -> float | None:
    """Where the bar of something that lasts ends; None for what is drawn as a point."""
    if mark.end is None or mark.lane == "food":
        return None
    return max(min(x(mark.end), x.end), x(mark.time) + 4.0)


def _polygon(look: str, *corners: tuple[float, float]) -> Markup:
    return tag("polygon", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in corners), class_=look)


def _classes(kind: str, mark: Mark) -> str:
    whose = "" if mark.plan is None else f" plan-{mark.plan}"
    return f"{kind} {mark.lane}{whose}{' assumed' if mark.is_assumed else ''}"
