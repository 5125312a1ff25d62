from dataclasses import replace

import numpy as np
import pytest
from tracer import Tracer

from vitruvian.core.errors import ModelError
from vitruvian.engine.posterior import Posterior, check_version, summary


def test_a_posterior_is_read_back_as_written(posterior):
    """Bytes hold everything, the packed start included."""
    started = replace(posterior, start=np.ones((len(posterior.z), 4)))
    for held in (posterior, started):
        again = Posterior.from_bytes(held.to_bytes())
        assert again.to_bytes() == held.to_bytes()
        assert again.details == held.details
    assert np.array_equal(Posterior.from_bytes(started.to_bytes()).start, started.start)


def test_draws_follow_the_weights():
    """A draw of weight 3/4 makes up three quarters, and the starts go with their draws."""
    z = np.array([[0.0], [1.0]])
    held = Posterior(
        "m", "1", "by hand", 0, "", z, np.array([0.25, 0.75]), np.array([True]), 2.0, np.array([2.0]), start=z
    )
    assert held.draws(100).mean() == pytest.approx(0.75)
    assert np.array_equal(held.draws(100), held.starts(100))


def test_few_effective_draws_show_no_interval_and_give_no_advice(posterior):
    """Under 100 no interval, under 400 no recommendation; the worst parameter decides."""
    assert posterior.may_advise
    thin = replace(posterior, ess_each=np.array([5000.0, 200.0]))
    assert thin.shows_intervals
    assert not thin.may_advise
    empty = replace(posterior, ess=60.0)
    assert not empty.shows_intervals
    assert "q50" not in summary(Tracer(wandering=True), empty)[0]["posterior"]


def test_each_parameter_says_whether_the_data_identified_it(posterior):
    """Shrinkage above a half is identified; a coordinate out of use is prior-dominated."""
    rows = summary(Tracer(wandering=True), posterior)
    assert rows[0]["name"] == "strength"
    assert rows[0]["status"] == "identified"
    assert rows[0]["posterior"]["q05"] < 1.21 < rows[0]["posterior"]["q95"]
    silent = replace(posterior, active=np.array([True, False]))
    assert summary(Tracer(wandering=True), silent)[1]["status"] == "prior-dominated"


def test_a_posterior_of_an_older_model_is_refused(posterior):
    """The version must be the model's."""
    check_version(Tracer(wandering=True), posterior)
    with pytest.raises(ModelError, match="calibrate again"):
        check_version(Tracer(wandering=True), replace(posterior, version="0"))
