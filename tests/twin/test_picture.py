"""What is drawn of an answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from vitruvian.core.time import HOUR, MINUTE
from vitruvian.twin.picture import Points, picture, plan_words, recent


@pytest.fixture
def answer(root: Path) -> Any:
    """A made-up answer of two plans."""
    return json.loads((root / "tests" / "twin" / "made_up_answer.json").read_text())


def test_a_gap_stays_a_gap() -> None:
    """A hole longer than twice the step cuts the line; a lone reading is a segment of its own."""
    times = tuple(t * MINUTE for t in (0, 5, 10, 60, 65, 200))
    parts = Points(times, (1.0,) * 6).segments()
    assert [len(part.times) for part in parts] == [3, 2, 1]
    assert Points().segments() == ()


def test_a_short_hole_is_bridged() -> None:
    """Two missed readings of five minutes are no gap."""
    times = tuple(t * MINUTE for t in (0, 5, 20, 25))
    assert len(Points(times, (1.0,) * 4).segments()) == 1


def test_the_forecast_begins_at_the_last_reading(answer: Any) -> None:
    """Past and futures are joined without a jump."""
    shown = picture(answer)
    for fan in shown.fans:
        assert fan.times[0] == shown.past.times[-1]
        assert {values[0] for values in fan.quantiles.values()} == {shown.past.values[-1]}


def test_an_old_reading_is_not_joined(answer: Any) -> None:
    """After an hour without readings the forecast stands alone."""
    answer["past"]["times"] = answer["past"]["times"][:-4]
    answer["past"]["values"] = answer["past"]["values"][:-4]
    shown = picture(answer)
    assert all(fan.times[0] > shown.past.times[-1] for fan in shown.fans)


def test_what_all_plans_hold_belongs_to_none(answer: Any) -> None:
    """The usual snack is in both plans, the extra bolus only in B."""
    shown = picture(answer)
    future = [mark for mark in shown.marks if mark.time > shown.now and shown.now is not None]
    assert [(m.lane, m.plan, m.is_assumed) for m in future] == [("insulin", 1, False), ("food", None, True)]


def test_without_events_the_items_of_a_plan_are_drawn(answer: Any) -> None:
    """A forecast that lists no events shows what its plan says."""
    for plan in answer["what_if"]["plans"]:
        del plan["events"]
    assert [m.amount for m in picture(answer).marks if m.plan == 1] == [2.0]


def test_too_few_draws_have_no_band(answer: Any) -> None:
    """Quantiles that are not shown are absent, not zero."""
    quantiles = answer["what_if"]["plans"][0]["signals"]["glucose_interstitial"]["quantiles"]
    quantiles["05"] = None
    quantiles["95"] = [None] * len(quantiles["50"])
    assert picture(answer).fans[0].band("05", "95") is None


def test_the_target_follows_the_unit(answer: Any) -> None:
    """In mmol/L the target is 3.9 to 10.0."""
    answer["past"]["unit"] = "mmol/L"
    low, high = picture(answer).target or (0, 0)
    assert (round(low, 1), round(high, 1)) == (3.9, 10.0)


def test_recent_keeps_twice_the_forecast(answer: Any) -> None:
    """Four hours ahead are shown beside eight hours before."""
    shown = recent(picture(answer))
    assert shown.now is not None
    assert shown.now - shown.past.times[0] <= 8 * HOUR


def test_an_empty_answer_is_an_empty_picture() -> None:
    """Nothing known is nothing drawn."""
    shown = picture({})
    assert (shown.now, shown.end, shown.fans, shown.marks) == (None, None, (), ())
    assert recent(shown) == shown


def test_short_words_leave_out_brackets() -> None:
    """What was assumed stands in brackets, and the short form has none."""
    plan = {"plan": {"words": "bolus 2 U at 12:45 (no date given)"}}
    assert plan_words(plan, is_short=True) == "bolus 2 U at 12:45"
    assert plan_words({}) == "as planned"
