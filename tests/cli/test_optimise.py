"""Ranking of plans by the command."""

import pytest

from virtual_person import table


def test_plans_are_ranked_within_limits(say, home):
    """Amounts fill the plan; each has its expectation, its chance to be worse and whether it is allowed."""
    said = say(
        "optimise", "ann", "--goal", "time_above_180", "--plan", "carbs {}g at 21:15", "--amounts", "0:80:40",
        "--limit", "highest:140:0.5", "--home", home, "--json",
    )  # fmt: skip
    found = said.json
    assert said.code == 0
    assert (found["goal"], found["organ"]) == ("time_above_180", "metabolism")
    assert [r["plan"]["items"][0]["amount"] for r in found["ranked"]] == [0.0, 40.0, 80.0]
    least, _, most = found["ranked"]
    assert (least["change"], least["probability_worse"], least["allowed"]) == (0.0, 0.0, True)
    assert most["allowed"] is False
    assert "highest exceeds 140 with probability" in most["broken"][0]
    assert most["words"].startswith("carbs 80 g at")


def test_people_read_that_it_is_no_advice(say, home):
    """The list opens by saying what it is for."""
    said = say("optimise", "ann", "--plan", "carbs 20g at 21:15", "--home", home)
    assert said.code == 0
    assert "rehearsal, not dosing advice" in said.out
    assert "1. carbs 20 g" in said.out


@pytest.mark.parametrize(
    ("options", "said_of_it"),
    [
        (("--amounts", "1-3"), "is not FROM:TO:STEP"),
        (("--amounts", "0:1000:1"), "at most 40 steps"),
        (("--amounts", "1e-300:1:1e-320"), "at most 40 steps"),
        (("--limit", "highest"), "is not OUTCOME:LIMIT:CHANCE"),
        (("--limit", "highest:140:0.1:9"), "is not OUTCOME:LIMIT:CHANCE"),
        (("--limit", "highest:nan:0.1"), "needs a number as LIMIT"),
        (("--limit", "highest:140:nan"), "CHANCE from 0 to 1"),
        (("--limit", "highest:140:5"), "CHANCE from 0 to 1"),
        (("--limit", "happiness:1:0.1"), "no outcome 'happiness'"),
        (("--goal", "happiness"), "no outcome 'happiness'"),
        (("--goal", "lowest"), "no better direction"),
    ],
)
def test_what_cannot_be_ranked_is_refused(say, home, options, said_of_it):
    """Amounts, limits and goals that make no sense are named."""
    amounts = () if "--amounts" in options else ("--amounts", "20:20:1")
    plan = ("--plan", "carbs {}g at 21:15", *amounts)
    said = say("optimise", "ann", *plan, *options, "--home", home, "--json")
    assert said.code == 2
    assert said_of_it in said.json["error"]["message"]


def test_a_thin_posterior_recommends_nothing(say, empty, tmp_path):
    """Under 400 effective draws the command refuses and says what to do."""
    from vitruvian.cli.session import twin_of
    from vitruvian.engine.calibrate import QUICK

    (tmp_path / "day.csv").write_text(table())
    say("import", tmp_path / "day.csv", "--person", "bob", "--home", empty)
    with twin_of(empty, "bob", "metabolism") as twin:
        report = twin.calibrate(effort=QUICK)
    said = say("optimise", "bob", "--plan", "carbs 20g at 21:15", "--home", empty, "--json")
    assert report["may_advise"] is False
    assert said.code == 1
    assert "400 are needed for a recommendation" in said.json["error"]["message"]


def test_amounts_need_a_place_in_the_plan(say, home):
    """Amounts that no plan takes would rank one plan many times."""
    said = say("optimise", "ann", "--plan", "carbs 20g at 21:15", "--amounts", "1:3:1", "--home", home)
    assert said.code == 2
    assert "no --plan has {}" in said.err
