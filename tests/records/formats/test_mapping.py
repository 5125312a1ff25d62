import pytest

from vitruvian.core.errors import FormatError
from vitruvian.records.formats.mapping import Column, asked_back, layout_of, meant, named_signal


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("glucose_interstitial [mg/dL]", ("glucose_interstitial", "mg/dL")),
        ("bp_systolic [mm[Hg]]", ("bp_systolic", "mm[Hg]")),
        ("glucose (mmol/L)", ("glucose_interstitial", "mmol/L")),
        ("glucose_mgdl", ("glucose_interstitial", "mg/dL")),
        ("glucose_mmol_l", ("glucose_interstitial", "mmol/L")),
        ("heart_rate_bpm", ("heart_rate", "/min")),
        ("Carbs [g]", ("carbs", "g")),
        ("carbs", ("carbs", "")),
        ("mitral_e_over_a", ("mitral_e_over_a", "1")),
        ("Systolic (mmHg)", ("bp_systolic", "mmHg")),
        ("Pulse (bpm)", ("heart_rate", "bpm")),
        ("weight_lb", ("weight", "[lb_av]")),
        ("NT-proBNP (pg/mL)", ("nt_probnp", "pg/mL")),
        ("notes", None),
    ],
)
def test_column_names_say_signal_and_unit(name, meaning):
    """Brackets, round or square, and suffixes name the unit."""
    assert named_signal(name) == meaning


def test_date_and_time_of_day_may_stand_in_two_columns():
    """As most cuffs write them; a date alone is a stamp too."""
    layout = layout_of(["Date", "Time", "Pulse (bpm)"], None)
    assert (layout.time, layout.clock) == ("Date", "Time")
    alone = layout_of(["Date", "Weight (lb)"], None)
    assert (alone.time, alone.clock) == ("Date", "")
    assert layout_of(["time", "Pulse (bpm)"], None).clock == ""


def test_column_without_a_unit_is_refused():
    """A bare number is never given a unit by us."""
    with pytest.raises(FormatError, match=r"'carbs' states no unit: write it as 'carbs \[unit\]'"):
        layout_of(["time", "carbs"], None)


def test_table_without_time_is_refused():
    """The message names the header that was found."""
    with pytest.raises(FormatError, match=r"no column is a time.*\['when', 'carbs \[g\]'\]"):
        layout_of(["when", "carbs [g]"], None)


def test_table_without_signals_is_refused():
    """A table that names no signal says how to name one."""
    with pytest.raises(FormatError, match="no column names a signal"):
        layout_of(["time", "x"], None)


def test_mapping_gives_a_column_its_meaning():
    """A rate is held for the step between lines."""
    mapping = {"step_min": 5, "columns": {"cho": {"signal": "carbs", "unit": "g/min", "cell": "rate"}}}
    assert layout_of(["t", "cho"], mapping).columns == (Column("cho", "carbs", "g/min", 5.0),)


@pytest.mark.parametrize(
    "about",
    [{"signal": "carbs"}, {"signal": "none", "unit": "g"}, {"signal": "carbs", "unit": "g", "uint": "g"}],
)
def test_mapping_that_cannot_be_meant_is_refused(about):
    """A missing unit, an unknown signal and a misspelt key are named."""
    with pytest.raises(FormatError, match="mapping of column 'cho' cannot be used"):
        layout_of(["t", "cho"], {"columns": {"cho": about}})


def test_rate_needs_the_step_and_a_unit_per_minute():
    """Without the time it was held, a rate is no amount."""
    with pytest.raises(FormatError, match="step_min"):
        layout_of(["t", "cho"], {"columns": {"cho": {"signal": "carbs", "unit": "g/min", "cell": "rate"}}})


@pytest.mark.parametrize(
    "mapping",
    [
        {"time": "t"}, {"time": {"format": 5}}, {"columns": ["cho"]}, {"columns": {"cho": "carbs"}},
        {"step_min": "x"}, {"step_min": 1e308}, {"columns": {"cho": {"signal": "carbs", "unit": 5}}},
        {"columns": {"cho": {"signal": "carbs", "unit": "g", "label": "none"}}},
    ],
)  # fmt: skip
def test_mapping_of_the_wrong_shape_is_refused(mapping):
    """Whatever stands in a mapping file, the answer is a message."""
    with pytest.raises(FormatError, match="mapping"):
        layout_of(["t", "cho"], mapping)


def test_two_columns_of_one_name_are_refused():
    """The second would not be read."""
    with pytest.raises(FormatError, match="two columns are called 'glucose_mgdl'"):
        layout_of(["time", "glucose_mgdl", "glucose_mgdl"], None)


@pytest.mark.parametrize(
    ("name", "found"),
    [("EF [%]", ("lvef", "%")), ("E/A", ("mitral_e_over_a", "1")), ("LVEDV [mL]", ("lv_edv", "mL"))],
)
def test_names_of_an_echo_report_are_read(name, found):
    """What can mean one thing only is taken for it."""
    assert named_signal(name) == found


@pytest.mark.parametrize(
    ("name", "signal"),
    [("EDV [mL]", "lv_edv"), ("esv", "lv_esv"), ("wieght_kg", "weight"), ("note", ""), ("", "")],
)
def test_names_that_are_near_are_asked_back(name, signal):
    """A name that could mean several things, or is misspelt, is not read; the question names the nearest."""
    assert named_signal(name) is None
    assert meant(name) == signal


def test_question_names_each_column():
    """The columns that may mean a signal are asked about in one line."""
    assert asked_back(["time", "EDV [mL]"]) == ". 'EDV [mL]': did you mean lv_edv?"
    assert asked_back(["x"]) == ""
