"""Rolling-origin back-test: forecasts on past records as they would have been made then, against baselines.

At each origin only what was known by then is read, from the person and from people who are somebody else.
Scores are means over people, so that a long record counts no more than a short one.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vitruvian.core.errors import ModelError, NotEnoughData
from vitruvian.core.progress import track
from vitruvian.engine.calibrated_residual import Predictive
from vitruvian.engine.rolling import RollingOrigin
from vitruvian.engine.scores import GRID, coverage, crps_from_quantiles, rmse, width
from vitruvian.studies.fingerprint import fingerprint
from vitruvian.studies.people_files import PersonFile, Skipped, read_people
from vitruvian.studies.training import Person, Training, choose

Array = Any
LEVEL = {"05": 4, "25": 24, "75": 74, "95": 94}
"""Places of the band's ends in `scores.GRID`."""


@dataclass(frozen=True)
class Asked:
    """What to test: files, people to learn from (None: by the rule of `training`), folder of shared data."""

    name: str
    organ: RollingOrigin
    files: tuple[Path, ...]
    train: tuple[Path, ...] | None = None
    data: Path | None = None


def backtest(asked: Asked) -> dict[str, Any]:
    """The object that `vitruvian backtest --json` prints.

    Raises NotEnoughData when no file holds a person with enough forecasts.
    """
    begun = time.process_time()
    now = time.time_ns() // 1000
    given, skipped = people_in(asked.organ, asked.files, now)
    if not given:
        reasons = "; ".join(f"{s.name}: {s.reason}" for s in skipped) or "no file"
        raise NotEnoughData(f"nobody to forecast ({reasons}): give records with more readings")
    named = None if asked.train is None else people_in(asked.organ, asked.train, now)[0]
    by_person: dict[str, Any] = {}
    trained: dict[str, None] = {}
    shipped, folder = asked.organ.shipped(), _Folder(asked, now)
    with track("forecasting", len(given)) as task:
        for person in given:
            training = choose(person, given, named, shipped, folder.people)
            by_person[person.name] = _test(person, training, asked.organ)
            trained |= dict.fromkeys(by_person[person.name]["trained_on"])
            task.advance()
    return {
        "organ": asked.name,
        "people": len(by_person),
        "forecasts": sum(h["n"] for one in by_person.values() for h in one["horizons"].values()),
        "horizon_unit": asked.organ.horizon_unit,
        "horizons": {f"{h:g}": _over_people(by_person, f"{h:g}") for h in asked.organ.horizons},
        "trained_on": list(trained),
        "by_person": by_person,
        "skipped": skipped,
        "cpu_s": time.process_time() - begun,
    }


class _Folder:
    """The people of the data folder, read once and only when asked for."""

    def __init__(self, asked: Asked, now: int) -> None:
        self.asked, self.now = asked, now
        self.found: list[Person] | None = None

    def people(self) -> list[Person]:
        """Nobody without a data folder."""
        if self.found is None:
            root = self.asked.data
            paths = [root / "data" / part for part in self.asked.organ.sources] if root else []
            there = [path for path in paths if path.exists()]
            self.found = people_in(self.asked.organ, there, self.now)[0] if there else []
        return self.found


def people_in(organ: RollingOrigin, paths: Sequence[Path], now: int) -> tuple[list[Person], list[Skipped]]:
    """Everybody with enough forecasts, each once; the others with the reason."""
    files, skipped = read_people(paths, now)
    people: list[Person] = []
    for file in files:
        try:
            person = person_of(organ, file)
        except NotEnoughData as trouble:
            skipped.append(Skipped(file.name, trouble.message))
            continue
        twin = next((p for p in people if p.mark.is_of(person.mark)), None)
        if twin is None:
            people.append(person)
        else:
            skipped.append(Skipped(file.name, f"the same readings as {twin.name}"))
    return people, skipped


def person_of(organ: RollingOrigin, file: PersonFile) -> Person:
    """The person of a file. Raises NotEnoughData when there are too few forecasts to score."""
    seen = file.signals(organ.reads)
    past = organ.past(seen)
    primary = seen[organ.reads[0]]
    person = Person(
        file.name, file.origin, fingerprint(primary.start, primary.value, organ.resolution), past, organ.case
    )
    for horizon in organ.horizons:
        scored = int(np.isfinite(person.case(horizon).task.rows.truth).sum())
        if scored < organ.fewest:
            raise NotEnoughData(
                f"{scored} forecasts of {horizon:g} {organ.horizon_unit} can be scored, {organ.fewest} are "
                "needed: each takes a run of readings without a gap and a reading at its target"
            )
    return person


def _test(person: Person, training: Training, organ: RollingOrigin) -> dict[str, Any]:
    pools = {h: training.pool(h, organ) for h in organ.horizons}
    return {
        "hash": person.mark.hash,
        "pool": training.kind,
        "note": training.note,
        "trained_on": list(next(iter(pools.values())).trained_on),
        "horizons": {f"{h:g}": _score(person, h, pool, organ) for h, pool in pools.items()},
    }


def _score(person: Person, horizon: float, pool: Any, organ: RollingOrigin) -> dict[str, float]:
    """Metrics of one person at one horizon, in the unit of the signal."""
    case = person.case(horizon)
    known = np.isfinite(case.task.rows.truth)
    level = case.level[known]
    truth = level + case.task.rows.truth[known]

    def held(forecast: Predictive) -> tuple[Array, Array]:
        mean = np.clip(level + forecast.mean[known], *organ.mean_limits)
        return mean, np.clip(level[:, None] + forecast.quantiles[known], *organ.quantile_limits)

    mean, quantiles = held(pool.residual.follow(case.task, GRID))
    plain = pool.baseline_forecast(case.task)
    ridge, ridge_quantiles = level + plain.mean[known], held(plain)[1]
    own = {
        "n": int(known.sum()),
        "rmse": rmse(truth, mean),
        "bias": float(np.mean(mean - truth)),
        **organ.metrics(truth, mean),
        **_bands(truth, quantiles),
        "persistence_rmse": rmse(truth, level),
        "ridge_rmse": rmse(truth, ridge),
        **{f"ridge_{key}": value for key, value in _bands(truth, ridge_quantiles).items()},
    }
    return own | {
        "rmse_ratio": own["rmse"] / own["ridge_rmse"],
        "crps_ratio": own["crps"] / own["ridge_crps"],
    }


def _bands(truth: Array, quantiles: Array) -> dict[str, float]:
    low, high = quantiles[:, LEVEL["05"]], quantiles[:, LEVEL["95"]]
    return {
        "crps": float(crps_from_quantiles(truth, quantiles).mean()),
        "coverage50": coverage(truth, quantiles[:, LEVEL["25"]], quantiles[:, LEVEL["75"]]),
        "coverage90": coverage(truth, low, high),
        "width90": width(low, high),
    }


def _over_people(by_person: Mapping[str, Any], horizon: str) -> dict[str, float]:
    """Means over people; n is the sum and the ratios are those of the means."""
    each = [one["horizons"][horizon] for one in by_person.values()]
    if not each:
        raise ModelError("nobody was forecast: give at least one record")
    out: dict[str, float] = {key: float(np.mean([e[key] for e in each])) for key in each[0]}
    out["n"] = sum(e["n"] for e in each)
    out["rmse_ratio"] = out["rmse"] / out["ridge_rmse"]
    out["crps_ratio"] = out["crps"] / out["ridge_crps"]
    return out
