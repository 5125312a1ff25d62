"""The report: one self-contained page that can be printed, mailed and read without anything else.

Inline SVG and CSS, no script, nothing loaded from anywhere. Whatever the answer does not hold is absent from
the page, and where that matters the page says so. All text of the record is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from vitruvian import __version__
from vitruvian.core.time import read
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.picture import Picture, picture
from vitruvian.twin.report_forecast import answer_section, difference_section, fan_section, plans_of
from vitruvian.twin.report_organ import organ_section
from vitruvian.twin.report_record import record_section, summary
from vitruvian.twin.report_trend import trend_section
from vitruvian.twin.report_trust import parameters_section, trust_section
from vitruvian.twin.wording import clock_and_day, sentence

Json = Mapping[str, Any]
NOT_A_DEVICE = "Research software, not a medical device. It rehearses plans; it does not prescribe."


def report_html(answer: Json) -> str:
    """The whole page for an answer.

    answer  {"person": {"id", "label"}, "understood": {"files", "signals"}, "remarks", "calibration", "past":
            {"times", "values", "unit"}, "events", "what_if": {"plans", "difference"}, "happened", "now",
            "backtest"?, "sentence"?, "portraits"?, "trend"?}: the JSON contracts of calibrate, forecast,
            what-if, import, backtest; times are ISO; any part may be missing
    """
    drawn = picture(answer)
    label = _label(answer)
    sections = [
        answer_section(answer, drawn),
        fan_section(drawn),
        organ_section(answer),
        trend_section(answer),
        difference_section(answer, drawn),
        trust_section(answer),
        record_section(answer, drawn),
        parameters_section(answer),
    ]
    return _page(_header(answer, label, drawn), sections, _footer(answer))


def trend_html(answer: Json) -> str:
    """A page of the days at home alone.

    answer  {"person": {"id", "label"}, "trend": what `twin.trending.trend_of` gave}
    """
    trend = answer["trend"]
    said = f"{trend['from']} to {trend['until']}, from what was read at home."
    header = tag(
        "header",
        tag("p", "Vitruvian report", class_="kicker"),
        tag("h1", _label(answer)),
        tag("p", said, class_="note"),
    )
    assumed = [tag("li", sentence(text)) for text in trend["assumptions"]]
    trust = tag("section", tag("h2", "Assumed, and remarked"), tag("ul", assumed)) if assumed else None
    whose = {"calibration": {"organ": trend["organ"], "posterior": trend["posterior"]}}
    return _page(header, [trend_section(answer), trust], _footer({**answer, **whose}))


def _page(header: Markup, sections: Sequence[Markup | None], footer: Markup) -> str:
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", "Vitruvian report"),
        tag("style", Markup(_css())),
    )
    body = tag("body", header, tag("main", list(sections)), footer)
    return "<!doctype html>\n" + tag("html", head, body, lang="en") + "\n"


def _css() -> str:
    return files("vitruvian.twin").joinpath("report.css").read_text(encoding="utf-8")


def _label(answer: Json) -> str:
    person = answer.get("person") or {}
    return str(person.get("label") or person.get("id") or "Unnamed person")


def _header(answer: Json, label: str, drawn: Picture) -> Markup:
    made = f"{drawn.title} forecast"
    if drawn.now is not None:
        made += f" from {clock_and_day(drawn.now, drawn.offset_min)}"
    return tag(
        "header",
        tag("p", "Vitruvian report", class_="kicker"),
        tag("h1", label),
        tag("p", f"{made}. It rests on {summary(answer)}" if _is_read(answer) else f"{made}.", class_="note"),
    )


def _is_read(answer: Json) -> bool:
    return bool((answer.get("understood") or {}).get("signals"))


def _footer(answer: Json) -> Markup:
    """What made this, from which data, and where it stops being usable."""
    facts = "; ".join(f"{name} {value}" for name, value in _versions(answer) if value)
    signed = tag("div", tag("span", "Checked by"), tag("span", "Date"), class_="sign")
    return tag("footer", tag("p", NOT_A_DEVICE), tag("p", f"{facts}."), signed)


def _versions(answer: Json) -> list[tuple[str, Any]]:
    calibration = answer.get("calibration") or {}
    plans = plans_of(answer)
    first = plans[0] if plans else {}
    model = calibration.get("model") or calibration.get("organ")
    version = calibration.get("version") or calibration.get("model_version")
    return [
        ("Vitruvian", __version__),
        ("model", " ".join(str(part) for part in (model, version) if part)),
        ("method", calibration.get("method")),
        ("data up to", _until(first.get("data_until"))),
        ("forecasts", ", ".join(str(plan["forecast"]) for plan in plans if plan.get("forecast"))),
        ("posterior", calibration.get("posterior") or first.get("posterior")),
        ("data hash", calibration.get("data_hash")),
        ("person", (answer.get("person") or {}).get("id")),
    ]


def _until(text: Any) -> str:
    if not text:
        return ""
    moment = read(str(text))
    return clock_and_day(moment.instant, moment.offset_min or 0)
