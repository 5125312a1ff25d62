"""Instants, wall clocks and zones."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.errors import TimeError
from vitruvian.core.time import (
    DAY,
    HOUR,
    MINUTE,
    NONEXISTENT_LOCAL_TIME,
    SECOND,
    TIME_AMBIGUOUS,
    ZONE_ASSUMED,
    at_wall,
    day_at,
    instant,
    is_zone,
    offset_at,
    read,
    show,
    wall_at,
)

ZURICH = "Europe/Zurich"
INSTANTS = st.integers(instant("1980-01-01T00:00Z"), instant("2100-01-01T00:00Z"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2024-03-02T07:15:00+01:00", instant("2024-03-02T06:15:00Z")),
        ("2024-03-02 07:15:00.25 -0500", instant("2024-03-02T12:15:00Z") + SECOND // 4),
        ("20240302", None),
        ("2024-03-02T07", None),
        ("2024-02-30", None),
        ("2024-03-02T25:00", None),
        ("yesterday", None),
    ],
)
def test_iso_text_is_read_or_refused(text, expected):
    """An ISO time gives its instant; anything else is refused with an example."""
    if expected is not None:
        assert read(text).instant == expected
        return
    with pytest.raises(TimeError, match=r"write it like|correct it"):
        read(text)


def test_offset_in_the_text_wins_over_the_zone():
    """A stated offset is a fact, a zone a hint."""
    moment = read("2024-07-01T12:00+05:00", ZURICH)
    assert (moment.offset_min, moment.flags) == (300, frozenset())


def test_wall_clock_without_zone_is_its_own_clock():
    """Without a zone the offset stays unknown and the assumption is flagged."""
    moment = read("2024-07-01T12:00")
    assert (moment.offset_min, moment.flags) == (None, {ZONE_ASSUMED})
    assert show(moment.instant, moment.offset_min) == "2024-07-01T12:00:00"


def test_repeated_hour_has_two_candidates():
    """When the clocks go back, both passes are kept unless one is meant."""
    moment = read("2024-10-27T02:30", ZURICH)
    assert moment.flags == {TIME_AMBIGUOUS}
    assert moment.alternative == moment.instant + HOUR
    second = read("2024-10-27T02:30", ZURICH, fold=1)
    assert (second.instant, second.flags, second.alternative) == (moment.alternative, frozenset(), None)


def test_skipped_hour_moves_forward_by_the_gap():
    """When the clocks go forward, 02:30 is taken as 03:30 and flagged."""
    moment = read("2024-03-31T02:30", ZURICH)
    assert moment.flags == {NONEXISTENT_LOCAL_TIME}
    assert show(moment.instant, moment.offset_min) == "2024-03-31T03:30:00+02:00"


@pytest.mark.parametrize(
    ("text", "days", "precision"),
    [("2024-05-03", 1, "day"), ("2024-05", 31, "month"), ("2024", 366, "year"), ("2024-12", 31, "month")],
)
def test_partial_date_is_an_interval(text, days, precision):
    """A date, a month and a year last from their first to their last local moment."""
    moment = read(text, "UTC")
    assert (moment.end - moment.instant, moment.precision) == (days * DAY, precision)


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-10-27", 25), ("2024-06-01", 24)])
def test_local_day_follows_the_clocks(day, hours):
    """A local day has 23, 24 or 25 hours."""
    first, last = day_at(instant(f"{day}T12:00Z"), ZURICH)
    assert last - first == hours * HOUR
    assert wall_at(first, ZURICH).hour == 0


@given(INSTANTS, st.sampled_from([ZURICH, "America/St_Johns", "Asia/Kathmandu", "UTC", "-03:30"]))
def test_shown_instant_reads_back(moment, zone):
    """Text with its offset names the same instant."""
    assert read(show(moment, offset_at(moment, zone))).instant == moment


@given(INSTANTS)
def test_wall_and_back_is_the_instant_or_its_other_pass(moment):
    """A wall time leads back to its instant, or to two candidates with it among them."""
    back = at_wall(wall_at(moment, ZURICH), ZURICH)
    assert moment in (back.instant, back.alternative)


def test_zone_names_are_checked():
    """IANA names and fixed offsets are zones; abbreviations of nowhere are not."""
    assert is_zone(ZURICH)
    assert is_zone("+05:30")
    assert not is_zone("Mars/Olympus")
    with pytest.raises(TimeError, match="IANA"):
        read("2024-01-01T00:00", "../etc/passwd")


def test_wall_time_with_a_zone_is_refused():
    """A datetime that carries a zone is not a wall time."""
    with pytest.raises(TimeError, match="zone of its own"):
        at_wall(datetime(2024, 1, 1, tzinfo=UTC), ZURICH)


def test_end_of_the_calendar_is_an_error_with_words():
    """The year 9999 has no next one."""
    with pytest.raises(TimeError, match="end of the calendar"):
        read("9999", "UTC")


def test_minutes_are_not_rounded():
    """Microseconds survive reading."""
    assert instant("2024-01-01T00:00:00.000001Z") - instant("2024-01-01T00:00Z") == 1
    assert MINUTE == 60 * SECOND
