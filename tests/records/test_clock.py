from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.records.clock import NO_COUNTER, local_offset, resolve
from vitruvian.records.flags import Flag

BERLIN = ZoneInfo("Europe/Berlin")
STEP = 300_000_000


def micros(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def night(start: str, hours: int, zone: ZoneInfo = BERLIN) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True UTC times of a night every five minutes, what the wall clock showed, and a counter."""
    utc = micros(start) + np.arange(hours * 12) * STEP
    wall = utc + np.array([local_offset(zone, int(t)) for t in utc]) * 60_000_000
    return utc, wall, (utc - utc[0]) // 1_000_000 + 5000


AUTUMN, SPRING = "2024-10-26T22:00:00", "2024-03-30T22:00:00"


@pytest.mark.parametrize("start", [AUTUMN, SPRING])
def test_counter_places_every_reading_of_a_strange_night(start):
    """With a counter both nights of a year come out as they were."""
    utc, wall, counter = night(start, 6)
    found = resolve(wall, BERLIN, counter)
    assert (found.t0 == utc).all()
    assert not (found.flags & Flag.TIME_AMBIGUOUS).any()


def test_counter_places_the_repeated_hour_in_any_order():
    """The counter needs no order of rows."""
    utc, wall, counter = night(AUTUMN, 6)
    shuffle = np.random.default_rng(1).permutation(len(utc))
    assert (resolve(wall[shuffle], BERLIN, counter[shuffle]).t0 == utc[shuffle]).all()


@pytest.mark.parametrize("newest_first", [False, True])
def test_order_of_the_file_places_the_repeated_hour(newest_first):
    """One step back in the file is where the second pass begins, also when the newest row comes first."""
    utc, wall, _ = night(AUTUMN, 6)
    turn = slice(None, None, -1) if newest_first else slice(None)
    assert (resolve(wall[turn], BERLIN).t0 == utc[turn]).all()


def test_repeated_hour_without_evidence_spans_both_candidates():
    """A single reading in the repeated hour is flagged and lasts from one candidate to the other."""
    found = resolve(np.array([micros("2024-10-27T02:30:00")]), BERLIN)
    assert found.flags[0] == Flag.TIME_AMBIGUOUS
    assert found.t1[0] - found.t0[0] == 3_600_000_000


def test_missing_hour_moves_on_by_the_gap():
    """02:30 on the night that has none is 03:30 summer time, and flagged."""
    found = resolve(np.array([micros("2024-03-31T02:30:00")]), BERLIN)
    assert found.t0[0] == micros("2024-03-31T01:30:00")
    assert (found.off[0], found.flags[0]) == (120, Flag.NONEXISTENT_LOCAL_TIME)


def test_clock_set_an_hour_forward_under_no_zone_leaves_no_hole():
    """Without a zone the counter shows that time went on while the wall clock jumped."""
    _, wall, counter = night(SPRING, 6)
    found = resolve(wall, None, counter)
    assert (np.diff(found.t0) == STEP).all()
    assert (found.flags & Flag.ZONE_ASSUMED).all()
    assert [minutes for minutes, _ in found.moves] == [60]
    assert (found.t0 + found.off.astype(int) * 60_000_000 == wall).all()


def test_rows_without_counter_follow_the_move_of_those_with_one():
    """A dose logged after the clock was moved lies between the readings around it."""
    _, wall, counter = night(SPRING, 6)
    dose = len(wall) - 3
    counter[dose] = NO_COUNTER
    found = resolve(wall, None, counter)
    assert (np.diff(found.t0) == STEP).all()


def test_clock_corrected_by_seven_minutes_is_flagged_and_believed():
    """A jump that is no change of zone opens a new segment at the new time."""
    counter = np.arange(10) * 300
    wall = counter * 1_000_000 + np.where(np.arange(10) < 5, 0, 7 * 60_000_000)
    found = resolve(wall, ZoneInfo("UTC"), counter)
    assert (found.t0 == wall).all()
    assert np.flatnonzero(found.flags & Flag.CLOCK_JUMP).tolist() == [5]


@given(st.integers(0, 2_000_000_000), st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata"]))
def test_wall_clock_and_zone_give_back_the_instant(second, name):
    """Away from repeated hours an instant survives the way to the wall clock and back."""
    zone, utc = ZoneInfo(name), second * 1_000_000
    wall = utc + local_offset(zone, utc) * 60_000_000
    found = resolve(np.array([wall]), zone)
    assert found.flags[0] == Flag.TIME_AMBIGUOUS or found.t0[0] == utc
