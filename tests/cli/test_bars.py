"""Progress bars on stderr."""

import contextlib
import threading

from vitruvian.cli.bars import Bars
from vitruvian.core.progress import listen, track


def test_short_work_draws_nothing(capfd):
    """What ends within the patience leaves no trace."""
    with listen(Bars(patience_s=60)), track("fit", total=2) as task:
        task.advance(2)
    assert capfd.readouterr() == ("", "")


def test_long_work_draws_its_bar_on_stderr(capfd):
    """What outlasts the patience is shown with its name; stdout stays clean."""
    bars = Bars(patience_s=0)
    with listen(bars), track("fit the twin", total=4) as task:
        wait_for_bars(bars, 1)
        task.advance(4)
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "fit the twin" in printed.err
    assert "100%" in printed.err


def test_tasks_inside_tasks_share_the_screen(capfd):
    """An inner task ends before the outer one, and the screen is given back once."""
    bars = Bars(patience_s=0)
    with listen(bars), track("outer"):
        wait_for_bars(bars, 1)
        with track("inner", total=1) as task:
            wait_for_bars(bars, 2)
            task.advance()
        assert bars.drawn == 1
    assert bars.drawn == 0
    assert "outer" in capfd.readouterr().err


def wait_for_bars(bars: Bars, count: int) -> None:
    """Return once `count` bars are drawn (they appear from a timer's thread)."""
    for _ in range(2000):
        if bars.drawn >= count:
            return
        threading.Event().wait(0.005)
    raise AssertionError(f"{bars.drawn} bars after 10 s, not {count}")


def test_work_that_ends_early_fills_its_bar(capfd):
    """A fit that settles before its last round ends at 100 %; one that fails stays where it was."""
    for fails, percent in ((False, "100%"), (True, "50%")):
        bars = Bars(patience_s=0)
        with contextlib.suppress(ZeroDivisionError), listen(bars), track("fit", total=4) as task:
            wait_for_bars(bars, 1)
            task.advance(2)
            assert 1 / (not fails)
        assert capfd.readouterr().err.rstrip().splitlines()[-1].split()[-2] == percent
