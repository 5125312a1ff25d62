"""The stored table, drift and order. All rows run in tests/science."""

import csv
from pathlib import Path

import pytest

from vitruvian.organs.circulation import check_regression as checks
from vitruvian.organs.circulation.deck import CASES


def test_a_row_of_the_table_is_met(shared):
    """Each column of the exercise row is within 1 % beyond the rounding of print, and each row is a case."""
    with (shared / checks.TABLE).open(encoding="utf-8", newline="") as file:
        rows = {row[""]: row for row in csv.DictReader(file)}
    assert set(rows) == set(CASES)
    departures = checks.departures(checks.run_cases(("exercise",))["exercise"], rows["exercise"])
    assert len(departures) == len(checks.COLUMNS)
    assert max(departures.values()) < 0.01


def test_rounding_of_print_is_no_error():
    """Half a last digit is free, the rest counts relative to the printed value; an empty cell is skipped."""
    row = dict.fromkeys(checks.COLUMNS, "") | {"SBP": "100.0", "EF": "60.0"}
    found = checks.departures({"sbp_ao": 102.05, "ef": 0.6004}, row)
    assert found == {"SBP": pytest.approx(0.02), "EF": 0.0}


def test_volume_does_not_drift():
    """A thousand beats lose less than a billionth."""
    assert all(row["pass"] for row in checks.drift(Path()))
