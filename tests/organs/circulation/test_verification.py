"""All benchmark problems together."""

from vitruvian.organs.circulation import verification
from vitruvian.organs.circulation.check_regression import TABLE


def test_names_differ_and_only_the_table_needs_data():
    """Each check has its own name; one of them needs the data folder."""
    names = [check.name for check in verification.CHECKS]
    assert len(set(names)) == len(names) == 12
    assert [check.needs for check in verification.CHECKS if check.needs] == [TABLE]
