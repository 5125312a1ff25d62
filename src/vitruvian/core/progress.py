"""Progress of long work, told without knowing who listens.

Work says `with track("fit", total=8) as task: ... task.advance()`. Floor 7 installs a listener for the
terminal or the browser with `listen`; without one nothing happens and nothing is printed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Task(Protocol):
    """One piece of work under way."""

    def advance(self, n: float = 1.0) -> None:
        """Tell that `n` more units are done."""


class Progress(Protocol):
    """A listener: it is called at the start of each task, and the task's `close` at its end."""

    def start(self, what: str, total: float | None) -> "OpenTask":
        """A task called `what`, of `total` units (None: not known)."""


class OpenTask(Task, Protocol):
    """A task that the listener must be told the end of."""

    def close(self) -> None:
        """Tell that the task ended, well or not."""


class _Silence:
    """The listener that does nothing: the default."""

    def start(self, what: str, total: float | None) -> "_Silence":
        return self

    def advance(self, n: float = 1.0) -> None:
        return None

    def close(self) -> None:
        return None


_SILENCE = _Silence()
_listener: ContextVar[Progress | None] = ContextVar("vitruvian_progress", default=None)


@contextmanager
def track(what: str, total: float | None = None) -> Iterator[Task]:
    """A task called `what`, of `total` units (None: not known), told to whoever listens."""
    task = (_listener.get() or _SILENCE).start(what, total)
    try:
        yield task
    finally:
        task.close()


@contextmanager
def listen(listener: Progress) -> Iterator[None]:
    """Tell all progress inside this block, in this context only, to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
