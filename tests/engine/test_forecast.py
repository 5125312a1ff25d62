from dataclasses import replace

import jax
import numpy as np
import pytest
from tracer import Tracer, day, doses, error_covariance, unit_response

from vitruvian.engine.checkpoint import packed
from vitruvian.engine.forecast import compare, describe, forecast, outcomes
from vitruvian.engine.likelihood import fit
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Event, build

KEY = jax.random.key(1)


def _known(z, start=None):
    """A posterior that knows its one draw."""
    one = np.asarray(z, dtype=float)[None]
    return Posterior(
        "tracer",
        "1",
        "known",
        0,
        "",
        one,
        np.ones(1),
        np.ones(2, dtype=bool),
        1e4,
        np.full(2, 1e4),
        start=start,
    )


def _ahead(model, amount=10.0, hours=6.0):
    return build(model, [Event("tracer_dose", 1.0, 1.5, amount)], [], hours, {})


def test_futures_have_the_conditional_distribution(linear, problem):
    """With parameters known, mean and spread ahead are those of the dense Gaussian given the past."""
    z = np.array([0.7, -0.5])
    found = forecast(linear, _known(z), problem, _ahead(linear), KEY, 4000)
    cov = error_covariance(linear, 60)
    events = [*doses(), Event("tracer_dose", 25.0, 25.5, 10.0)]
    curve = 4.5 + 1.21 * unit_response(events, 60)
    gain = cov[48:, :48] @ np.linalg.inv(cov[:48, :48])
    mean = curve[48:] + gain @ (np.asarray(problem.y)[:48, 0] - curve[:48])
    sd = np.sqrt(np.diag(cov[48:, 48:] - gain @ cov[:48, 48:]))
    readings = found.readings["tracer_plasma"]
    assert readings.mean(axis=0) == pytest.approx(mean, abs=0.06)
    assert readings.std(axis=0) == pytest.approx(sd, rel=0.06)
    assert found.times[-1] == 6.0


def test_the_same_key_gives_the_same_futures(linear, problem, posterior):
    """Equal plans under common random numbers do not differ at all."""
    one, two = (forecast(linear, posterior, problem, _ahead(linear), KEY, 200) for _ in range(2))
    assert one.readings["tracer_plasma"].tobytes() == two.readings["tracer_plasma"].tobytes()
    same = compare(linear, outcomes(linear, one), outcomes(linear, two))["peak"]
    assert same["median"] == 0.0
    assert same["probability_worse"] == 0.0


def test_a_larger_dose_is_worse_where_less_is_better(linear, problem, posterior):
    """The paired difference of the peaks is the dose's own, not the noise's."""
    low = outcomes(linear, forecast(linear, posterior, problem, _ahead(linear, 10.0), KEY, 200))
    high = outcomes(linear, forecast(linear, posterior, problem, _ahead(linear, 20.0), KEY, 200))
    change = compare(linear, low, high)["peak"]
    assert change["probability_worse"] == 1.0
    assert 5.0 < change["q05"] < change["q95"] < 20.0


def test_a_start_given_with_the_posterior_is_used(linear, problem):
    """From the packed end of the first half the second half leads to the same futures as the whole."""
    z = np.array([0.7, -0.5])
    values = np.asarray(problem.y)[:48, 0]
    first = fit(linear, z, day(linear, values[:24], doses(2)[:1] + doses(2)[1:], hours=12.0))
    late = [Event("tracer_dose", 5.0, 5.5, 10.0)]
    second = day(linear, values[24:], late, hours=12.0)
    start = np.asarray(packed(first.state, first.beliefs))[None]
    whole = forecast(linear, _known(z), problem, _ahead(linear), KEY, 50)
    halved = forecast(linear, _known(z, start), second, _ahead(linear), KEY, 50)
    assert halved.readings["tracer_plasma"] == pytest.approx(whole.readings["tracer_plasma"], abs=1e-6)


def test_no_interval_is_shown_for_few_effective_draws():
    """The median stays; the ends are withheld."""
    peak = Tracer.outcomes[0]
    event = replace(peak, is_event=True)
    values = np.linspace(0.0, 1.0, 101) + 0.5
    assert describe(peak, values, 99.0)["q05"] is None
    assert describe(peak, values, 100.0)["q05"] == pytest.approx(0.55)
    assert describe(event, np.array([0.0, 1.0, 1.0, 1.0]), 500.0)["probability"] == 0.75
    assert "probability" not in describe(peak, np.zeros(4), 500.0)


def test_quantiles_are_in_order(linear, problem, posterior):
    """Five quantiles, each above the one before."""
    found = forecast(linear, posterior, problem, _ahead(linear), KEY, 200).quantiles("tracer_plasma")
    assert list(found) == ["05", "25", "50", "75", "95"]
    assert np.all(np.diff(np.array(list(found.values())), axis=0) > 0)
