from dataclasses import replace

import numpy as np
import pytest
from tracer import doses, error_covariance, linear_posterior, weighted_moments

from vitruvian.core.errors import ModelError
from vitruvian.engine.nuts import Chains, nuts


def test_chains_find_the_exact_posterior(linear, problem, posterior):
    """Means and SDs agree with the closed form, without a divergence."""
    found = nuts(linear, problem, posterior, 0, Chains(count=2, warmup=150, draws=500))
    mean, cov = linear_posterior(problem, error_covariance(linear, 48), doses())
    sd = np.sqrt(np.diag(cov))
    centre, spread = weighted_moments(found.z, found.weight)
    assert (centre - mean) / sd == pytest.approx([0.0, 0.0], abs=0.15)
    assert np.sqrt(np.diag(spread)) / sd == pytest.approx([1.0, 1.0], abs=0.12)
    assert found.details["divergences"] == 0
    assert found.details["rhat_max"] < 1.03
    assert found.ess > 400


def test_nothing_to_sample_is_said(linear, problem, posterior):
    """A posterior that the data do not touch is refused."""
    with pytest.raises(ModelError, match="nothing to sample"):
        nuts(linear, problem, replace(posterior, active=np.zeros(2, dtype=bool)))
