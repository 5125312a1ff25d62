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
    """A line a parameter: by how much, and how well it is known where that may be shown."""
    after = {"q05": 1.08, "q50": 1.2, "q95": 1.5}
    drifted = {
        "r_sys": {"meaning": "resistance", "before": {"q50": 1.0}, "after": after},
        "hr": {"meaning": "rate", "before": {"q50": 70.0}, "after": {"q50": 63.0}},
    }
    text = update_text({"sentence": "Took in 4 new readings.", "drifted": drifted})
    assert text.splitlines() == [
        "Took in 4 new readings.", "  resistance: +20.0 %; known within -10 to +25 %", "  rate: -10.0 %",
    ]  # fmt: skip
