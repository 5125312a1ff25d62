import pytest

from vitruvian.records.formats.stamp import stated_micros, wall_micros


def test_iso_stamp_with_t_or_blank_is_the_same():
    """Both notations of ISO 8601 are read."""
    assert wall_micros("1970-01-01T00:01:00") == wall_micros("1970-01-01 00:01:00") == 60_000_000


def test_stamp_with_a_zone_is_no_wall_clock():
    """A zone is not dropped in silence."""
    with pytest.raises(ValueError, match="carries a zone"):
        wall_micros("1970-01-01T00:00:00Z")


def test_stated_offset_comes_with_the_wall_clock():
    """The clock's own reading and its distance from UTC are both kept."""
    assert stated_micros("1970-01-01T02:00:00+02:00") == (7_200_000_000, 120)
    assert stated_micros("1970-01-01T02:00:00") == (7_200_000_000, None)


def test_other_notation_needs_its_pattern():
    """A stamp with a month name is read by a pattern only."""
    assert wall_micros("01-Jan-1970 00:00:01", "%d-%b-%Y %H:%M:%S") == 1_000_000
    with pytest.raises(ValueError, match="Invalid isoformat"):
        wall_micros("01-Jan-1970 00:00:01")
