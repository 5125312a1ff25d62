"""People in the vault, by the command."""

import pytest


def test_people_are_added_and_listed(say, tmp_path):
    """What was stated comes back; what was not is null."""
    home = tmp_path / "home"
    said = say("person", "add", "eva", "--name", "Eva E.", "--weight", "61.5", "--home", home, "--json")
    assert (said.code, said.json["id"], said.json["weight_kg"]) == (0, "eva", 61.5)
    (listed,) = say("person", "list", "--home", home, "--json").json["people"]
    assert (listed["name"], listed["birth"]) == ("Eva E.", None)


def test_an_empty_home_says_how_to_begin(say, tmp_path):
    """No people yet, and the command that adds one."""
    assert "vitruvian person add ID" in say("person", "list", "--home", tmp_path / "home").out


@pytest.mark.parametrize(
    "options", [("--zone", "Mars/Olympus"), ("--birth", "tomorrow"), ("--weight", "-3"), ("--sex", "none")]
)
def test_impossible_facts_are_refused(say, tmp_path, options):
    """A zone, date, weight or sex that cannot be is refused, and nobody is added."""
    said = say("person", "add", "eva", *options, "--home", tmp_path / "home")
    assert said.code in (1, 2)
    assert said.err
    assert say("person", "list", "--home", tmp_path / "home", "--json").json == {"people": []}


def test_the_same_id_twice_is_refused(say, empty):
    """An id belongs to one person."""
    said = say("person", "add", "bob", "--home", empty, "--json")
    assert said.code == 1
    assert "bob" in said.json["error"]["message"]


def test_show_tells_rows_span_gaps_and_statistics(say, home):
    """Per signal: rows, span, gaps, sources, quality and simple statistics; and what is kept beside."""
    shown = say("person", "show", "ann", "--home", home, "--json").json
    glucose = shown["signals"]["glucose_interstitial"]
    assert set(glucose) >= {"unit", "rows", "from", "to", "gaps", "sources", "quality", "mean", "sd"}
    assert (glucose["rows"], glucose["unit"], glucose["gaps"]) == (252, "mg/dL", [])
    assert 40.0 <= glucose["min"] < glucose["mean"] < glucose["max"]
    assert [o["kind"] for o in shown["objects"]] == ["posterior/metabolism"]
    assert "glucose_interstitial: 252 rows" in say("person", "show", "ann", "--home", home).out


def test_an_empty_record_says_what_comes_next(say, empty):
    """Nothing is there yet: import a file."""
    assert "vitruvian import FILE --person bob" in say("person", "show", "bob", "--home", empty).out


def test_an_unknown_person_is_named(say, empty):
    """The refusal says how to add or list people."""
    said = say("person", "show", "eve", "--home", empty, "--json")
    assert said.code == 1
    assert "there is no person 'eve'" in said.json["error"]["message"]


@pytest.mark.parametrize(("birth", "why"), [("2099-01-01", "in the future"), ("1899-12-31", "before 1900")])
def test_a_birth_that_cannot_be_is_refused(say, tmp_path, birth, why):
    """A date in the future or before 1900 is named with what is wrong, and nobody is added."""
    said = say("person", "add", "eva", "--birth", birth, "--home", tmp_path / "home", "--json")
    assert (said.code, said.json["error"]["message"]) == (2, f"birth {birth} is {why}: check the year")
    assert say("person", "list", "--home", tmp_path / "home", "--json").json == {"people": []}


def test_show_speaks_the_person_s_own_time_and_names_sources_and_quality(say, empty, tmp_path):
    """A reading at 07:00 in Zurich is shown at 07:00, with where it is from and what is odd in it."""
    file = tmp_path / "bp.csv"
    file.write_text(
        "time,bp_systolic [mm[Hg]]\n2025-07-04 07:00,132\n2025-07-04 07:00,142\n2025-07-05 07:00,140\n"
    )
    assert say("import", file, "--person", "bob", "--home", empty).code == 0
    said = say("person", "show", "bob", "--home", empty).out
    assert "times in Europe/Zurich" in said
    assert "bp_systolic: 3 rows, 2025-07-04 07:00 to 2025-07-05 07:00, mean 138 mmHg" in said
    assert "from table:file (3); 2 conflict" in said
