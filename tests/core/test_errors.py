"""The error tree."""

import inspect

import pytest

from vitruvian.core import errors

TREE = [found for _, found in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", TREE)
def test_every_error_descends_from_the_root(kind):
    """A process border catches all of them by the root."""
    assert issubclass(kind, errors.VitruvianError)


@pytest.mark.parametrize("kind", TREE)
def test_every_error_is_drawn_in_the_tree(kind):
    """The docstring's drawing names each class."""
    assert kind.__name__ in (errors.__doc__ or "")


def test_message_is_the_text_of_the_error():
    """What was raised is what is shown."""
    assert errors.UnitMismatch("glucose 412 looks like mg/dL").message == "glucose 412 looks like mg/dL"


def test_a_wrong_reading_is_named_with_its_moment():
    """Who knows the dates puts the moment before what was wrong."""
    wrong = errors.WrongReading("weight 700 kg cannot be", 90.0)
    assert wrong.dated("2025-03-02 07:30").message == "2025-03-02 07:30: weight 700 kg cannot be"
    assert wrong.dated("2025-03-02 07:30").minutes == 90.0
