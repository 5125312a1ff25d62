"""The report's part on trust: effective draws, tested ground, back-test, what each parameter rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.report_forecast import plans_of
from vitruvian.twin.tables import table
from vitruvian.twin.wording import DASH, number, quantity, sentence, unit_words

Json = Mapping[str, Any]
FEWEST_FOR_INTERVAL, FEWEST_FOR_ADVICE = 100, 400
"""Effective draws below which no interval, and no recommendation, is given."""
_STATUS = {
    "identified": "learned from this record",
    "weak": "partly learned",
    "prior-dominated": "prior-dominated",
}


def trust_section(answer: Json) -> Markup:
    """How far to trust it, in a few sentences that carry their numbers."""
    calibration = answer.get("calibration") or {}
    plans = plans_of(answer)
    warnings = [str(w) for plan in plans for w in plan.get("warnings") or ()]
    remarks = [str(remark) for remark in answer.get("remarks") or ()]
    remarks += [str(remark) for plan in plans for remark in plan.get("assumptions") or ()]
    said: list[Markup] = [tag("p", text) for text in (_draws(calibration), _ground(answer), _scored(answer))]
    said += [tag("p", sentence(text.replace("_", " ")), class_="warning") for text in dict.fromkeys(warnings)]
    skill = (plans[0].get("past_skill") or []) if plans else []
    unit = _unit(plans[0]) if plans else ""
    scores = [_past_skill(skill, unit), _backtest(answer.get("backtest") or {})]
    held = [tag("li", sentence(text)) for text in dict.fromkeys(remarks)]
    assumed = [tag("h3", "Assumed, and remarked"), tag("ul", held)] if held else None
    return tag("section", tag("h2", "How far to trust it"), said, scores, assumed)


def parameters_section(answer: Json) -> Markup:
    """Prior and posterior of each parameter, and which of them the record says nothing about."""
    rows = (answer.get("calibration") or {}).get("parameters") or []
    title = tag("h2", "What the twin learned from the record, and what it did not")
    if not rows:
        return tag("section", title, tag("p", "No fitted parameters were given.", class_="missing"))
    heads = ("parameter", "prior", "posterior", "narrowed by", "status")
    shown = [_parameter(row) for row in rows]
    note = "Medians with the range that holds 9 in 10. Narrowed by: how much smaller the spread has become."
    return tag(
        "section",
        title,
        tag("p", _aloud(rows)),
        table(None, heads, shown, (1, 2, 3)),
        tag("p", note, class_="note"),
    )


def _draws(calibration: Json) -> str:
    ess = calibration.get("ess")
    if ess is None:
        return "How well the fit settled is not given."
    worst = calibration.get("ess_worst")
    least = min(ess, ess if worst is None else worst)
    text = f"The twin rests on {float(ess):,.0f} effective draws"
    text += f" ({float(worst):,.0f} for the worst parameter)" if worst is not None else ""
    if least < FEWEST_FOR_INTERVAL:
        return f"{text}: fewer than {FEWEST_FOR_INTERVAL}, so no ranges are shown."
    if least < FEWEST_FOR_ADVICE:
        return f"{text}: enough for ranges, too few ({FEWEST_FOR_ADVICE} are needed) to recommend a plan."
    return f"{text}: enough for the ranges shown."


def _ground(answer: Json) -> str:
    known = [plan["in_domain"] for plan in plans_of(answer) if plan.get("in_domain") is not None]
    if not known:
        return "Whether this lies within what the model was tested on is not given."
    if all(known):
        return "All plans lie within what the model was tested on."
    return "Outside what this twin has been tested on: see the remarks below."


def _scored(answer: Json) -> str:
    plans = plans_of(answer)
    if (answer.get("backtest") or {}).get("horizons") or (plans and plans[0].get("past_skill")):
        return "Asked about the past, with what came after hidden from it, it did this:"
    return "No back-test on this person's own past is given here: the bands are unproven for this person."


def _unit(plan: Json) -> str:
    """The unit of what a plan's forecast is mainly of."""
    return str(((plan.get("signals") or {}).get(plan.get("primary")) or {}).get("unit", "mg/dL"))


def _past_skill(skill: list[Json], unit: str) -> Markup | None:
    """What the twin's own forecasts before the origin were worth, in the unit of the forecast."""
    if not skill:
        return None
    rows = [
        (
            f"{number(row.get('lead_min'))} min ahead",
            f"{int(row.get('n', 0)):,}",
            quantity(row.get("rmse"), unit),
            _percent(row.get("covered90_before")),
            f"×{number(row.get('band_factor'))}",
        )
        for row in skill
    ]
    heads = ("this person's own past", "forecasts", "typical error", "90 % band held", "band then scaled by")
    return table(None, heads, rows, (1, 2, 3, 4))


def _backtest(backtest: Json) -> Markup | None:
    horizons = backtest.get("horizons") or {}
    if not horizons:
        return None
    unit = str(backtest.get("horizon_unit", "min"))
    rows = [
        (
            f"{minutes} {unit} ahead",
            f"{int(row.get('n', 0)):,}",
            quantity(row.get("rmse"), "mg/dL"),
            quantity(row.get("persistence_rmse"), "mg/dL"),
            _percent(row.get("coverage50")),
            _percent(row.get("coverage90")),
        )
        for minutes, row in horizons.items()
    ]
    heads = (
        "horizon",
        "forecasts",
        "typical error",
        "if nothing changed",
        "50 % band held",
        "90 % band held",
    )
    return table(None, heads, rows, (1, 2, 3, 4, 5))


def _percent(share: float | None) -> str:
    """A coverage, given as a share or in percent."""
    if share is None:
        return "—"
    return quantity(100 * share if share <= 1.0 else share, "%")


def _parameter(row: Json) -> list[object]:
    unit = str(row.get("unit", ""))
    facts = ", ".join(str(part) for part in (row.get("meaning"), unit_words(unit)) if part)
    name = tag("span", str(row.get("name", "")), tag("small", facts) if facts else None)
    status = str(row.get("status", ""))
    mark = tag("span", _STATUS.get(status, status), class_=f"status {status}")
    shrinkage = row.get("shrinkage")
    narrowed = "—" if shrinkage is None else quantity(max(0.0, 100 * float(shrinkage)), "%")
    return [name, _spread(row.get("prior")), _spread(row.get("posterior")), narrowed, mark]


def _spread(part: Json | None) -> Markup | str:
    """Median and 90 % range, else mean and SD, else a dash."""
    part = part or {}
    middle = part.get("q50", part.get("median"))
    if middle is not None and part.get("q05") is not None and part.get("q95") is not None:
        return tag("span", number(middle), tag("small", f"{number(part['q05'])}{DASH}{number(part['q95'])}"))
    if part.get("mean") is not None:
        sd = part.get("sd")
        return number(part["mean"]) + ("" if sd is None else f" ± {number(sd)}")
    return number(middle)


def _aloud(rows: list[Json]) -> str:
    """ "Prior-dominated" said aloud, by name."""
    silent = [str(row["name"]) for row in rows if row.get("status") == "prior-dominated"]
    if not silent:
        return f"The record says something about all {len(rows)} parameters."
    are, them = ("is", "it") if len(silent) == 1 else ("are", "them")
    return (
        f"{len(silent)} of {len(rows)} parameters {are} prior-dominated: {', '.join(silent)}. "
        f"For {them} the twin knows what is known of people in general, not of this person."
    )
