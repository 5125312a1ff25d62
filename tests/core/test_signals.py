"""The table of signals."""

import math
import re

import pytest

from vitruvian.core.errors import RecordError, UnknownSignal
from vitruvian.core.signals import signal, signals
from vitruvian.core.ucum import parse

ALL = list(signals().values())


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.key)
def test_row_is_sound(found):
    """A row has a readable unit, ordered limits and a LOINC code of the right shape or none."""
    assert not found.unit or not parse(found.unit).is_normalised
    assert re.fullmatch(r"(\d{1,6}-\d)?", found.loinc)
    limits = [x for x in (found.hard_lo, found.soft_lo, found.soft_hi, found.hard_hi) if x is not None]
    assert limits == sorted(limits)


@pytest.mark.parametrize("found", [found for found in ALL if found.loinc], ids=lambda found: found.key)
def test_loinc_check_digit_holds(found):
    """The last digit of a LOINC code is the Luhn (mod 10) check digit of the rest."""
    number, check = found.loinc.split("-")
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number), 1)]
    assert (10 - sum(value // 10 + value % 10 for value in doubled) % 10) % 10 == int(check)


def test_recalled_codes_stay_unverified():
    """A LOINC code from memory is not trusted, one that was seen is."""
    assert not signal("creatinine").is_loinc_verified
    assert signal("weight").is_loinc_verified
    assert not any(
        found.is_loinc_verified for found in ALL if found.loinc_checked in ("memory", "no", "partly")
    )


def test_keys_are_unique_and_plain():
    """A key is a word of small letters, digits and underscores, and names one row."""
    assert len(ALL) == len({found.key for found in ALL}) > 100
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", found.key) for found in ALL)


def test_limits_judge_a_value():
    """Hard limits say what is possible, soft ones what is plausible; both ends belong to the range."""
    glucose = signal("glucose_interstitial")
    assert glucose.is_possible(600)
    assert not glucose.is_plausible(600)
    assert not glucose.is_possible(-5)
    assert not glucose.is_possible(1e9)
    assert not glucose.is_possible(math.nan)


def test_signal_without_limits_takes_any_number():
    """No limit in the table means none."""
    assert signal("workout").is_possible(1e12)


def test_unknown_key_names_the_nearest():
    """A misspelt key is a record error that helps."""
    with pytest.raises(UnknownSignal, match="heart_rate") as caught:
        signal("hart_rate")
    assert isinstance(caught.value, RecordError)
