import time

import numpy as np
import pytest

from vitruvian.core.errors import RecordError
from vitruvian.studies.people_files import read_people

NOW = time.time_ns() // 1000
WANTED = ("glucose_interstitial", "insulin_bolus")


def test_a_table_with_a_column_of_people_holds_several(tmp_path, people):
    """Each of them is found with their own rows, under the file's name and theirs."""
    parts = [path.read_text(encoding="utf-8").splitlines() for path in people[:2]]
    lines = [f"id,{parts[0][0]}"] + [f"p{i},{line}" for i, part in enumerate(parts) for line in part[1:]]
    path = tmp_path / "both.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found, skipped = read_people([path], NOW)
    assert [one.name for one in found] == [f"{path}:p0", f"{path}:p1"]
    assert skipped == []
    alone = read_people([people[0]], NOW)[0][0].signals(WANTED)
    both = found[0].signals(WANTED)
    assert np.array_equal(both["glucose_interstitial"].value, alone["glucose_interstitial"].value)
    assert np.array_equal(both["insulin_bolus"].start, alone["insulin_bolus"].start)


def test_the_clock_is_the_persons_own(people):
    """Midnight of the file is a multiple of 1440 minutes; a row is known no earlier than it ends."""
    seen = read_people([people[0]], NOW)[0][0].signals(WANTED)["glucose_interstitial"]
    assert seen.start[0] % 1440.0 == 0.0
    assert np.all(seen.known >= seen.end)
    assert np.all(np.diff(seen.start) > 0)


def test_a_file_that_nobody_knows_is_skipped_with_the_reason(tmp_path, people):
    """The others of the folder are read; a file of notes and hidden files are not tried."""
    (tmp_path / "a.csv").write_bytes(people[0].read_bytes())
    (tmp_path / "b.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("notes", encoding="utf-8")
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    found, skipped = read_people([tmp_path], NOW)
    assert len(found) == 1
    assert [one.name.endswith("b.csv") for one in skipped] == [True]
    assert "no format knows" in skipped[0].reason


def test_people_of_one_folder_and_format_have_one_origin(people, tmp_path):
    """A copy elsewhere has another."""
    copy = tmp_path / "copy.csv"
    copy.write_bytes(people[0].read_bytes())
    found = read_people([*people[:2], copy], NOW)[0]
    assert found[0].origin == found[1].origin != found[2].origin


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    """A wrong name is not skipped in silence."""
    with pytest.raises(RecordError, match="is not there"):
        read_people([tmp_path / "none.csv"], NOW)
