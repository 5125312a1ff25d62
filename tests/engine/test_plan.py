"""Plans as data, and their hard limits."""

import pytest

from vitruvian.core.errors import PlanError
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.plan import DAY, MINUTE, Item, Plan, check_limits

DRUG = Intervention("drug", "input", "drug_dose", "mg", 0.0, 100.0, daily=150.0)


def item(amount: float, start: int = 0, **more) -> Item:
    return Item("dose", more.pop("target", "drug"), amount, "mg", start, **more)


def test_repeats_start_at_equal_distances():
    """Three times every eight hours."""
    assert item(1.0, 60, every=8 * 60 * MINUTE, times=3).starts() == (
        60,
        480 * MINUTE + 60,
        960 * MINUTE + 60,
    )


def test_the_empty_plan_is_as_planned():
    """It holds no item, breaks no limit, and says so."""
    check_limits(Plan(), [DRUG])
    assert (Plan().words, Plan().base) == ("as planned", "as-planned")


@pytest.mark.parametrize("amount", [-1.0, 100.5, float("nan"), float("inf")])
def test_an_amount_beyond_the_hard_limits_is_refused(amount):
    """The refusal gives the limits."""
    with pytest.raises(PlanError, match="outside the hard limits 0 to 100 mg"):
        check_limits(Plan((item(amount),)), [DRUG])


def test_a_day_adds_up():
    """100 and 60 mg within 24 hours exceed 150; a day apart they do not. Repeats count."""
    with pytest.raises(PlanError, match="adds up to 160 mg within 24 hours"):
        check_limits(Plan((item(100.0), item(60.0, DAY - 1))), [DRUG])
    check_limits(Plan((item(100.0), item(60.0, DAY))), [DRUG])
    with pytest.raises(PlanError, match="adds up to 160"):
        check_limits(Plan((item(80.0, every=DAY // 2, times=2),)), [DRUG])


@pytest.mark.parametrize("factor", [-0.1, 3.1, float("nan")])
def test_a_scale_has_limits_of_its_own(factor):
    """From nothing to three times what is planned."""
    with pytest.raises(PlanError, match="x0 to x3"):
        check_limits(Plan((item(factor, scale=True),)), [DRUG])
    check_limits(Plan((item(3.0, scale=True),)), [DRUG])


def test_what_cannot_be_planned_is_named():
    """With what can."""
    with pytest.raises(PlanError, match="nothing called 'dance' can be planned here: drug"):
        check_limits(Plan((item(1.0, target="dance"),)), [DRUG])


def test_a_dose_cannot_be_split_around_its_limit():
    """60 mg twice within an hour count as one dose of 120 mg; two hours apart they do not."""
    with pytest.raises(PlanError, match="adds up to 120 mg within 60 minutes"):
        check_limits(Plan((item(60.0), item(60.0, 10 * MINUTE))), [DRUG])
    check_limits(Plan((item(60.0), item(60.0, 120 * MINUTE))), [DRUG])
