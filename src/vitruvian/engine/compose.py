"""Models that read each other's signals, as one Model: all verbs work on it.

Each part advances over one common exchange step in the order given. A signal that one part predicts and
another reads is passed as that part's latest aggregate: an earlier part's of this step, a later part's of the
step before (a loop); `sweeps` > 1 repeats the step with the values just found. Parameters keep their names
under "part.name"; those named in `shared` are one draw for all parts that have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import jax
import jax.numpy as jnp

from vitruvian.core.errors import ModelError
from vitruvian.engine.discrepancy import Discrepancy
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.model import Input, Model, Outcome, Parameter

Array = Any
AGGREGATES = ("mean", "last", "integral", "max")


@dataclass(frozen=True)
class Composed(Model):
    """See the module. `links` says how a predicted signal is aggregated over the exchange step."""

    parts: tuple[Model, ...] = ()
    shared: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    sweeps: int = 1
    step: float = 1.0

    version: ClassVar[str] = "1"

    @property
    def name(self) -> str:  # type: ignore[override]
        """Names of the parts."""
        return "+".join(p.name for p in self.parts)

    @property
    def time_unit(self) -> str:  # type: ignore[override]
        """Common to all parts."""
        return self.parts[0].time_unit

    @property
    def minutes_per_unit(self) -> float:  # type: ignore[override]
        """Common to all parts."""
        return self.parts[0].minutes_per_unit

    @property
    def exchange(self) -> float:  # type: ignore[override]
        """The common exchange step: the longest of the parts'."""
        return self.step

    @property
    def parameters(self) -> tuple[Parameter, ...]:  # type: ignore[override]
        """Shared ones once, then each part's own under its name."""
        from dataclasses import replace

        common = {q.name: q for p in self.parts for q in p.parameters if q.name in self.shared}
        own = [
            replace(q, name=f"{p.name}.{q.name}")
            for p in self.parts
            for q in p.parameters
            if q.name not in common
        ]
        return (*common.values(), *own)

    @property
    def predicted(self) -> tuple[str, ...]:
        """Signals that some part predicts."""
        return tuple(dict.fromkeys(s for p in self.parts for s in p.observes))

    @property
    def inputs(self) -> tuple[Input, ...]:  # type: ignore[override]
        """Inputs that no part predicts."""
        outside = {i.signal: i for p in self.parts for i in p.inputs if i.signal not in self.predicted}
        return tuple(outside.values())

    @property
    def observes(self) -> Mapping[str, Discrepancy]:  # type: ignore[override]
        """Signals of all parts; discrepancies keep reading their own part's parameters."""
        return {s: _Prefixed(d, p.name, self.shared) for p in self.parts for s, d in p.observes.items()}

    @property
    def interventions(self) -> tuple[Intervention, ...]:  # type: ignore[override]
        """Those of all parts."""
        return tuple(i for p in self.parts for i in p.interventions)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:  # type: ignore[override]
        """Those of all parts."""
        return tuple(o for p in self.parts for o in p.outcomes)

    def prepare(self, p: dict[str, Array], person: dict[str, Array], static: Any) -> dict[str, Array]:
        """Each part's prepared values under its own name."""
        return {part.name: part.prepare(_own(part, p, self.shared), person, static) for part in self.parts}

    def initial(self, p: dict[str, Array], person: dict[str, Array], static: Any, key: Array) -> Any:
        """States of the parts, and what each predicts at the start (zero until the first step tells)."""
        states = tuple(
            part.initial(p[part.name], person, static, jax.random.fold_in(key, n))
            for n, part in enumerate(self.parts)
        )
        told = {s: jnp.asarray(person.get(f"start.{s}", 0.0), dtype=float) for s in self.predicted}
        return states, told

    def advance(
        self, p: dict[str, Array], state: Any, u: dict[str, Array], t0: Array, static: Any, key: Array
    ) -> tuple[Any, Any]:
        """Every part over one common step; with more than one sweep the last one counts."""
        before, told = state
        after, said = before, told
        for _ in range(self.sweeps):
            after, said = self._sweep(p, before, dict(said), u, t0, static, key)
        return (after, said), said

    def _sweep(
        self, p: dict[str, Array], before: Any, told: dict[str, Array], u: dict[str, Array], t0: Array,
        static: Any, key: Array,
    ) -> tuple[Any, dict[str, Array]]:  # fmt: skip
        after = []
        for number, (part, state) in enumerate(zip(self.parts, before, strict=True)):
            read = {i.signal: told[i.signal] if i.signal in told else u[i.signal] for i in part.inputs}
            history = []
            for k in range(round(self.step / part.exchange)):
                here = jax.random.fold_in(jax.random.fold_in(key, number), k)
                state, readout = part.advance(p[part.name], state, read, t0 + k * part.exchange, static, here)
                history.append(part.observe(p[part.name], readout))
            after.append(state)
            for signal in part.observes:
                told[signal] = self._aggregate(signal, jnp.stack([h[signal] for h in history]), part.exchange)
        return tuple(after), told

    def _aggregate(self, signal: str, values: Array, step: float) -> Array:
        how = dict(self.links).get(signal, "last")
        if how == "integral":
            return jnp.sum(values, axis=0) * step
        return values[-1] if how == "last" else jnp.mean(values, 0) if how == "mean" else jnp.max(values, 0)

    def observe(self, p: dict[str, Array], readout: dict[str, Array]) -> dict[str, Array]:
        """All predicted signals at the end of the step."""
        return readout

    def possible(self, signal: str, values: Array) -> Array:
        """As the part that predicts the signal says."""
        return next(p for p in self.parts if signal in p.observes).possible(signal, values)


@dataclass(frozen=True)
class _Prefixed:
    """A part's discrepancy, reading that part's parameters out of the composed set."""

    inner: Discrepancy
    part: str
    shared: tuple[str, ...]

    @property
    def reads(self) -> tuple[int, ...]:
        return self.inner.reads

    def dynamics(self, p: Mapping[str, Array], step: float) -> Any:
        return self.inner.dynamics(_strip(self.part, p, self.shared), step)

    def noise_sd(self, p: Mapping[str, Array], predicted: Array) -> Array:
        return self.inner.noise_sd(_strip(self.part, p, self.shared), predicted)


def compose(
    *parts: Model, shared: tuple[str, ...] = (), links: Mapping[str, str] | None = None, sweeps: int = 1
) -> Composed:
    """One model of several, exchanging the signals they predict and read.

    Raises ModelError when parts measure time differently, predict the same signal, share a name, have steps
    that do not divide the longest one, or mean different things by a shared trait.
    """
    names = [p.name for p in parts]
    predicted = [s for p in parts for s in p.observes]
    if len({p.time_unit for p in parts}) != 1:
        raise ModelError(f"{', '.join(names)} measure time in different units: give them one time unit")
    if len(set(names)) != len(names) or len(set(predicted)) != len(predicted):
        raise ModelError(f"{', '.join(names)}: two parts share a name or predict the same signal")
    step = max(p.exchange for p in parts)
    if any(abs(step / p.exchange - round(step / p.exchange)) > 1e-9 for p in parts):
        raise ModelError("the exchange steps of the parts must divide the longest one")
    unknown = set((links or {}).values()) - set(AGGREGATES)
    if unknown:
        raise ModelError(
            f"unknown aggregation {', '.join(sorted(unknown))}: choose of {', '.join(AGGREGATES)}"
        )
    for trait in shared:
        _check_trait(trait, [q for p in parts for q in p.parameters if q.name == trait])
    return Composed(parts, tuple(shared), tuple(sorted((links or {}).items())), sweeps, step)


def _check_trait(name: str, declared: list[Parameter]) -> None:
    """One draw needs one prior in one unit."""
    if len(declared) < 2:
        raise ModelError(f"{name!r} is not a parameter of two parts, so it cannot be shared")
    if len({(q.prior, q.unit) for q in declared}) > 1:
        raise ModelError(f"the parts give {name!r} different priors or units: a shared trait is one draw")


def _own(part: Model, p: Mapping[str, Array], shared: tuple[str, ...]) -> dict[str, Array]:
    return {q.name: p[q.name] if q.name in shared else p[f"{part.name}.{q.name}"] for q in part.parameters}


def _strip(part: str, p: Mapping[str, Array], shared: tuple[str, ...]) -> dict[str, Array]:
    own = {name.removeprefix(f"{part}."): value for name, value in p.items() if name.startswith(f"{part}.")}
    return own | {name: p[name] for name in shared if name in p}
