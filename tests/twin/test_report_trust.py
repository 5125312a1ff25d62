"""The report's part on trust."""

from typing import Any

import pytest

from vitruvian.twin.report_trust import parameters_section, trust_section


@pytest.mark.parametrize(
    ("ess", "worst", "said"),
    [
        (1840.0, 512.0, "enough for the ranges shown"),
        (1840.0, 250.0, "too few (400 are needed) to recommend a plan"),
        (1840.0, 60.0, "fewer than 100, so no ranges are shown"),
        (None, None, "How well the fit settled is not given"),
    ],
)
def test_draws_say_what_they_allow(ess: float | None, worst: float | None, said: str) -> None:
    """The worst parameter decides what may be shown."""
    assert said in trust_section({"calibration": {"ess": ess, "ess_worst": worst}})


def test_unproven_bands_are_called_so() -> None:
    """Without a back-test nobody is told that the bands hold."""
    assert "the bands are unproven for this person" in trust_section({})


def _row(name: str, status: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "unit": "1", "prior": {"mean": 1.0, "sd": 0.25}, "status": status, **more}


def test_silent_parameters_are_named_aloud() -> None:
    """Prior-dominated parameters stand in a sentence, one or many."""
    one = parameters_section(
        {"calibration": {"parameters": [_row("p2", "prior-dominated"), _row("si", "weak")]}}
    )
    assert "1 of 2 parameters is prior-dominated: p2. For it the twin knows" in one
    none = parameters_section({"calibration": {"parameters": [_row("si", "identified")]}})
    assert "The record says something about all 1 parameters." in none


def test_spreads_are_shown_as_given() -> None:
    """Quantiles first, else mean and SD, else a dash."""
    rows = [
        _row("a", "weak", posterior={"q05": 0.8, "q50": 1.1, "q95": 1.5, "mean": 1.12}),
        _row("b", "weak", posterior={"mean": 1.12}),
        _row("c", "weak"),
    ]
    section = parameters_section({"calibration": {"parameters": rows}})
    assert "1.1<small>0.8–1.5</small>" in section
    assert "1 ± 0.25" in section
    assert "1.12" in section
    assert "—" in section


def test_past_errors_have_the_unit_of_the_forecast() -> None:
    """A heart's forecasts are off by mmHg, not by mg/dL; warnings are written without underscores."""
    plan = {
        "primary": "bp_systolic", "signals": {"bp_systolic": {"unit": "mm[Hg]"}},
        "past_skill": [{"lead_min": 1440, "n": 9, "rmse": 6.0}], "warnings": ["beta_blocker: not verified"],
    }  # fmt: skip
    said = trust_section({"what_if": {"plans": [plan]}}).replace("\u202f", " ")
    assert "6 mmHg" in said
    assert "Beta blocker: not verified." in said
