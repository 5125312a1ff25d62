"""Models A and B against reference values: simglucose, closed forms, physiology."""

import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.organs.metabolism import check_uva_padova as day
from vitruvian.organs.metabolism.patient_table import read_table
from vitruvian.organs.metabolism.verification import checks


def test_every_benchmark_problem_is_met(shared):
    """All named checks pass with the shared data, and none is skipped."""
    rows, skipped = checks(shared)
    assert skipped == []
    assert len(rows) >= 20
    assert [(row["name"], row["obtained"]) for row in rows if not row["pass"]] == []


@pytest.mark.parametrize(("dtype", "tolerance"), [(jnp.float64, 2e-4), (jnp.float32, 2e-3)])
def test_a_day_follows_simglucose_in_both_precisions(shared, dtype, tolerance):
    """adult#001 stays near simglucose 0.2.11 at every minute; single precision included."""
    table = read_table(shared / day.TABLE)
    glucose = day.simulate_day(table.people, table.start, dtype=dtype)[:, table.names.index("adult#001")]
    assert np.abs(glucose - day.reference_curve()).max() < tolerance
