"""BNP and NT-proBNP as findings."""

import numpy as np
import pytest

from vitruvian.organs.circulation.peptides import likely_from, peptides, verdict


@pytest.mark.parametrize(
    ("kind", "value", "age", "found"),
    [
        ("nt_probnp", 124.0, 40.0, "unlikely"),
        ("nt_probnp", 125.0, 40.0, "likely"),
        ("nt_probnp", 240.0, 60.0, "unclear"),
        ("nt_probnp", 260.0, 74.9, "likely"),
        ("nt_probnp", 260.0, 75.0, "unclear"),
        ("nt_probnp", 260.0, None, "unclear"),
        ("bnp", 34.0, 60.0, "unlikely"),
        ("bnp", 100.0, 60.0, "unclear"),
        ("bnp", 150.0, 60.0, "likely"),
    ],
)
def test_a_value_is_judged_by_the_cut_offs_of_the_guidelines(kind, value, age, found):
    """ESC 2021 below, HFA 2023 by age above; an unknown age takes the highest."""
    assert verdict(kind, value, age) == found


def test_the_limit_rises_with_age():
    """125, 250, 500 pg/mL."""
    assert [likely_from("nt_probnp", age) for age in (49.0, 50.0, 90.0)] == [125.0, 250.0, 500.0]


def test_the_two_kinds_are_never_mixed():
    """Each has its own finding, from its newest value whatever the order of the rows."""
    rows = {"nt_probnp": (np.array([30.0, 10.0]), np.array([900.0, 400.0])), "bnp": (np.ones(1), np.ones(1))}
    found = peptides(rows, 60.0)
    assert [(p.kind, p.value, p.verdict) for p in found] == [
        ("nt_probnp", 900.0, "likely"), ("bnp", 1.0, "unlikely"),
    ]  # fmt: skip
    assert found[0].risen == 2.25
    assert "risen from 400" in found[0].sentence
    assert found[1].risen is None


def test_nothing_measured_is_no_finding():
    """A record without them says nothing."""
    assert peptides({"bnp": (np.zeros(0), np.zeros(0))}, 60.0) == ()
