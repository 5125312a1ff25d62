import jax
import numpy as np
import pytest
from tracer import TRUTH, Tracer, day, doses, error_covariance, unit_response

from vitruvian.engine.virtual import read_everywhere, virtual_readings


@pytest.mark.parametrize("wandering", [False, True])
def test_readings_scatter_as_the_likelihood_assumes(wandering):
    """Mean and covariance over many virtual days are the model's curve and the declared error."""
    model = Tracer(wandering=wandering)
    problem = day(model, [])
    keys = jax.random.split(jax.random.key(0), 5000)
    drawn = np.asarray(jax.vmap(lambda key: virtual_readings(model, TRUTH, problem, key))(keys))[..., 0]
    assert drawn.mean(axis=0) == pytest.approx(4.5 + 1.21 * unit_response(doses(), 48), abs=0.06)
    assert np.cov(drawn.T) == pytest.approx(error_covariance(model, 48), abs=0.08)


def test_only_real_steps_are_read():
    """Padding gets no reading."""
    problem = day(Tracer(), [], hours=5.0)
    read = read_everywhere(problem, np.ones(problem.y.shape))
    assert float(read.weight.sum()) == 10.0
    assert float(read.y[10:].sum()) == 0.0
