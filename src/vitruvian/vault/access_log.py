"""Who used which permit for what, written before the answer leaves."""

from dataclasses import dataclass

from vitruvian.vault.database import Database


@dataclass(frozen=True, slots=True)
class Access:
    """One use of a permit; `at` in microseconds of UTC, `scope` a person's id or "*"."""

    at: int
    who: str
    purpose: str
    scope: str
    action: str
    detail: str


class AccessLog:
    """The log of one vault; rows are only added."""

    def __init__(self, database: Database):
        self._database = database

    def write(self, access: Access) -> None:
        """Add one use; it is on the disk when this returns, or with the transaction it is part of."""
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO accesses (at, who, purpose, scope, action, detail) VALUES (?, ?, ?, ?, ?, ?)",
                (access.at, access.who, access.purpose, access.scope, access.action, access.detail),
            )

    def read(self, scope: str | None = None) -> tuple[Access, ...]:
        """The uses in order of time, of one scope or all."""
        found = self._database.query(
            "SELECT at, who, purpose, scope, action, detail FROM accesses "
            "WHERE ?1 IS NULL OR scope = ?1 ORDER BY number",
            (scope,),
        )
        return tuple(Access(*row) for row in found)
