import numpy as np

from vitruvian.records.flags import Flag, counts, names


def test_names_are_those_of_the_set_bits():
    """The marks of a row are named in lower case."""
    assert names(Flag.CENSORED | Flag.DERIVED) == ("censored", "derived")


def test_only_marks_that_occur_are_counted():
    """A mark that no row carries is not in the counts."""
    assert counts(np.array([1, 3, 0], np.uint32)) == {"censored": 2, "zone_assumed": 1}
