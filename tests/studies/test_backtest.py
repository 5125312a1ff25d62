import shutil
import time

import numpy as np
import pytest

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.scores import GRID
from vitruvian.organs.metabolism.rolling import ROLLING
from vitruvian.studies.backtest import Asked, backtest, people_in
from vitruvian.studies.training import Training

KEYS = {
    "n", "rmse", "mard_percent", "bias", "crps", "coverage50", "coverage90", "width90", "persistence_rmse",
    "ridge_rmse", "ridge_crps", "ridge_coverage90", "ridge_width90", "rmse_ratio",
}  # fmt: skip


@pytest.fixture(scope="module")
def result(people):
    return backtest(Asked("metabolism", ROLLING, tuple(people)))


def test_the_answer_has_what_is_promised(result):
    """Both horizons with every metric, people by name, and the hashes of whom was learned from."""
    assert set(result["horizons"]) == {"30", "60"}
    assert all(set(h) >= KEYS for h in result["horizons"].values())
    assert result["people"] == len(result["by_person"]) == 4
    assert len(result["trained_on"]) == 4
    assert result["forecasts"] == sum(h["n"] for h in result["horizons"].values())


def test_nobody_is_forecast_from_themselves(result):
    """Each person's own hash is missing among those that were learned from."""
    assert all(one["hash"] not in one["trained_on"] for one in result["by_person"].values())
    assert all(len(one["trained_on"]) == 3 for one in result["by_person"].values())


def test_rmse_is_the_mean_over_people(result):
    """A long record counts no more than a short one."""
    each = [one["horizons"]["60"]["rmse"] for one in result["by_person"].values()]
    assert result["horizons"]["60"]["rmse"] == pytest.approx(np.mean(each))


def test_later_readings_change_no_earlier_forecast(people, tmp_path):
    """A record that goes on differently after two days has the very forecasts of its first two days."""
    whole, other = (path.read_text(encoding="utf-8").splitlines() for path in (people[0], people[3]))
    altered = tmp_path / "altered.csv"
    altered.write_text("\n".join(whole[: 1 + 2 * 288] + other[1 + 2 * 288 :]), encoding="utf-8")
    now = time.time_ns() // 1000
    first, second = (people_in(ROLLING, [path], now)[0][0] for path in (people[0], altered))
    pool = Training(tuple(people_in(ROLLING, people[1:3], now)[0]), None, "test").pool(60.0, ROLLING)
    a, b = (p.case(60.0).task for p in (first, second))
    early = a.rows.origin < a.rows.origin[0] + 2 * 1440.0 - 60.0
    told, again = pool.residual.follow(a, GRID), pool.residual.follow(b, GRID)
    assert early.sum() > 500
    assert np.array_equal(told.quantiles[early], again.quantiles[: early.sum()])
    assert not np.array_equal(told.quantiles[-200:], again.quantiles[-200:])


def test_a_copy_under_another_name_is_the_same_person(people, tmp_path):
    """It is listed as skipped, and does not teach the forecast of itself."""
    copy = tmp_path / "somebody_else.csv"
    shutil.copy(people[0], copy)
    result = backtest(Asked("metabolism", ROLLING, (people[0], copy), tuple(people)))
    (one,) = result["by_person"].values()
    assert "left out" in one["note"]
    assert one["hash"] not in one["trained_on"]
    assert "the same readings" in result["skipped"][0].reason


def test_a_short_record_is_skipped_with_the_reason(people, make_table, tmp_path):
    """An hour of readings holds no forecast that can be scored."""
    short = make_table(tmp_path / "short.csv", 9, days=1 / 24)
    result = backtest(Asked("metabolism", ROLLING, (*people, short)))
    assert result["people"] == 4
    assert [s.name for s in result["skipped"]] == [str(short)]


def test_only_short_records_are_refused(make_table, tmp_path):
    """The reason says what is needed."""
    short = make_table(tmp_path / "short.csv", 9, days=1 / 24)
    with pytest.raises(NotEnoughData, match="nobody to forecast"):
        backtest(Asked("metabolism", ROLLING, (short,)))


def test_a_person_alone_is_forecast_from_the_shipped_pool(people):
    """Whose people are named by hash."""
    result = backtest(Asked("metabolism", ROLLING, (people[0],)))
    (one,) = result["by_person"].values()
    assert one["pool"] == "shipped pool"
    assert len(result["trained_on"]) >= 30
