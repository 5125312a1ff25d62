"""What a plan may do."""

import pytest

from vitruvian.core.errors import PlanError
from vitruvian.core.signals import signal
from vitruvian.engine.plan import Item, Plan, check_limits
from vitruvian.organs.metabolism.replay import Replay
from vitruvian.organs.metabolism.therapy import INTERVENTIONS


def test_every_intervention_is_an_input_of_the_model_in_its_unit():
    """Names, units and limits fit the signals that drive model A."""
    units = {i.signal: i.unit for i in Replay().inputs}
    for one in INTERVENTIONS:
        assert units[one.target] == one.unit == signal(one.target).unit
        assert one.low == 0.0 < one.high


@pytest.mark.parametrize(
    ("target", "amount", "unit"), [("insulin_bolus", 400.0, "[iU]"), ("carbs", 251.0, "g")]
)
def test_slips_of_the_finger_are_refused(target, amount, unit):
    """400 U, or a quarter of a kilogram of carbohydrate."""
    with pytest.raises(PlanError, match="hard limits"):
        check_limits(Plan((Item("dose", target, amount, unit, 0),)), INTERVENTIONS)
