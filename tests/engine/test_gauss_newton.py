import numpy as np
import pytest

from vitruvian.engine.gauss_newton import differences, gauss_newton


def _line(design, y):
    return lambda z: z @ design.T - y


def _valley(z):
    return np.stack([10.0 * (z[:, 1] - z[:, 0] ** 2), 1.0 - z[:, 0]], axis=1)


def test_a_linear_problem_is_least_squares():
    """The end point is the normal equations' and the curvature their matrix."""
    random = np.random.default_rng(0)
    design, y = random.normal(size=(20, 3)), random.normal(size=20)
    found = gauss_newton(differences(_line(design, y)), np.zeros((1, 3)), np.ones(3), 25)
    assert found.z[0] == pytest.approx(np.linalg.lstsq(design, y, rcond=None)[0], abs=1e-8)
    assert found.curvature[0] == pytest.approx(design.T @ design)


def test_all_starts_reach_the_end_of_a_curved_valley():
    """Rosenbrock's valley is followed from every side."""
    starts = np.array([[-1.2, 1.0], [2.0, -1.0], [0.0, 2.0]])
    found = gauss_newton(differences(_valley), starts, np.ones(2), 60)
    assert found.z == pytest.approx(np.ones((3, 2)), abs=1e-5)
    assert found.objective == pytest.approx(np.zeros(3), abs=1e-9)


def test_masked_coordinates_stay():
    """A coordinate out of use keeps its starting value."""
    design, y = np.eye(2), np.array([3.0, 3.0])
    found = gauss_newton(differences(_line(design, y)), np.zeros((1, 2)), np.array([1.0, 0.0]), 20)
    assert found.z[0] == pytest.approx([3.0, 0.0], abs=1e-6)
    assert found.curvature[0, 1] == pytest.approx([0.0, 1.0])


def test_a_start_at_which_the_model_fails_never_wins():
    """Such a start ends with no finite objective where it began; the others are not disturbed."""

    def broken(z):
        return np.where(z[:, :1] > 5.0, np.nan, z - 1.0)

    found = gauss_newton(differences(broken), np.array([[9.0], [0.0]]), np.ones(1), 20)
    assert found.z[:, 0] == pytest.approx([9.0, 1.0], abs=1e-6)
    assert list(np.isfinite(found.objective)) == [False, True]


def test_a_settled_start_is_looked_at_no_more():
    """Steps that gain nothing end the work: far fewer places than the steps allowed."""
    seen = []

    def counted(z):
        seen.append(len(z))
        return z - 1.0

    gauss_newton(differences(counted), np.zeros((1, 2)), np.ones(2), 1000)
    assert sum(seen) < 200
