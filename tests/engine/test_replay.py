import jax
import numpy as np
import pytest
from tracer import Tracer, day, doses, unit_response

from vitruvian.engine.problem import Event, build
from vitruvian.engine.replay import replay

KEY = jax.random.key(0)


def _doubled(model, problem):
    events = [Event(e.signal, e.start, e.end, 2.0 * e.amount) for e in doses()]
    return build(model, events, [], 24.0, {})


def test_unchanged_inputs_give_the_past_back(linear, problem, posterior):
    """Lived and changed are the same path, close to the readings."""
    lived, other = replay(linear, posterior, problem, problem, KEY, 100)
    assert np.array_equal(lived["tracer_plasma"], other["tracer_plasma"])
    rest = lived["tracer_plasma"].mean(axis=0) - np.asarray(problem.y)[:48, 0]
    assert np.sqrt(np.mean(rest**2)) < 0.35


def test_only_what_the_inputs_do_differs(linear, problem, posterior):
    """The difference of doubled doses is each draw's own response, free of its discrepancy."""
    lived, other = replay(linear, posterior, problem, _doubled(linear, problem), KEY, 100)
    change = other["tracer_plasma"] - lived["tracer_plasma"]
    strength = 1.0 + 0.3 * posterior.draws(100)[:, :1]
    assert change == pytest.approx(strength * unit_response(doses(), 48), abs=1e-9)


def test_latent_events_must_stay_the_same():
    """What was really eaten belongs to the past: dropping a latent event is refused."""
    model = Tracer(spread=0.2)
    two, none = day(model, [], doses(2)), day(model, [], [])
    with pytest.raises(ValueError, match="latent events"):
        replay(model, None, two, none, KEY, 10)
