"""The stored table, drift and order."""

from pathlib import Path

from vitruvian.organs.circulation import check_regression as checks


def test_every_row_of_the_table_is_met(shared):
    """Each column of each row is within 1 % beyond the rounding of print."""
    rows = checks.regression(shared)
    assert len(rows) == 21
    assert [row["name"] for row in rows if not row["pass"]] == []


def test_volume_does_not_drift():
    """A thousand beats lose less than a billionth."""
    assert all(row["pass"] for row in checks.drift(Path()))


def test_the_step_is_of_first_order():
    """Halving the step halves the error, and 1 ms is within 0.4 % of 0.1 ms."""
    assert all(row["pass"] for row in checks.order(Path()))
