"""What the tests of the vault share: an open vault with two people, and a small import."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vitruvian.records.hints import Hints
from vitruvian.records.importing import Import, read_loaded
from vitruvian.vault import Permit, Person, Vault, open_vault

NOW = 1_780_000_000_000_000
"""28 May 2026, microseconds of UTC."""


@pytest.fixture(scope="session")
def now() -> int:
    """The moment of every permit in these tests."""
    return NOW


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """An open vault that knows the people p1 and p2."""
    with open_vault(tmp_path / "home", clock=lambda: NOW) as opened:
        everyone = opened.gate.permit("owner", "administration", "*", NOW)
        opened.people.add(everyone, Person("p1", name="Ann Example", weight_kg=70.0, zone="Europe/Berlin"))
        opened.people.add(everyone, Person("p2"))
        yield opened


@pytest.fixture
def permit(vault: Vault) -> Permit:
    """The owner's permit for p1."""
    return vault.gate.permit("owner", "care", "p1", NOW)


@pytest.fixture(scope="session")
def batch() -> Callable[..., Import]:
    """An import of one table from its text, or of n readings five minutes apart."""

    def read(text: str | int, now: int = NOW, zone: str | None = "UTC") -> Import:
        if isinstance(text, int):
            stamps = [f"2025-01-{1 + k // 288:02d} {k % 288 // 12:02d}:{k % 12 * 5:02d}" for k in range(text)]
            text = "time,glucose_mgdl\n" + "".join(f"{t},{100 + k % 50}\n" for k, t in enumerate(stamps))
        return read_loaded([("file.csv", text.encode(), Hints(now=now, zone=zone))], now)

    return read
