import numpy as np
import pytest

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.rolling import Seen
from vitruvian.organs.metabolism.rolling import GLUCOSE, ROLLING, case, metrics, past, shipped


def seen(start, value, known=None, limited=None) -> Seen:
    start = np.asarray(start, dtype=float)
    n = len(start)
    return Seen(
        start, start, np.asarray(value, dtype=float), np.full(n, "", object),
        np.zeros(n) if limited is None else np.asarray(limited),
        start if known is None else np.asarray(known, dtype=float),
    )  # fmt: skip


def test_low_and_high_count_as_39_and_401():
    """The words of a sensor, not its clamped values: 399.6 stays what it is."""
    got = past(
        {GLUCOSE: seen(5.0 * np.arange(14), [100.0] * 11 + [40.0, 400.0, 399.6], None, [0] * 11 + [-1, 1, 1])}
    )
    assert got.glucose[-3:].tolist() == [39.0, 401.0, 399.6]


def test_a_reading_known_too_late_is_no_part_of_a_live_record():
    """A backfilled reading is left out, so that no forecast is made from it."""
    start = 5.0 * np.arange(20)
    known = start.copy()
    known[7] += 30.0
    assert start[7] not in past({GLUCOSE: seen(start, 100.0 + start, known)}).time


def test_energy_becomes_carbs_and_is_known_when_it_was_logged():
    """100 kcal are 11.75 g at 47 % of the energy; the time of logging is kept."""
    meal = seen([10.0], [100.0], known=[25.0])
    got = past({GLUCOSE: seen(5.0 * np.arange(20), np.full(20, 100.0)), "meal_energy": meal})
    assert got.carbs.amount[0] == pytest.approx(11.75)
    assert got.carbs.known[0] == 25.0


def test_a_dose_that_was_not_yet_known_moves_no_forecast():
    """A bolus logged at the end changes no earlier feature."""
    start = 5.0 * np.arange(100)
    glucose = {GLUCOSE: seen(start, 150 + 30 * np.sin(start / 60))}
    bolus = seen([200.0], [5.0], known=[400.0])
    with_it, without = (
        case("p", past(x), 30.0).task.rows for x in (glucose | {"insulin_bolus": bolus}, glucose)
    )
    before = with_it.origin < 400.0
    assert np.array_equal(with_it.features[before], without.features[before])
    assert not np.array_equal(with_it.features[~before], without.features[~before])


def test_too_few_readings_are_refused():
    """With what is needed."""
    with pytest.raises(NotEnoughData, match="12 gap-free"):
        past({GLUCOSE: seen(5.0 * np.arange(5), np.full(5, 100.0))})


def test_metrics_of_a_perfect_forecast():
    """No difference, all in zone A or B."""
    truth = np.array([60.0, 150.0, 300.0])
    assert metrics(truth, truth) == {"mard_percent": 0.0, "clarke_ab_percent": 100.0}


def test_the_shipped_pool_fits_the_features_of_today():
    """Its experts read the columns that a case has: build it again when this fails (tools/build_pool.py)."""
    pool = shipped()
    assert pool is not None
    start = 5.0 * np.arange(60)
    made = case("p", past({GLUCOSE: seen(start, 150 + 30 * np.sin(start / 60))}), 30.0)
    for horizon in ROLLING.horizons:
        mean = pool["horizons"][f"{horizon:g}"]["residual"]["mean"]
        assert [(n, tuple(c), r) for n, c, r in mean["experts"]] == [
            (e.name, e.columns, e.pool_rows) for e in made.experts
        ]
        assert len(mean["gram"]) == made.task.rows.features.shape[1] + 1
        assert len(mean["trained_on"]) == len(pool["people"])
