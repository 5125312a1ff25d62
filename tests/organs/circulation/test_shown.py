"""Circulations beside each other."""

from vitruvian.organs.circulation.shown import plain, whole


def test_plans_have_letters_when_there_are_several(narrow_and_new, pumped):
    """Of two plans the second is B; one alone has its words only."""
    assert [d.name for d in narrow_and_new] == ["A as planned", "B a new valve"]
    assert pumped.name == "a pump"


def test_others_lie_behind_the_one_they_belong_to(narrow_and_new):
    """Only the plan that was given draws has people behind it."""
    assert [len(d.thin) for d in narrow_and_new] == [2, 0]


def test_numbers_are_as_long_as_needed():
    """Curves keep four figures, words none after the point."""
    assert plain([123.456, 0.0123456]) == (123.5, 0.01235)
    assert whole(71.6) == "72"
