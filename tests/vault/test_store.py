from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitruvian.core.errors import StoreError
from vitruvian.records.hints import Hints
from vitruvian.records.importing import read_loaded
from vitruvian.vault import Person, open_vault
from vitruvian.vault.store import CHUNK


def tiers(vault) -> tuple[list[int], list[int]]:
    """Rows of each log body, and of each chunk."""
    db = vault._database.connection
    return tuple(
        [rows for (rows,) in db.execute(f"SELECT rows FROM {table} ORDER BY number")]
        for table in ("log", "chunks")
    )


def test_rows_come_back_as_they_went_in(vault, permit, batch):
    """The timeline of the vault holds the rows of the import."""
    given_ = batch(20)
    vault.append(permit, given_)
    assert vault.timeline(permit).rows.hashes() == given_.rows.hashes()


def test_file_imported_twice_is_kept_once(vault, permit, batch, now):
    """The second import is hidden in its account, adds no row, and leaves one quarantine."""
    text = "time,glucose_mgdl\n2025-01-01 00:00,100\n2025-01-01 00:05,-5\n"
    (first,) = vault.append(permit, batch(text))
    (second,) = vault.append(permit, batch(text, now=now + 1))
    assert (first.visible, first.quarantined, second.visible, second.hidden) == (1, 1, 0, 1)
    assert len(vault.timeline(permit).rows) == 1
    assert [record.reason for record in vault.quarantine(permit)] == ["value-impossible"]


def test_file_read_again_with_another_zone_stands_once(vault, permit, batch, now):
    """The latest reading of a file stands; going back to the first zone stands again."""
    text = "time,glucose_mgdl\n2025-01-01 12:00,100\n"
    moments = []
    for k, zone in enumerate(["UTC", "Europe/Berlin", "UTC"]):
        vault.append(permit, batch(text, now=now + k, zone=zone))
        moments.append(vault.timeline(permit).values("glucose_interstitial").t0.tolist())
    assert moments[0] == moments[2]
    assert moments[0][0] - moments[1][0] == 3_600_000_000


def test_quarantine_is_that_of_the_latest_reading(vault, permit, now):
    """What a later reading of the same file understands waits no more."""
    data = b"time,glucose_mgdl\n2030-01-01 00:00,100\n"
    for moment in (now, 2_000_000_000_000_000):
        vault.append(permit, read_loaded([("file.csv", data, Hints(now=moment, zone="UTC"))], moment))
    assert vault.quarantine(permit) == ()
    assert len(vault.timeline(permit)) == 1


def test_small_imports_stay_in_the_log(vault, permit, batch):
    """Below the size of a chunk a commit is one body."""
    vault.append(permit, batch(20))
    assert tiers(vault) == ([20], [])


def test_log_is_compacted_into_chunks(vault, permit, batch, now):
    """A dense signal becomes a chunk of its own; what is sparse stays in the log until there is enough."""
    vault.append(permit, batch("time,carbs [g]\n2025-01-01 12:00,40\n"))
    vault.append(permit, batch(CHUNK + 10, now=now + 1))
    assert tiers(vault) == ([1], [CHUNK + 10])
    timeline = vault.timeline(permit)
    assert {signal: cover.rows for signal, cover in timeline.coverage().items()} == {
        "carbs": 1,
        "glucose_interstitial": CHUNK + 10,
    }


def test_import_after_compaction_is_still_known(vault, permit, batch, now):
    """A file that lies in a chunk already adds nothing."""
    vault.append(permit, batch(CHUNK))
    (again,) = vault.append(permit, batch(CHUNK, now=now + 1))
    assert (again.visible, again.hidden) == (0, CHUNK)
    assert tiers(vault) == ([], [CHUNK])


def test_original_comes_back_byte_for_byte(vault, permit, batch):
    """The imported file is kept under its SHA-256."""
    text = "time,glucose_mgdl\n2025-01-01 00:00,100\n"
    vault.append(permit, batch(text))
    assert vault.original(permit, sha256(text.encode()).hexdigest()) == text.encode()
    with pytest.raises(StoreError, match="no original"):
        vault.original(permit, "0" * 64)


def test_record_of_another_person_is_apart(vault, permit, batch, now):
    """What one person's permit wrote another's does not see."""
    vault.append(permit, batch(20))
    other = vault.gate.permit("owner", "care", "p2", now)
    assert len(vault.timeline(other)) == 0
    assert vault.quarantine(other) == ()


def test_exchanged_body_is_noticed(vault, permit, batch):
    """A body changed in the file is refused, not read."""
    vault.append(permit, batch(20))
    db = vault._database.connection
    (body,) = db.execute("SELECT body FROM log").fetchone()
    db.execute("UPDATE log SET body = ?", (body[:-1] + bytes([body[-1] ^ 1]),))
    with pytest.raises(StoreError, match="damaged"):
        vault.timeline(permit)


def test_record_outlives_the_program(vault, permit, batch, tmp_path, now):
    """Another program that opens the home finds the record."""
    vault.append(permit, batch(20))
    with open_vault(tmp_path / "home", clock=lambda: now) as again:
        assert len(again.timeline(again.gate.permit("owner", "care", "p1", now))) == 20


LINE = st.tuples(st.integers(0, 5), st.sampled_from(["100", "120", "-5", "x"]))
FILES = st.lists(st.lists(LINE, min_size=1, max_size=5), min_size=1, max_size=4)


@given(FILES, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_in_any_order_and_number_leave_the_same_record(tmp_path_factory, batch, files, random):
    """Imports in another order, some of them twice, leave the same visible rows; each is conserved."""
    texts = [
        "time,glucose_mgdl\n" + "".join(f"2025-01-01 00:0{m},{v}\n" for m, v in lines) for lines in files
    ]
    turned = [*texts, random.choice(texts)]
    random.shuffle(turned)
    seen = []
    for order in (texts, turned):
        with open_vault(tmp_path_factory.mktemp("home"), clock=lambda: 5) as vault:
            vault.people.add(vault.gate.permit("owner", "administration", "*", 1), Person("p"))
            permit = vault.gate.permit("owner", "care", "p", 1)
            for k, text in enumerate(order):
                (told,) = vault.append(permit, batch(text, now=1_780_000_000_000_000 + k))
                assert told.read == told.visible + told.hidden + told.quarantined
            shown = vault.timeline(permit).shown
            seen.append(sorted(zip(shown.t0.tolist(), shown.value.tolist(), strict=True)))
    assert seen[0] == seen[1]
