"""Progress told to whoever listens."""

import contextvars

import pytest

from vitruvian.core.progress import listen, track


class Notebook:
    """A listener that writes down what it is told."""

    def __init__(self):
        self.told = []

    def start(self, what, total):
        self.told.append(("start", what, total))
        return self

    def advance(self, n=1.0):
        self.told.append(("advance", n))

    def close(self):
        self.told.append(("close",))


def test_work_without_a_listener_is_silent(capfd):
    """Nothing is printed and nothing fails when nobody listens."""
    with track("fit", total=3) as task:
        task.advance()
    assert capfd.readouterr() == ("", "")


def test_listener_hears_start_steps_and_end():
    """A listener is told each event once, in order."""
    book = Notebook()
    with listen(book), track("fit", total=3) as task:
        task.advance(2)
    assert book.told == [("start", "fit", 3), ("advance", 2), ("close",)]


def test_end_is_told_when_the_work_fails():
    """A task that raises is closed all the same."""
    book = Notebook()
    with pytest.raises(ZeroDivisionError), listen(book), track("fit"):
        raise ZeroDivisionError
    assert book.told[-1] == ("close",)


def test_listener_is_gone_after_its_block():
    """What runs later tells the silence."""
    book = Notebook()
    with listen(book):
        pass
    with track("fit"):
        pass
    assert book.told == []


def test_other_contexts_do_not_hear_it():
    """A listener belongs to its own context."""
    book, outside = Notebook(), contextvars.copy_context()

    def work():
        with track("fit"):
            pass

    with listen(book):
        outside.run(work)
    assert book.told == []
