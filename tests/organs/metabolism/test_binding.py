"""What a window of a record says to model A."""

import numpy as np
import pytest

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.organ import Column, Window
from vitruvian.engine.problem import build
from vitruvian.engine.simulate import simulate
from vitruvian.organs.metabolism.binding import GLUCOSE, bind
from vitruvian.organs.metabolism.replay import Replay

DAY = 1440.0


def column(start, value, end=None, limited=None, label=""):
    start = np.asarray(start, dtype=float)
    return Column(
        start,
        start if end is None else np.asarray(end, dtype=float),
        np.broadcast_to(np.asarray(value, dtype=float), start.shape).copy(),
        [label] * len(start),
        np.zeros(len(start), int) if limited is None else np.asarray(limited),
    )


def window(days=1.0, clock=0.0, facts=None, **columns):
    """Readings of 125 mg/dL every five minutes, and what else is named."""
    readings = column(np.arange(0.0, days * DAY, 5.0), 125.0)
    return Window(
        {GLUCOSE: readings, **columns}, days * DAY, clock, {"weight": 70.0} if facts is None else facts
    )


@pytest.mark.parametrize(
    ("count", "every", "said"), [(12, 5.0, "12 glucose readings over 0.9 h"), (20, 60, "20")]
)
def test_a_short_or_thin_record_is_refused_with_what_is_needed(count, every, said):
    """One hour, or a reading an hour: too little, and the refusal counts."""
    few = Window({GLUCOSE: column(np.arange(count) * every, 125.0)}, count * every, 0.0)
    with pytest.raises(NotEnoughData, match=rf"{said}.*at least 60 readings over 6 h"):
        bind(few)


def test_without_glucose_nothing_is_bound():
    """Zero readings are said to be zero."""
    with pytest.raises(NotEnoughData, match="0 glucose readings"):
        bind(Window({}, DAY, 0.0))


def test_readings_at_the_sensor_s_limits_are_no_values():
    """Low and High are left out of the fit and told; a record of them alone is refused."""
    times = np.arange(0.0, DAY, 5.0)
    limited = np.where(times < 100.0, -1, 0)
    found = bind(Window({GLUCOSE: column(times, 40.0, limited=limited)}, DAY, 0.0))
    assert len(found.readings) == 268
    assert "20 glucose readings at the sensor's limit are not used as values" in found.remarks
    with pytest.raises(NotEnoughData, match="0 glucose readings"):
        bind(Window({GLUCOSE: column(times, 40.0, limited=np.full(288, -1))}, DAY, 0.0))


def test_an_unknown_weight_is_assumed_aloud():
    """75 kg, with what that changes."""
    assert any("75 kg assumed" in r for r in bind(window(facts={})).remarks)
    assert bind(window()).person["weight"] == 70.0


def test_unlogged_basal_doses_are_assumed_with_spread():
    """Logged on one day of four: the other three days have the routine dose, uncertain and marked."""
    found = bind(window(4.0, insulin_long_acting=column([22 * 60.0], 18.0)))
    doses = [e for e in found.events if e.signal == "insulin_long_acting"]
    assert [(e.start, e.amount, e.assumed) for e in sorted(doses, key=lambda e: e.start)] == [
        (1320.0 + DAY * k, 18.0, k > 0) for k in range(4)
    ]
    assert all(e.spread is not None and e.spread > 0.3 for e in doses if e.assumed)
    assert any("3 long-acting doses were not logged" in r for r in found.remarks)
    assert [(h.start, h.amount) for h in found.habits] == [(1320.0, 18.0)]


def test_basal_does_not_run_out():
    """Long after the last logged dose the mean curve still circles the basal level: the routine goes on."""
    model = Replay()
    found = bind(window(4.0, insulin_long_acting=column([22 * 60.0], 18.0)))
    bare = [e for e in found.events if not e.assumed]

    def mean_of_last_days(events):
        problem = build(model, events, found.readings, 4 * DAY, found.person)
        z = np.zeros((1, len(model.parameters) + len(problem.column)))
        curve = np.asarray(simulate(model, z, problem).signals[GLUCOSE])[0]
        return curve[576 : 4 * 288].reshape(2, 288).mean(axis=1)

    assert mean_of_last_days(found.events) == pytest.approx(125.0, abs=15.0)
    assert mean_of_last_days(bare)[1] > 250.0


def test_no_insulin_at_all_binds_and_closes_plans_on_insulin():
    """A steady basal supply, and gaps with their reasons for each insulin."""
    found = bind(window(carbs=column([450.0], 40.0)))
    assert set(found.gaps) == {"insulin_bolus", "insulin_long_acting", "insulin_basal_rate"}
    assert found.person["basal_u_per_min"] == 0.0
    assert [e.signal for e in found.events] == ["carbs"]


def test_a_pump_rate_holds_until_the_next_row():
    """Rows of rates without an end: held between, their mean before the first; a habit for the future."""
    found = bind(window(insulin_basal_rate=column([600.0, 1200.0], [1.0, 0.5])))
    held = [e for e in found.events if e.signal == "insulin_basal_rate"]
    mean = (600.0 * 1.0 + 240.0 * 0.5) / 840.0
    assert [(e.start, e.end, e.assumed) for e in held] == [
        (0.0, DAY, True), (600.0, 1200.0, False), (1200.0, DAY, False),
    ]  # fmt: skip
    assert found.person["pump_u_per_min"] == pytest.approx(mean / 60.0)
    assert [h.amount for h in found.habits] == [pytest.approx(mean)]
    assert "insulin_basal_rate" not in found.gaps


def test_a_pump_rate_set_before_the_window_holds_in_it():
    """A rate from the evening before is not overwritten by the mean, nor is its past in the mean."""
    rates = column([-120.0, 720.0], [2.0, 1.0], end=[720.0, 1e6])
    found = bind(window(insulin_basal_rate=rates))
    problem = build(Replay(), found.events, found.readings, DAY, found.person)
    rate = np.asarray(problem.u)[:288, 3]
    assert rate[:144] == pytest.approx(2.0)
    assert rate[144:] == pytest.approx(1.0)
    assert found.person["pump_u_per_min"] == pytest.approx(1.5 / 60.0)


def test_exercise_comes_from_the_heart_rate_above_rest():
    """Rest is the person's own low decile; rows near it are no exercise, and the source is told."""
    times = np.arange(0.0, 600.0, 5.0)
    beats = np.where((times >= 300.0) & (times < 345.0), 140.0, 60.0)
    found = bind(window(heart_rate=column(times, beats), facts={"age": 40.0, "weight": 70.0}))
    effort = [e for e in found.events if e.signal == "exercise_intensity"]
    assert [e.start for e in effort] == list(np.arange(300.0, 345.0, 5.0))
    assert effort[0].amount == pytest.approx(80.0 / 120.0)
    assert any("120 heart-rate rows (rest 60/min)" in r for r in found.remarks)


def test_logged_exercise_goes_before_the_heart_rate():
    """Where intensity is logged, heart rate is not read."""
    found = bind(
        window(
            heart_rate=column([0.0, 5.0], [60.0, 170.0]),
            exercise_intensity=column([600.0], 0.5, end=[645.0]),
        )
    )
    effort = [e for e in found.events if e.signal == "exercise_intensity"]
    assert [(e.start, e.end, e.amount) for e in effort] == [(600.0, 645.0, 0.5)]


def test_food_in_a_record_without_meals_is_cautioned():
    """A plan on food may be asked, with the warning that this person's response to it is not known."""
    assert "holds no meal" in bind(window()).cautions["carbs"]
    assert "carbs" not in bind(window(carbs=column([60.0], 40.0))).cautions


def test_the_drug_that_can_bring_ketoacidosis_is_cautioned():
    """A plan with an SGLT2 inhibitor always carries the warning that this twin does not foresee it."""
    assert "ketoacidosis" in bind(window()).cautions["sglt2_inhibitor"]
