"""The organ's verification: its own rows pass, its names are clear. All of it runs in tests/science."""

from pathlib import Path

import numpy as np
import pytest

from vitruvian.organs.metabolism import verification


@pytest.mark.parametrize(
    "check", [verification.risk_function, verification.insulin_curve, verification.long_acting]
)
def test_closed_forms_are_met(check):
    """Every row of the checks on insulin and risk passes and holds plain numbers."""
    for row in check(Path()):
        assert row["pass"], row
        assert all(type(row[key]) is float for key in ("reference", "obtained", "tolerance"))
        assert np.isfinite(row["obtained"])


def test_checks_have_distinct_names():
    """No two checks of the organ share a name, and those that read tables say so."""
    names = [check.name for check in verification.CHECKS]
    assert len(set(names)) == len(names)
    assert sum(bool(check.needs) for check in verification.CHECKS) >= 2
