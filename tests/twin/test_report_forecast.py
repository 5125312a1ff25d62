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
