"""The conformance suite that every organ model runs, ours and other people's alike.

`check_model` gives one row a rule, so that `vitruvian organs` can show them and a plug-in's own tests can
assert them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.core.signals import signals
from vitruvian.engine.likelihood import log_likelihood
from vitruvian.engine.model import Model, parameter_names
from vitruvian.engine.problem import Problem, Reading, build
from vitruvian.engine.simulate import march, simulate

Array = Any
_DRAWS = 200
_STEPS = 48


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, whether it holds, and what was found."""

    name: str
    holds: bool
    found: str


def check_model(model: Model, person: Mapping[str, float] | None = None, static: Any = None) -> list[Rule]:
    """All rules for a model, on a stretch of 48 steps without inputs.

    person  facts the model reads, as its organ's binding gives them; static: geometry, if it needs any
    """
    span = _STEPS * model.exchange
    empty = build(model, (), (), span, person or {}, static=static, steps=_STEPS)
    z = np.asarray(jax.random.normal(jax.random.key(0), (_DRAWS, len(model.parameters))))
    curves = simulate(model, z, empty).signals
    readings = [
        Reading(s, (k + 1) * model.exchange, float(np.median(v[:, k])))
        for s, v in curves.items()
        for k in range(_STEPS)
    ]
    told = build(model, (), readings, span, person or {}, static=static, steps=_STEPS)
    return [
        _declared(model),
        _known_signals(model),
        _finite(curves),
        _same_alone(model, z, empty, curves),
        _same_twice(model, z, empty, curves),
        _gradients(model, z, told),
    ]


def _declared(model: Model) -> Rule:
    names = parameter_names(model)
    bare = [q.name for q in model.parameters if not q.unit or not q.meaning]
    unsourced = [q.name for q in model.parameters if q.verified and not q.source]
    twice = sorted({n for n in names if names.count(n) > 1})
    wrong = bare + unsourced + twice
    rule = "parameters have a unit, a meaning and a source or verified=False"
    return Rule(rule, not wrong, ", ".join(wrong) or "all")


def _known_signals(model: Model) -> Rule:
    used = [i.signal for i in model.inputs] + list(model.observes)
    unknown = [s for s in used if s not in signals()]
    rule = "inputs and observations are signals of the vocabulary"
    return Rule(rule, not unknown, ", ".join(unknown) or "all")


def _finite(curves: dict[str, Array]) -> Rule:
    share = min(float(np.isfinite(v).mean()) for v in curves.values())
    return Rule(f"{_DRAWS} prior draws give finite observations", share == 1.0, f"{100 * share:.1f} %")


def _same_alone(model: Model, z: Array, problem: Problem, curves: dict[str, Array]) -> Rule:
    """A batch gives what one draw by itself gives."""
    alone = march(model, jnp.asarray(z[0]), problem, lambda c, k, s: (c, s), ())[2]
    gap = max(_furthest(np.asarray(alone[s]), v[0]) for s, v in curves.items())
    return Rule("a batch equals draws one by one (1e-9)", gap < 1e-9, f"{gap:.1e}")


def _same_twice(model: Model, z: Array, problem: Problem, curves: dict[str, Array]) -> Rule:
    again = simulate(model, z, problem).signals
    same = all(np.array_equal(np.asarray(again[s]), v) for s, v in curves.items())
    return Rule("the same draws give the same bytes", same, "yes" if same else "no")


def _gradients(model: Model, z: Array, problem: Problem) -> Rule:
    slope: Callable[..., Array] = jax.jit(jax.vmap(jax.grad(lambda x: log_likelihood(model, x, problem))))
    found = np.asarray(slope(jnp.asarray(z[:50])))
    share = float(np.isfinite(found).mean())
    return Rule("gradients of the likelihood are finite", share == 1.0, f"{100 * share:.1f} %")


def _furthest(a: Array, b: Array) -> float:
    return float(np.max(np.abs(a - b) / np.maximum(1.0, np.abs(b))))
