"""Amounts in words."""

import pytest

from vitruvian.core.errors import PlanError
from vitruvian.engine.intervention import Intervention
from vitruvian.twin.amounts import convert_amount, find_amount, show_amount, units_fit

BOLUS = Intervention("insulin_bolus", "input", "insulin_bolus", "[iU]", 0.0, 30.0)
ENERGY = Intervention("meal_energy", "input", "meal_energy", "kcal", 0.0, 3000.0)


@pytest.mark.parametrize(
    ("text", "allowed", "value"),
    [
        ("4u", BOLUS, 4.0),
        ("4 units", BOLUS, 4.0),
        ("24000 pmol", BOLUS, 4.0),
        ("500 kcal", ENERGY, 500.0),
        ("2092 kj", ENERGY, 500.0),
    ],
)
def test_units_are_converted(text: str, allowed: Intervention, value: float) -> None:
    """Any unit of the same quantity is read into the intervention's own."""
    amount, rest = find_amount(text, text)
    assert amount is not None
    assert convert_amount(amount, allowed) == value
    assert not rest.strip()


@pytest.mark.parametrize(
    ("text", "factor"), [("x0.9", 0.9), ("× 1.25", 1.25), ("30 % less", 0.7), ("10% more", 1.1)]
)
def test_factors_are_read(text: str, factor: float) -> None:
    """A factor, or a share more or less, scales what is planned."""
    amount, _ = find_amount(text, text)
    assert amount is not None
    assert amount.is_factor
    assert amount.value == factor


def test_a_unit_of_another_quantity_does_not_fit() -> None:
    """Grams are no insulin, and the refusal names the unit that is."""
    amount, _ = find_amount("4 g", "4 g")
    assert amount is not None
    assert not units_fit(amount, BOLUS)
    with pytest.raises(PlanError, match="write it in U"):
        convert_amount(amount, BOLUS)


@pytest.mark.parametrize("text", ["-4 u", "− 4 u", "nan u", "inf", "1e999 g", "4,5 u", "300 cal"])
def test_dangerous_numbers_are_refused(text: str) -> None:
    """Negative, infinite, or readable in two ways: refused."""
    with pytest.raises(PlanError):
        find_amount(text, text)


def test_no_amount_is_none() -> None:
    """Text without a number has no amount, and is left as it was."""
    assert find_amount("some bread", "") == (None, "some bread")


def test_amounts_are_shown_without_a_tail() -> None:
    """Insulin is shown in U, numbers to nine digits."""
    assert show_amount(0.1 + 0.2, "[iU]") == "0.3 U"
    assert show_amount(0.8, "[iU]/h") == "0.8 U/h"
    assert show_amount(0.6, "1") == "0.6"
