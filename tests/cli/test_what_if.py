"""Comparisons of plans by the command."""

import pytest

from virtual_person import LITTLE, table
from vitruvian.cli.session import twin_of


def test_plans_are_compared_over_the_same_futures(say, home):
    """One plan is compared with doing as planned: a forecast each, and the difference of each outcome."""
    said = say("what-if", "ann", "--plan", "insulin_bolus 3U at 21:15", "--home", home, "--json")
    found = said.json
    assert said.code == 0
    assert [len(p["plan"]["items"]) for p in found["plans"]] == [0, 1]
    assert len({p["forecast"] for p in found["plans"]}) == 2
    lowest = found["difference"]["lowest"]
    assert {"median", "q05", "q95", "probability_better", "probability_worse"} <= set(lowest)
    assert lowest["q05"] <= lowest["median"] < 0.0
    assert lowest["probability_better"] is None
    assert found["difference"]["time_below_70"]["probability_worse"] > 0.0


def test_a_plan_that_changes_nothing_makes_no_difference(say, home):
    """Common random numbers: carbs of 0 g differ in nothing from as planned."""
    found = say("what-if", "ann", "--plan", "carbs 0g at 21:15", "--home", home, "--json").json
    assert all(row["median"] == row["mean"] == 0.0 for row in found["difference"].values())


def test_without_insulin_in_the_record_it_fits_and_refuses_insulin(say, tmp_path):
    """Insulin parameters stay prior-dominated; a what-if on insulin is refused with the reason, exit 1."""
    home, file = tmp_path / "home", tmp_path / "bare.csv"
    file.write_text(table(insulin=False))
    say("person", "add", "cas", "--weight", "70", "--zone", "Europe/Zurich", "--home", home)
    assert say("import", file, "--person", "cas", "--home", home).code == 0
    with twin_of(home, "cas", "metabolism") as twin:
        report = twin.calibrate(effort=LITTLE)
    status = {row["name"]: row["status"] for row in report["parameters"]}
    assert {status[n] for n in ("ka2", "kd", "depot_rate", "SI")} == {"prior-dominated"}
    insulin = ("insulin_bolus 2U at 21:30", "insulin_long_acting 10U at 21:30", "bolus x0.5 from now for 1 h")
    for plan in insulin:
        said = say("what-if", "cas", "--plan", plan, "--home", home, "--json")
        assert said.code == 1
        assert said.json["error"]["type"] == "NotEnoughData"
        assert "cannot be answered: the record holds no" in said.json["error"]["message"]
        assert "prior-dominated" in said.json["error"]["message"]
    meal = say("what-if", "cas", "--plan", "carbs 40g at 21:30", "--home", home, "--json")
    assert meal.code == 0
    assert meal.json["difference"]["highest"]["median"] > 0.0


def test_people_get_the_plans_side_by_side(say, home):
    """Letters for the plans, then B against A in words."""
    said = say("what-if", "ann", "--plan", "carbs 30g at 21:30", "--home", home)
    assert said.code == 0
    assert "A  as planned:" in said.out
    assert "B  carbs 30 g at" in said.out
    assert "B against A, over the same futures:" in said.out


@pytest.mark.parametrize("options", [(), ("--plan", "carbs 30g at 21:30", "--hours", "99")])
def test_a_question_needs_a_plan_and_a_horizon_in_range(say, home, options):
    """No plan, or 99 hours: asked wrongly."""
    assert say("what-if", "ann", *options, "--home", home, "--json").code == 2


def test_more_plans_than_letters_are_refused(say, home):
    """Seven plans cannot be told apart side by side."""
    said = say("what-if", "ann", *["--plan", "carbs 20g at 21:15"] * 7, "--home", home)
    assert said.code == 2
    assert "at most 6" in said.err
