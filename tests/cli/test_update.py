"""Bringing a twin up to date by the command."""

from virtual_person import table
from vitruvian.cli.update import update_text


def test_an_hour_of_new_readings_is_taken_in(say, home, tmp_path):
    """Twelve readings more: they are counted, and the next forecast starts after them."""
    (tmp_path / "hour.csv").write_text(table(22.0, start=21.0))
    say("import", tmp_path / "hour.csv", "--person", "ann", "--home", home)
    said = say("update", "ann", "--home", home, "--json")
    found = said.json
    assert said.code == 0
    assert (found["organ"], found["new_readings"]) == ("metabolism", 12)
    assert 0.0 <= found["inside90"] <= 1.0
    assert "Took in 12 new readings" in found["sentence"]
    ahead = say("forecast", "ann", "--home", home, "--json").json
    assert ahead["data_until"] == "2025-03-03T22:00:00+01:00"
    assert ahead["posterior"] == found["posterior"]


def test_without_news_nothing_is_done(say, home):
    """The same record again: the fit stands."""
    said = say("update", "ann", "--home", home)
    assert said.out.strip() == "Nothing new since the last fit."


def test_people_see_what_has_drifted():
    """A line a parameter, with its range where it may be shown."""
    part = {"q05": 0.9, "q50": 1.0, "q95": 1.1}
    drifted = {"r_sys": {"unit": "mmHg s/mL", "before": part, "after": {"q50": 1.2}}}
    text = update_text({"sentence": "Took in 4 new readings.", "drifted": drifted})
    assert text.splitlines() == [
        "Took in 4 new readings.", "  r_sys              1 (0.9 to 1.1) -> 1.2 mmHg s/mL",
    ]  # fmt: skip
