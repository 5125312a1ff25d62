"""Error grids at their corners."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.organs.metabolism import error_grids as grids

VALUES = st.floats(1.0, 550.0)


@pytest.mark.parametrize(
    ("reference", "estimate", "zone"),
    [
        (70, 70, "A"), (100, 120, "A"), (100, 121, "B"), (180, 70, "E"), (70, 180, "E"), (71, 181, "C"),
        (290, 400, "C"), (130, 0, "C"), (150, 28, "C"), (240, 180, "D"), (240, 71, "D"),
        (240, 70, "E"), (58, 100, "D"), (65, 79, "D"),
        (200, 150, "B"), (300, 420, "B"),
    ],
)  # fmt: skip
def test_clarke_zones(reference, estimate, zone):
    """Each rule of the grid decides its own pairs, in the fixed order."""
    assert grids.clarke(reference, estimate) == zone


@given(VALUES, st.integers(1, 2))
def test_a_perfect_estimate_is_in_a(value, diabetes):
    """What equals the reference is in zone A of both grids."""
    assert grids.clarke(value, value) == "A"
    assert grids.parkes(value, value, diabetes) == "A"


@pytest.mark.parametrize(
    ("reference", "estimate", "zone"),
    [
        (30, 50, "B"), (30, 49.9, "A"), (140, 170, "B"), (140, 169, "A"), (50, 80, "C"), (50, 125, "D"),
        (35, 155, "E"), (50, 30, "B"), (170, 145, "B"), (170, 146, "A"), (120, 30, "C"), (250, 40, "D"),
        (249, 40, "C"),
    ],
)  # fmt: skip
def test_parkes_corners_of_type_one(reference, estimate, zone):
    """A corner point belongs to the zone beyond its line."""
    assert grids.parkes(reference, estimate, 1) == zone


@pytest.mark.parametrize(
    ("reference", "estimate", "zone"),
    [
        (230, 330, "B"),
        (30, 60, "C"),
        (35, 90, "D"),
        (35, 200, "E"),
        (90, 80, "B"),
        (90, 0, "C"),
        (410, 110, "D"),
    ],
)
def test_parkes_corners_of_type_two(reference, estimate, zone):
    """The grid for type 2 has its own lines."""
    assert grids.parkes(reference, estimate, 2) == zone


@given(VALUES, VALUES, st.floats(0.0, 100.0), st.integers(1, 2))
def test_a_larger_error_is_never_better(reference, estimate, more, diabetes):
    """Moving the estimate away from the reference never improves its Parkes zone."""
    further = estimate + more if estimate >= reference else max(estimate - more, 0.0)
    assert grids.parkes(reference, further, diabetes) >= grids.parkes(reference, estimate, diabetes)


def test_lines_go_on_beyond_the_paper():
    """Above 550 mg/dL the last stretch of a line continues."""
    assert grids.parkes(600.0, 600.0) == "A"
    assert grids.parkes(52.0, 900.0) == "E"


def test_shares_add_up():
    """Shares of zones are percent of pairs."""
    zones = grids.clarke(np.array([100.0, 100.0, 70.0, 100.0]), np.array([100.0, 130.0, 180.0, 90.0]))
    assert grids.shares(zones) == {"A": 50.0, "B": 25.0, "C": 0.0, "D": 0.0, "E": 25.0}
    assert grids.acceptable(zones) == 75.0


def test_scores_of_a_constant_error():
    """10 % too high everywhere is a MARD of 10 %."""
    reference = np.array([100.0, 200.0])
    assert grids.mard(reference, 1.1 * reference) == pytest.approx(10.0)
    assert grids.rmse(reference, reference + 3.0) == pytest.approx(3.0)
    assert grids.explained(reference, reference) == pytest.approx(100.0)
