"""Times in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.errors import PlanError
from vitruvian.core.time import DAY, SECOND, instant
from vitruvian.twin.moments import LENGTH, MOMENT, length, moment, moment_words, whole_second

ZONE = "Europe/Zurich"
NOW = instant("2014-10-04 20:15", ZONE)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("21:00", "2014-10-04 21:00"),
        ("20:15", "2014-10-04 20:15"),
        ("20:14", "2014-10-05 20:14"),
        ("8 pm", "2014-10-05 20:00"),
        ("12 am", "2014-10-05 00:00"),
        ("midnight", "2014-10-05 00:00"),
        ("tomorrow at 08:00", "2014-10-05 08:00"),
        ("tonight at 22:00", "2014-10-04 22:00"),
        ("tonight at 01:30", "2014-10-05 01:30"),
        ("2014-12-01 08:00", "2014-12-01 08:00"),
        ("2014-12-01t08:00:30", "2014-12-01 08:00:30"),
        ("08:00 on 1 december 2014", "2014-12-01 08:00"),
        ("2014-12-01t08:00-05:00", "2014-12-01 14:00"),
    ],
)
def test_moments_are_read(text: str, means: str) -> None:
    """A time without a date is its next occurrence; a night goes on after midnight."""
    assert re.fullmatch(MOMENT, text)
    assert moment(text, NOW, ZONE).instant == instant(means, ZONE)


def test_tonight_alone_begins_now_when_it_is_evening() -> None:
    """Once the evening has begun, "from tonight" means from now."""
    assert moment("tonight", NOW, ZONE, is_day_enough=True).instant == NOW
    with pytest.raises(PlanError, match="not the time"):
        moment("tonight", NOW, ZONE)


@pytest.mark.parametrize(
    "text", ["13 pm", "24:00", "tonight at 09:00", "2014-13-01 08:00", "2099-01-01 08:00"]
)
def test_impossible_moments_are_refused(text: str) -> None:
    """A time that is none, or years away, is refused."""
    with pytest.raises(PlanError):
        moment(text, NOW, ZONE)


@given(at=st.integers(NOW // SECOND, (NOW + 900 * DAY) // SECOND).map(lambda s: s * SECOND))
def test_moments_survive_words(at: int) -> None:
    """Said in words and read again, an instant is the same, whatever the clocks do."""
    words = moment_words(at, ZONE).lower()
    assert re.fullmatch(MOMENT, words)
    assert moment(words, NOW, ZONE).instant == at


def test_lengths_have_a_limit() -> None:
    """Ten years is the longest that is not a slip."""
    assert re.fullmatch(LENGTH, "1 h 30 min")
    assert length("1 h 30 min") == 90 * 60 * SECOND
    with pytest.raises(PlanError):
        length("4000 d")


def test_seconds_are_rounded_up() -> None:
    """A plan never begins before the now it was made at."""
    assert whole_second(1) == SECOND
    assert whole_second(SECOND) == SECOND
