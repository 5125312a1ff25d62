"""Coronary arteries that are narrowed, stented and bypassed."""

import pytest

from vitruvian.core.errors import PlanError
from vitruvian.organs.circulation.coronary_branches import (
    BRANCHES,
    RESIDUAL,
    WIDEST,
    Narrowing,
    bypassed,
    heart_supply,
    losses,
    stented,
)

DROP, TOTAL = 88.0, 3.8
"""mmHg between aorta and right atrium; mL/s of the heart at rest, 4 % of 5.7 L/min."""


def lad(*narrowings):
    """Supply of the LAD with each of these narrowings."""
    return [heart_supply({"lad": n} if n else {}, DROP, TOTAL)["lad"] for n in narrowings]


def test_open_arteries_have_their_reserve():
    """Four times the flow at rest, no pressure lost, and shares that make up the whole."""
    found = heart_supply({}, DROP, TOTAL)
    assert sum(one.rest for one in found.values()) == pytest.approx(TOTAL)
    assert all(one.reserve == pytest.approx(WIDEST) for one in found.values())
    assert all(one.pressure_ratio == pytest.approx(1.0) for one in found.values())


def test_a_narrowing_takes_the_reserve_before_the_flow_at_rest():
    """At half the reserve is less than whole, at 70 % rest is as it was, at 90 % it falls too."""
    none, half, much, most = lad(None, Narrowing(50.0), Narrowing(70.0), Narrowing(90.0))
    assert 0.7 < half.pressure_ratio < 0.9
    assert 0.3 < much.pressure_ratio < 0.7
    assert much.rest == pytest.approx(none.rest)
    assert most.rest < 0.8 * none.rest
    assert most.reserve == pytest.approx(1.0)
    assert none.wide > half.wide > much.wide > most.wide > 0.0


def test_flow_obeys_the_law_of_the_narrowing():
    """The pressure lost is a q + b q², and what is left drives the wide bed."""
    found = lad(Narrowing(65.0))[0]
    a, b = losses(65.0, BRANCHES["lad"].diameter)
    bed = DROP / (WIDEST * BRANCHES["lad"].share * TOTAL)
    assert (a + bed) * found.wide + b * found.wide**2 == pytest.approx(DROP)
    assert found.pressure_ratio == pytest.approx(1.0 - (a * found.wide + b * found.wide**2) / (DROP + 5.0))


def test_stent_and_graft_give_the_flow_back():
    """A stent nearly all of it; a vein more than a mammary artery; the other branches stay as they are."""
    sick = {"lad": Narrowing(75.0)}
    before, stent, mammary, vein, well = (
        heart_supply(n, DROP, TOTAL)
        for n in (sick, stented(sick, "lad"), bypassed(sick, "lad"), bypassed(sick, "lad", "vein"), {})
    )
    assert stented(sick, "lad")["lad"].percent == RESIDUAL
    assert before["lad"].wide < mammary["lad"].wide < vein["lad"].wide < well["lad"].wide
    assert stent["lad"].pressure_ratio > 0.95
    assert mammary["lad"].reserve > 2.0 > before["lad"].reserve
    assert before["rca"] == vein["rca"] == well["rca"]


def test_without_a_narrowing_there_is_nothing_to_act_on():
    """It says what to declare."""
    for act in (stented, bypassed):
        with pytest.raises(PlanError, match="declare its narrowing, in percent"):
            act({"lad": Narrowing(70.0)}, "rca")


@pytest.mark.parametrize("act", [
    lambda: losses(100.0, 0.3),
    lambda: heart_supply({"lima": Narrowing(50.0)}, DROP, TOTAL),
    lambda: stented({"lad": Narrowing(5.0)}, "lad"),
    lambda: bypassed({"lad": Narrowing(70.0)}, "lad", "steel"),
])  # fmt: skip
def test_what_cannot_be_is_refused(act):
    """A closed artery, an unknown branch, a stent that narrows, an unknown graft."""
    with pytest.raises(PlanError):
        act()
