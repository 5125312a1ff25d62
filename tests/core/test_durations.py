"""Lengths of time in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.durations import duration, show_duration
from vitruvian.core.errors import TimeError
from vitruvian.core.time import DAY, HOUR, MINUTE, SECOND


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("4h", 4 * HOUR),
        ("30 min", 30 * MINUTE),
        ("1 h 30 min", 90 * MINUTE),
        ("1.5 hours", 90 * MINUTE),
        ("90s", 90 * SECOND),
        ("P21D", 21 * DAY),
        ("P2W", 14 * DAY),
        ("PT5M", 5 * MINUTE),
        ("P1DT12H", 36 * HOUR),
    ],
)
def test_words_and_iso_are_read(text, length):
    """A length of time is read from words or from ISO 8601."""
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "4", "h", "P", "PT", "4 months", "P1M", "P1Y", "4h x", "-4h"])
def test_what_has_no_fixed_length_is_refused(text):
    """Months, years and noise are refused with an example."""
    with pytest.raises(TimeError, match="write it like"):
        duration(text)


@given(st.integers(0, 10**15))
def test_shown_length_reads_back(length):
    """The words of a length mean that length, to the microsecond."""
    assert duration(show_duration(length)) == length


def test_negative_length_keeps_its_sign():
    """A time before another is shown with a minus."""
    assert show_duration(-90 * MINUTE) == "-1 h 30 min"
