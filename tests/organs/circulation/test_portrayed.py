"""Draws of a posterior as circulations."""

import jax
import numpy as np
import pytest

from vitruvian.engine.model import parameter_names
from vitruvian.engine.problem import Event, build
from vitruvian.organs.circulation.body import USUAL
from vitruvian.organs.circulation.model import DAY, Heart
from vitruvian.organs.circulation.portrayed import _as_they_are, _changed, in_the_middle, portray


@pytest.fixture(scope="module")
def gallery():
    """Three draws as planned and with a beta blocker, one of them behind the middle one."""
    model = Heart()
    z = np.zeros((3, len(parameter_names(model))))
    z[0], z[2] = -0.3, 0.3
    taken = (Event("beta_blocker", 0.0, DAY, 100.0),)
    plans = [(words, build(model, e, (), DAY, USUAL)) for words, e in (("as planned", ()), ("drug", taken))]
    return portray(z, plans, 1)


def test_the_middle_is_the_usual_draw():
    """Of three draws the one at the medians is in the middle; a coordinate without spread does not matter."""
    z = np.array([[-1.0, 0.0], [0.1, 0.0], [1.0, 0.0]])
    assert in_the_middle(z) == 1


def test_a_plan_is_drawn_as_it_acts(gallery):
    """Under the beta blocker the beat is longer by about a sixth."""
    ends = [column.panels[0].curves[0].x[-1] for column in gallery.figures[1].columns]
    assert np.isclose(ends[1] / ends[0], 1.0 / 0.84, rtol=0.03)


def test_as_many_lie_behind_as_were_asked_for(gallery):
    """One thin loop behind each plan."""
    thin = [c.plan for c in gallery.figures[0].columns[0].panels[0].curves if c.look == "draw"]
    assert thin == [0, 1]


def test_closed_pumps_and_holes_are_not_drawn(gallery):
    """What carries nothing is not in the scheme."""
    assert not [link for link in gallery.figures[2].links if link.kind == "device"]


def test_a_day_that_nothing_touches_needs_no_beat():
    """What is made up without running one is the circulation of a day of zeros."""
    model = Heart()
    z = np.random.default_rng(0).normal(size=(2, len(parameter_names(model))))
    row = np.zeros(build(model, (), (), DAY, USUAL).u.shape[1])
    plain, lived = (jax.tree.leaves(made(z, row, USUAL)) for made in (_as_they_are, _changed))
    assert len(plain) == len(lived)
    for one, other in zip(plain, lived, strict=True):
        assert np.broadcast_to(one, 2) == pytest.approx(np.broadcast_to(other, 2))
