"""Forecasts by the command."""

import pytest

from virtual_person import stamp, table
from vitruvian.core.signals import signal

CONTRACT = {
    "forecast", "primary", "signals", "outcomes", "sentence", "in_domain", "warnings", "plan", "data_until",
    "posterior",
}  # fmt: skip


def test_a_forecast_keeps_the_contract(say, home):
    """All keys of the contract; five quantiles in order, four hours ahead of the last reading."""
    said = say("forecast", "ann", "--home", home, "--json")
    found = said.json
    assert said.code == 0
    assert set(found) >= CONTRACT
    assert found["primary"] == "glucose_interstitial"
    glucose = found["signals"]["glucose_interstitial"]
    assert set(glucose["quantiles"]) == {"05", "25", "50", "75", "95"}
    assert glucose["unit"] == signal("glucose_interstitial").unit
    assert len(glucose["times"]) == 48
    assert found["data_until"] == "2025-03-03T21:00:00+01:00"
    assert glucose["times"][0] == "2025-03-03T21:05:00+01:00"
    rows = [glucose["quantiles"][q] for q in ("05", "25", "50", "75", "95")]
    assert all(sorted(column) == list(column) for column in zip(*rows, strict=True))
    assert {"unit", "median", "q05", "q95"} <= set(found["outcomes"]["time_in_range"])
    assert 0.0 <= found["outcomes"]["low_event"]["probability"] <= 1.0
    assert found["plan"]["base"] == "as-planned"
    assert found["in_domain"] is True


def test_asked_twice_the_bytes_are_the_same(say, home):
    """Same inputs, same seed: the same bytes; another seed gives others."""
    plan = ("forecast", "ann", "--plan", "insulin_bolus 2U at 21:30", "--home", home, "--json")
    first, second, other = say(*plan), say(*plan), say(*plan, "--seed", "7")
    assert first.code == 0
    assert first.out == second.out
    assert other.out != first.out


def test_rows_after_the_moment_change_nothing(say, home, tmp_path):
    """Asked from midnight, readings and doses of the hours after leave the same bytes."""
    asked = ("forecast", "ann", "--at", "2025-03-03 21:00", "--home", home, "--json")
    before = say(*asked)
    later = tmp_path / "later.csv"
    later.write_text(table(23.0, start=21.0) + f"{stamp(1270)},,80,9,\n")
    assert say("import", later, "--person", "ann", "--home", home).code == 0
    after = say(*asked)
    assert before.code == 0
    assert before.out == after.out
    assert say(*asked, "--follow-log").out != before.out


@pytest.mark.parametrize(
    ("plan", "said_of_it"),
    [
        ("insulin_bolus 400U at 21:30", "outside the hard limits 0 to 30"),
        ("insulin_bolus about noon", "understood insulin_bolus"),
        ("dance at 21:30", "no act that can be planned here"),
    ],
)
def test_a_plan_that_may_not_be_asked_is_asked_wrongly(say, home, plan, said_of_it):
    """400 U breaks a hard limit; words that cannot be read say what was understood. Exit 2."""
    said = say("forecast", "ann", "--plan", plan, "--home", home, "--json")
    assert said.code == 2
    assert said.json["error"]["type"] == "PlanError"
    assert said_of_it in said.json["error"]["message"]


def test_an_unknown_person_or_organ_is_named(say, home):
    """Nobody is called eve, and there is no organ spleen."""
    person = say("forecast", "eve", "--home", home, "--json")
    organ = say("forecast", "ann", "--organ", "spleen", "--home", home, "--json")
    assert (person.code, organ.code) == (1, 2)
    assert "there is no person 'eve'" in person.json["error"]["message"]
    assert "there are circulation, metabolism" in organ.json["error"]["message"]


def test_an_empty_record_says_what_is_missing(say, empty):
    """No glucose in the record: import a file that holds it."""
    said = say("forecast", "bob", "--home", empty, "--json")
    assert said.code == 1
    assert "bob has no glucose_interstitial in the record" in said.json["error"]["message"]


def test_a_dose_far_above_any_seen_is_outside_the_domain(say, home):
    """30 U are within the hard limit, yet four times the largest bolus: said, not hidden."""
    found = say("forecast", "ann", "--plan", "insulin_bolus 30U at 21:30", "--home", home, "--json").json
    assert found["in_domain"] is False
    assert "more than twice the largest in the record" in found["warnings"][0]


def test_people_get_a_plot_and_a_sentence(say, home):
    """The terminal shows the curve, the sentence and what was assumed."""
    said = say("forecast", "ann", "--hours", "2", "--home", home)
    assert said.code == 0
    assert "in the middle forecast" in said.out
    assert "9 in 10 futures" in said.out
    assert "assumed: routine long-acting insulin 18 U at about 20:00" in said.out


def test_a_report_is_written_where_it_was_asked_for(home, say, tmp_path):
    """The page of the same forecast, self-contained, with the fit that it rests on."""
    page = tmp_path / "page.html"
    said = say("forecast", "ann", "--report", page, "--home", home, "--json")
    text = page.read_text()
    assert said.code == 0
    assert "<svg" in text
    assert "<script" not in text
