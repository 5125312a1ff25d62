"""Checks of the coronary branches."""

from vitruvian.organs.circulation.check_coronary import CHECKS


def test_coronary_flow_meets_the_law_and_the_thresholds():
    """Every row of every check passes."""
    rows = [row for check in CHECKS for row in check.run(None)]
    assert len(rows) == 5
    assert all(row["pass"] for row in rows), rows
