"""Forecasts for real people against the pooled ridge and the promised coverage of the bands."""

import pytest

from vitruvian.organs.metabolism.rolling import ROLLING
from vitruvian.studies.backtest import Asked, backtest

SETS = {
    "d1namo": ([f"d1namo/subject_00{i}.csv" for i in (1, 2, 6, 8)], 0.97),
    "clarity": (["vendor/dexcom_clarity_g6.csv"], 0.97),
    "iglu": (["iglu_t2d"], 1.01),
}
"""Files below data/glucose, and the highest ratio of RMSE to the ridge at 60 min."""


@pytest.mark.parametrize("name", sorted(SETS))
def test_real_people_are_forecast_better_than_by_the_ridge(shared, name):
    """RMSE and CRPS at both horizons, bands that hold 87 to 93 %, nobody learned from themselves."""
    files, highest = SETS[name]
    paths = tuple(shared / "data" / "glucose" / file for file in files)
    found = backtest(Asked("metabolism", ROLLING, paths, None, shared))
    assert found["skipped"] == []
    assert found["horizons"]["60"]["rmse_ratio"] <= highest
    for horizon in found["horizons"].values():
        assert horizon["rmse_ratio"] <= 1.01
        assert horizon["crps"] <= horizon["ridge_crps"]
        assert 0.87 <= horizon["coverage90"] <= 0.93
        assert horizon["rmse"] < horizon["persistence_rmse"]
    for one in found["by_person"].values():
        assert one["hash"] not in one["trained_on"]
