"""Readings that must agree with one another. All rows run in tests/science."""

from pathlib import Path

import numpy as np

from vitruvian.organs.circulation import check_consistency as checks
from vitruvian.organs.circulation.healthy import MAN


def test_the_arteries_empty_as_the_closed_form_says():
    """End-diastolic pressure is within 0.1 mmHg of the matrix exponential."""
    (row,) = checks.windkessel(Path())
    assert row["pass"]


def test_a_traced_beat_closes():
    """The course ends where it began."""
    path, seen = checks.traced(MAN, checks.STEPS)
    assert seen.p_ao.shape == (checks.STEPS,)
    assert np.isclose(path.sv[-1], path.sv[0], atol=0.5)
