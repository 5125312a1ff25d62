"""Rows of the physiology checks. All of them run in tests/science."""

from vitruvian.organs.circulation import check_healthy as checks
from vitruvian.organs.circulation.healthy import MAN, WOMAN, Range


def test_a_row_passes_inside_its_range_only():
    """The middle is the reference, half the width the tolerance; an unseen source is marked."""
    (man,) = checks.read_all((MAN,))
    ranges = (
        Range("inside", man.edv - 1.0, man.edv + 3.0, "mL", "a table", True, lambda m: m.edv),
        Range("outside", man.edv + 1.0, man.edv + 3.0, "mL", "hearsay", False, lambda m: m.edv),
    )
    inside, outside = checks.within("man", ranges, man)
    assert (inside["pass"], outside["pass"]) == (True, False)
    assert (inside["source"], outside["source"]) == ("a table", "hearsay (verified=False)")


def test_any_number_of_people_is_read_in_order():
    """Nine people need two ensembles; each gets their own readings."""
    read = checks.read_all((MAN, WOMAN, *[MAN] * 6, WOMAN))
    assert len(read) == 9
    assert read[1] == read[8] != read[0]
