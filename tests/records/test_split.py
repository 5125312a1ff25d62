import gzip

import pytest

from vitruvian.core.errors import FormatError
from vitruvian.records.split import split_people

TABLE = b"id,time,glucose_mgdl\nb,2024-01-01 00:00,1\na,2024-01-01 00:00,2\nb,2024-01-01 00:05,3\n"


@pytest.mark.parametrize("data", [TABLE, gzip.compress(TABLE)], ids=["plain", "packed"])
def test_each_person_gets_their_lines(data):
    """Two people in one table, packed or not, are two tables."""
    assert split_people(data) == {
        "a": b"time,glucose_mgdl\n2024-01-01 00:00,2\n",
        "b": b"time,glucose_mgdl\n2024-01-01 00:00,1\n2024-01-01 00:05,3\n",
    }


def test_table_without_people_is_refused():
    """A table that names nobody is not parted."""
    with pytest.raises(FormatError, match="no column of people"):
        split_people(b"time,glucose_mgdl\n")


def test_published_cohort_is_parted(shared):
    """The table of Hall 2018 holds 39 people and 72,295 readings."""
    parts = split_people((shared / "data/glucose/hall2018/cgm.csv.gz").read_bytes())
    assert (len(parts), sum(part.count(b"\n") - 1 for part in parts.values())) == (39, 72295)
