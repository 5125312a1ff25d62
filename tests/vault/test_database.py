import sqlite3
import stat

import pytest

from vitruvian.core.errors import StoreError
from vitruvian.vault.database import FILE, VERSION, Database


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def test_home_is_closed_to_others(home):
    """Only the owner of the account may look into the folder or the file."""
    Database(home).close()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600


def test_schema_version_is_stored(home):
    """A new file carries the version of its schema."""
    database = Database(home)
    assert database.connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    database.close()


def test_file_of_a_later_version_is_refused(home):
    """A vault of a later program is not touched."""
    database = Database(home)
    database.connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(StoreError, match="update Vitruvian"):
        Database(home)


def test_file_that_is_no_database_is_refused(home):
    """A damaged file says so instead of being overwritten."""
    home.mkdir()
    (home / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        Database(home)
    assert (home / FILE).read_bytes().startswith(b"no database")


def test_failed_transaction_leaves_nothing(home):
    """An error inside takes everything back."""
    database = Database(home)
    with pytest.raises(ZeroDivisionError), database.writing() as db:  # noqa: PT012 (the fault is the point)
        db.execute("INSERT INTO people (id, body) VALUES ('x', x'00')")
        _ = 1 / 0
    assert database.connection.execute("SELECT count(*) FROM people").fetchone() == (0,)
    database.close()


def test_second_writer_gets_a_clear_error(home):
    """While another program writes, a second one is told to wait, with the path."""
    first, second = Database(home), Database(home, wait=0.01)
    busy = pytest.raises(StoreError, match=r"another program is writing to .*vault.sqlite")
    with first.writing(), busy, second.writing():
        pass
    first.close()
    second.close()


def test_closed_database_answers_nothing(home):
    """After close there is no connection left."""
    database = Database(home)
    database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        database.connection.execute("SELECT 1")


def test_folder_that_was_there_keeps_its_mode(tmp_path):
    """A folder of the user's is not closed to others because a vault moves in; the file is."""
    tmp_path.chmod(0o755)
    Database(tmp_path).close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
