"""From a timeline to the window that an organ reads."""

from datetime import UTC, datetime

import numpy as np
import pytest

from vitruvian.records.hints import Hints
from vitruvian.records.importing import read_loaded
from vitruvian.records.timeline import Timeline
from vitruvian.twin.window import facts_of, local_midnight, local_offset, window
from vitruvian.vault.people import Person

NOW = 1_780_000_000_000_000
HOUR = 3_600_000_000


def at(text):
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def timeline(text, zone="Europe/Zurich"):
    return Timeline(read_loaded([("f.csv", text.encode(), Hints(now=NOW, zone=zone))], NOW).rows)


DAY = timeline(
    "time,glucose [mg/dL],carbs [g],weight [kg],resting_heart_rate [/min]\n"
    "2025-03-03 07:00,100,,71.5,52\n2025-03-03 08:00,120,30,,\n2025-03-03 09:00,140,,72.5,\n"
)


def test_columns_are_minutes_since_the_start():
    """Rows of the stretch, both ends included; signals without a row are absent; the clock is local."""
    seen = window(
        DAY,
        ("glucose_interstitial", "carbs", "heart_rate"),
        at("2025-03-03T06:30"),
        at("2025-03-03T08:00"),
        {},
    )
    assert set(seen.columns) == {"glucose_interstitial", "carbs"}
    assert seen.columns["glucose_interstitial"].start.tolist() == [30.0, 90.0]
    assert seen.columns["glucose_interstitial"].value.tolist() == [120.0, 140.0]
    assert (seen.columns["carbs"].start.tolist(), seen.minutes, seen.clock) == ([30.0], 90.0, 450.0)


def test_the_clock_is_that_of_the_nearest_row():
    """Across the change to summer time the offset is that of the rows around the start."""
    night = timeline("time,glucose [mg/dL]\n2025-03-30 00:30,100\n2025-03-30 04:30,110\n")
    assert local_offset(night, ("glucose_interstitial",), at("2025-03-29T23:00")) == 60
    assert local_offset(night, ("glucose_interstitial",), at("2025-03-30T03:00")) == 120
    assert local_offset(night, ("heart_rate",), at("2025-03-30T03:00")) == 0


def test_a_night_of_the_clock_change_is_as_long_as_it_was():
    """From 23:00 to 05:00 local in spring are five hours; readings lie at their true distances."""
    night = timeline("time,glucose [mg/dL]\n" + "".join(f"2025-03-{d} {h:02d}:00,100\n" for d, h in (
        (29, 23), (30, 0), (30, 1), (30, 3), (30, 4), (30, 5))))  # fmt: skip
    start, end = at("2025-03-29T22:00"), at("2025-03-30T03:00")
    seen = window(night, ("glucose_interstitial",), start, end, {})
    assert seen.minutes == 300.0
    assert np.diff(seen.columns["glucose_interstitial"].start).tolist() == [60.0] * 5


def test_facts_are_those_known_at_the_moment():
    """The weight of the morning at eight, the later one at nine; age and height from the person."""
    person = Person("p", birth="1985-03-03", weight_kg=80.0, height_cm=180.0)
    assert facts_of(person, DAY, at("2025-03-03T07:00")) == {
        "weight": 71.5, "height": 180.0, "age": pytest.approx(40.0, abs=0.01), "resting_heart_rate": 52.0,
    }  # fmt: skip
    assert facts_of(person, DAY, at("2025-03-03T08:00"))["weight"] == 72.5
    assert facts_of(Person("q"), timeline("time,glucose [mg/dL]\n2025-03-03 07:00,100\n"), NOW) == {}


def test_midnight_is_that_of_the_local_clock():
    """An hour ahead of UTC, 23:30 UTC is half past midnight of the next day."""
    late = at("2025-03-03 23:30")
    assert local_midnight(late, 60) == at("2025-03-03 23:00")
    assert local_midnight(late, 0) == at("2025-03-03 00:00")
