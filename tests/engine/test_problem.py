from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tracer import Tracer

from vitruvian.core.errors import ModelError
from vitruvian.engine.model import Input, Model
from vitruvian.engine.problem import Event, Reading, bucket, build, quieted
from vitruvian.engine.simulate import _trajectories


@dataclass(frozen=True)
class _Levels(Model):
    exchange: ClassVar[float] = 5.0
    inputs: ClassVar[tuple[Input, ...]] = (Input("rate", "1", kind="level", default=2.0),)


@given(
    start=st.floats(0.0, 20.0),
    length=st.floats(0.0, 3.9),
    amount=st.floats(0.01, 100.0),
)
@settings(max_examples=50, deadline=None)
def test_rasterising_conserves_the_dose(start, length, amount):
    """However short or long, the whole dose arrives."""
    problem = build(Tracer(), [Event("tracer_dose", start, start + length, amount)], [], 24.0, {})
    assert problem.u.sum() * Tracer.exchange == pytest.approx(amount, rel=1e-9)


def test_an_uncertain_dose_is_latent_and_not_in_the_known_part():
    """A dose with a spread leaves the columns and becomes an event of its own."""
    problem = build(Tracer(spread=0.2), [Event("tracer_dose", 1.2, 1.2, 8.0)], [], 24.0, {})
    assert problem.u.sum() == 0.0
    assert problem.amount[0] * Tracer.exchange == pytest.approx(8.0)
    assert problem.spread[0] == 0.2
    assert problem.slots[2, 0] == 0
    assert len(problem.column) == 8


def test_crowded_steps_pass_events_on():
    """A fourth latent event on one step moves to the next, none is lost."""
    events = [Event("tracer_dose", 1.0, 1.0, 1.0) for _ in range(5)]
    problem = build(Tracer(spread=0.2), events, [], 24.0, {})
    assert [int(np.sum(problem.slots[k] < len(problem.column))) for k in (2, 3)] == [3, 2]


def test_levels_are_time_means_and_default_elsewhere():
    """A level over half a step counts half; where nothing is known the default stays."""
    problem = build(_Levels(), [Event("rate", 2.5, 10.0, 4.0)], [], 60.0, {})
    assert problem.u[:3, 0] == pytest.approx([3.0, 4.0, 2.0])


def test_two_readings_on_one_step_are_averaged():
    """Readings sit on the nearest step end; a second one does not count twice."""
    readings = [Reading("tracer_plasma", 1.0, 4.0), Reading("tracer_plasma", 1.1, 6.0)]
    problem = build(Tracer(), [], readings, 24.0, {})
    assert problem.y[1, 0] == 5.0
    assert problem.weight.sum() == 1.0


def test_an_unknown_input_is_refused_with_what_is_known():
    """The message names what the model reads."""
    with pytest.raises(ModelError, match="reads tracer_dose"):
        build(Tracer(), [Event("glucose", 0.0, 1.0, 1.0)], [], 24.0, {})


def test_shapes_come_from_buckets():
    """Inside a bucket one more hour changes no shape; past the last one the record must be split."""
    short, long = (build(Tracer(), [], [], hours, {}) for hours in (5.0, 24.0))
    assert short.u.shape == long.u.shape
    assert int(short.length) == 10
    with pytest.raises(ModelError, match="split the record"):
        bucket(91, (1, 90))


def test_only_where_nothing_acts_the_inputs_are_left_out():
    """A dose that is known, and one that is latent, keep the rows; without any they are empty."""
    model = Tracer(spread=0.0)
    at = Event("tracer_dose", 1.0, 1.0, 2.0)
    for events in ((at,), (replace(at, spread=0.3),)):
        told = build(model, events, (), 24.0, {})
        assert quieted(told) is told
    assert quieted(build(model, (), (), 24.0, {})).u.shape == (48, 0)


def test_a_quiet_stretch_is_simulated_as_before():
    """Empty rows and rows of zeros give the same curves."""
    model, z = Tracer(), np.array([[0.3, -0.4]])
    empty = build(model, (), (), 24.0, {})
    one, two = (_trajectories(model, z, problem)[0] for problem in (empty, quieted(empty)))
    assert all(np.array_equal(one[signal], two[signal]) for signal in one)
