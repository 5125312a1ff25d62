"""The report's section on the days at home: the risk, when it rose and why, the figure and its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitruvian.twin.figures import NARROW, WIDE
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.tables import table
from vitruvian.twin.trend_figure import draw_trend
from vitruvian.twin.wording import in_100, interval, named, number, sentence

Json = Mapping[str, Any]


def trend_section(answer: Json) -> Markup | None:
    """The trend of the answer, or why there is none; None where nobody asked.

    answer  {"trend": what `twin.trending.trend_of` gave, or {"refused": why}}
    """
    trend = answer.get("trend")
    if not trend:
        return None
    title = tag("h2", "From day to day at home")
    if trend.get("refused"):
        return tag("section", title, tag("p", sentence(f"No trend: {trend['refused']}"), class_="missing"))
    return tag(
        "section",
        title,
        tag("p", tag("b", sentence(trend["sentence"]))),
        _raised(trend),
        [tag("p", sentence(text)) for text in trend["findings"]],
        _figure(trend),
        [tag("p", sentence(text), class_="note") for text in trend["limits"]],
    )


def _raised(trend: Json) -> Markup:
    if not trend["raised"]:
        return tag("p", sentence(f"Now: {trend['why']}"))
    first = trend["raised"][0]
    return tag("p", sentence(f"First flagged on {first['date']}: {first['why']}"))


def _figure(trend: Json) -> Markup:
    wide, narrow = draw_trend(trend, WIDE), draw_trend(trend, NARROW)
    caption = (
        "Rings: what was read. Bands: where 9 in 10 such readings were expected before they were taken; "
        "without rings: where 9 in 10 of what follows lies. Up to the dotted line: what is usual. "
        f"A flag ▲ is raised from {in_100(trend['threshold'])} on."
    )
    return tag(
        "figure",
        tag("div", wide, class_="wide"),
        tag("div", narrow, class_="narrow"),
        tag("figcaption", caption),
        tag("details", tag("summary", "Show data"), _data(trend)),
    )


def _data(trend: Json) -> Markup:
    courses = list(trend["courses"].values())
    heads = ["day"]
    for course in courses:
        name = named(course["name"], course["unit"])
        heads += [name, "expected"] if course["seen"] else [name]
    heads += ["in 100", "flag"]
    rows = []
    for k, day in enumerate(trend["days"]):
        cells: list[object] = [day["date"]]
        for course in courses:
            low, middle, high = (course["quantiles"][q][k] for q in ("05", "50", "95"))
            spread = interval(low, high, course["unit"])
            cells += (
                [number(course["seen"][k]), spread] if course["seen"] else [f"{number(middle)} ({spread})"]
            )
        risk = "—" if day["risk"] is None else number(100.0 * day["risk"], "%")
        rows.append([*cells, risk, "▲" if day["flag"] else ""])
    return table(None, heads, rows, range(1, len(heads) - 1))
