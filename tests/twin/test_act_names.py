"""Names of acts."""

import pytest

from vitruvian.core.errors import PlanError
from vitruvian.engine.intervention import Intervention
from vitruvian.organs.metabolism.therapy import INTERVENTIONS
from vitruvian.twin.act_names import choose, find_names, refuse_unknown_make


@pytest.mark.parametrize(
    ("text", "found", "label", "rest"),
    [
        ("insulin_bolus 4 u", [("insulin_bolus",)], "", "4 u"),
        ("rapid acting insulin 4 u", [("insulin_bolus",)], "", "4 u"),
        ("insulin long-acting 4 u", [("insulin_long_acting",)], "", "4 u"),
        ("meal 40 g", [("carbs", "meal_energy")], "", "40 g"),
        ("lunch 40 g", [("carbs", "meal_energy")], "lunch", "40 g"),
        ("lunch carbs 40 g", [("carbs",)], "lunch", "40 g"),
        ("bread 40 g", [], "", "bread 40 g"),
        ("mybolus 4 u", [], "", "mybolus 4 u"),
    ],
)
def test_names_are_found(text: str, found: list[tuple[str, ...]], label: str, rest: str) -> None:
    """The longest name wins, whole words only; a meal's name labels what is eaten."""
    names, meal, left = find_names(text, INTERVENTIONS)
    assert (names, meal, left.strip()) == (found, label, rest)


def test_one_name_must_fit() -> None:
    """None or several that fit is a refusal."""
    assert choose(("a", "b"), ["b"], "x") == "b"
    for fitting in ([], ["a", "b"]):
        with pytest.raises(PlanError, match="a or b"):
            choose(("a", "b"), fitting, "x")


def test_an_unknown_make_is_answered_with_the_makes():
    """What was taken for a make is named, with the makes that there are and their sizes, not all acts."""
    valve = Intervention(
        "aortic_valve_replacement", "input", "aortic_valve_replacement", "mm", 19.0, 34.0,
        kind="operation", makes=(("sapien3", (20.0, 23.0)), ("onx", (19.0,))),
    )  # fmt: skip
    with pytest.raises(PlanError) as refused:
        refuse_unknown_make(["acme"], [valve], "acme valve 23 mm")
    assert str(refused.value) == (
        'cannot read "acme valve 23 mm": no make of aortic_valve_replacement is called "acme"; there are '
        "sapien3 (20, 23 mm); onx (19 mm)"
    )
    refuse_unknown_make(["acme"], [], "acme valve 23 mm")
