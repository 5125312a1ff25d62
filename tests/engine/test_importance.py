import numpy as np
import pytest
from tracer import weighted_moments

from vitruvian.engine.importance import adapt, parameter_ess, weigh, weight_ess
from vitruvian.engine.mixture import from_modes

COV = np.array([[0.04, 0.05], [0.05, 0.25]])
CENTRE = np.array([1.0, -2.0])
ALL = np.ones(2)
START = from_modes(np.zeros((1, 2)), np.eye(2)[None], np.ones(1))


def _normal(z):
    return -0.5 * np.einsum("ni,ij,nj->n", z - CENTRE, np.linalg.inv(COV), z - CENTRE)


def _half(z):
    return np.where(z[:, 0] > 0.0, -0.5 * np.sum(z**2, axis=1), -np.inf)


def _weighed(mixture, density, count):
    batch = weigh(density, mixture, np.random.default_rng(7), ALL, count)
    weight = np.exp(batch.log_weight - batch.log_weight.max())
    return batch.z, weight / weight.sum()


def test_a_distant_narrow_normal_is_found():
    """From a proposal that is far too wide the rounds adapt to the exact moments."""
    found = _weighed(adapt(_normal, START, np.random.default_rng(0), ALL, 8, 500), _normal, 4000)
    mean, cov = weighted_moments(*found)
    assert weight_ess(found[1]) > 1000
    assert (mean - CENTRE) / np.sqrt(np.diag(COV)) == pytest.approx([0.0, 0.0], abs=0.08)
    assert cov == pytest.approx(COV, rel=0.1)


def test_draws_without_a_density_have_no_weight():
    """A draw at which the model fails is left out; the rest is right."""
    z, weight = _weighed(adapt(_half, START, np.random.default_rng(1), ALL, 4, 500), _half, 2000)
    assert weight[z[:, 0] <= 0.0].sum() == 0.0
    assert weight @ z[:, 0] == pytest.approx(np.sqrt(2.0 / np.pi), abs=0.05)


def test_batches_of_one_proposal_are_weighed_as_one():
    """Joined, two batches are one of their whole length, with weights on one scale."""
    one, two = (weigh(_normal, START, np.random.default_rng(k), ALL, 700) for k in (4, 5))
    both = one.joined(two)
    assert both.z.shape == (1400, 2)
    assert both.log_weight[:700] == pytest.approx(one.log_weight)


def test_the_same_key_gives_the_same_bytes():
    """No hidden randomness."""
    one, two = (adapt(_normal, START, np.random.default_rng(4), ALL, 8, 500) for _ in range(2))
    assert np.asarray(one.mean).tobytes() == np.asarray(two.mean).tobytes()
    assert np.asarray(one.root).tobytes() == np.asarray(two.root).tobytes()


def test_effective_draws_count_equal_weights_fully():
    """Equal weights count in full; one heavy draw counts once."""
    z = np.random.default_rng(0).normal(size=(200, 1))
    assert float(weight_ess(np.full(200, 1 / 200))) == pytest.approx(200.0)
    assert float(parameter_ess(np.full(200, 1 / 200), z)[0]) == pytest.approx(200.0, rel=1e-6)
    assert float(weight_ess(np.eye(200)[3])) == 1.0
