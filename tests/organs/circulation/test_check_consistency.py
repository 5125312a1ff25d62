"""Readings that must agree with one another."""

from pathlib import Path

import numpy as np

from vitruvian.organs.circulation import check_consistency as checks
from vitruvian.organs.circulation.healthy import MAN


def test_all_rows_pass():
    """Gorlin, leak and jet, the Windkessel's closed form and the loop's area."""
    rows = [row for check in checks.CHECKS for row in check.run(Path())]
    assert [row["name"] for row in rows if not row["pass"]] == []


def test_a_traced_beat_closes():
    """The course ends where it began."""
    path, seen = checks.traced(MAN, 1000)
    assert seen.p_ao.shape == (1000,)
    assert np.isclose(path.sv[-1] / MAN.c_sv, path.sv[0] / MAN.c_sv, atol=0.05)
