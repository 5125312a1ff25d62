"""A person's rows in two tiers: a log with one body a commit, compacted into chunks of many rows.

Chunks hold at least CHUNK rows: of one signal where it is dense, of all others together. Quarantine, and the
originals by SHA-256, are committed in the same transaction as the rows.
"""

import json
from dataclasses import asdict
from hashlib import blake2b, sha256
from typing import Any

import numpy as np

from vitruvian.core.errors import StoreError
from vitruvian.records.conservation import Account, accounts
from vitruvian.records.duplicates import repeated
from vitruvian.records.importing import Import
from vitruvian.records.quarantine import Quarantined
from vitruvian.records.reading import Reading
from vitruvian.records.row import Rows
from vitruvian.records.timeline import Timeline
from vitruvian.vault.database import Database
from vitruvian.vault.gate import Gate, Permit
from vitruvian.vault.packing import pack, unpack
from vitruvian.vault.sealing import seal, unseal

CHUNK = 4096
"""Rows from which on the log, or one signal of it, becomes a chunk."""


class RecordStore:
    """The records of a vault: `records.store.Store` with permits as handles."""

    def __init__(self, database: Database, gate: Gate):
        self._database, self._gate = database, gate

    def append(self, handle: Permit, batch: Import) -> tuple[Account, ...]:
        """Keep a batch, all of it or nothing, and tell where its records went.

        A file that comes again adds nothing: what its latest stored reading says already is not kept twice.
        """
        person = self._gate.person(handle, "append", batch.ingest)
        with self._database.writing() as db:
            before = self._rows(person)
            told, _ = accounts(batch.readings, Timeline(before))
            rows = batch.rows
            fresh = rows.take(~repeated(before, rows)) if len(rows) else rows
            if len(fresh):
                body = seal(pack(fresh), f"log {person}")
                db.execute(
                    "INSERT INTO log (person, rows, body) VALUES (?, ?, ?)", (person, len(fresh), body)
                )
            for reading in batch.readings:
                body = seal(_reading_body(reading, batch.ingest), f"reading {person}")
                db.execute("INSERT INTO readings (person, body) VALUES (?, ?)", (person, body))
            for digest, data in batch.originals.items():
                body = seal(data, f"original {person} {digest}")
                db.execute("INSERT OR IGNORE INTO originals VALUES (?, ?, ?)", (person, digest, body))
            self._compact(person)
        return told

    def timeline(self, handle: Permit) -> Timeline:
        """All rows of the person, with those that stand."""
        return Timeline(self._rows(self._gate.person(handle, "timeline")))

    def quarantine(self, handle: Permit) -> tuple[Quarantined, ...]:
        """What waits: of each file what its latest reading left."""
        person = self._gate.person(handle, "quarantine")
        latest: dict[str, Any] = {}
        query = "SELECT body FROM readings WHERE person = ? ORDER BY number"
        for (body,) in self._database.query(query, (person,)):
            found = json.loads(unseal(body, f"reading {person}"))
            latest[found["file"]] = found["waiting"]
        return tuple(Quarantined(**record) for waiting in latest.values() for record in waiting)

    def original(self, handle: Permit, digest: str) -> bytes:
        """The bytes of an imported file. Raises StoreError when there is none of this SHA-256."""
        person = self._gate.person(handle, "original", digest)
        query = "SELECT body FROM originals WHERE person = ? AND digest = ?"
        found = self._database.query(query, (person, digest))
        if not found:
            raise StoreError(f"no original has the SHA-256 {digest}: list the files with person show")
        data = unseal(found[0][0], f"original {person} {digest}")
        if sha256(data).hexdigest() != digest:
            raise StoreError(f"original {digest} is damaged: restore it from a backup")
        return data

    def _rows(self, person: int) -> Rows:
        query, parts = self._database.query, []
        for body, root in query("SELECT body, root FROM chunks WHERE person = ? ORDER BY number", (person,)):
            packed = unseal(body, f"chunk {person}")
            if _root(packed) != root:
                raise StoreError("a chunk of the record is damaged: restore the vault from a backup")
            parts.append(unpack(packed))
        for (body,) in query("SELECT body FROM log WHERE person = ? ORDER BY number", (person,)):
            parts.append(unpack(unseal(body, f"log {person}")))
        return Rows.join(parts)

    def _compact(self, person: int) -> None:
        """Move the log into chunks when it has grown large enough; part of the commit under way."""
        db = self._database.connection
        (waiting,) = db.execute("SELECT sum(rows) FROM log WHERE person = ?", (person,)).fetchone()
        if (waiting or 0) < CHUNK:
            return
        bodies = db.execute("SELECT body FROM log WHERE person = ? ORDER BY number", (person,))
        rows = Rows.join([unpack(unseal(body, f"log {person}")) for (body,) in bodies])
        chunks, rest = _parted(rows.take(np.lexsort((rows.t0, rows.signal.ranks()))))
        db.execute("DELETE FROM log WHERE person = ?", (person,))
        for part in chunks:
            packed = pack(part)
            db.execute(
                "INSERT INTO chunks (person, rows, root, body) VALUES (?, ?, ?, ?)",
                (person, len(part), _root(packed), seal(packed, f"chunk {person}")),
            )
        if len(rest):
            body = seal(pack(rest), f"log {person}")
            db.execute("INSERT INTO log (person, rows, body) VALUES (?, ?, ?)", (person, len(rest), body))


def _parted(rows: Rows) -> tuple[list[Rows], Rows]:
    """Chunks of dense signals, one of all others if they are enough, and what stays in the log."""
    count = np.bincount(rows.signal.codes, minlength=len(rows.signal.words))
    dense = np.flatnonzero(count >= CHUNK)
    chunks = [rows.take(rows.signal.codes == code) for code in dense]
    rest = rows.take(~np.isin(rows.signal.codes, dense))
    return ([*chunks, rest], Rows.none()) if len(rest) >= CHUNK else (chunks, rest)


def _root(packed: bytes) -> bytes:
    return blake2b(packed, digest_size=32).digest()


def _reading_body(reading: Reading, ingest: str) -> bytes:
    about = {
        "ingest": ingest,
        "file": reading.sha256,
        "path": reading.path,
        "format": reading.format,
        "read": reading.read,
        "notes": reading.notes,
        "waiting": [asdict(record) for record in reading.waiting],
    }
    return json.dumps(about, sort_keys=True).encode()
