"""The one door: who may do what with whose record, for how long.

A permit is bound to the open vault that gave it. It cannot be made or altered elsewhere, because it carries a
code that only this gate can compute; a copy with another scope is refused like any other forgery.
"""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from vitruvian.core.errors import ConsentError, StoreError
from vitruvian.records.timeline import micros
from vitruvian.vault.access_log import Access, AccessLog
from vitruvian.vault.database import Database

EVERYONE = "*"
"""The scope of those who keep the list of people; it opens no one's record."""
OWNER = "owner"
PURPOSES = ("care", "self", "research", "administration", "demo")
LASTS = 12 * 3_600_000_000
"""A permit ends after this many microseconds."""


@dataclass(frozen=True, slots=True)
class Permit:
    """The right to use one person's record for one purpose. Times are microseconds of UTC."""

    who: str
    purpose: str
    scope: str
    given: int
    expires: int
    code: bytes


class Gate:
    """Gives permits, and judges them at each use."""

    def __init__(self, database: Database, log: AccessLog, clock: Callable[[], int]):
        self._database, self._log, self._clock = database, log, clock
        self._key = os.urandom(32)

    def permit(self, who: str, purpose: str, scope: str, time: int | datetime) -> Permit:
        """A permit from `time` on, for a while.

        who      only the owner of this vault, until others can be granted access
        purpose  one of PURPOSES
        scope    a person's id, or EVERYONE for the list of people

        Raises ConsentError when this is not allowed, StoreError when there is no such person.
        """
        if who != OWNER:
            raise ConsentError(f"{who!r} has no access to {scope!r}: the owner must grant it first")
        if purpose not in PURPOSES:
            raise ConsentError(f"{purpose!r} is no purpose: state one of {', '.join(PURPOSES)}")
        if scope != EVERYONE:
            self._number(scope)
        given = micros(time)
        return Permit(who, purpose, scope, given, given + LASTS, self._code(who, purpose, scope, given))

    def person(self, permit: Permit, action: str, detail: str = "") -> int:
        """The inner number of the person whose record the permit opens; the use is logged first.

        Raises ConsentError when the permit is forged, expired, or opens no single person.
        """
        self._judge(permit)
        if permit.scope == EVERYONE:
            raise ConsentError(f"{action}: a permit for the list of people opens no record: name the person")
        number = self._number(permit.scope)
        self._write(permit, action, detail)
        return number

    def everyone(self, permit: Permit, action: str, detail: str = "") -> None:
        """Judge a permit for the list of people, and log the use. Raises ConsentError as `person` does."""
        self._judge(permit)
        if permit.scope != EVERYONE:
            raise ConsentError(f"{action}: a permit for {permit.scope!r} does not open the list of people")
        self._write(permit, action, detail)

    def _judge(self, permit: Permit) -> None:
        code = self._code(permit.who, permit.purpose, permit.scope, permit.given)
        if not hmac.compare_digest(code, permit.code) or permit.expires != permit.given + LASTS:
            raise ConsentError("this permit was not given by this vault: ask vault.gate.permit for one")
        if self._clock() >= permit.expires:
            raise ConsentError(
                f"the permit for {permit.scope!r} has expired: ask vault.gate.permit for a new one"
            )

    def _write(self, permit: Permit, action: str, detail: str) -> None:
        self._log.write(Access(self._clock(), permit.who, permit.purpose, permit.scope, action, detail))

    def _number(self, scope: str) -> int:
        known = scope.isascii()  # ids are; what is no text at all cannot be asked for
        found = self._database.query("SELECT number FROM people WHERE id = ?", (scope,)) if known else []
        if not found:
            raise StoreError(f"there is no person {scope!r}: add one with vitruvian person add, or list them")
        return int(found[0][0])

    def _code(self, *what: str | int) -> bytes:
        return blake2b(repr(what).encode(), key=self._key, digest_size=32).digest()
