"""The vault as its callers see it: a gate, people, records and objects in one home folder."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from vitruvian.records.conservation import Account
from vitruvian.records.importing import Import
from vitruvian.records.quarantine import Quarantined
from vitruvian.records.timeline import Timeline
from vitruvian.vault.access_log import Access, AccessLog
from vitruvian.vault.database import WAIT, Database
from vitruvian.vault.gate import EVERYONE, Gate, Permit
from vitruvian.vault.objects import Objects, StoredObject
from vitruvian.vault.people import People
from vitruvian.vault.store import RecordStore


def system_clock() -> int:
    """Microseconds of UTC now."""
    return time.time_ns() // 1000


class Vault:
    """One open home folder. Everything but the gate takes a permit that the gate gave."""

    def __init__(self, home: Path, clock: Callable[[], int] = system_clock, wait: float = WAIT):
        self._database = Database(home, wait)
        self._log = AccessLog(self._database)
        self.gate = Gate(self._database, self._log, clock)
        self.people = People(self._database, self.gate)
        self.records = RecordStore(self._database, self.gate)
        self._objects = Objects(self._database, self.gate, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def append(self, permit: Permit, batch: Import) -> tuple[Account, ...]:
        """Keep an import: rows, quarantine and originals, all or nothing. Gives the account of each file."""
        return self.records.append(permit, batch)

    def timeline(self, permit: Permit) -> Timeline:
        """All that the record says."""
        return self.records.timeline(permit)

    def quarantine(self, permit: Permit) -> tuple[Quarantined, ...]:
        """All that waits to be corrected, replayed or discarded."""
        return self.records.quarantine(permit)

    def original(self, permit: Permit, digest: str) -> bytes:
        """An imported file, byte for byte, by its SHA-256."""
        return self.records.original(permit, digest)

    def put_object(
        self, permit: Permit, kind: str, name: str, body: bytes, meta: dict[str, Any] | None = None
    ) -> StoredObject:
        """Keep a new version of an object, such as a posterior."""
        return self._objects.put(permit, kind, name, body, meta or {})

    def get_object(
        self, permit: Permit, kind: str, name: str | None = None, version: int | None = None
    ) -> tuple[StoredObject, bytes]:
        """An object and its bytes; without name or version the newest. Raises StoreError without one."""
        return self._objects.get(permit, kind, name, version)

    def objects(self, permit: Permit, kind: str | None = None) -> tuple[StoredObject, ...]:
        """What objects there are, oldest first."""
        return self._objects.list(permit, kind)

    def drop_objects(self, permit: Permit, kind: str, keep: int) -> int:
        """Let all objects of a kind but the newest `keep` go, as what can be computed again; how many."""
        return self._objects.drop(permit, kind, keep)

    def accesses(self, permit: Permit) -> tuple[Access, ...]:
        """Who used permits for what: for this person, or for all with a permit for everyone."""
        if permit.scope == EVERYONE:
            self.gate.everyone(permit, "audit")
            return self._log.read()
        self.gate.person(permit, "audit")
        return self._log.read(permit.scope)


def open_vault(home: str | Path, clock: Callable[[], int] = system_clock, wait: float = WAIT) -> Vault:
    """The vault in a home folder, which is made if it is not there.

    clock  microseconds of UTC; permits expire by it
    wait   seconds to wait for another program that writes

    Raises StoreError when the file cannot be used, or is of another version.
    """
    return Vault(Path(home), clock, wait)
