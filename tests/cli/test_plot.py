"""The forecast in the terminal."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitruvian.cli.plot import forecast_plot


@pytest.fixture(scope="module")
def answer(root: Path) -> Any:
    """A made-up answer of two plans."""
    return json.loads((root / "tests" / "twin" / "made_up_answer.json").read_text())


def test_the_plot_names_what_it_shows(answer: Any) -> None:
    """Unit, limits, now, times, date, both plans, their amounts and what the signs mean."""
    plot = forecast_plot(answer, 100, 20)
    for said in (
        "Glucose, mg/dL",
        "180 │",
        "70 │",
        "now 12:25",
        "12:00",
        "3 Oct 2014",
        "insulin B ",
        "▼2 U",
        "●20 g?",
        "A line: as planned, ░ 9 in 10 futures",
        "B dashes: insulin bolus 2 U at 12:45 on 3 Oct 2014, · 9 in 10 futures",
        "○ what the sensor then read",
    ):
        assert said in plot, said
    assert re.search(r"A \d{3}$", plot, re.MULTILINE)
    assert re.search(r"B \d{3}$", plot, re.MULTILINE)


@settings(deadline=None, max_examples=30)
@given(width=st.integers(0, 220), height=st.integers(0, 60))
def test_the_plot_fits_its_width(answer: Any, width: int, height: int) -> None:
    """No row is wider than asked for, down to forty columns."""
    rows = forecast_plot(answer, width, height).splitlines()
    assert max(map(len, rows)) <= max(width, 40)
    assert len(rows) >= max(height, 12)


def test_colour_changes_no_letter(answer: Any) -> None:
    """The coloured plot is the plain one with codes; the plain one has none."""
    plain, coloured = (forecast_plot(answer, 80, 18, is_coloured=c) for c in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_past_alone_and_nothing_are_drawn(answer: Any) -> None:
    """Without a forecast there is still the past; without both there is a sentence."""
    past = {key: answer[key] for key in ("past", "now", "events")}
    assert "now" not in forecast_plot(past, 80, 16)
    assert forecast_plot({}) == "No readings and no forecast to draw."


def test_too_few_draws_have_no_band(answer: Any) -> None:
    """A median alone is drawn as such."""
    plan = json.loads(json.dumps(answer["what_if"]["plans"][0]))
    part = plan["signals"]["glucose_interstitial"]
    part["quantiles"] = {"50": part["quantiles"]["50"]}
    plot = forecast_plot({**answer, "what_if": {"plans": [plan]}}, 80, 16)
    assert "░" not in plot
    assert "too few draws for a band" in plot
