"""Progress bars on the terminal, for whatever takes longer than a second."""

import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Bars:
    """A listener that draws one bar per task on stderr, once the task has run for `patience_s` seconds.

    rich is imported only when the first bar is drawn. A task may be advanced from any thread.
    """

    def __init__(self, patience_s: float = 1.0) -> None:
        self.patience_s = patience_s
        self.lock = threading.RLock()
        self._screen: RichProgress | None = None
        self.drawn = 0

    def start(self, what: str, total: float | None) -> "Bar":
        """A task whose bar appears if it lasts."""
        return Bar(self, what, total)

    def draw(self, what: str, total: float | None, done: float) -> "TaskID":
        """Put a bar on the screen."""
        if self._screen is None:
            self._screen = _screen()
            self._screen.start()
        self.drawn += 1
        return self._screen.add_task(what, total=total, completed=int(done))

    def move(self, task: "TaskID", done: float) -> None:
        """Show how far a drawn task is."""
        if self._screen is not None:
            self._screen.update(task, completed=done)

    def erase(self, task: "TaskID", is_done: bool = False) -> None:
        """End a drawn task, full if it is done; with the last one the screen is given back."""
        self.drawn -= 1
        if self._screen is None:
            return
        if is_done:
            self._screen.update(task, total=1, completed=1)
        self._screen.stop_task(task)
        if self.drawn == 0:
            self._screen.stop()
            self._screen = None


class Bar:
    """One task under way."""

    def __init__(self, bars: Bars, what: str, total: float | None) -> None:
        self._bars, self._what, self._total = bars, what, total
        self._done = 0.0
        self._task: TaskID | None = None
        self._timer = threading.Timer(bars.patience_s, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def advance(self, n: float = 1.0) -> None:
        """Move the bar by `n` units."""
        with self._bars.lock:
            self._done += n
            if self._task is not None:
                self._bars.move(self._task, self._done)

    def close(self) -> None:
        """Take the bar away, or see to it that it never appears.

        Work that ended well before its last unit (a fit that settled early) is done; only an error on its
        way up leaves the bar where it was.
        """
        self._timer.cancel()
        is_done = sys.exc_info()[0] is None
        with self._bars.lock:
            self._timer.finished.set()
            if self._task is not None:
                self._bars.erase(self._task, is_done)
                self._task = None

    def _appear(self) -> None:
        with self._bars.lock:
            if not self._timer.finished.is_set():
                self._task = self._bars.draw(self._what, self._total, self._done)


def _screen() -> "RichProgress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=console.is_terminal,
    )
