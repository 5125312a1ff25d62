"""The report's section of an organ's own figures, for the heart: how it beats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vitruvian.engine.portrait import Curve, Figure, Panel, Portrait, Scheme, gallery_of
from vitruvian.twin.figures import NARROW, WIDE
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.portraits import draw_portrait
from vitruvian.twin.schemes import draw_scheme
from vitruvian.twin.tables import table
from vitruvian.twin.wording import named, number, unit_words

Json = Mapping[str, Any]
MOST_POINTS = 40
"""Rows of a folded table; the answer as JSON holds every point."""
_LETTERS = "ABCDEF"


def organ_section(answer: Json) -> Markup | None:
    """All portraits of the answer; None where the organ draws none.

    answer  {"portraits": {"title", "figures"} of `engine.portrait.gallery_json`, or None;
             "portraits_about": what must be known of them first, where there is something}
    """
    if not answer.get("portraits"):
        return None
    gallery = gallery_of(answer["portraits"])
    figures = gallery.figures
    said = dict.fromkeys(note for figure in figures for note in figure.notes)
    shared = [note for note in said if all(note in figure.notes for figure in figures) and len(figures) > 1]
    return tag(
        "section",
        tag("h2", gallery.title),
        tag("p", answer["portraits_about"], class_="warning") if answer.get("portraits_about") else None,
        _legend(figures[0].plans) if figures else None,
        [_figure(figure, shared) for figure in figures],
        [tag("p", note, class_="note") for note in shared],
    )


def _legend(plans: Sequence[str]) -> Markup | None:
    """Letters and words of the plans, where there are several."""
    if len(plans) < 2:
        return None
    items = [
        tag("li", tag("span", class_=f"key plan-{k}"), tag("b", _LETTERS[k]), " ", words)
        for k, words in enumerate(plans)
    ]
    return tag("ul", items, class_="plans")


def _figure(figure: Figure, shared: Sequence[str]) -> Markup:
    """Drawn for a wide page and for a phone, with how to read it and the numbers behind it."""
    if isinstance(figure, Portrait):
        wide, narrow = draw_portrait(figure, WIDE), draw_portrait(figure, NARROW, is_stacked=True)
        data = _portrait_data(figure)
    else:
        wide, narrow = draw_scheme(figure, WIDE), draw_scheme(figure, NARROW)
        data = [_scheme_data(figure)]
    notes = " ".join(note for note in figure.notes if note not in shared)
    return tag(
        "figure",
        tag("h3", figure.title),
        tag("div", wide, class_="wide"),
        tag("div", narrow, class_="narrow"),
        tag("figcaption", notes) if notes else None,
        tag("details", tag("summary", "Show data"), data),
    )


def _portrait_data(portrait: Portrait) -> list[Markup]:
    """A table a panel: the strong lines, at most MOST_POINTS rows."""
    made = []
    for column in portrait.columns:
        for panel in column.panels:
            curves = [curve for curve in panel.curves if curve.look not in ("draw", "guide")]
            made.append(_panel_table(f"{column.heading}: {panel.y_name}", panel, curves))
    return made


def _panel_table(name: str, panel: Panel, curves: Sequence[Curve]) -> Markup:
    """One x column where all curves share it, else one for each."""
    is_shared = all(curve.x == curves[0].x for curve in curves)
    longest = max(len(curve.x) for curve in curves)
    every = -(-longest // MOST_POINTS)
    x_name, y_name = named(panel.x_name, panel.x_unit), named(panel.y_name, panel.y_unit)
    heads, lists = ([x_name], [curves[0].x]) if is_shared else ([], [])
    for curve in curves:
        if not is_shared:
            heads, lists = [*heads, f"{curve.label}: {x_name}"], [*lists, curve.x]
        heads, lists = [*heads, f"{curve.label}: {y_name}"], [*lists, curve.y]
    rows = [[number(v[i]) if i < len(v) else "" for v in lists] for i in range(0, longest, every)]
    caption = name if every == 1 else f"{name}, every {_ordinal(every)} of {longest} points"
    return table(caption, heads, rows, range(len(heads)))


def _scheme_data(scheme: Scheme) -> Markup:
    """Parts and flows under each plan."""
    plans = [f"{_LETTERS[k]} {words}" for k, words in enumerate(scheme.plans)]
    heads = ("what", *(plans if len(plans) > 1 else scheme.plans), "unit")
    unit = unit_words(scheme.unit)
    rows = [[node.name, *(number(v, scheme.unit) for v in node.values), unit] for node in scheme.nodes]
    names = {node.key: node.name for node in scheme.nodes}
    rows += [
        [
            link.name or f"{names[link.source]} to {names[link.sink]}",
            *(number(v) for v in link.values),
            unit_words(link.unit),
        ]
        for link in scheme.links
    ]
    return table(None, heads, rows, range(1, len(heads) - 1))


def _ordinal(count: int) -> str:
    return {2: "2nd", 3: "3rd"}.get(count, f"{count}th")
