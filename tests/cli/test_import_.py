"""Reading files into a record by the command, also bad ones."""

import pytest

from virtual_person import stamp, table

HEAD = "time,glucose_interstitial [mg/dL]\n"


def lines(values, unit="mg/dL", every=5.0):
    """A table of readings five minutes apart."""
    return f"time,glucose_interstitial [{unit}]\n" + "".join(
        f"{stamp(every * k)},{value}\n" for k, value in enumerate(values)
    )


@pytest.fixture
def take(say, empty, tmp_path):
    """Import a text as bob's file; gives what was said."""

    def run(text, *options, name="cgm.csv"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return say("import", file, "--person", "bob", "--home", empty, "--json", *options)

    return run


def rows(say, home):
    """Visible rows by signal in bob's record."""
    shown = say("person", "show", "bob", "--home", home, "--json").json
    return {name: about["rows"] for name, about in shown["signals"].items()}


def test_what_was_read_is_accounted_for(take):
    """The object of the contract: files with counts, signals with their span, and that nothing was lost."""
    said = take(table(), "--zone", "Europe/Zurich")
    found = said.json
    assert said.code == 0
    assert set(found) == {"files", "signals", "conserved"}
    (file,) = found["files"]
    assert {"path", "format", "read", "visible", "hidden", "quarantined", "reasons"} <= set(file)
    assert (file["format"], file["read"], file["hidden"], file["quarantined"]) == ("table", 259, 0, 0)
    assert found["signals"]["glucose_interstitial"]["rows"] == 252
    assert found["signals"]["carbs"]["from"].startswith("2025-03-03T06:30:00")
    assert found["conserved"] is True


def test_the_same_file_twice_adds_nothing(take, say, empty):
    """Read again, all of it is hidden as known."""
    take(table())
    again = take(table()).json["files"][0]
    assert (again["visible"], again["hidden"]) == (0, 259)
    assert rows(say, empty)["glucose_interstitial"] == 252


@pytest.mark.parametrize(("unit", "value", "other"), [("mg/dL", 6.5, "mmol/L"), ("mmol/L", 120.0, "mg/dL")])
def test_a_file_in_the_other_unit_is_refused_and_nothing_kept(take, say, empty, unit, value, other):
    """mmol/L under a mg/dL header and the reverse: the reason names both units, the record stays empty."""
    said = take(lines([value + k / 100 for k in range(40)], unit))
    assert said.code == 1
    assert said.json["error"]["type"] == "UnitMismatch"
    assert f"looks like {other} but the channel is {unit}" in said.json["error"]["message"]
    assert rows(say, empty) == {}


def test_low_and_high_are_limits_not_numbers(take, say, empty):
    """`Low` and `High` of a Clarity export stand as readings beyond the sensor's range."""
    head = (
        "Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,Device Info,"
        "Source Device ID,Glucose Value (mg/dL),Insulin Value (u),Carb Value (grams),"
        "Duration (hh:mm:ss),Glucose Rate of Change (mg/dL/min),Transmitter Time (Long Integer),"
        "Transmitter ID\n"
    )
    values = ["Low", *range(100, 120), "High"]
    body = "".join(
        f"{k},{stamp(5.0 * k).replace(' ', 'T')},EGV,,,,android,{v},,,,,{k},X\n" for k, v in enumerate(values)
    )
    said = take(head + body, "--zone", "UTC")
    assert said.code == 0
    (file,) = said.json["files"]
    assert (file["format"], file["quarantined"]) == ("dexcom-clarity", 0)
    assert said.json["signals"]["glucose_interstitial"]["rows"] == 22
    glucose = say("person", "show", "bob", "--home", empty, "--json").json["signals"]["glucose_interstitial"]
    assert (glucose["censored"], glucose["min"], glucose["max"]) == (2, 100.0, 119.0)


def test_duplicates_and_disorder_change_nothing(take, say, empty):
    """Lines twice and backwards: each reading stands once, in order."""
    straight = lines(range(100, 130)).splitlines(keepends=True)
    said = take(HEAD + "".join(reversed(straight[1:])) + "".join(straight[1:]))
    (file,) = said.json["files"]
    assert (file["read"], file["visible"], file["hidden"]) == (60, 30, 30)
    assert rows(say, empty) == {"glucose_interstitial": 30}


def test_impossible_values_wait_in_quarantine(take, say, empty):
    """NaN, −5 and 10⁹ are kept aside with their reasons; the rows around them stand."""
    said = take(lines([100, "NaN", 102, -5, 104, 1e9, 106, 107, 108, 109]))
    (file,) = said.json["files"]
    assert (file["visible"], file["quarantined"]) == (7, 3)
    assert file["reasons"] == {"value-impossible": 2, "value-nonnumeric": 1}
    assert say("person", "show", "bob", "--home", empty, "--json").json["quarantined"] == 3


@pytest.mark.parametrize(
    ("content", "said_of_it"),
    [(b"", "empty"), (b"%PDF-1.7\n\x00\x01\x02", "format"), (b'{"resourceType": "Bundle"}', "format")],
)
def test_a_file_that_is_none_of_ours_is_refused(take, say, empty, content, said_of_it):
    """An empty file, and files of other formats: refused with what they are not."""
    said = take(content, name="thing.bin")
    assert said.code == 1
    assert said_of_it in said.json["error"]["message"]
    assert rows(say, empty) == {}


def test_the_night_of_the_clock_change_has_an_hour_twice(take, say, empty):
    """25 hours of local readings in Zurich are 25 hours apart in UTC: none is hidden as a duplicate."""
    wall = [f"2025-10-26 {h:02d}:{m:02d}:00" for h in (0, 1, 2, 2, 3, 4) for m in range(0, 60, 5)]
    said = take(HEAD + "".join(f"{t},{100 + k}\n" for k, t in enumerate(wall)), "--zone", "Europe/Zurich")
    (file,) = said.json["files"]
    assert (file["visible"], file["hidden"]) == (72, 0)
    span = said.json["signals"]["glucose_interstitial"]
    assert (span["from"], span["to"]) == ("2025-10-25T22:00:00Z", "2025-10-26T03:55:00Z")


def test_several_files_are_all_or_nothing(say, empty, tmp_path):
    """One bad file among good ones: none is kept, and the bad one is named."""
    (tmp_path / "good.csv").write_text(table())
    (tmp_path / "none.csv").write_text("")
    said = say("import", tmp_path / "good.csv", tmp_path / "none.csv", "--person", "bob", "--home", empty)
    assert said.code == 1
    assert "none.csv" in said.err
    assert rows(say, empty) == {}


def test_an_unknown_person_is_named(say, empty, tmp_path):
    """No record is made for an id that nobody has."""
    (tmp_path / "good.csv").write_text(table())
    said = say("import", tmp_path / "good.csv", "--person", "eve", "--home", empty, "--json")
    assert said.code == 1
    assert "there is no person 'eve'" in said.json["error"]["message"]


def test_text_says_what_was_understood(say, empty, tmp_path):
    """For people: the format, and a line for each signal with what is new."""
    (tmp_path / "good.csv").write_text(table() + f"{stamp(5)},1e9,,,\n")
    said = say("import", tmp_path / "good.csv", "--person", "bob", "--home", empty)
    assert "good.csv: table, 260 records read" in said.out
    assert "glucose_interstitial: 252 new of 253, 1 in quarantine" in said.out
    assert "carbs: 3 new of 3" in said.out


def test_a_selection_needs_column_and_value(take):
    """--select without an equals sign is asked wrongly."""
    said = take(table(), "--select", "ann")
    assert said.code == 2
    assert "COLUMN=VALUE" in said.json["error"]["message"]


def test_two_readings_of_one_instant_are_said_at_import(say, empty, tmp_path):
    """The two values, their time and lines are named, and that both are kept."""
    file = tmp_path / "bp.csv"
    file.write_text("time,bp_systolic [mmHg]\n2025-03-04 07:00,132\n2025-03-04 07:00,142\n")
    said = say("import", file, "--person", "bob", "--home", empty).out
    assert "2 rows stand beside another value of the same instant and source: both are kept" in said
    assert "132 mmHg at 2025-03-04 07:00 (line 2), 142 mmHg at 2025-03-04 07:00 (line 3)" in said


def test_impossible_pair_waits_and_is_named(say, empty, tmp_path):
    """A diastolic value above the systolic one is quarantined with it, under a reason of its own."""
    file = tmp_path / "bp.csv"
    file.write_text("time,bp_systolic [mmHg],bp_diastolic [mmHg]\n2025-03-03 07:00,80,120\n")
    said = say("import", file, "--person", "bob", "--home", empty).out
    assert "quarantine: 2 pair-impossible" in said
    assert said.count("line 2: 2025-03-03 07:00: bp_diastolic 120 mmHg is not below bp_systolic 80 mmHg") == 1


def test_impossible_pair_of_two_files_is_looked_at(say, empty, tmp_path):
    """Halves that came in two files are kept, and said to contradict each other."""
    for signal, value in (("lv_edv", 100), ("lv_esv", 120)):
        file = tmp_path / f"{signal}.csv"
        file.write_text(f"time,{signal} [mL]\n2025-05-01 10:00,{value}\n")
        said = say("import", file, "--person", "bob", "--home", empty).out
    assert "look: 2025-05-01 10:00: lv_esv 120 mL is not below lv_edv 100 mL" in said


def test_column_that_may_mean_a_signal_is_asked_back(say, empty, tmp_path):
    """EDV is not read, and the note asks whether it is the left ventricle's."""
    file = tmp_path / "echo.csv"
    file.write_text("time,EF [%],EDV [mL]\n2025-05-01 10:00,55,120\n")
    said = say("import", file, "--person", "bob", "--home", empty).out
    assert "lvef: 1 new of 1" in said
    assert "left out EDV [mL]: no signal is named by it; did you mean lv_edv?" in said
