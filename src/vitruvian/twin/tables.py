"""Tables of the report: real `<table>` elements, readable on a phone, and the data behind each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.picture import Picture
from vitruvian.twin.wording import clock, day, named, number

MOST_ROWS = 200


def table(
    caption: str | None, heads: Sequence[str], rows: Sequence[Sequence[object]], numeric: Sequence[int] = ()
) -> Markup:
    """A table whose first column names the row; on a phone each row becomes a small block.

    numeric  columns (0 is the first) aligned to the right
    """
    head = tag("tr", [tag("th", h, scope="col", class_=_side(k, numeric)) for k, h in enumerate(heads)])
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            [
                tag("td", cell, class_=_side(k, numeric), data_name=heads[k])
                for k, cell in enumerate(row[1:], 1)
            ],
        )
        for row in rows
    ]
    title = tag("caption", caption) if caption else None
    whole = tag("table", title, tag("thead", head), tag("tbody", body), class_="stack")
    return tag("div", whole, class_="wrap")


def show_data(picture: Picture) -> Markup:
    """The numbers behind a chart, folded: one row a time, one column a line."""
    columns = _columns(picture)
    times = sorted({time for column in columns.values() for time in column})
    rows = [
        tag(
            "tr",
            tag("th", f"{day(at, picture.offset_min)} {clock(at, picture.offset_min)}", scope="row"),
            [tag("td", number(column.get(at), picture.unit), class_="n") for column in columns.values()],
        )
        for at in times[:MOST_ROWS]
    ]
    heads = [tag("th", "time", scope="col"), *(tag("th", c, scope="col", class_="n") for c in columns)]
    left = f", first {MOST_ROWS} of {len(times)} rows" if len(times) > MOST_ROWS else ""
    caption = f"{named(picture.title, picture.unit)}{left}"
    whole = tag("table", tag("caption", caption), tag("thead", tag("tr", heads)), tag("tbody", rows))
    return tag("details", tag("summary", "Show data"), tag("div", whole, class_="wrap"))


def _columns(picture: Picture) -> dict[str, Mapping[int, float]]:
    columns: dict[str, Mapping[int, float]] = {}
    if picture.past.times:
        columns["read"] = dict(zip(picture.past.times, picture.past.values, strict=True))
    for fan in picture.fans:
        for percent in ("05", "50", "95"):
            if percent in fan.quantiles:
                name = "median" if percent == "50" else f"{percent.lstrip('0')} %"
                columns[f"{fan.letter} {name}"] = dict(zip(fan.times, fan.quantiles[percent], strict=True))
    if picture.happened.times:
        columns["then read"] = dict(zip(picture.happened.times, picture.happened.values, strict=True))
    return columns


def _side(column: int, numeric: Sequence[int]) -> str | None:
    return "n" if column in numeric else None
