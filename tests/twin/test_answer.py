"""The forecast object."""

import json
from dataclasses import replace

from vitruvian.engine.plan import MINUTE, Item, Plan
from vitruvian.twin.answer import answer_of
from vitruvian.twin.twin import Twin


def answer(twin: Twin, plan: Plan | None = None, **changed):
    held, posterior, skill, (asked,) = twin.ask([plan or Plan()])
    told = (asked.plan, asked.events, asked.paths, asked.outcomes)
    return answer_of(held, replace(posterior, **changed), skill, *told, 60, "Europe/Zurich")


def test_it_is_plain_json_named_by_its_content(twin: Twin) -> None:
    """The same content has the same id, other content another."""
    first = answer(twin)
    json.dumps(first, allow_nan=False)
    assert first["forecast"] == answer(twin)["forecast"]
    assert first["forecast"] != answer(twin, ess=150.0)["forecast"]


def test_the_sentence_says_where_how_sure_and_what_people_fear(twin: Twin) -> None:
    """One sentence with its numbers from the same object."""
    found = answer(twin)
    glucose = found["signals"]["glucose_interstitial"]["quantiles"]
    assert f"at 01:00: {glucose['50'][-1]:.0f} mg/dL in the middle forecast" in found["sentence"]
    assert f"{glucose['05'][-1]:.0f} to {glucose['95'][-1]:.0f}" in found["sentence"]
    assert "glucose goes under 70 mg/dL in" in found["sentence"]


def test_events_ahead_are_told_with_units_and_what_is_assumed(twin: Twin) -> None:
    """The planned bolus, in local time."""
    at = twin.stretch().end + 15 * MINUTE
    found = answer(twin, Plan((Item("dose", "insulin_bolus", 2.0, "[iU]", at),)))
    assert {"time": "2025-03-03T21:15:00+01:00", "signal": "insulin_bolus", "amount": 2.0, "unit": "[iU]",
            "assumed": False} in found["events"]  # fmt: skip
    assert any("routine long-acting insulin" in said for said in found["assumptions"])


def test_thin_posteriors_are_warned_of(twin: Twin) -> None:
    """Under 400 effective draws ranges are rough; under 100 they are not shown."""
    assert not any("effective draws" in w for w in answer(twin)["warnings"])
    assert "fewer than 400 effective draws" in answer(twin, ess=399.0)["warnings"][0]
    thin = answer(twin, ess=99.0)
    assert "fewer than 100 effective draws" in thin["warnings"][0]
    assert list(thin["signals"]["glucose_interstitial"]["quantiles"]) == ["50"]
    assert "9 of 10" not in thin["sentence"]


def test_past_skill_is_told_by_lead(twin: Twin) -> None:
    """What forecasts of this twin were worth before the origin, in minutes ahead."""
    skill = answer(twin)["past_skill"]
    assert [row["lead_min"] for row in skill][:4] == [5.0, 15.0, 30.0, 60.0]
    assert all(row["n"] >= 50 and row["rmse"] > 0 and 0 <= row["covered90_before"] <= 1 for row in skill)
