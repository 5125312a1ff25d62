"""Wording."""

import pytest

from vitruvian.core.time import HOUR, MINUTE, instant
from vitruvian.twin.wording import (
    clock_and_day,
    in_100,
    interval,
    lasting,
    named,
    number,
    quantity,
    sentence,
    unit_words,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (101.4, "mg/dL", "101"),
        (5.55, "mmol/L", "5.5"),
        (-0.2, "mg/dL", "0"),
        (-12.0, "mg/dL", "−12"),
        (0.00061234, "1/min", "0.000612"),
        (0.0000012, "1", "1.20e−06"),
        (1.0, "1", "1"),
        (1234.0, "1", "1234"),
        (None, "1", "—"),
        (float("nan"), "1", "—"),
    ],
)
def test_numbers_are_rounded_to_what_is_known(value: float | None, unit: str, text: str) -> None:
    """The unit says how many digits; nothing is shown as minus zero or NaN."""
    assert number(value, unit) == text


def test_changes_have_their_sign() -> None:
    """A change is shown with plus or minus, a range of changes in words."""
    assert number(3.0, "mg/dL", is_change=True) == "+3"
    assert interval(-12.0, 3.0, "mg/dL", is_change=True) == "−12 to +3"
    assert interval(88.0, 152.0, "mg/dL") == "88–152"
    assert interval(None, 152.0, "mg/dL") == ""


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "fewer than 1 in 100"),
        (0.012, "1 in 100"),
        (0.43, "43 in 100"),
        (1.0, "more than 99 in 100"),
        (None, "—"),
    ],
)
def test_chances_are_plain_frequencies(probability: float | None, text: str) -> None:
    """Never never, never always: futures are counted in hundreds."""
    assert in_100(probability) == text


def test_units_and_times_are_for_people() -> None:
    """International units are U; lengths and moments are short."""
    assert (unit_words("[iU]"), unit_words("1")) == ("U", "")
    assert quantity(4.0, "[iU]") == "4\u202fU"
    assert lasting(4 * HOUR) == "4\u202fh"
    assert lasting(90 * MINUTE) == "1\u202fh 30\u202fmin"
    assert clock_and_day(instant("2014-10-04T12:30:00+02:00"), 120) == "12:30 on 4 Oct 2014"


def test_sentences_begin_and_end() -> None:
    """A remark becomes a sentence."""
    assert sentence("glucose  rises") == "Glucose rises."
    assert sentence("Done.") == "Done."
    assert sentence("") == ""


def test_a_name_has_its_unit_where_there_is_one() -> None:
    """A pure number has none, and no comma."""
    assert (named("pressure", "mm[Hg]"), named("ratio", "1")) == ("pressure, mmHg", "ratio")
