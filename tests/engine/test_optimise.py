"""Ranking of plans."""

from dataclasses import replace

import jax
import numpy as np
import pytest
from tracer import Tracer, day, doses

from vitruvian.core.errors import NotEnoughData, PlanError
from vitruvian.engine.assimilate import assimilate, posterior_of, start
from vitruvian.engine.forecast import forecast, outcomes
from vitruvian.engine.model import Outcome
from vitruvian.engine.optimise import Chance, optimise
from vitruvian.engine.problem import Event, build
from vitruvian.engine.simulate import simulate

KEY = jax.random.key(1)
LESS = Tracer.outcomes[0]
MORE = Outcome("trough", "tracer_plasma", "mg/L", "lowest level", lambda v, m: np.min(v, axis=-1), 1)


def table(**paths):
    """Outcomes by candidate name, (N,) each."""
    return {name: {"peak": np.asarray(values, dtype=float)} for name, values in paths.items()}


def ranks(posterior, found, chances=(), goal=LESS):
    base = found.pop("base")
    return optimise(list(found), found.__getitem__, base, goal, chances, posterior)


def test_plans_stand_in_the_goal_s_own_direction(posterior):
    """Less peak is better: the lowest expectation comes first, each with its paired change."""
    found = table(base=[10, 20], high=[14, 26], low=[8, 15])
    first, second = ranks(posterior, found)
    assert (first.candidate, second.candidate) == ("low", "high")
    assert (first.expected, first.change, first.better, first.worse) == (11.5, -3.5, 1.0, 0.0)
    assert (second.change, second.worse) == (5.0, 1.0)


def test_the_chance_of_being_worse_counts_futures(posterior):
    """Better on average may be worse in some futures, which is said; equal ones count as neither."""
    (only,) = ranks(posterior, table(base=[10, 10, 10, 10], mixed=[2, 12, 10, 9]))
    assert (only.better, only.worse) == (0.5, 0.25)
    assert only.change_q05 < 0.0 < only.change_q95


def test_a_plan_that_breaks_a_chance_constraint_stands_last(posterior):
    """However good its expectation, and the reason is given with its numbers."""
    found = table(base=[10, 10, 10, 10], risky=[0, 0, 0, 30], dull=[10, 10, 10, 9])
    first, last = ranks(posterior, found, [Chance("peak", 20.0, 0.1)])
    assert (first.candidate, first.broken) == ("dull", ())
    assert last.candidate == "risky"
    assert last.broken == ("peak exceeds 20 with probability 0.25 (at most 0.1 allowed)",)


def test_under_400_effective_draws_nothing_is_recommended(posterior):
    """The refusal says how many there are and what to do."""
    thin = replace(posterior, ess=399.0)
    with pytest.raises(NotEnoughData, match=r"399 effective draws, 400 are needed .*calibrate again"):
        ranks(thin, table(base=[1.0], other=[1.0]))


def test_an_outcome_without_direction_ranks_nothing(posterior):
    """Neither more nor less of it is better."""
    with pytest.raises(PlanError, match="no better direction"):
        ranks(posterior, table(base=[1.0], other=[1.0]), goal=replace(LESS, better=0))


def test_the_tracer_goes_through_all_five_verbs(linear, problem, posterior):
    """simulate, calibrate, assimilate, forecast and optimise, without a line for this model."""
    curve = simulate(linear, posterior.draws(5), problem).signals["tracer_plasma"]
    later = day(linear, np.asarray(problem.y)[:12, 0], doses(1), hours=6.0)
    tracked, told = assimilate(linear, start(linear, problem, KEY, posterior), later, KEY)
    updated = replace(posterior_of(linear, tracked), ess=posterior.ess)
    assert np.asarray(curve).shape[0] == 5
    assert len(told.mean) == 12

    def ahead(dose):
        future = build(linear, [Event("tracer_dose", 1.0, 1.5, dose)], [], 6.0, {})
        return outcomes(linear, forecast(linear, updated, tracked.window, future, KEY, 200))

    base = ahead(10.0)
    limit = float(np.median(base["peak"])) + 4.0
    ranked = optimise([0.0, 5.0, 20.0], ahead, base, LESS, [Chance("peak", limit, 0.2)], updated)
    assert [r.candidate for r in ranked] == [0.0, 5.0, 20.0]
    assert [bool(r.broken) for r in ranked] == [False, False, True]
    assert [r.worse for r in ranked] == [0.0, 0.0, 1.0]
