"""A reduced form of the heavy checks: one visit."""

import numpy as np
import pytest

from vitruvian.engine.calibrate import calibrate
from vitruvian.engine.model import parameter_names
from vitruvian.engine.posterior import Posterior, summary
from vitruvian.organs.circulation.model import Heart
from vitruvian.organs.circulation.statistics import EIGHT, JUDGED, VISIT, placed, sharpness, visit


def test_a_visit_has_eight_readings():
    """The same seed gives the same person."""
    truth, problem = visit(Heart(), 3)
    again, _ = visit(Heart(), 3)
    assert float(problem.weight.sum()) == len(EIGHT)
    assert np.array_equal(truth, again)


def test_a_posterior_that_knows_more_scores_below_the_prior():
    """Draws of SD 0.2 about the truth have a fifth of the CRPS that the prior has of its own truths."""
    random = np.random.default_rng(4)
    rows = []
    for _ in range(200):
        truth = random.standard_normal(2)
        about = truth + 0.2 * random.standard_normal(2)
        z = about + 0.2 * random.standard_normal((500, 2))
        even = np.full(500, 1.0 / 500)
        rows.append(
            sharpness(
                Posterior("", "", "", 0, "", z, even, np.ones(2, bool), 500.0, np.full(2, 500.0)), truth
            )
        )
    own, prior = np.array(rows).mean(axis=0)
    assert prior.mean() == pytest.approx(1.0 / np.sqrt(np.pi), rel=0.15)
    assert own.mean() / prior.mean() == pytest.approx(0.2, rel=0.2)


@pytest.mark.slow
def test_eight_numbers_find_force_resistance_and_compliance():
    """A thousand effective draws, narrow intervals; the filling curve stays open, and it says so."""
    model = Heart()
    truth, problem = visit(model, 1)
    found = calibrate(model, problem, 1, VISIT)
    _, width = placed(found, truth)
    names = parameter_names(model)
    status = {row["name"]: row["status"] for row in summary(model, found)}
    assert found.ess >= 1000.0
    assert max(width[names.index(name)] for name in JUDGED) < 0.75
    assert status["v0_lv"] != "identified"
