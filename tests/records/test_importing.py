import gzip
import json

import pytest

from vitruvian.core.errors import FormatError, RecordError
from vitruvian.records.hints import Hints
from vitruvian.records.importing import read_files

TABLE = "time,glucose_mgdl\n2024-01-01 00:00,100\n2024-01-01 00:05,101\n"


def test_folder_is_read_as_one_batch(tmp_path, hints):
    """All files of a folder come in together, hidden ones left out."""
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(TABLE.replace("2024", "2025").encode()))
    (tmp_path / ".hidden").write_text("no table")
    assert [len(reading.rows) for reading in read_files([tmp_path], hints).readings] == [2, 2]


@pytest.mark.parametrize("data", [b"", b"\n \n", gzip.compress(b"")], ids=["nothing", "blank", "packed"])
def test_empty_file_is_refused(tmp_path, hints, data):
    """A file without content says so, with what to do."""
    (tmp_path / "empty.csv").write_bytes(data)
    with pytest.raises(RecordError, match=r"empty.csv is empty: export it again"):
        read_files([tmp_path / "empty.csv"], hints)


def test_header_alone_is_no_record(tmp_path, hints):
    """A table without lines is refused, not imported as nothing."""
    (tmp_path / "a.csv").write_text("time,glucose_mgdl\n")
    with pytest.raises(RecordError, match="holds no record"):
        read_files([tmp_path], hints)


def test_missing_file_is_refused(tmp_path, hints):
    """A path to nothing is an error that names it."""
    with pytest.raises(RecordError, match="is not there"):
        read_files([tmp_path / "none.csv"], hints)


def test_damaged_packing_is_refused(tmp_path, hints):
    """Half a gzip file is damaged, not half a record."""
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TABLE.encode() * 100)[:40])
    with pytest.raises(FormatError, match="damaged"):
        read_files([tmp_path], hints)


@pytest.mark.parametrize("kind", ["toml", "json"])
def test_mapping_beside_a_file_explains_it(tmp_path, hints, kind):
    """A mapping file in either notation gives columns their signals."""
    (tmp_path / "a.csv").write_text("when,sugar\n2024-01-01 00:00,100\n")
    mapping = {
        "time": {"column": "when"},
        "columns": {"sugar": {"signal": "glucose_interstitial", "unit": "mg/dL"}},
    }
    toml = '[time]\ncolumn="when"\n[columns.sugar]\nsignal="glucose_interstitial"\nunit="mg/dL"\n'
    (tmp_path / f"a.csv.mapping.{kind}").write_text(json.dumps(mapping) if kind == "json" else toml)
    assert read_files([tmp_path], hints).rows.value.tolist() == [100.0]


def test_broken_mapping_is_refused(tmp_path, hints):
    """A mapping that cannot be read is named."""
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "a.csv.mapping.toml").write_text("columns = [")
    with pytest.raises(FormatError, match=r"a.csv.mapping.toml cannot be read"):
        read_files([tmp_path], hints)


def test_original_bytes_come_with_the_batch(tmp_path, hints):
    """The file itself is kept under its SHA-256."""
    (tmp_path / "a.csv").write_text(TABLE)
    found = read_files([tmp_path], hints)
    assert found.originals == {found.readings[0].sha256: TABLE.encode()}


def test_rows_and_their_order_are_the_same_each_time(tmp_path):
    """One file read twice at one time gives the same batch."""
    (tmp_path / "a.csv").write_text(TABLE)
    first, second = (read_files([tmp_path], Hints(now=1_750_000_000_000_000)) for _ in range(2))
    assert first.ingest == second.ingest
    assert first.rows.hashes() == second.rows.hashes()


def test_all_signals_of_a_real_person_come_in(shared):
    """The D1NAMO table of subject 1 gives glucose, insulin, meals, heart rate and breathing, without loss."""
    found = read_files([shared / "data/glucose/d1namo/subject_001.csv"], Hints(now=1_780_000_000_000_000))
    assert found.readings[0].read == {
        "glucose_interstitial": 1413, "heart_rate": 46, "resp_rate": 46, "insulin_bolus": 16,
        "meal_energy": 24, "insulin_long_acting": 3,
    }  # fmt: skip
    assert found.waiting == ()


@pytest.mark.parametrize("text", ["[1, 2]", "null", "[" * 100_000])
def test_mapping_file_that_is_no_mapping_is_refused(tmp_path, hints, text):
    """A list, nothing or a bottomless nest is named as the mapping file that cannot be read."""
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "a.csv.mapping.json").write_text(text)
    with pytest.raises(FormatError, match=r"a\.csv\.mapping\.json"):
        read_files([tmp_path], hints)
