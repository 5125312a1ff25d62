"""The model protocol: what an organ declares, and the three pure functions it gives.

Everything else in the engine is generic over `Model`. A model makes ONE exchange step; the engine owns the
only time loop (`engine.simulate`). There is no I/O, clock, global or hidden randomness in a model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, ClassVar, Literal

import numpy as np

from vitruvian.engine.discrepancy import Discrepancy
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.priors import Prior

Array = Any
State = Any
Values = dict[str, Array]


@dataclass(frozen=True)
class Parameter:
    """One uncertain number of a model: its prior is a transform of one standard normal."""

    name: str
    prior: Prior
    unit: str
    meaning: str
    source: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Input:
    """A signal that drives the model.

    kind "amount"  doses: rasterised by their integral; the model sees a rate, amount per time unit
         "level"   held values: rasterised by their time mean; where nothing is known the model sees `default`
         "condition"  held values of a model that is steady within a step (what is in force for a day): a
                   step that one touches has it in full
    spread         SD of the logarithm of the true amount about the logged one; above 0 each logged event
                   becomes a latent quantity of its own (0: the log is trusted)
    classes        separate channels of one signal (kinds of a dose); the model then sees a vector
    classify       (minute of the local day, label) -> class, used when classes > 1
    """

    signal: str
    unit: str
    kind: Literal["amount", "level", "condition"] = "amount"
    spread: float = 0.0
    default: float = 0.0
    classes: int = 1
    classify: Callable[[float, str], int] | None = None


@dataclass(frozen=True)
class Outcome:
    """A number people decide by, read off a predicted path.

    measure   (values (..., T), minutes per step) -> (...,); must work on NumPy arrays
    better    -1 when less is better, +1 when more is, 0 when neither
    is_event  True when the measure is 1 where something happens and else 0: its mean is a probability
    """

    name: str
    signal: str
    unit: str
    meaning: str
    measure: Callable[[Any, float], Any]
    better: int = 0
    is_event: bool = False


@dataclass(frozen=True)
class Model:
    """Base of every organ model: a frozen value, hashable, so that it can be a static argument.

    time_unit   name of the time unit of `exchange` and of every rate (metabolism: "min")
    exchange    length of one exchange step in that unit
    parameters  priors, units, sources
    inputs      signals that drive it
    observes    signals it predicts, each with its discrepancy model (what the record may differ by)
    """

    name: ClassVar[str] = ""
    version: ClassVar[str] = "0"
    time_unit: ClassVar[str] = "min"
    minutes_per_unit: ClassVar[float] = 1.0
    exchange: ClassVar[float] = 1.0
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    inputs: ClassVar[tuple[Input, ...]] = ()
    observes: ClassVar[Mapping[str, Discrepancy]] = {}
    interventions: ClassVar[tuple[Intervention, ...]] = ()
    outcomes: ClassVar[tuple[Outcome, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()
    domain: ClassVar[str] = ""
    state_bytes: ClassVar[int] = 256

    def prepare(self, p: Values, person: Values, static: Any) -> Values:
        """Values that stay constant over time, computed once per parameter draw (propagators, ratios)."""
        return p

    def initial(self, p: Values, person: Values, static: Any, key: Array) -> State:
        """State at the first moment. `p` is what `prepare` returned."""
        raise NotImplementedError

    def advance(
        self, p: Values, state: State, u: Values, t0: Array, static: Any, key: Array
    ) -> tuple[State, Any]:
        """State after ONE exchange step from t0, and what can be observed at its end."""
        raise NotImplementedError

    def observe(self, p: Values, readout: Any) -> Values:
        """Predicted signals, by signal key."""
        raise NotImplementedError

    def possible(self, signal: str, values: Array) -> Array:
        """Forecast values made physically possible (NumPy or JAX, any shape); monotone, identity by default.

        The discrepancy is additive and knows no bounds; what the body does at the edge belongs to the organ.
        """
        return values


def full_version(model: Model) -> str:
    """The model's version and a hash of what it declares, so that a changed prior is another model."""
    inputs = [(i.signal, i.spread, i.classes) for i in model.inputs]
    declared = repr((model.parameters, inputs, model.observes))
    return f"{model.version}-{blake2b(declared.encode(), digest_size=4).hexdigest()}"


def parameter_names(model: Model) -> tuple[str, ...]:
    """Names in the order of z."""
    return tuple(q.name for q in model.parameters)


def physical(model: Model, z: Array) -> Values:
    """Parameter values at z (shape (..., P), P parameters first; later entries are ignored)."""
    return {q.name: q.prior.forward(z[..., i]) for i, q in enumerate(model.parameters)}


def channels(model: Model) -> tuple[tuple[str, int], ...]:
    """(signal, class) of every input channel, in the order of the rasterised columns."""
    return tuple((i.signal, c) for i in model.inputs for c in range(i.classes))


def unpack_inputs(model: Model, row: Array) -> Values:
    """Input columns (C,) to the dict a model reads: scalars, or vectors where a signal has classes.

    Of an empty row (`problem.quieted`) plain zeros: a model may know while it is traced that nothing acts.
    """
    if row.shape[0] == 0:
        return {i.signal: 0.0 if i.classes == 1 else np.zeros(i.classes) for i in model.inputs}
    out: Values = {}
    at = 0
    for i in model.inputs:
        out[i.signal] = row[at] if i.classes == 1 else row[at : at + i.classes]
        at += i.classes
    return out
