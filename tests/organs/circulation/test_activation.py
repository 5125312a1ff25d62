"""The double-Hill activation."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.organs.circulation.activation import activation, hills
from vitruvian.organs.circulation.deck import REFERENCE


@pytest.mark.parametrize("rate", [40.0, 70.0, 150.0])
@pytest.mark.parametrize("law", [0.5, 1.0])
def test_the_peak_is_exactly_one(rate, law):
    """On a fine grid the largest activation is 1, at every rate and law, in all chambers."""
    for hill in hills(REFERENCE._replace(hr=rate, timing=law)):
        e = activation(hill, jnp.linspace(0.0, 60.0 / rate, 200_001))
        assert np.isclose(e.max(), 1.0, rtol=0.0, atol=1e-8)
        assert e[0] < 1e-6


def test_times_follow_the_period_or_its_root():
    """At four times the period systole lasts four times or twice as long."""
    slow = REFERENCE._replace(hr=17.5)
    for law, factor in ((1.0, 4.0), (0.5, 2.0)):
        late = hills(slow._replace(timing=law))[0].log_fall
        assert np.isclose(np.exp(late - hills(REFERENCE)[0].log_fall), factor)


def test_it_is_differentiable_in_its_times():
    """The slope in a timing parameter agrees with a difference quotient."""

    def at(rise):
        return activation(hills(REFERENCE._replace(rise_v=rise))[0], 0.2)

    slope = jax.grad(at)(0.269)
    assert np.isclose(slope, (at(0.2691) - at(0.2689)) / 2e-4, rtol=1e-5)
    assert np.isfinite(jax.grad(lambda t: activation(hills(REFERENCE)[0], t))(0.0))
