import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.records.row import Rows, rounded


def test_equal_content_has_an_equal_hash_from_any_source(rows):
    """The content hash knows what was measured and when, not by whom or from which file."""
    a, b = rows([5], [100.0], source="dexcom:A"), rows([5], [100.0], source="table:file", file="f")
    assert a.hash(0) == b.hash(0)


def test_a_limit_is_another_content_than_the_same_number(rows):
    """Below 40 is not 40."""
    assert rows([5], [40.0], cmp=-1).hash(0) != rows([5], [40.0]).hash(0)


def test_joining_with_nothing_changes_nothing(rows):
    """No rows beside some rows are those rows."""
    found = rows([0, 5], [100.0, 101.0])
    assert Rows.join([Rows.none(), found]) is found


def test_a_row_for_showing_says_its_comparator(rows):
    """A censored row shows as below its limit."""
    row = rows([0], [40.0], cmp=-1).row(0)
    assert (row.cmp, row.value, row.signal) == ("<", 40.0, "glucose_interstitial")


@given(st.floats(1e-6, 1e6))
def test_rounding_keeps_nine_digits_and_holds(value):
    """A rounded value is within half of its ninth digit, and rounding it again changes nothing."""
    once = rounded(np.array([value]))
    assert abs(once[0] - value) <= 5.01e-9 * value
    assert rounded(once) == once
