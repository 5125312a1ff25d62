import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.records.labels import Labels

words = st.lists(st.sampled_from(["", "a", "b", "ab", "é"]))


@given(words, words)
def test_joined_columns_hold_the_words_of_both(left, right):
    """Joining two columns gives the words of the first, then those of the second."""
    assert list(Labels.join([Labels.of(left), Labels.of(right)])) == left + right


@given(words)
def test_ranks_sort_like_the_words(items):
    """Sorting by rank is sorting by word, whatever order the words first appeared in."""
    column = Labels.of(items)
    assert [items[k] for k in np.argsort(column.ranks(), kind="stable")] == sorted(items)


def test_taking_rows_drops_words_that_none_holds():
    """A part of a column holds no word of the rest."""
    assert Labels.of(["a", "b", "a"]).take(np.array([True, False, True])).words == ("a",)


def test_absent_word_is_held_by_no_row():
    """Asking for a word that the column does not have gives no row."""
    assert not Labels.of(["a"]).are("b").any()
