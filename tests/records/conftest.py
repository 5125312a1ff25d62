"""What the tests of records share: files made from text, and rows made from a few numbers."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from vitruvian.records.conservation import Account, accounts
from vitruvian.records.hints import Hints
from vitruvian.records.importing import Import, read_loaded
from vitruvian.records.row import NUMBERS, WORDS, Rows
from vitruvian.records.timeline import Timeline

NOW = 1_780_000_000_000_000
"""28 May 2026, microseconds of UTC."""


@pytest.fixture(scope="session")
def now() -> int:
    """The moment of every import in these tests."""
    return NOW


@pytest.fixture(scope="session")
def batch() -> Callable[..., Import]:
    """Reads files given as name=text (bytes or str), with hints by keyword."""

    def read(*files: str | bytes, name: str = "file.csv", now: int = NOW, **hints: Any) -> Import:
        given = Hints(now=now, **hints)
        loaded = [(name, data.encode() if isinstance(data, str) else data, given) for data in files]
        return read_loaded(loaded, now)

    return read


@pytest.fixture(scope="session")
def import_(batch: Callable[..., Import]) -> Callable[..., tuple[Account, Timeline]]:
    """Reads one file into an empty record: its account and the timeline."""

    def read(data: str | bytes, **hints: Any) -> tuple[Account, Timeline]:
        (account,), timeline = accounts(batch(data, **hints).readings, Timeline(Rows.none()))
        return account, timeline

    return read


@pytest.fixture(scope="session")
def rows() -> Callable[..., Rows]:
    """Rows of one signal from times in minutes and values; any column by keyword, one for all or a list."""

    def make(minutes: Sequence[float], values: Sequence[float], **columns: Any) -> Rows:
        t0 = [round(minute * 60_000_000) for minute in minutes]
        full: dict[str, Any] = {name: 0 for name in NUMBERS} | {name: "" for name in WORDS}
        full |= {"signal": "glucose_interstitial", "source": "dexcom:A", "status": "final", "ingest": "1"}
        full |= {"t0": t0, "t1": t0, "known": t0, "at": list(range(len(t0))), "value": list(values)} | columns
        spread = {k: v if isinstance(v, list) else [v] * len(t0) for k, v in full.items()}
        return Rows.of(spread)

    return make


@pytest.fixture(scope="session")
def hints() -> Hints:
    """Hints without any but the time of the import."""
    return Hints(now=NOW)
