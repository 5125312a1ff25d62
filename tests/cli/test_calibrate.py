"""Fitting by the command."""

from virtual_person import table


def test_a_fit_of_the_same_data_is_kept_and_told(say, home):
    """The object of the contract, from the stored fit: nothing is computed again."""
    said = say("calibrate", "ann", "--home", home, "--json")
    found = said.json
    assert said.code == 0
    assert set(found) >= {
        "organ", "posterior", "method", "draws", "ess", "ess_worst", "rhat_max", "fit", "parameters",
        "data_hash", "cpu_s",
    }  # fmt: skip
    assert found["cpu_s"] == 0.0
    assert found["rhat_max"] is None
    assert found["ess_worst"] > 400.0
    assert found["fit"]["readings"] == 251
    for row in found["parameters"]:
        assert set(row) >= {"name", "unit", "prior", "posterior", "shrinkage", "status"}
        assert set(row["posterior"]) == {"mean", "sd", "q05", "q50", "q95"}
        assert row["status"] in ("identified", "weak", "prior-dominated")
    status = {row["name"]: row["status"] for row in found["parameters"]}
    assert status["exercise_strength"] == "prior-dominated"


def test_an_hour_of_data_is_refused_with_what_is_needed(say, empty, tmp_path):
    """Twelve readings are no twin: the refusal counts them and says how many it takes."""
    (tmp_path / "hour.csv").write_text(table(1.0))
    say("import", tmp_path / "hour.csv", "--person", "bob", "--home", empty)
    said = say("calibrate", "bob", "--home", empty, "--json")
    assert said.code == 1
    assert said.json["error"]["type"] == "NotEnoughData"
    assert "12 glucose readings over 0.9 h" in said.json["error"]["message"]
    assert "at least 60 readings over 6 h" in said.json["error"]["message"]


def test_before_the_first_reading_there_is_nothing_to_fit(say, home):
    """--at a year earlier: no glucose was known then."""
    said = say("calibrate", "ann", "--at", "2024-03-04 00:00", "--home", home, "--json")
    assert said.code == 1
    assert "no glucose_interstitial" in said.json["error"]["message"]


def test_people_see_which_parameters_the_record_moved(say, home):
    """A line a parameter, with its status, and what was assumed."""
    said = say("calibrate", "ann", "--home", home)
    assert "effective draws" in said.out
    assert "exercise_strength" in said.out
    assert "prior-dominated" in said.out
    assert "assumed: routine long-acting insulin 18 U" in said.out


HOME_FILE = """time,bp_systolic_mmhg,bp_diastolic_mmhg,lvef [%],weight [kg],bnp [pg/mL]
2025-03-01 07:30:00,130,80,60,80,
2025-03-02 07:30:00,80,130,,81,-5
2025-03-03 07:30:00,16,10,120,700,
2025-03-04 07:30:00,nan,82,,80.5,
2025-03-05 07:30:00,131,81,60,80.2,
"""


def test_wrong_readings_of_a_home_file_are_named_with_their_dates(say, empty, tmp_path):
    """What no one can have waits in quarantine, and so does a pair that excludes itself."""
    (tmp_path / "home.csv").write_text(HOME_FILE)
    said = say("import", tmp_path / "home.csv", "--person", "bob", "--home", empty).out
    for wrong in (
        "2025-03-03 07:30: bp_systolic 16 mm[Hg]",
        "(in kPa it would be 120 mm[Hg])",
        "2025-03-03 07:30: lvef 120 %",
        "2025-03-03 07:30: weight 700 kg",
        "2025-03-02 07:30: bnp -5 pg/mL",
        "2025-03-04 07:30: bp_systolic 'nan' is no number",
        "2025-03-02 07:30: bp_diastolic 130 mmHg is not below bp_systolic 80 mmHg",
    ):
        assert wrong in said


def test_a_pair_of_two_files_stops_the_fit(say, empty, tmp_path):
    """Halves that came apart are both kept; the fit is refused with their date, though not the newest."""
    halves = ("bp_systolic_mmhg\n2025-03-02 07:30:00,80", "bp_diastolic_mmhg\n2025-03-02 07:30:00,130")
    days = "bp_systolic_mmhg,bp_diastolic_mmhg\n2025-03-01 07:30:00,130,80\n2025-03-05 07:30:00,131,81"
    for k, text in enumerate((days, *halves)):
        (tmp_path / f"{k}.csv").write_text(f"time,{text}\n")
        assert say("import", tmp_path / f"{k}.csv", "--person", "bob", "--home", empty).code == 0
    refused = say("calibrate", "bob", "--organ", "circulation", "--home", empty)
    assert refused.code == 1
    assert "2025-03-02 07:30: bp_diastolic 130 mmHg is not below bp_systolic 80 mmHg" in refused.err
    assert "--without bp_diastolic@DAY" in refused.err


def test_a_day_that_is_not_there_cannot_be_left_out(say, empty, tmp_path):
    """The date is named."""
    (tmp_path / "home.csv").write_text(HOME_FILE)
    say("import", tmp_path / "home.csv", "--person", "bob", "--home", empty)
    words = ("calibrate", "bob", "--organ", "circulation", "--home", empty, "--without")
    said = say(*words, "bp_diastolic@2025-04-01")
    assert (said.code, "no bp_diastolic on 2025-04-01" in said.err) == (1, True)
    assert say(*words, "bp_diastolic@x").code == 2
    assert say(*words, "carbs@2025-03-01").code == 2


def test_a_pure_number_is_shown_without_a_unit(say, home):
    """A ratio among the parameters has no bare 1 behind it."""
    lines = say("calibrate", "ann", "--home", home).out.splitlines()
    (row,) = [line for line in lines if line.split()[:1] == ["si_night"]]
    assert "): " in row
    assert " 1: " not in row
