import numpy as np
import pytest

from vitruvian.core.seeds import derive
from vitruvian.engine.nuts import Chains
from vitruvian.organs.metabolism.replay import Replay
from vitruvian.organs.metabolism.statistics import (
    posterior_against_nuts,
    ranks_of_truths,
    uniformity,
    virtual_day,
)


def test_uniform_positions_pass_and_crowded_ones_do_not():
    """The χ² test sees a posterior that is too narrow, and lets an honest one be."""
    even = (np.arange(200) + 0.5) / 200
    assert uniformity(even) == pytest.approx(1.0)
    assert uniformity(np.where(even < 0.5, 0.2 * even, 1.0 - 0.2 * (1.0 - even))) < 1e-6


def test_a_virtual_day_follows_from_its_seed():
    """Same seed, same truth and readings; what was eaten differs from what was logged."""
    model = Replay()
    truth, problem = virtual_day(model, derive(0, "day", 1))
    again, same = virtual_day(model, derive(0, "day", 1))
    assert np.array_equal(truth, again)
    assert np.array_equal(problem.y, same.y)
    assert np.count_nonzero(problem.spread) == 4
    assert problem.weight.sum() == 288.0
    assert not np.array_equal(truth, virtual_day(model, derive(0, "day", 2))[0])


@pytest.mark.slow
def test_truths_of_a_few_virtual_days_lie_within_their_posteriors():
    """The reduced form of the calibration over 200 days: no truth of 6 days is outside its 99.8 %."""
    found = ranks_of_truths(6, 11)
    assert found.names == ("SI", "kabs", "carb factor")
    assert np.all((found.position > 1e-3) & (found.position < 1.0 - 1e-3))
    assert np.all(found.width < 1.0)
    assert found.crps.mean() < found.prior_crps.mean()


@pytest.mark.slow
def test_the_check_against_chains_names_each_number(shared):
    """Six rows a day; the effective draws of importance sampling reach their bounds beside any chains."""
    rows = {
        r["name"]: r for r in posterior_against_nuts(shared, Chains(count=2, warmup=20, draws=20, depth=4))
    }
    assert len(rows) == 12
    for day in (1, 2):
        assert rows[f"posterior of example day {day}: effective draws"]["pass"]
        assert rows[f"posterior of example day {day}: effective draws, worst parameter"]["pass"]
