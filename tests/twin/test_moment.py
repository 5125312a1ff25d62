"""A past moment from which a forecast can be judged."""

import pytest

from vitruvian.core.errors import NotEnoughData
from vitruvian.organs.metabolism.organ import ORGAN
from vitruvian.records.hints import Hints
from vitruvian.records.importing import read_loaded
from vitruvian.records.timeline import Timeline
from vitruvian.twin.moment import complete_moment

NOW = 1_780_000_000_000_000
KINDS = (("insulin_bolus",), ("carbs", "meal_energy"))


def record(days=3, without=(), doses=((2, 12, 10),)):
    """Readings every five minutes; a bolus and a meal at each (day, hour, minute); `without` (day, hour)s."""
    lines = ["time,glucose [mg/dL],insulin_bolus [U],meal_energy [kcal]"]
    spots = [(d, k) for d in range(days) for k in range(288) if (d, k // 12) not in without]
    lines += [f"2025-03-{3 + d:02d} {k // 12:02d}:{k % 12 * 5:02d},100,," for d, k in spots]
    lines += [f"2025-03-{3 + d:02d} {h:02d}:{m:02d},,4,500" for d, h, m in doses]
    text = "\n".join(lines) + "\n"
    return Timeline(read_loaded([("f.csv", text.encode(), Hints(now=NOW, zone="UTC"))], NOW).rows)


def minute_of_day(moment):
    return moment.at // 60_000_000 % 1440


def test_the_last_reading_before_the_doses_is_found():
    """Bolus and meal at 12:10: asked from 12:05, and the reason names both."""
    found = complete_moment(record(), ORGAN, KINDS)
    assert minute_of_day(found) == 12 * 60 + 5
    assert all(said in found.reason for said in ("insulin_bolus 4", "meal_energy 500", "next half hour"))
    assert "4 h after" in found.reason


def test_a_gap_before_or_after_rules_a_moment_out():
    """With an hour missing two hours earlier, or three hours later, the earlier meal is taken."""
    two = ((2, 8, 10), (2, 16, 10))
    for hole in ((2, 14), (2, 19)):
        assert minute_of_day(complete_moment(record(without=(hole,), doses=two), ORGAN, KINDS)) == 485


def test_a_record_without_such_a_moment_is_refused():
    """No dose at all, or doses on the first day only, before there is anything to fit."""
    for doses in ((), ((0, 12, 10),)):
        with pytest.raises(NotEnoughData, match="no moment with gap-free readings"):
            complete_moment(record(doses=doses), ORGAN, KINDS)
