"""What may be planned for a circulation."""

import pytest

from vitruvian.core.errors import PlanError
from vitruvian.core.signals import signal
from vitruvian.core.time import instant
from vitruvian.organs.circulation.therapy import INPUTS, INTERVENTIONS
from vitruvian.twin.words import echo, parse

NOW = instant("2024-05-01T08:00:00+00:00")


def plan(text):
    """As said at eight."""
    return parse(text, INTERVENTIONS, NOW, "UTC")


@pytest.mark.parametrize(
    "text",
    [
        "aortic_valve_replacement 23 mm sapien3 at 09:00",
        "beta_blocker 50 % from 09:00",
        "haemorrhage 500 mL at 09:00",
        "tilt 60 deg at 09:00 for 30 min",
        "lvad_speed 9000 /min from 09:00",
        "atrial_fibrillation 95 /min at 09:00 for 2 h",
    ],
)
def test_a_plan_reads_back_to_itself(text):
    """Words, items, words, the same items."""
    said = plan(text)
    assert plan(echo(said, "UTC")).items == said.items


def test_an_operation_lasts_and_needs_a_make():
    """What kind of valve matters as much as its size."""
    assert plan("aortic_valve_replacement 26 mm evolut at 09:00").items[0].kind == "operation"
    with pytest.raises(PlanError, match="say which make"):
        plan("aortic_valve_replacement 26 mm at 09:00")


def test_a_size_that_is_not_made_is_refused():
    """With the sizes there are."""
    with pytest.raises(PlanError, match="comes in 20, 23, 26, 29 mm"):
        plan("aortic_valve_replacement 24 mm sapien3 at 09:00")


def test_limits_are_hard():
    """Three times the standard dose is refused."""
    with pytest.raises(PlanError, match="hard limits"):
        plan("noradrenaline 300 % from 09:00")


def test_each_has_a_source_and_a_unit_of_its_signal():
    """So that the screen can say where an effect comes from."""
    assert all(act.source for act in INTERVENTIONS)
    assert [i.unit for i in INPUTS] == [signal(i.signal).unit for i in INPUTS]
