"""The people whose records a vault holds, and the few facts that models need of each."""

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from vitruvian.core.errors import RecordError, StoreError
from vitruvian.core.time import is_zone
from vitruvian.vault.database import Database
from vitruvian.vault.gate import EVERYONE, Gate, Permit
from vitruvian.vault.sealing import seal, unseal

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SEXES = ("female", "male", "other")
EARLIEST_BIRTH = "1880-01-01"


@dataclass(frozen=True, slots=True)
class Person:
    """One person. What is None is not known.

    id         what commands call them; never a file name
    birth      ISO date
    sex        as their organs' models need it: one of SEXES
    weight_kg  stated at the time of entry; a weight in the record is newer
    zone       IANA name of the zone they live in
    """

    id: str
    name: str = ""
    birth: str | None = None
    sex: str | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    zone: str | None = None


class People:
    """The list of people of one vault. All but `get` and `change` need a permit for everyone."""

    def __init__(self, database: Database, gate: Gate):
        self._database, self._gate = database, gate

    def add(self, permit: Permit, person: Person) -> Person:
        """Add a person. Raises RecordError on a fact that cannot be, StoreError when the id is taken."""
        _check(person)
        self._gate.everyone(permit, "person add", person.id)
        with self._database.writing() as db:
            if db.execute("SELECT 1 FROM people WHERE id = ?", (person.id,)).fetchone():
                raise StoreError(f"there is a person {person.id!r} already: choose another id")
            db.execute("INSERT INTO people (id, body) VALUES (?, ?)", (person.id, _sealed(person)))
        return person

    def list(self, permit: Permit) -> "tuple[Person, ...]":
        """All people in order of their ids."""
        self._gate.everyone(permit, "person list")
        found = self._database.query("SELECT id, body FROM people ORDER BY id")
        return tuple(_opened(*row) for row in found)

    def get(self, permit: Permit) -> Person:
        """The person whom the permit is for."""
        number = self._gate.person(permit, "person show")
        query = "SELECT id, body FROM people WHERE number = ?"
        return _opened(*self._database.query(query, (number,))[0])

    def change(self, permit: Permit, **facts: Any) -> Person:
        """The person with these facts exchanged; the id stays."""
        number = self._gate.person(permit, "person change", ", ".join(sorted(facts)))
        with self._database.writing() as db:
            row = db.execute("SELECT id, body FROM people WHERE number = ?", (number,)).fetchone()
            person = replace(_opened(*row), **facts, id=row[0])
            _check(person)
            db.execute("UPDATE people SET body = ? WHERE number = ?", (_sealed(person), number))
        return person


def _check(person: Person) -> None:
    if not _ID.fullmatch(person.id) or person.id == EVERYONE:
        raise RecordError(f"{person.id!r} is no id: use up to 64 letters, digits, dots and dashes")
    if person.sex is not None and person.sex not in SEXES:
        raise RecordError(f"sex {person.sex!r} is not one of {', '.join(SEXES)}: correct it or leave it out")
    for what, value, unit, low, high in (
        ("weight", person.weight_kg, "kg", 0.2, 650),
        ("height", person.height_cm, "cm", 20, 280),
    ):
        if value is not None and not low <= value <= high:
            raise RecordError(
                f"{what} {value:g} {unit} is outside the possible {low:g} to {high:g}: correct it"
            )
    if person.zone is not None and not (is_zone(person.zone) and person.zone[:1].isalpha()):
        raise RecordError(f"zone {person.zone!r} is no time zone: use a name such as Europe/Zurich")
    if person.birth is not None and not _is_birth(person.birth):
        raise RecordError(f"birth {person.birth!r} is no date such as 1980-05-31: correct it")


def _is_birth(text: str) -> bool:
    """Whether it is written as YYYY-MM-DD and someone alive may be born then."""
    try:
        return date.fromisoformat(text).isoformat() == text and text >= EARLIEST_BIRTH
    except ValueError:
        return False


def _sealed(person: Person) -> bytes:
    return seal(json.dumps(asdict(person), sort_keys=True).encode(), f"person {person.id}")


def _opened(id: str, body: bytes) -> Person:
    return Person(**json.loads(unseal(body, f"person {id}")))
