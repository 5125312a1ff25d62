"""How good the twin's own forecasts were."""

import jax
import numpy as np
import pytest
from tracer import TRUTH, Tracer, day, doses

from vitruvian.engine.hindcast import LEADS, Skill, hindcast, widen
from vitruvian.engine.virtual import read_everywhere, virtual_readings

HOURS = 20 * 24.0


@pytest.fixture(scope="module")
def long(linear):
    """Twenty virtual days of the linear tracer."""
    empty = day(linear, [], doses(60), hours=HOURS)
    read = virtual_readings(linear, TRUTH, empty, jax.random.key(8))
    return jax.tree.map(np.asarray, read_everywhere(empty, read))


def test_true_parameters_cover_what_they_claim(linear, long):
    """Under the truth nine of ten readings lie in the band at each lead, and bands stay as they are."""
    skill = hindcast(linear, TRUTH, long, "tracer_plasma")
    assert list(skill.leads) == list(LEADS)
    assert skill.covered == pytest.approx(0.9, abs=0.06)
    assert skill.factor == pytest.approx(1.0, abs=0.2)
    assert np.all(np.diff(skill.rmse) > -0.05)


def test_bands_that_were_too_narrow_are_widened(long):
    """A model that claims independent noise of 0.5 is told by its own past that this is too little."""
    skill = hindcast(Tracer(), TRUTH, long, "tracer_plasma")
    assert np.all(skill.covered < 0.85)
    assert np.all(skill.factor > 1.2)


def test_a_short_past_says_nothing(linear):
    """Under fifty scored forecasts the factor is 1 and no score is given."""
    few = day(linear, 5.0 + np.arange(30) % 3, doses(1), hours=24.0)
    skill = hindcast(linear, TRUTH, few, "tracer_plasma")
    assert np.all(skill.count < 50)
    assert np.isnan(skill.rmse).all()
    assert skill.at(np.arange(1, 5)).tolist() == [1.0] * 4


def test_readings_across_a_gap_are_not_scored(linear, long):
    """Forecasts from a moment without a reading, or to one, do not count."""
    weight = long.weight.copy()
    weight[100:300] = 0.0
    found = hindcast(linear, TRUTH, long._replace(weight=weight), "tracer_plasma")
    whole = hindcast(linear, TRUTH, long, "tracer_plasma")
    assert (whole.count - found.count).tolist() == [200 + lead for lead in LEADS]


def test_the_factor_is_interpolated_between_leads():
    """Beyond the last scored lead its factor holds."""
    count = np.array([100, 100, 10])
    skill = Skill(np.array([1, 3, 6]), count, count, count, np.array([1.0, 2.0, 9.0]))
    assert skill.at(np.array([1, 2, 3, 6, 40])).tolist() == [1.0, 1.5, 2.0, 2.0, 2.0]


def test_widening_keeps_the_middle():
    """Futures move away from their median by the factor of their lead."""
    futures = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    assert widen(futures, np.array([1.0, 2.0])).tolist() == [[1.0, 0.0], [2.0, 2.0], [4.0, 6.0]]
