"""The posterior: weighted draws with their diagnoses, and how it is kept and read again."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vitruvian.core.errors import ModelError
from vitruvian.engine.model import Model, full_version, parameter_names, physical
from vitruvian.engine.resampling import systematic

Array = Any
FEWEST_FOR_INTERVAL = 100
"""Effective draws below which no interval is shown."""
FEWEST_FOR_ADVICE = 400
"""Effective draws below which no recommendation is made."""


@dataclass(frozen=True)
class Posterior:
    """Weighted draws of parameters and of per-event latents, given the data named by `data_hash`.

    z       (N, P + E) standard normal coordinates, parameters first
    weight  (N,) sums to one
    active  (P + E,) True where the data speak; elsewhere the draws are the prior's
    ess     effective draws by weights;  ess_each: per coordinate, (P + E,)
    origin  instant of step 0, µs UTC; `until` the last instant of the data used
    start   (N, S) packed state and beliefs in which each draw begins; None: as the model begins
    """

    model: str
    version: str
    method: str
    seed: int
    data_hash: str
    z: Array
    weight: Array
    active: Array
    ess: float
    ess_each: Array
    origin: int = 0
    until: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)
    start: Array | None = None

    @property
    def ess_worst(self) -> float:
        """Smallest effective number of draws over the coordinates the data speak about."""
        each = np.asarray(self.ess_each)[np.asarray(self.active, dtype=bool)]
        return float(each.min()) if each.size else float(len(self.weight))

    @property
    def shows_intervals(self) -> bool:
        """Enough effective draws for an interval."""
        return min(self.ess, self.ess_worst) >= FEWEST_FOR_INTERVAL

    @property
    def may_advise(self) -> bool:
        """Enough effective draws for a recommendation."""
        return min(self.ess, self.ess_worst) >= FEWEST_FOR_ADVICE

    def draws(self, count: int) -> Array:
        """`count` equally weighted draws (count, P + E), by systematic resampling: always the same."""
        return np.asarray(self.z)[self.picks(count)]

    def starts(self, count: int) -> Array | None:
        """The packed state (count, S) in which each of `draws(count)` begins, or None."""
        return None if self.start is None else np.asarray(self.start)[self.picks(count)]

    def picks(self, count: int) -> Array:
        """Rows of `draws(count)`."""
        order = systematic(self.weight, count)
        shuffle = np.random.default_rng(self.seed).permutation(count)
        return order[shuffle]

    def to_bytes(self) -> bytes:
        """One self-describing block: a NumPy archive without pickles."""
        head = {
            k: getattr(self, k) for k in ("model", "version", "method", "seed", "data_hash", "ess", "origin")
        }
        head |= {"until": self.until, "details": dict(self.details)}
        arrays: dict[str, Any] = {} if self.start is None else {"start": np.asarray(self.start)}
        sink = io.BytesIO()
        np.savez(
            sink,
            head=np.frombuffer(json.dumps(head, sort_keys=True).encode(), dtype=np.uint8),
            z=np.asarray(self.z, dtype=np.float64),
            weight=np.asarray(self.weight),
            active=np.asarray(self.active),
            ess_each=np.asarray(self.ess_each),
            **arrays,
        )
        return sink.getvalue()

    @staticmethod
    def from_bytes(block: bytes) -> Posterior:
        """What `to_bytes` wrote."""
        with np.load(io.BytesIO(block), allow_pickle=False) as held:
            head = json.loads(bytes(held["head"]))
            arrays = {k: held[k] for k in ("z", "weight", "active", "ess_each", "start") if k in held}
        return Posterior(**head, **arrays)


def check_version(model: Model, posterior: Posterior) -> None:
    """Refuse a posterior of another model or of an older version of this one."""
    if (posterior.model, posterior.version) != (model.name, full_version(model)):
        raise ModelError(
            f"this posterior is of {posterior.model} version {posterior.version}, the model is {model.name} "
            f"version {full_version(model)}: calibrate again"
        )


def summary(model: Model, posterior: Posterior) -> list[dict[str, Any]]:
    """Per parameter: prior, posterior, shrinkage and whether the data say anything about it.

    shrinkage is 1 - posterior SD / prior SD in z; `identified` above 0.5, `weak` above 0.1, else
    `prior-dominated`. Below FEWEST_FOR_INTERVAL effective draws the quantiles are None.
    """
    weight = np.asarray(posterior.weight)
    values = physical(model, np.asarray(posterior.z))
    rows = []
    for i, name in enumerate(parameter_names(model)):
        declared = model.parameters[i]
        z = np.asarray(posterior.z)[:, i]
        mean_z = float(weight @ z)
        shrinkage = 1.0 - float(np.sqrt(max(weight @ (z - mean_z) ** 2, 0.0)))
        quantiles = _weighted_quantiles(np.asarray(values[name]), weight) if posterior.shows_intervals else {}
        rows.append(
            {
                "name": name,
                "unit": declared.unit,
                "meaning": declared.meaning,
                "prior": {k: float(declared.prior.forward(x)) for k, x in _PRIOR_Z.items()},
                "posterior": _moments(np.asarray(values[name]), weight) | quantiles,
                "shrinkage": round(shrinkage, 4),
                "status": _status(shrinkage, bool(posterior.active[i])),
                "ess": float(posterior.ess_each[i]),
                "source": declared.source,
                "verified": declared.verified,
            }
        )
    return rows


_PRIOR_Z = {"q05": -1.6448536, "q50": 0.0, "q95": 1.6448536}


def _status(shrinkage: float, active: bool) -> str:
    if not active or shrinkage < 0.1:
        return "prior-dominated"
    return "identified" if shrinkage > 0.5 else "weak"


def _moments(values: Array, weight: Array) -> dict[str, float]:
    mean = float(weight @ values)
    return {"mean": mean, "sd": float(np.sqrt(max(weight @ (values - mean) ** 2, 0.0)))}


def _weighted_quantiles(values: Array, weight: Array) -> dict[str, float]:
    order = np.argsort(values)
    below = np.cumsum(weight[order]) - 0.5 * weight[order]
    found = np.interp([0.05, 0.5, 0.95], below / weight.sum(), values[order])
    return dict(zip(("q05", "q50", "q95"), map(float, found), strict=True))
