"""Rows of the check across hearts."""

import numpy as np

from vitruvian.organs.circulation.check_cross import rows_of
from vitruvian.organs.circulation.cross_prediction import Foretold


def made(spread):
    """Fifty people foretold with this SD, whose truths differ by 3 and 5 mmHg."""
    random = np.random.default_rng(1)
    gradient = np.clip(10.0 + spread * random.standard_normal((50, 300)), 0.5, None)
    systolic = 120.0 + 2.0 * spread * random.standard_normal((50, 300))
    true = 10.0 + 3.0 * random.standard_normal(50)
    pressure = 120.0 + 5.0 * random.standard_normal(50)
    return Foretold(gradient, systolic, true, pressure, np.full(50, 200.0), 0, pressure - 6.0)


def test_wide_intervals_fail_by_their_width():
    """An interval that holds everything is too wide to pass."""
    rows = {row["name"]: row for row in rows_of(made(20.0), 1)}
    assert not any(row["pass"] for name, row in rows.items() if name.endswith("median width"))


def test_both_numbers_have_cover_and_width():
    """Six rows, with the CRPS against what needs no twin; the names tell what was found without the gap."""
    rows = rows_of(made(3.0), 1)
    assert len(rows) == 6
    assert sum("without the gap" in row["name"] for row in rows) == 2
    assert sum("CRPS" in row["name"] for row in rows) == 2
