"""What storage must be able to do. The handle says who asks for whom, and is never a name."""

from typing import Protocol, TypeVar

from vitruvian.records.conservation import Account
from vitruvian.records.importing import Import
from vitruvian.records.quarantine import Quarantined
from vitruvian.records.timeline import Timeline

Handle = TypeVar("Handle", contravariant=True)


class Store(Protocol[Handle]):
    """Rows, quarantine and originals of the person that a handle opens."""

    def append(self, handle: Handle, batch: Import) -> tuple[Account, ...]:
        """Keep a batch, all of it or nothing, and tell where its records went."""

    def timeline(self, handle: Handle) -> Timeline:
        """All rows of the person."""

    def quarantine(self, handle: Handle) -> tuple[Quarantined, ...]:
        """What waits."""

    def original(self, handle: Handle, digest: str) -> bytes:
        """The bytes of an imported file by SHA-256."""
