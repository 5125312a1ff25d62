import gzip

import pytest

from vitruvian.core.errors import FormatError

PEOPLE = (
    "id,time,glucose_mgdl\na,2024-01-01 00:00:00,100\nb,2024-01-01 00:00:00,120\na,2024-01-01 00:05:00,101\n"
)
REPLAY = {
    "step_min": 5,
    "time": {"column": "t", "format": "%d-%b-%Y %H:%M:%S"},
    "columns": {
        "glucose": {"signal": "glucose_interstitial", "unit": "mg/dL"},
        "cho": {"signal": "carbs", "unit": "g/min", "cell": "rate", "label": "cho_label"},
        "bolus": {"signal": "insulin_bolus", "unit": "U/min", "cell": "rate", "label": "bolus_label"},
        "basal": {"signal": "insulin_basal_rate", "unit": "U/min"},
    },
}


def test_several_people_in_one_table_must_be_chosen_from(batch):
    """A table of two people is refused until one is named, and the message shows how."""
    with pytest.raises(FormatError, match=r"several people in column 'id' \(a, b, ...\).*--select id=a"):
        batch(PEOPLE)


def test_selected_person_is_read_alone(import_):
    """Only the lines of the person asked for come in; the others are counted as not read."""
    account, timeline = import_(gzip.compress(PEOPLE.encode()), select=("id", "a"))
    assert timeline.rows.value.tolist() == [100.0, 101.0]
    assert account.notes["lines of other people, not read"] == 1


def test_selecting_nobody_is_refused(batch):
    """A person who is not in the table is named, with those who are."""
    with pytest.raises(FormatError, match="no line has id = 'c'; there are a, b"):
        batch(PEOPLE, select=("id", "c"))


def test_rate_held_over_a_line_becomes_an_amount(import_):
    """5.4 g/min held for five minutes are 27 g, with the label of the meal."""
    text = "t,glucose,cho,bolus,basal,bolus_label,cho_label\n11-May-2025 11:20:00,121,5.4,0.672,0.03,L,L\n"
    _, timeline = import_(text, mapping=REPLAY)
    carbs, bolus = timeline.values("carbs"), timeline.values("insulin_bolus")
    assert (carbs.value[0], bolus.value[0]) == (pytest.approx(27.0), pytest.approx(3.36))
    assert (carbs.text.at(0), bolus.text.at(0)) == ("L", "L")


def test_setting_of_a_line_holds_until_the_next(import_):
    """A basal of 0.03 U/min is 1.8 U/h for the five minutes of its line."""
    text = "t,glucose,cho,bolus,basal,bolus_label,cho_label\n11-May-2025 11:20:00,121,0,0,0.03,,\n"
    _, timeline = import_(text, mapping=REPLAY)
    found = timeline.values("insulin_basal_rate")
    assert (found.value[0], found.t1[0] - found.t0[0]) == (pytest.approx(1.8), 300_000_000)


def test_zero_dose_cells_are_nothing_logged(import_):
    """A 0 in a column of doses is no record; the account says how often."""
    account, timeline = import_(
        "time,glucose_mgdl,carbs [g]\n2024-01-01 00:00,100,0\n2024-01-01 00:05,101,40\n"
    )
    assert timeline.values("carbs").value.tolist() == [40.0]
    assert account.notes["cells of carbs [g] that are 0: nothing logged, not a dose of zero"] == 1


def test_column_that_names_no_signal_is_left_out_aloud(import_):
    """What is not read is said."""
    account, _ = import_("time,glucose_mgdl,mood\n2024-01-01 00:00,100,good\n")
    assert account.notes["column mood left out: no signal is named by it"] == 1


def test_example_day_of_a_pump_comes_in_by_its_mapping(import_, shared):
    """The published example day: 233 readings, three meals of 277 g in all, and a basal for every line."""
    data = (shared / "data/glucose/replaybg_example/data_day_1.csv").read_bytes()
    _, timeline = import_(data, mapping=REPLAY, now=1_900_000_000_000_000)
    found = {signal: cover.rows for signal, cover in timeline.coverage().items()}
    assert found == {"carbs": 3, "glucose_interstitial": 233, "insulin_basal_rate": 264, "insulin_bolus": 4}
    assert timeline.values("carbs").value.sum() == pytest.approx(277.0)


def test_a_cuff_that_writes_date_and_time_apart_is_read(import_):
    """One stamp of both columns; neither is said to be left out."""
    text = "Date,Time,Systolic (mmHg),Pulse (bpm)\n2025-03-01,07:10,121,71\n2025-03-01,20:40,129,68\n"
    account, timeline = import_(text.encode())
    found = timeline.values("bp_systolic")
    assert (account.visible, list(found.value)) == (4, [121.0, 129.0])
    assert int(found.t0[1] - found.t0[0]) == (13 * 60 + 30) * 60_000_000
    assert not any("left out" in note for note in account.notes)
