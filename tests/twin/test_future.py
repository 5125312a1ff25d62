"""What will drive the models after the origin."""

import pytest

from vitruvian.engine.plan import MINUTE, Item, Plan
from vitruvian.engine.problem import Event
from vitruvian.twin.future import Horizon, future_events

ORIGIN = 1_700_000_000_000_000
NOON = Horizon(ORIGIN, 2880.0, 720.0, frozenset({"rate"}))
EVENING = Event("basal", 1320.0, 1320.0, 18.0, "routine", None, True)
PUMP = Event("rate", 0.0, 1440.0, 0.8, "routine", None, True)


def item(target, amount, minutes, end=None, scale=False, kind="dose", **more):
    at = ORIGIN + minutes * MINUTE
    until = None if end is None else ORIGIN + end * MINUTE
    return Item("setting" if scale else kind, target, amount, "1", at, until, scale, **more)


def told(events):
    return [(e.signal, e.start, e.end, pytest.approx(e.amount)) for e in events]


def ahead(habits=(), given=(), logged=(), items=()):
    return future_events(habits, given, logged, Plan(tuple(items)), NOON)


def test_habits_come_at_their_hour_each_day():
    """From noon over two days: 22:00 twice; a held level covers the horizon."""
    assert told(ahead([EVENING, PUMP])) == [
        ("rate", 0.0, 2880.0, 0.8), ("basal", 600.0, 600.0, 18.0), ("basal", 2040.0, 2040.0, 18.0),
    ]  # fmt: skip


def test_a_routine_dose_taken_early_is_not_taken_again():
    """Given at 11:30, tonight's dose is ten hours away and stays; given at 19:00 it was tonight's."""
    early = Event("basal", -30.0, -30.0, 18.0)
    assert [e.start for e in ahead([EVENING], [early])] == [600.0, 2040.0]
    afternoon = Horizon(ORIGIN, 1440.0, 1200.0)
    done = Event("basal", -60.0, -60.0, 18.0)
    assert future_events([EVENING], [done], (), Plan(), afternoon) == ()
    assumed = Event("basal", -60.0, -60.0, 18.0, assumed=True)
    assert len(future_events([EVENING], [assumed], (), Plan(), afternoon)) == 1


def test_the_log_goes_before_the_habit():
    """What is logged of a signal replaces its habit; other habits stay."""
    logged = Event("basal", 500.0, 500.0, 20.0, "log")
    assert told(ahead([EVENING, PUMP], logged=[logged])) == [
        ("rate", 0.0, 2880.0, 0.8), ("basal", 500.0, 500.0, 20.0),
    ]  # fmt: skip


def test_a_scale_changes_what_comes_after_it_until_it_ends():
    """Only the dose within its time is multiplied."""
    scaled = ahead([EVENING], items=[item("basal", 0.9, 0, 1000, scale=True)])
    assert [e.amount for e in scaled] == [pytest.approx(16.2), 18.0]


def test_a_level_is_split_and_a_dose_that_takes_time_keeps_its_total():
    """Half the rate for one hour; half of the second half of 60 g eaten over an hour is 15 g less."""
    rate = ahead([PUMP], items=[item("rate", 0.5, 60, 120, scale=True)])
    assert told(rate) == [("rate", 0.0, 60.0, 0.8), ("rate", 60.0, 120.0, 0.4), ("rate", 120.0, 2880.0, 0.8)]
    meal = Event("carbs", 100.0, 160.0, 60.0, "log")
    eaten = ahead(logged=[meal], items=[item("carbs", 0.5, 130, scale=True)])
    assert told(eaten) == [("carbs", 100.0, 130.0, 30.0), ("carbs", 130.0, 160.0, 15.0)]


def test_items_are_added_with_their_repeats():
    """A dose three times; a setting without an end holds to the horizon's; an event lasts as it says."""
    every = ahead(items=[item("carbs", 40.0, 30, every=480 * MINUTE, times=3)])
    assert [e.start for e in every] == [30.0, 510.0, 990.0]
    assert told(ahead(items=[item("rate", 1.2, 60, kind="setting")])) == [("rate", 60.0, 2880.0, 1.2)]
    assert told(ahead(items=[item("walk", 0.4, 60, 105, kind="event")])) == [("walk", 60.0, 105.0, 0.4)]
