"""The report's first half."""

import json
from pathlib import Path
from typing import Any

import pytest

from vitruvian.twin.picture import picture
from vitruvian.twin.report_forecast import (
    answer_section,
    difference_section,
    fan_section,
    four_figures,
    frequencies,
    plans_of,
)


@pytest.fixture
def answer(root: Path) -> Any:
    """A made-up answer of two plans."""
    return json.loads((root / "tests" / "twin" / "made_up_answer.json").read_text())


def test_frequencies_compare_the_plans(answer: Any) -> None:
    """An event is said once, as counts of a hundred futures for each plan."""
    said = frequencies(answer, picture(answer))
    assert [s.replace("\u202f", " ") for s in said] == [
        "Below 70 mg/dL within 4 h: 1 in 100 as planned, 4 in 100 with B."
    ]


def test_there_are_four_figures(answer: Any) -> None:
    """Now, in an hour, at the end, and the chance of a low; the ranges say what they hold."""
    figures = four_figures(answer, picture(answer))
    assert figures is not None
    assert figures.count("<dt>") == 4
    assert "A range holds 9 in 10 futures." in figures


def test_no_forecast_is_said(answer: Any) -> None:
    """Without plans there is no answer, no fan and no difference, in words."""
    bare = {"past": answer["past"], "now": answer["now"]}
    assert plans_of(bare) == []
    assert "No forecast was made." in answer_section(bare, picture(bare))
    assert "There is no forecast to draw." in fan_section(picture(bare))
    assert difference_section(bare, picture(bare)) is None


def test_an_unknown_outcome_is_named_by_its_meaning(answer: Any) -> None:
    """An organ's own outcome needs no word here."""
    for plan in answer["what_if"]["plans"]:
        plan["outcomes"] = {"peak": {"unit": "mg/L", "meaning": "highest level of the drug", "median": 2.0}}
    section = difference_section(answer, picture(answer))
    assert section is not None
    assert "Highest level of the drug" in section


def _daily(answer: Any) -> Any:
    """The same answer about a cuff, in steps of a day from 11 May 2025 at 07:00."""
    days = [f"2025-05-{day}T07:00:00+02:00" for day in (12, 13, 14)]
    band = {"05": [110.0] * 3, "50": [120.0] * 3, "95": [130.0] * 3}
    for plan in answer["what_if"]["plans"]:
        plan["primary"] = "bp_systolic"
        plan["signals"] = {"bp_systolic": {"times": days, "unit": "mm[Hg]", "quantiles": band}}
    now = "2025-05-11T07:00:00+02:00"
    past = {"times": [now], "values": [121.0], "unit": "mm[Hg]", "signal": "bp_systolic"}
    return answer | {
        "now": now,
        "past": past,
        "happened": {"times": days[:1], "values": [119.0]},
        "events": [],
    }


def test_a_tile_names_the_time_that_its_value_belongs_to(answer: Any) -> None:
    """In steps of a day nothing is said of the next hour: the first value is that of tomorrow."""
    daily = _daily(answer)
    figures = four_figures(daily, picture(daily))
    assert figures is not None
    said = figures.replace("\u202f", " ")
    assert "<dt>In 24 h, at 07:00 on 12 May 2025</dt>" in said
    assert "<dt>In 72 h, at 07:00 on 14 May 2025</dt>" in said
    assert "In 1 h" not in said


def test_a_cuff_is_no_sensor(answer: Any) -> None:
    """The legend says what was read; of glucose, what the sensor read."""
    sensed = fan_section(picture(answer))
    assert "what the sensor read" in sensed
    daily = _daily(answer)
    read = fan_section(picture(daily))
    assert "what was read" in read
    assert "what was then read; the twin had not seen it" in read
    assert "sensor" not in read


def test_a_first_plan_is_named_by_its_letter(answer: Any) -> None:
    """The sentence begins with "With A:" where the first plan is one, else with "As planned:"."""
    assert "<b>As planned: </b>" in answer_section(answer, picture(answer))
    answer["what_if"]["plans"][0]["plan"] = answer["what_if"]["plans"][1]["plan"]
    assert "<b>With A: </b>" in answer_section(answer, picture(answer))


def test_the_note_says_what_the_numbers_are(answer: Any) -> None:
    """Medians, means of shares, ranges, and the time they are over."""
    section = difference_section(answer, picture(answer))
    assert section is not None
    assert "Medians; of shares of time, means." in section
    assert "All outcomes are over the 4 h from now." in section.replace("\u202f", " ")
