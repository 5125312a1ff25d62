"""Figures that an organ draws of a person, as data: curves on panels, and a scheme of parts and flows.

An organ knows what is worth seeing of it; it does not know pages, pixels or colours. A plan is meant by its
index among those compared (0 is the one all others are held against), None belongs to no plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Look = Literal["main", "second", "third", "guide", "draw"]
"""Of a curve: main and two lesser ones of a plan, a law beside them, one of several draws behind them."""
LinkKind = Literal["flow", "leak", "device"]
Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through (x, y), in the units of its panel."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    plan: int | None = None
    look: Look = "main"

    def __post_init__(self) -> None:
        """Raise ValueError when x and y differ in length."""
        if len(self.x) != len(self.y):
            raise ValueError(f"curve {self.label!r}: {len(self.x)} x and {len(self.y)} y")


@dataclass(frozen=True, slots=True)
class Marker:
    """A word at a place: centred above it (or below), in the colour of its plan."""

    x: float
    y: float
    text: str
    plan: int | None = None
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A named stretch of the x axis; short stands where there is no room for the name."""

    start: float
    end: float
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes.

    x_name, y_name  what is on them, without the unit; units in UCUM
    x_range, y_range  what is shown, so that panels side by side can be compared
    height          beside that of other panels
    """

    x_name: str
    x_unit: str
    y_name: str
    y_unit: str
    curves: tuple[Curve, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    markers: tuple[Marker, ...] = ()
    phases: tuple[Phase, ...] = ()
    height: float = 1.0


@dataclass(frozen=True, slots=True)
class Column:
    """Panels that share an x axis, one below the other, with a heading and the plan they are of."""

    heading: str
    panels: tuple[Panel, ...]
    plan: int | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """Columns side by side (below each other on a phone).

    sentence  what is seen, for those who do not see it
    plans     words of each plan, by index
    notes     how to read it
    draws     how many people of the posterior are drawn thinly behind each plan; 0: none
    """

    title: str
    sentence: str
    columns: tuple[Column, ...]
    plans: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    draws: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A part: its place (x, y from 0 to 1, y downwards) and its value under each plan."""

    key: str
    name: str
    x: float
    y: float
    values: Values


@dataclass(frozen=True, slots=True)
class Link:
    """What goes from one part to another, by its key, under each plan; None where there is no such way."""

    source: str
    sink: str
    name: str
    values: Values
    unit: str
    kind: LinkKind = "flow"


@dataclass(frozen=True, slots=True)
class Scheme:
    """Parts and what flows between them; `unit` is that of the nodes' values, `value` says what they are."""

    title: str
    sentence: str
    value: str
    unit: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    plans: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError when a link leads to a part that is not there."""
        known = {node.key for node in self.nodes}
        for link in self.links:
            if unknown := {link.source, link.sink} - known:
                raise ValueError(f"link {link.name!r} names no part: {', '.join(sorted(unknown))}")


Figure = Portrait | Scheme


@dataclass(frozen=True, slots=True)
class Gallery:
    """All figures of an organ under one title."""

    title: str
    figures: tuple[Figure, ...]


def gallery_json(gallery: Gallery) -> dict[str, Any]:
    """The gallery as JSON."""
    return {"title": gallery.title, "figures": [to_json(figure) for figure in gallery.figures]}


def gallery_of(data: Mapping[str, Any]) -> Gallery:
    """The gallery of `gallery_json`."""
    return Gallery(data["title"], tuple(from_json(figure) for figure in data["figures"]))


def to_json(figure: Figure) -> dict[str, Any]:
    """The figure as JSON; "kind" says which it is."""
    return {"kind": type(figure).__name__.lower(), **asdict(figure)}


def from_json(data: Mapping[str, Any]) -> Figure:
    """The figure of `to_json`, also after a journey as text; raises ValueError for another kind."""
    parts = {key: value for key, value in data.items() if key != "kind"}
    if data.get("kind") == "portrait":
        columns = tuple(_column(column) for column in parts.pop("columns"))
        return Portrait(columns=columns, **_tuples(parts, "plans", "notes"))
    if data.get("kind") == "scheme":
        nodes = tuple(Node(**_tuples(node, "values")) for node in parts.pop("nodes"))
        links = tuple(Link(**_tuples(link, "values")) for link in parts.pop("links"))
        return Scheme(nodes=nodes, links=links, **_tuples(parts, "plans", "notes"))
    raise ValueError(f"a figure is a portrait or a scheme, not {data.get('kind')!r}")


def _column(data: Mapping[str, Any]) -> Column:
    return Column(data["heading"], tuple(_panel(panel) for panel in data["panels"]), data.get("plan"))


def _panel(data: Mapping[str, Any]) -> Panel:
    made = {
        "curves": _made(Curve, data["curves"], "x", "y"),
        "markers": _made(Marker, data.get("markers", ())),
        "phases": _made(Phase, data.get("phases", ())),
    }
    return Panel(**_tuples({**data, **made}, "x_range", "y_range"))


def _made(kind: type, rows: Sequence[Mapping[str, Any]], *lists: str) -> tuple[Any, ...]:
    return tuple(kind(**_tuples(row, *lists)) for row in rows)


def _tuples(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The same with these lists as tuples."""
    return {key: tuple(value) if key in names else value for key, value in data.items()}
