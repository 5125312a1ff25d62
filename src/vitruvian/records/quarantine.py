"""What could not become a row, kept with its reason until someone corrects, replays or discards it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "no-signal": "the record carries no signal that is kept",
        "not-supported": "the record is understood as a kind that is not read yet",
        "syntax": "the record breaks the rules of its format",
        "truncated": "the record ends too early",
        "time-missing": "the record has no time",
        "time-invalid": "the time cannot be read",
        "time-future": "the time lies after the import",
        "date-order": "day and month cannot be told apart",
        "unit-missing": "the value has no unit",
        "value-nonnumeric": "the value is no number",
        "value-impossible": "the value lies outside what is possible for its signal",
        "pair-impossible": "two values of one instant contradict each other: no body gives both",
    }
)
"""Every reason that this version gives, in words."""

LONGEST = 1000
"""Characters of the raw record that are kept here; the original file holds all."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One record that waits.

    reason    a key of REASONS
    message   what is wrong and what to do next
    signal    the signal it was meant for, or empty
    raw       the record as written
    file      SHA-256 of the original; at, field: line or list place, and column or key
    """

    reason: str
    message: str
    signal: str
    raw: str
    file: str
    at: int
    field: str
    format: str
    ingest: str

    @property
    def origin(self) -> tuple[str, int, str, str]:
        """What makes it the same record when the file comes again."""
        return self.file, self.at, self.field, self.signal


def reasons(waiting: Iterable[Quarantined]) -> dict[str, int]:
    """How many records wait for each reason."""
    return dict(sorted(Counter(record.reason for record in waiting).items()))
