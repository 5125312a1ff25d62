"""Rows of the congestion check."""

from vitruvian.organs.circulation.check_congestion import rows_of
from vitruvian.organs.circulation.congestion_trial import Verdict

SCALE = Verdict(40, 0.8, 9.0, 8.0, 7.5, 0.7)


def test_a_good_flag_passes_and_a_poor_one_fails():
    """Bars: four fifths warned in time, one false flag in 100 days, a lead, fewer than the scale raises."""
    assert all(row["pass"] for row in rows_of(Verdict(40, 0.9, 6.0, 0.9, 0.5, 0.7), SCALE))
    assert not any(row["pass"] for row in rows_of(Verdict(40, 0.7, 2.0, 8.0, 7.0, 0.7), SCALE))


def test_the_number_of_runs_is_told():
    """A row says of how many runs its share is."""
    assert "40 runs" in rows_of(SCALE, SCALE)[0]["name"]
