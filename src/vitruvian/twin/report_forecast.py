"""The report's first half: the answer in a sentence, four figures, the fan, how plans differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vitruvian.core.time import HOUR, MINUTE
from vitruvian.twin.figures import NARROW, WIDE, chart, describe
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.picture import Fan, Picture, plan_words, recent
from vitruvian.twin.tables import show_data, table
from vitruvian.twin.wording import (
    THIN,
    clock,
    clock_and_day,
    day,
    in_100,
    interval,
    lasting,
    number,
    quantity,
    sentence,
)

_NAMES = {
    "time_in_range": "Time at 70–180 mg/dL",
    "time_below_70": "Time below 70 mg/dL",
    "time_below_54": "Time below 54 mg/dL",
    "time_above_180": "Time above 180 mg/dL",
    "lowest": "Lowest glucose",
    "highest": "Highest glucose",
    "low_event": "Below 70 mg/dL at least once",
    "risk": "Glucose risk index",
}
_EVENTS = {"low_event": "below 70 mg/dL"}
Json = Mapping[str, Any]
_STATISTICS = "Medians; of shares of time, means. Below each: the range in which 9 in 10 futures lie."


def plans_of(answer: Json) -> list[Json]:
    """The forecasts of the plans compared, first the one that is the base."""
    return list((answer.get("what_if") or {}).get("plans") or [])


def answer_section(answer: Json, picture: Picture) -> Markup:
    """What comes next, said first."""
    plans = plans_of(answer)
    if not plans:
        return tag("section", tag("h2", "Answer"), tag("p", "No forecast was made.", class_="missing"))
    whose = tag("b", f"{_begun(_with(0, plans[0], len(plans)))}: ") if len(plans) > 1 else None
    said = sentence(answer.get("sentence") or plans[0].get("sentence") or _middle(picture))
    lines = [tag("p", None if answer.get("sentence") else whose, said)]
    lines += [tag("p", text) for text in frequencies(answer, picture)]
    outside = [plan for plan in plans if plan.get("in_domain") is False]
    if outside:
        lines.append(tag("p", "Outside what this twin has been tested on.", class_="warning"))
    listed = [
        tag("li", tag("span", class_=f"key plan-{k}"), tag("b", "ABCDEF"[k]), " ", plan_words(plan))
        for k, plan in enumerate(plans)
    ]
    return tag(
        "section",
        tag("h2", "Answer"),
        lines,
        tag("ul", listed, class_="plans") if len(plans) > 1 else None,
        four_figures(answer, picture),
        class_="answer",
    )


def frequencies(answer: Json, picture: Picture) -> list[str]:
    """Each event as plain frequencies: "Below 70 mg/dL within 4 h: 1 in 100 as planned, 4 in 100 with B."."""
    plans = plans_of(answer)
    within = _within(picture)
    said = []
    for name, outcome in (plans[0].get("outcomes") or {}).items():
        if outcome.get("probability") is None:
            continue
        parts = [
            f"{in_100(_outcome(plan, name).get('probability'))} {_with(k, plan, len(plans))}".strip()
            for k, plan in enumerate(plans)
        ]
        said.append(sentence(f"{_event_name(name, outcome)}{within}: {', '.join(parts)}"))
    return said


def four_figures(answer: Json, picture: Picture) -> Markup | None:
    """Now, in an hour, at the end, and the chance of what people fear; with the second plan below.

    Where the forecast has no value within the hour, as in steps of a day, the first that it has, by its time.
    """
    if picture.now is None or not picture.fans:
        return None
    tiles = [_now_tile(picture)]
    end = min(fan.times[-1] for fan in picture.fans)
    first = picture.fans[0].times
    soon = first[_nearest(picture.fans[0], picture.now + HOUR)]
    ahead = [at for at in (soon, end) if picture.now < at <= end]
    tiles += [_future_tile(picture, at) for at in dict.fromkeys(ahead)]
    tiles += _event_tile(answer, picture)
    ranges = tag("p", "A range holds 9 in 10 futures.", class_="note") if _has_bands(picture) else None
    return tag("div", tag("dl", tiles, class_="figures"), ranges)


def fan_section(picture: Picture) -> Markup:
    """The recent past joined to the futures of each plan."""
    shown, short = recent(picture), recent(picture, share=0.75, least=3 * HOUR)
    said = describe(shown)
    drawings = [("wide", chart(shown, WIDE, 300, said)), ("narrow", chart(short, NARROW, 240, said))]
    if not picture.fans or any(drawing is None for _, drawing in drawings):
        return tag(
            "section", tag("h2", "Forecast"), tag("p", "There is no forecast to draw.", class_="missing")
        )
    return tag(
        "section",
        tag("h2", "Forecast"),
        tag(
            "figure",
            [tag("div", drawing, class_=kind) for kind, drawing in drawings],
            tag("figcaption", _legend(shown)),
        ),
        show_data(shown),
    )


def difference_section(answer: Json, picture: Picture) -> Markup | None:
    """The outcomes of two plans side by side, with ranges, and what the change does."""
    plans = plans_of(answer)
    difference = (answer.get("what_if") or {}).get("difference") or {}
    if len(plans) < 2:
        return None
    rows = [
        _difference_row(name, plans, difference.get(name) or {}) for name in plans[0].get("outcomes") or {}
    ]
    heads = ("outcome", f"A, {plan_words(plans[0], is_short=True)}", "B", "change", "B, of 100 futures")
    return tag(
        "section",
        tag("h2", "What the change does"),
        tag("p", f"B: {plan_words(plans[1], is_short=True)}.", class_="note"),
        table(None, heads, rows) if rows else tag("p", "No outcomes were computed.", class_="missing"),
        tag("p", f"{_STATISTICS} {_whole(picture)}", class_="note"),
    )


def _difference_row(name: str, plans: Sequence[Json], change: Json) -> list[object]:
    first, second = (_outcome(plan, name) for plan in plans[:2])
    unit = str(first.get("unit", "1"))
    title = _NAMES.get(name) or sentence(str(first.get("meaning") or name.replace("_", " "))).rstrip(".")
    if first.get("probability") is not None:
        cells = [
            in_100(first["probability"]),
            in_100(second.get("probability")),
            _count_change(first, second),
        ]
    else:
        cells = [_with_range(part, unit) for part in (first, second)] + [_with_range(change, unit, True)]
    return [title, *cells, _better(change)]


def _with_range(part: Json, unit: str, is_change: bool = False) -> Markup | str:
    centre = part.get("mean" if unit == "%" else "median", part.get("median"))
    if centre is None:
        return "—"
    shown = quantity(float(centre), unit, is_change)
    spread = interval(part.get("q05"), part.get("q95"), unit, is_change)
    return tag("span", shown, tag("small", spread or "range not shown: too few draws"))


def _count_change(first: Json, second: Json) -> str:
    if second.get("probability") is None:
        return "—"
    return f"{number(100 * (second['probability'] - first['probability']), '%', True)} in 100"


def _better(change: Json) -> str:
    better, worse = change.get("probability_better"), change.get("probability_worse")
    if better is None or worse is None:
        return "—"
    return f"{_count(better)} better, {_count(worse)} worse"


def _count(probability: float) -> str:
    return (
        in_100(probability)
        .removesuffix(" in 100")
        .replace("fewer than 1", "<1")
        .replace("more than 99", ">99")
    )


def _outcome(plan: Json, name: str) -> Json:
    found: Json = (plan.get("outcomes") or {}).get(name) or {}
    return found


def _event_name(name: str, outcome: Json) -> str:
    return _EVENTS.get(name) or str(outcome.get("meaning") or name.replace("_", " "))


def _with(index: int, plan: Json, count: int) -> str:
    if count == 1:
        return ""
    is_empty = not (plan.get("plan") or {}).get("items")
    return "as planned" if is_empty else f"with {'ABCDEF'[index]}"


def _begun(text: str) -> str:
    """The words as the beginning of a sentence; the letter of a plan keeps its size."""
    return text[:1].upper() + text[1:]


def _within(picture: Picture) -> str:
    if picture.now is None or not picture.fans:
        return ""
    return f" within {lasting(picture.fans[0].times[-1] - picture.now)}"


def _whole(picture: Picture) -> str:
    if picture.now is None or not picture.fans:
        return ""
    return f"All outcomes are over the {lasting(picture.fans[0].times[-1] - picture.now)} from now."


def _middle(picture: Picture) -> str:
    if not picture.fans:
        return "The forecast has no values."
    fan = picture.fans[0]
    middle = quantity(fan.quantiles["50"][-1], picture.unit)
    return f"{picture.title} is most likely near {middle} at {clock(fan.times[-1], picture.offset_min)}."


def _now_tile(picture: Picture) -> Markup:
    last = picture.past.values[-1] if picture.past.values else None
    age = ""
    if picture.past.times and picture.now is not None:
        old = picture.now - picture.past.times[-1]
        age = (
            f"read {lasting(old)} earlier"
            if old >= MINUTE
            else f"read at {clock(picture.now, picture.offset_min)}"
        )
    return tag("div", tag("dt", "Now"), tag("dd", quantity(last, picture.unit), class_="big"), _more(age))


def _future_tile(picture: Picture, at: int) -> Markup:
    first, *others = picture.fans
    now = picture.now or 0
    is_today = day(at, picture.offset_min) == day(now, picture.offset_min)
    when = clock(at, picture.offset_min) if is_today else clock_and_day(at, picture.offset_min)
    title = f"In {lasting(at - now)}, at {when}"
    big = tag("dd", _range_at(first, at, picture.unit), class_="big")
    said = [_more(f"median {quantity(first.quantiles['50'][_nearest(first, at)], picture.unit)}")]
    said += [_more(tag("b", f"{fan.letter}{THIN}"), _range_at(fan, at, picture.unit)) for fan in others]
    return tag("div", tag("dt", title), big, said)


def _event_tile(answer: Json, picture: Picture) -> list[Markup]:
    plans = plans_of(answer)
    outcomes = plans[0].get("outcomes") or {}
    name = next((n for n, outcome in outcomes.items() if outcome.get("probability") is not None), None)
    if name is None:
        return []
    title = sentence(_event_name(name, outcomes[name]) + _within(picture)).rstrip(".")
    more = [
        _more(tag("b", f"{'ABCDEF'[k]}{THIN}"), in_100(_outcome(plan, name).get("probability")))
        for k, plan in enumerate(plans[1:], 1)
    ]
    return [
        tag("div", tag("dt", title), tag("dd", in_100(outcomes[name]["probability"]), class_="big"), more)
    ]


def _range_at(fan: Fan, at: int, unit: str) -> str:
    """The 9-in-10 range nearest to an instant, else the median."""
    k = _nearest(fan, at)
    band = fan.band("05", "95")
    return interval(band[0][k], band[1][k], unit) if band else f"about {number(fan.quantiles['50'][k], unit)}"


def _has_bands(picture: Picture) -> bool:
    return any(fan.band("05", "95") for fan in picture.fans)


def _nearest(fan: Fan, at: int) -> int:
    return min(range(len(fan.times)), key=lambda i: abs(fan.times[i] - at))


def _more(*children: object) -> Markup:
    return tag("dd", *children, class_="more")


def _legend(picture: Picture) -> Markup:
    """What the lines, bands and marks are, each in a few words."""
    read = "what the sensor read" if picture.is_sensor else "what was read"
    named: list[tuple[str | None, str]] = [("past", read)]
    named += [(f"plan-{k}", f"{fan.letter}, median: {fan.words}") for k, fan in enumerate(picture.fans)]
    if picture.happened.times:
        then = "what the sensor then read" if picture.is_sensor else "what was then read"
        named.append(("dots", f"{then}; the twin had not seen it"))
    if _has_bands(picture):
        named.append((None, "9 in 10 futures stay inside the pale band, 5 in 10 inside the darker one"))
    else:
        named.append((None, "no bands: fewer than 100 effective draws"))
    if picture.target:
        low, high = picture.target
        named.append((None, f"green: {number(low, picture.unit)}–{quantity(high, picture.unit)}"))
    if any(mark.is_assumed for mark in picture.marks):
        named.append((None, "faint marks: what this person usually does, assumed"))
    items = [tag("li", tag("span", class_=f"key {key}") if key else None, text) for key, text in named]
    return tag("ul", items, class_="legend")
