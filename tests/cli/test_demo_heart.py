"""The demo's second half says what it stands on."""

from vitruvian.cli.demo_heart import BOTH, FILE, HONESTLY
from vitruvian.cli.places import samples
from vitruvian.organs.circulation.therapy import INTERVENTIONS as HEART
from vitruvian.organs.metabolism.therapy import INTERVENTIONS as METABOLISM


def test_it_says_that_the_file_is_composed():
    """Nobody may take it for a patient."""
    assert "composed, not measured" in HONESTLY
    assert "not validated on people" in HONESTLY
    assert (samples() / FILE).exists()


def test_the_plan_is_one_that_both_organs_know():
    """The same act, in the same unit, for both."""
    name = BOTH.split(" ", maxsplit=1)[0]
    units = {next(a.unit for a in acts if a.name == name) for acts in (HEART, METABOLISM)}
    assert units == {"%"}
