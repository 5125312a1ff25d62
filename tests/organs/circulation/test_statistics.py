"""A reduced form of the heavy checks: one visit."""

import numpy as np
import pytest

from vitruvian.engine.calibrate import calibrate
from vitruvian.engine.model import parameter_names
from vitruvian.engine.posterior import summary
from vitruvian.organs.circulation.model import Heart
from vitruvian.organs.circulation.statistics import EIGHT, JUDGED, VISIT, placed, visit


def test_a_visit_has_eight_readings():
    """The same seed gives the same person."""
    truth, problem = visit(Heart(), 3)
    again, _ = visit(Heart(), 3)
    assert float(problem.weight.sum()) == len(EIGHT)
    assert np.array_equal(truth, again)


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
