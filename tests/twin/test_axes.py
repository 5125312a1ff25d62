"""Axes."""

from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.time import DAY, HOUR, MINUTE, instant
from vitruvian.twin.axes import Scale, time_ticks, value_range, value_ticks


def test_a_scale_is_a_line() -> None:
    """Ends go to ends, the middle to the middle."""
    scale = Scale(0.0, 10.0, 100.0, 0.0)
    assert (scale(0.0), scale(5.0), scale(10.0)) == (100.0, 50.0, 0.0)


@given(low=st.floats(-1e4, 1e4), span=st.floats(0.01, 1e4), most=st.integers(1, 12))
def test_value_ticks_are_few_and_inside(low: float, span: float, most: int) -> None:
    """No more ticks than asked for plus one, all within the range."""
    ticks = value_ticks(low, low + span, most)
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 * span <= t <= low + span + 1e-6 * span for t in ticks)


@given(start=st.integers(0, 10**15), length=st.integers(MINUTE, 60 * DAY), offset=st.integers(-720, 720))
def test_time_ticks_are_round_local_times(start: int, length: int, offset: int) -> None:
    """Ticks lie inside, on whole five minutes of the local clock."""
    ticks = time_ticks(start, start + length, offset, 8)
    assert len(ticks) <= 9
    assert all(start <= t <= start + length for t in ticks)
    assert all((t + offset * MINUTE) % (5 * MINUTE) == 0 for t in ticks)


def test_ticks_of_a_day_are_at_round_hours() -> None:
    """A local day has its ticks at local hours."""
    start = instant("2014-10-04T00:00:00+02:00")
    assert time_ticks(start, start + DAY, 120, 4) == [start + k * 6 * HOUR for k in range(5)]


def test_a_range_holds_target_and_values() -> None:
    """The axis shows the target even where no value reaches it, and never goes below nothing."""
    low, high = value_range([100.0], (70.0, 180.0))
    assert 0.0 <= low < 70.0
    assert high > 180.0
    assert value_range([], None) == (0.0, 1.0 + 0.06)
