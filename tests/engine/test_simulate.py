import jax
import numpy as np
import pytest
from tracer import Tracer, day, doses, unit_response

from vitruvian.engine.problem import build
from vitruvian.engine.simulate import _trajectories, simulate

Z = np.array([[0.7, -0.5], [-1.0, 0.2]])


def test_the_curve_is_the_closed_form():
    """Steps compose to the exact response of one compartment to infusions."""
    found = simulate(Tracer(), Z, day(Tracer(), []))
    strength, baseline = 1.0 + 0.3 * Z[:, :1], 5.0 + Z[:, 1:]
    expected = baseline + strength * unit_response(doses(), 48)
    assert found.signals["tracer_plasma"] == pytest.approx(expected, rel=1e-12)
    assert found.times[:2] == pytest.approx([0.5, 1.0])


def test_padding_changes_neither_curve_nor_final_state():
    """Steps past the end of the record leave the state as it was."""
    exact = build(Tracer(), doses(1), [], 10.0, {}, steps=20)
    padded = build(Tracer(), doses(1), [], 10.0, {})
    one, other = simulate(Tracer(), Z, exact), simulate(Tracer(), Z, padded)
    assert len(other.times) > len(one.times)
    assert np.array_equal(one.final, other.final)
    assert np.array_equal(one.signals["tracer_plasma"], other.signals["tracer_plasma"][:, :20])


def test_a_batch_equals_one_at_a_time():
    """Draws do not see each other."""
    problem = day(Tracer(free=True), [])
    z = np.random.default_rng(0).normal(size=(5, 3))
    batch = simulate(Tracer(free=True), z, problem).signals["tracer_plasma"]
    alone = [simulate(Tracer(free=True), row, problem).signals["tracer_plasma"][0] for row in z]
    assert batch == pytest.approx(np.array(alone), abs=1e-12)


def test_a_latent_coordinate_scales_its_own_dose():
    """One SD of the second event multiplies its dose by exp(spread) and leaves the first alone."""
    model = Tracer(spread=0.3)
    problem = day(model, [], doses(2))
    z = np.zeros((2, 2 + len(problem.column)))
    z[1, 3] = 1.0
    curve = simulate(model, z, problem).signals["tracer_plasma"] - 5.0
    first, second = (unit_response([dose], 48) for dose in doses(2))
    assert curve[0] == pytest.approx(first + second, rel=1e-9)
    assert curve[1] == pytest.approx(first + np.exp(0.3) * second, rel=1e-9)


def test_another_person_in_the_bucket_compiles_nothing():
    """Values, doses and horizons are arguments; only shapes compile."""
    simulate(Tracer(), Z, day(Tracer(), []))
    before = _trajectories._cache_size()
    simulate(Tracer(), Z + 1.0, day(Tracer(), [5.0], doses(2)))
    simulate(Tracer(), Z, build(Tracer(), doses(1), [], 5.0, {}))
    assert _trajectories._cache_size() == before


def test_gradients_are_finite():
    """Every coordinate of a prior draw has a finite derivative."""
    problem = day(Tracer(free=True), [])
    total = lambda z: simulate_sum(z, problem)  # noqa: E731
    assert np.all(np.isfinite(jax.grad(total)(np.array([0.3, -0.2, 1.0]))))


def simulate_sum(z, problem):
    return _trajectories(Tracer(free=True), z[None], problem)[0]["tracer_plasma"].sum()
