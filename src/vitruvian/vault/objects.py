"""Versioned objects of a person beside the rows: posteriors, forecasts, plans, reports."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vitruvian.core.errors import StoreError
from vitruvian.vault.database import Database
from vitruvian.vault.gate import Gate, Permit
from vitruvian.vault.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What an object is, without its bytes. `created` in microseconds of UTC; versions count from 1."""

    kind: str
    name: str
    version: int
    created: int
    meta: dict[str, Any]


class Objects:
    """The objects of a vault; a version is never changed, the next one is added."""

    def __init__(self, database: Database, gate: Gate, clock: Callable[[], int]):
        self._database, self._gate, self._clock = database, gate, clock

    def put(self, permit: Permit, kind: str, name: str, body: bytes, meta: dict[str, Any]) -> StoredObject:
        """Keep a new version."""
        person = self._gate.person(permit, "put object", f"{kind} {name}")
        with self._database.writing() as db:
            query = "SELECT max(version) FROM objects WHERE person = ? AND kind = ? AND name = ?"
            version = (db.execute(query, (person, kind, name)).fetchone()[0] or 0) + 1
            stored = StoredObject(kind, name, version, self._clock(), meta)
            context = _context(person, stored)
            about = seal(json.dumps(meta, sort_keys=True).encode(), f"about {context}")
            db.execute(
                "INSERT INTO objects (person, kind, name, version, created, about, body) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (person, kind, name, version, stored.created, about, seal(body, context)),
            )
        return stored

    def get(
        self, permit: Permit, kind: str, name: str | None = None, version: int | None = None
    ) -> tuple[StoredObject, bytes]:
        """An object and its bytes: of this name (None: any) and version (None: the newest).

        Raises StoreError when there is none.
        """
        person = self._gate.person(permit, "get object", f"{kind} {name or 'latest'}")
        rows = self._database.query(
            "SELECT kind, name, version, created, about, body FROM objects WHERE person = ?1 AND kind = ?2 "
            "AND (?3 IS NULL OR name = ?3) AND (?4 IS NULL OR version = ?4) ORDER BY number DESC LIMIT 1",
            (person, kind, name, version),
        )
        if not rows:
            what = f"{kind} {name or ''}".strip()
            raise StoreError(f"{permit.scope!r} has no {what}{f' version {version}' if version else ''} yet")
        stored = _opened(person, rows[0][:5])
        return stored, unseal(rows[0][5], _context(person, stored))

    def list(self, permit: Permit, kind: str | None = None) -> "tuple[StoredObject, ...]":
        """All versions of all objects of a kind (None: of every kind), oldest first."""
        person = self._gate.person(permit, "list objects", kind or "")
        found = self._database.query(
            "SELECT kind, name, version, created, about FROM objects WHERE person = ?1 "
            "AND (?2 IS NULL OR kind = ?2) ORDER BY number",
            (person, kind),
        )
        return tuple(_opened(person, row) for row in found)

    def drop(self, permit: Permit, kind: str, keep: int) -> int:
        """Let all objects of a kind but the newest `keep` go, as what can be computed again; how many."""
        person = self._gate.person(permit, "drop objects", kind)
        with self._database.writing() as db:
            gone = db.execute(
                "DELETE FROM objects WHERE person = ?1 AND kind = ?2 AND number NOT IN (SELECT number FROM "
                "objects WHERE person = ?1 AND kind = ?2 ORDER BY number DESC LIMIT ?3)",
                (person, kind, keep),
            )
        return gone.rowcount


def _context(person: int, stored: StoredObject) -> str:
    return f"object {person} {stored.kind} {stored.name} {stored.version}"


def _opened(person: int, row: tuple[Any, ...]) -> StoredObject:
    kind, name, version, created, about = row
    stored = StoredObject(kind, name, version, created, {})
    meta = json.loads(unseal(about, f"about {_context(person, stored)}"))
    return StoredObject(kind, name, version, created, meta)
