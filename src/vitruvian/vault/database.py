"""The file of the vault: SQLite, its schema with a version, and transactions that are whole or not at all."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vitruvian.core.errors import StoreError

FILE = "vault.sqlite"
VERSION = 1
WAIT = 5.0
"""Seconds to wait for another program that writes."""

SCHEMA = """
CREATE TABLE people (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
CREATE TABLE log (number INTEGER PRIMARY KEY, person INTEGER NOT NULL, rows INTEGER NOT NULL,
                  body BLOB NOT NULL);
CREATE TABLE chunks (number INTEGER PRIMARY KEY, person INTEGER NOT NULL, rows INTEGER NOT NULL,
                     root BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE readings (number INTEGER PRIMARY KEY, person INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE originals (person INTEGER NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL,
                        PRIMARY KEY (person, digest));
CREATE TABLE objects (number INTEGER PRIMARY KEY, person INTEGER NOT NULL, kind TEXT NOT NULL,
                      name TEXT NOT NULL, version INTEGER NOT NULL, created INTEGER NOT NULL,
                      about BLOB NOT NULL, body BLOB NOT NULL,
                      UNIQUE (person, kind, name, version));
CREATE TABLE accesses (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL,
                       purpose TEXT NOT NULL, scope TEXT NOT NULL, action TEXT NOT NULL,
                       detail TEXT NOT NULL);
CREATE INDEX log_person ON log (person);
CREATE INDEX chunks_person ON chunks (person);
CREATE INDEX readings_person ON readings (person);
"""


class Database:
    """One open vault file. Not shared between threads."""

    def __init__(self, home: Path, wait: float = WAIT):
        if home.is_file():
            raise StoreError(f"{home} is a file: name a folder as the home of the vault")
        if not home.is_dir():
            home.mkdir(parents=True)
            os.chmod(home, 0o700)
        self.path = home / FILE
        self.path.touch(mode=0o600)
        with self._told():
            self.connection = sqlite3.connect(self.path, timeout=wait, isolation_level=None)
        try:
            with self._told():
                self.connection.execute("PRAGMA journal_mode = WAL")
                self.connection.execute("PRAGMA secure_delete = ON")
            self._prepare()
        except StoreError:
            self.connection.close()
            raise

    def close(self) -> None:
        """Give the file back; a closed vault answers nothing."""
        self.connection.close()

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a reading statement finds."""
        with self._told():
            return self.connection.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of what is done inside, or nothing. Inside another one it is part of that."""
        if self.connection.in_transaction:
            yield self.connection
            return
        with self._told():
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        with self._told():
            self.connection.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors in our words."""
        try:
            yield
        except sqlite3.DatabaseError as trouble:
            if "locked" in str(trouble) or "busy" in str(trouble):
                raise StoreError(
                    f"another program is writing to {self.path}: wait until it is done, then try again"
                ) from trouble
            raise StoreError(f"{self.path} cannot be used ({trouble}): restore it from a backup") from trouble

    def _prepare(self) -> None:
        """Make the tables in a new file; refuse a file of another version."""
        with self.writing() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in filter(str.strip, SCHEMA.split(";")):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")
            elif version != VERSION:
                raise StoreError(
                    f"{self.path} has schema version {version}, this program knows {VERSION}: "
                    f"{'update Vitruvian' if version > VERSION else 'run vitruvian migrate'}"
                )
