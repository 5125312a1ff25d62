"""Priors: each is a monotone transform of one standard normal.

Samplers, optimisers and filters see only z ~ N(0, I); `forward(z)` makes the physical value, so the
prior's density is always -z·z/2 and no Jacobian appears anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtr

Array = Any

_GRID = np.linspace(-8.0, 8.0, 321)


class Prior(Protocol):
    """A distribution written as a transform of one standard normal."""

    def forward(self, z: Array) -> Array:
        """Physical value at z standard deviations of the underlying normal."""
        ...

    def inverse(self, x: float) -> float:
        """The z whose forward value is x (host side, for starting points)."""
        ...


@dataclass(frozen=True)
class Normal:
    """Normal with mean and SD."""

    mean: float
    sd: float

    def forward(self, z: Array) -> Array:
        """mean + sd z."""
        return self.mean + self.sd * z

    def inverse(self, x: float) -> float:
        """(x - mean) / sd."""
        return (x - self.mean) / self.sd


@dataclass(frozen=True)
class LogNormal:
    """Positive value: `median` times exp(`sd` z), so `sd` is that of the logarithm."""

    median: float
    sd: float

    def forward(self, z: Array) -> Array:
        """median exp(sd z)."""
        return self.median * jnp.exp(self.sd * z)

    def inverse(self, x: float) -> float:
        """log(x / median) / sd."""
        return float(np.log(x / self.median) / self.sd)


@dataclass(frozen=True)
class SquareOfNormal:
    """Square of a Normal(mean, sd) kept away from zero: mean well above sd is assumed."""

    mean: float
    sd: float

    def forward(self, z: Array) -> Array:
        """(mean + sd z)²."""
        return jnp.square(self.mean + self.sd * z)

    def inverse(self, x: float) -> float:
        """(√x - mean) / sd."""
        return float((np.sqrt(x) - self.mean) / self.sd)


@dataclass(frozen=True)
class Uniform:
    """Uniform between low and high."""

    low: float
    high: float

    def forward(self, z: Array) -> Array:
        """low + (high - low) Φ(z)."""
        return self.low + (self.high - self.low) * ndtr(z)

    def inverse(self, x: float) -> float:
        """Φ⁻¹ of the position between low and high."""
        from scipy.stats import norm

        return float(norm.ppf((x - self.low) / (self.high - self.low)))


@dataclass(frozen=True)
class LogitNormal:
    """Value between low and high whose logit is Normal(0, sd) around the midpoint."""

    low: float
    high: float
    sd: float = 1.0

    def forward(self, z: Array) -> Array:
        """low + (high - low) / (1 + exp(-sd z))."""
        return self.low + (self.high - self.low) / (1.0 + jnp.exp(-self.sd * z))

    def inverse(self, x: float) -> float:
        """Scaled logit of the position between low and high."""
        share = (x - self.low) / (self.high - self.low)
        return float(np.log(share / (1.0 - share)) / self.sd)


@dataclass(frozen=True)
class Gamma:
    """Gamma(shape, scale), through a cubic table of log quantiles over z in [-8, 8].

    The table is exact to 1e-7 relative inside |z| < 6 and extended log-linearly outside.
    """

    shape: float
    scale: float
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, hash=False, repr=False)

    @property
    def _table(self) -> tuple[Any, Any]:
        if "table" not in self._cache:
            self._cache["table"] = _log_quantiles(self.shape)
        table: tuple[Any, Any] = self._cache["table"]
        return table

    def forward(self, z: Array) -> Array:
        """Gamma quantile of Φ(z)."""
        value, slope = self._table
        return self.scale * jnp.exp(_hermite(z, jnp.asarray(value), jnp.asarray(slope)))

    def inverse(self, x: float) -> float:
        """Φ⁻¹ of the gamma distribution function."""
        from scipy.stats import gamma, norm

        return float(norm.ppf(gamma.cdf(x / self.scale, self.shape)))


def _log_quantiles(shape: float) -> tuple[Any, Any]:
    """Log quantiles of Gamma(shape, 1) on the z grid, with their slopes."""
    from scipy.interpolate import CubicSpline
    from scipy.stats import gamma, norm

    lower = gamma.ppf(norm.cdf(_GRID), shape)
    upper = gamma.isf(norm.sf(_GRID), shape)
    spline = CubicSpline(_GRID, np.log(np.where(_GRID < 0, lower, upper)))
    return spline(_GRID), spline(_GRID, 1)


def _hermite(z: Array, value: Array, slope: Array) -> Array:
    """Cubic Hermite interpolation on the z grid, linear outside it."""
    step = float(_GRID[1] - _GRID[0])
    inside = jnp.clip(z, _GRID[0], _GRID[-1])
    k = jnp.clip(jnp.floor((inside - _GRID[0]) / step).astype(int), 0, len(_GRID) - 2)
    t = (inside - _GRID[0]) / step - k
    a, b = value[k], value[k + 1]
    da, db = slope[k] * step, slope[k + 1] * step
    cubic = a + t * (da + t * (3 * (b - a) - 2 * da - db + t * (2 * (a - b) + da + db)))
    edge = jnp.where(z > 0, slope[-1], slope[0])
    return cubic + edge * (z - inside)
