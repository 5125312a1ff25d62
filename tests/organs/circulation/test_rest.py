"""What is seen at rest, and its slopes."""

import jax
import jax.numpy as jnp
import pytest

from vitruvian.organs.circulation.body import USUAL
from vitruvian.organs.circulation.priors import PARAMETERS
from vitruvian.organs.circulation.rest import at_rest

MIDDLE = {q.name: jnp.asarray(q.prior.forward(0.0)) for q in PARAMETERS}


def test_slopes_are_those_of_the_readings():
    """A larger resistance raises pressure as much as the slope says, to 2 %."""

    def pressure(log_r):
        return at_rest(MIDDLE | {"r_sys": MIDDLE["r_sys"] * jnp.exp(log_r)}, dict(USUAL))["bp_systolic"]

    value, slope = jax.jit(lambda x: jax.jvp(pressure, (x,), (1.0,)))(0.0)
    larger = jax.jit(pressure)(0.05)
    assert float(larger - value) == pytest.approx(0.05 * float(slope), rel=0.05)
