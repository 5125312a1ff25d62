"""A day at home that is far from usual."""

from dataclasses import replace

import numpy as np
import pytest

from virtual_heart import LITTLE
from vitruvian.engine.calibrate import calibrate
from vitruvian.engine.model import physical
from vitruvian.engine.organ import Column, Window
from vitruvian.engine.problem import Event, build
from vitruvian.organs.circulation.odd_days import LIMITS, without_odd
from vitruvian.organs.circulation.organ import ORGAN
from vitruvian.twin.drifting import take_in_days
from vitruvian.twin.fitting import Stretch

USUAL = {"bp_systolic": 128.0, "bp_diastolic": 80.0, "heart_rate": 62.0}
ABSURD = {"bp_systolic": 230.0, "bp_diastolic": 60.0, "heart_rate": 150.0}
WEEKS = 21


def mornings(last, days=1):
    """Three weeks as usual with ordinary noise, then so many days of `last`."""
    random = np.random.default_rng(3)
    times = 1440.0 * np.arange(1, WEEKS + days + 1)
    noise = {s: 4.0 * random.standard_normal(len(times)) for s in USUAL}
    rows = {s: (times, USUAL[s] + noise[s]) for s in USUAL}
    for signal, (_, values) in rows.items():
        values[WEEKS:] = last[signal] + noise[signal][WEEKS:]
    return rows


def test_an_absurd_day_is_held_back_and_told():
    """230/60 with a pulse of 150 after weeks of 128/80: none of the three is fitted."""
    kept, said = without_odd(mornings(ABSURD), (), WEEKS + 1)
    assert all(len(kept[signal][1]) == WEEKS for signal in USUAL)
    assert any("bp_systolic" in text and "on the last day is far" in text for text in said)


def test_an_ordinary_record_is_left_as_it_is():
    """Noise of 4 holds nothing back, nor does a signal that is not judged."""
    rows = mornings(USUAL) | {"lvef": (np.array([1440.0]), np.array([20.0]))}
    kept, said = without_odd(rows, (), WEEKS + 1)
    assert said == []
    assert all(np.array_equal(kept[s][1], rows[s][1]) for s in rows)


@pytest.mark.parametrize(("days", "heard"), [(1, 0), (2, 0), (3, 3), (7, 7)])
def test_a_change_that_lasts_is_taken_in(days, heard):
    """From the third day on all its days count."""
    risen = {"bp_systolic": 175.0, "bp_diastolic": 104.0, "heart_rate": 62.0}
    kept, said = without_odd(mornings(risen, days), (), WEEKS + days)
    assert {len(kept[signal][1]) - WEEKS for signal in USUAL} == {heard}
    assert bool(said) == (heard == 0)


def test_a_reading_alone_falls_out_of_a_usual_day():
    """Two more readings of the same morning are as usual: these stay."""
    rows = mornings(USUAL)
    times, values = rows["bp_systolic"]
    rows["bp_systolic"] = np.append(times, times[-1:].repeat(2)), np.append(values, [226.0, 127.0])
    kept, _ = without_odd(rows, (), WEEKS + 1)
    assert len(kept["bp_systolic"][1]) == len(times) + 1
    assert kept["bp_systolic"][1].max() < 150.0
    assert len(kept["heart_rate"][1]) == len(times)


def test_the_first_days_and_a_new_drug_are_not_judged():
    """Where fewer than four days went before under the same acts there is nothing usual."""
    start = 1440.0 * WEEKS
    drug = Event("noradrenaline", start, start + 1440.0, 100.0, "")
    kept, said = without_odd(mornings(ABSURD), (drug,), WEEKS + 1)
    assert said == []
    assert len(kept["bp_systolic"][1]) == WEEKS + 1
    early = {s: (t[-3:] - t[-4], v[-3:]) for s, (t, v) in mornings(ABSURD).items()}
    assert without_odd(early, (), 3)[1] == []


def test_someone_whose_pressure_swings_has_wider_limits():
    """Days that differ by 30 mmHg as a rule make 40 mmHg ordinary."""
    rows = mornings(USUAL)
    times, _ = rows["bp_systolic"]
    rows["bp_systolic"] = times, 128.0 + 15.0 * (-1.0) ** np.arange(len(times))
    rows["bp_systolic"][1][-1] = 128.0 + 15.0 + LIMITS["bp_systolic"]
    assert without_odd(rows, (), WEEKS + 1)[1] == []


def column(values):
    """One row each morning."""
    times = 1440.0 * np.arange(len(values)) + 430.0
    return Column(times, times, np.array(values), [""] * len(times), np.zeros(len(times)))


def stretch_of(last, days):
    """The record of `mornings` as the twin reads it."""
    rows = mornings(last, days)
    minutes = 1440.0 * (WEEKS + days)
    facts = {"age": 60.0, "height": 178.0, "weight": 82.0}
    held = ORGAN.bind(Window({s: column(v) for s, (_, v) in rows.items()}, minutes, 0.0, facts))
    problem = build(ORGAN.model, held.events, held.readings, minutes, held.person, 0.0)
    return Stretch(ORGAN, None, 0, round(6e7 * (minutes - 720.0)), None, held, problem)


@pytest.mark.slow
def test_an_absurd_day_leaves_the_heart_where_it_was_and_a_week_moves_it():
    """Force and resistance by less than half a posterior SD; a week of 165/101 resistance by more."""
    before = stretch_of(USUAL, 0)
    found = calibrate(ORGAN.model, before.problem, 0, LITTLE, before.data_hash, before.start, before.end)
    fitted = replace(found, origin=before.start, until=before.end)

    def shifts(posterior):
        old, new = (physical(ORGAN.model, p.draws(1000)) for p in (fitted, posterior))
        return {
            name: (np.median(new[name]) - np.median(old[name])) / np.std(old[name])
            for name in ("e_lv", "r_sys")
        }

    absurd = take_in_days(stretch_of(ABSURD, 1), fitted, 1)
    risen = {"bp_systolic": 165.0, "bp_diastolic": 101.0, "heart_rate": 66.0}
    week = take_in_days(stretch_of(risen, 7), fitted, 1)
    assert (absurd.readings, week.readings) == (0, 21)
    assert all(abs(shift) < 0.5 for shift in shifts(absurd.posterior).values())
    assert shifts(week.posterior)["r_sys"] > 0.5
