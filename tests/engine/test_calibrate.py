from dataclasses import replace

import jax
import numpy as np
import pytest
from tracer import SMALL, Tracer, day, doses, error_covariance, linear_posterior, weighted_moments

from vitruvian.core.errors import ModelError
from vitruvian.engine.calibrate import calibrate, find_modes
from vitruvian.engine.lanes import _lanes


def test_a_linear_model_gets_its_exact_posterior(linear, problem, posterior):
    """Mean and covariance agree with the closed form under an autocorrelated error."""
    mean, cov = linear_posterior(problem, error_covariance(linear, 48), doses())
    found, spread = weighted_moments(posterior.z, posterior.weight)
    sd = np.sqrt(np.diag(cov))
    assert (found - mean) / sd == pytest.approx([0.0, 0.0], abs=0.12)
    assert spread / np.outer(sd, sd) == pytest.approx(cov / np.outer(sd, sd), abs=0.15)
    assert posterior.ess > 400


def test_every_start_of_a_linear_model_ends_at_its_mean(linear, problem):
    """Gauss-Newton solves it."""
    mean, _ = linear_posterior(problem, error_covariance(linear, 48), doses())
    assert np.asarray(find_modes(linear, problem, 0, SMALL).z) == pytest.approx(
        np.tile(mean, (2, 1)), abs=1e-6
    )


def test_what_the_readings_do_not_touch_keeps_its_prior():
    """Without a dose nothing is learnt of its strength: the draws are the prior's and it is not active."""
    model = Tracer()
    found = calibrate(model, day(model, np.full(48, 5.5), events=[]), 0, SMALL)
    assert list(found.active) == [False, True]
    mean, cov = weighted_moments(found.z, found.weight)
    assert mean[0] == pytest.approx(0.0, abs=0.15)
    assert cov[0, 0] == pytest.approx(1.0, abs=0.15)
    assert cov[1, 1] < 0.1


def test_readings_that_no_draw_explains_are_refused():
    """A likelihood that is nowhere finite is an error with a hint, not a posterior."""
    broken = day(Tracer(), np.full(48, 5.0))
    broken = broken._replace(u=np.full_like(broken.u, np.nan))
    with pytest.raises(ModelError, match="inputs and units"):
        calibrate(Tracer(), broken, 0, SMALL)


def test_the_same_seed_gives_the_same_bytes(linear, problem, posterior):
    """Calibration has no hidden randomness; another seed gives other draws."""
    assert calibrate(linear, problem, 3, SMALL).to_bytes() == posterior.to_bytes()
    assert calibrate(linear, problem, 4, SMALL).to_bytes() != posterior.to_bytes()


def test_another_person_in_the_bucket_compiles_nothing(linear, problem, posterior):
    """Data, doses and seed are arguments of what is compiled."""
    before = _lanes._cache_size()
    other = jax.tree.map(np.asarray, problem._replace(y=problem.y + 0.3, length=np.int64(40)))
    calibrate(linear, other, 9, SMALL)
    assert _lanes._cache_size() == before


@pytest.mark.slow
def test_thin_importance_samples_fall_back_to_chains(linear, problem):
    """With too few draws for an interval NUTS takes over, and says why."""
    poor = replace(SMALL, rounds=1, size=20, final=40, batches=1, repeats=1, fallback=150)
    found = calibrate(linear, problem, 0, poor)
    assert found.method == "NUTS"
    assert found.details["importance_ess"] < 100
    assert found.shows_intervals
