"""Days of a signal left out."""

import pytest

from vitruvian.core.errors import RecordError, TimeError
from vitruvian.twin.leaving_out import left_out_of, without_days
from vitruvian.twin.twin import Twin

DAY = "2025-03-03"


def test_a_day_of_a_signal_is_left_out(twin: Twin) -> None:
    """Ann's meals of her one day are gone, her glucose is not."""
    before = twin.timeline
    after = without_days(before, [("glucose_interstitial", DAY)])
    assert len(before.values("glucose_interstitial")) > 0
    assert len(after.values("glucose_interstitial")) == 0
    assert len(after.values("carbs")) == len(before.values("carbs"))


def test_nothing_left_out_is_the_same_record(twin: Twin) -> None:
    """Without anything to leave out the timeline is the very same."""
    assert without_days(twin.timeline, ()) is twin.timeline


def test_a_day_without_a_row_is_refused(twin: Twin) -> None:
    """It would change nothing, so the day is probably wrong."""
    with pytest.raises(RecordError, match="no glucose_interstitial on 2031-01-01"):
        without_days(twin.timeline, [("glucose_interstitial", "2031-01-01")])


def test_a_signal_and_a_day_are_read_from_words() -> None:
    """Written as SIGNAL@DAY."""
    assert left_out_of("bp_systolic@2025-03-02") == ("bp_systolic", "2025-03-02")
    with pytest.raises(TimeError, match="'tuesday' is no day"):
        left_out_of("bp_systolic@tuesday")
