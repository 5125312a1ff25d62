"""What a record may differ from a model by: a small linear Gaussian process plus sensor noise.

Residuals of a physiological model are strongly autocorrelated. Treating them as independent makes posteriors
far too narrow, so each observed signal declares its discrepancy; the likelihood, the filter, the forecast and
the replayed path all use the same one. Conditional on the parameters it is integrated out exactly by a Kalman
filter over the residual (states are tuples of scalars, so that thousands of draws run as one array each).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import jax
import jax.numpy as jnp

Array = Any
Quantity = float | str
"""A number, or the name of the parameter that holds it."""


class Belief(NamedTuple):
    """Mean (n,) and covariance (n, n) of the discrepancy states, as nested tuples of scalars."""

    mean: tuple[Array, ...]
    cov: tuple[tuple[Array, ...], ...]


class Dynamics(NamedTuple):
    """Exact transition over one step: x' = F x + e, e ~ N(0, Q); `start` is the stationary covariance."""

    transition: tuple[tuple[Array, ...], ...]
    noise: tuple[tuple[Array, ...], ...]
    start: tuple[tuple[Array, ...], ...]


class Discrepancy(Protocol):
    """Declares the process and which of its states are added to the model's prediction."""

    @property
    def reads(self) -> tuple[int, ...]:
        """1 for each state added to the model's prediction, 0 for hidden ones; () is white noise only."""
        ...

    def dynamics(self, p: Mapping[str, Array], step: float) -> Dynamics:
        """Transition over `step` time units under parameters p."""
        ...

    def noise_sd(self, p: Mapping[str, Array], predicted: Array) -> Array:
        """SD of the white noise of one reading, in the signal's unit."""
        ...


@dataclass(frozen=True)
class White:
    """Independent noise: SD in the signal's unit plus a share of the predicted value, in quadrature."""

    sd: Quantity = 0.0
    relative: Quantity = 0.0
    reads: tuple[int, ...] = ()

    def dynamics(self, p: Mapping[str, Array], step: float) -> Dynamics:
        """No process."""
        return Dynamics((), (), ())

    def noise_sd(self, p: Mapping[str, Array], predicted: Array) -> Array:
        """√(sd² + (relative · predicted)²)."""
        absolute, share = _value(p, self.sd), _value(p, self.relative)
        return jnp.sqrt(absolute**2 + (share * predicted) ** 2)


@dataclass(frozen=True)
class Wandering:
    """An Ornstein-Uhlenbeck error of the *rate of change*, forgotten by the system's own relaxation.

        dd/dt = -d / memory + w        dw/dt = -w / rate_time + white,  stationary SD of d = sd

    This is the linearised effect of an additive error in the model's differential equation; the stationary SD
    of w is sd √(a (a + b)) with a = 1/memory, b = 1/rate_time. The stationary SD of d is the parameter
    because that is what people can judge ("the model is off by 15 mg/dL"), and what keeps the curve near the
    data. sd and noise in the signal's unit, memory and rate_time in time units.
    """

    sd: Quantity
    memory: Quantity
    rate_time: Quantity
    noise: Quantity
    reads: tuple[int, ...] = (1, 0)

    def dynamics(self, p: Mapping[str, Array], step: float) -> Dynamics:
        """Exact discretisation: Q follows from the stationary covariance S as S - F S Fᵀ."""
        sd, b = _value(p, self.sd), 1.0 / _value(p, self.rate_time)
        a = 1.0 / _value(p, self.memory)
        gap = a - b
        gap = jnp.where(jnp.abs(gap) < 1e-6, 1e-6, gap)
        fa, fb = jnp.exp(-a * step), jnp.exp(-b * step)
        transition = ((fa, (fb - fa) / gap), (jnp.zeros_like(fb), fb))
        start = ((sd**2, a * sd**2), (a * sd**2, a * (a + b) * sd**2))
        return Dynamics(transition, _subtract(start, _sandwich(transition, start)), start)

    def noise_sd(self, p: Mapping[str, Array], predicted: Array) -> Array:
        """Constant sensor noise."""
        return _value(p, self.noise) + 0.0 * predicted


@dataclass(frozen=True)
class Lasting:
    """An error that lasts: an Ornstein-Uhlenbeck process beside the white noise of each reading.

    A device that reads high today does so tomorrow: its readings do not average out. sd and noise in the
    signal's unit, memory in time units.
    """

    sd: Quantity
    memory: Quantity
    noise: Quantity
    reads: tuple[int, ...] = (1,)

    def dynamics(self, p: Mapping[str, Array], step: float) -> Dynamics:
        """Exact discretisation."""
        variance = _value(p, self.sd) ** 2
        kept = jnp.exp(-step / _value(p, self.memory))
        return Dynamics(((kept,),), ((variance * (1.0 - kept**2),),), ((variance,),))

    def noise_sd(self, p: Mapping[str, Array], predicted: Array) -> Array:
        """Constant."""
        return _value(p, self.noise) + 0.0 * predicted


def noise_variances(
    kinds: Mapping[str, Discrepancy], p: Mapping[str, Array], predicted: Mapping[str, Array]
) -> Array:
    """Variance of the white noise of each signal, in the order of `kinds`; white ones are one expression."""
    plain = [
        (_value(p, k.sd), _value(p, k.relative)) if isinstance(k, White) else (0.0, 0.0)
        for k in kinds.values()
    ]
    absolute, share = (jnp.stack([jnp.asarray(v) for v in column]) for column in zip(*plain, strict=True))
    variances = absolute**2 + (share * jnp.stack([predicted[s] for s in kinds])) ** 2
    for j, (signal, kind) in enumerate(kinds.items()):
        if not isinstance(kind, White):
            variances = variances.at[j].set(kind.noise_sd(p, predicted[signal]) ** 2)
    return variances


def begin(dynamics: Dynamics) -> Belief:
    """Belief before any reading: mean zero, stationary covariance."""
    return Belief(tuple(jnp.zeros_like(row[0]) for row in dynamics.start), dynamics.start)


def predict(belief: Belief, dynamics: Dynamics) -> Belief:
    """Belief one step later."""
    f = dynamics.transition
    n = len(f)
    mean = tuple(sum(f[i][j] * belief.mean[j] for j in range(n)) for i in range(n))
    return Belief(mean, _add(_sandwich(f, belief.cov), dynamics.noise))


def update(
    belief: Belief, reads: tuple[int, ...], residual: Array, noise_var: Array, weight: Array
) -> tuple[Belief, Array, Array]:
    """Belief after reading `residual` (reading minus prediction), the innovation and its variance.

    weight 0 leaves the belief as it was (no reading at this step), 1 uses the reading.
    """
    if not reads:
        return belief, residual, noise_var
    n = len(reads)
    shared = tuple(sum(belief.cov[i][j] for j in range(n) if reads[j]) for i in range(n))
    innovation = residual - added(belief.mean, reads)
    variance = sum(shared[i] for i in range(n) if reads[i]) + noise_var
    gain = tuple(weight * shared[i] / variance for i in range(n))
    mean = tuple(belief.mean[i] + gain[i] * innovation for i in range(n))
    cov = tuple(tuple(belief.cov[i][j] - gain[i] * shared[j] for j in range(n)) for i in range(n))
    return Belief(mean, cov), innovation, variance


def added(state: tuple[Array, ...], reads: tuple[int, ...]) -> Array:
    """What the discrepancy states add to the prediction."""
    return sum(x for x, used in zip(state, reads, strict=True) if used)


def sample(belief: Belief, key: Array) -> tuple[Array, ...]:
    """One draw of the discrepancy states."""
    return _correlate(belief.mean, belief.cov, jax.random.normal(key, (len(belief.mean),)))


def evolve(state: tuple[Array, ...], dynamics: Dynamics, key: Array) -> tuple[Array, ...]:
    """One random step of sampled discrepancy states."""
    f = dynamics.transition
    n = len(f)
    mean = tuple(sum(f[i][j] * state[j] for j in range(n)) for i in range(n))
    return _correlate(mean, dynamics.noise, jax.random.normal(key, (n,)))


def _value(p: Mapping[str, Array], quantity: Quantity) -> Array:
    return p[quantity] if isinstance(quantity, str) else jnp.asarray(quantity)


def _correlate(
    mean: tuple[Array, ...], cov: tuple[tuple[Array, ...], ...], white: Array
) -> tuple[Array, ...]:
    """mean + L white, with L the Cholesky factor written out by scalars."""
    n = len(mean)
    low: list[list[Array]] = [[jnp.zeros(()) for _ in range(n)] for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = cov[i][j] - sum(low[i][k] * low[j][k] for k in range(j))
            low[i][j] = jnp.sqrt(jnp.maximum(rest, 1e-18)) if i == j else rest / low[j][j]
    return tuple(mean[i] + sum(low[i][k] * white[k] for k in range(i + 1)) for i in range(n))


def _sandwich(
    f: tuple[tuple[Array, ...], ...], s: tuple[tuple[Array, ...], ...]
) -> tuple[tuple[Array, ...], ...]:
    """F S Fᵀ."""
    n = len(f)
    left = [[sum(f[i][k] * s[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    return tuple(tuple(sum(left[i][k] * f[j][k] for k in range(n)) for j in range(n)) for i in range(n))


def _add(a: Any, b: Any) -> tuple[tuple[Array, ...], ...]:
    return tuple(tuple(x + y for x, y in zip(r, s, strict=True)) for r, s in zip(a, b, strict=True))


def _subtract(a: Any, b: Any) -> tuple[tuple[Array, ...], ...]:
    return tuple(tuple(x - y for x, y in zip(r, s, strict=True)) for r, s in zip(a, b, strict=True))
