"""A person's circulation as a twin: each day's readings are those of the periodic beat of that day.

The state of the loop settles within seconds, so on the scale of days it has no memory: a day's readings
follow from the person's numbers and from what is in force that day. What nothing touches is solved once a
draw. Days under a plan are solved anew. Drugs act without the reflex: their sizes were seen in people whose
reflexes worked. What is computed from mechanics alone, an operation, a pump, loss and gain of volume, is
answered by it; over days the kidneys take its place in the defence of pressure.
Derivatives are those of a day at rest: what acts moves the readings but not their slopes, which samplers
need only roughly. Leaves out: remodelling, the kidney's own regulation, breathing, the day's rhythm,
right-sided valve leaks. Not validated on people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.discrepancy import Discrepancy
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.model import Input, Model, Outcome, Parameter
from vitruvian.organs.circulation import acute, drugs, procedures
from vitruvian.organs.circulation.body import deck_of
from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.observation import CUFFED, OBSERVES, seen
from vitruvian.organs.circulation.outcomes import OUTCOMES
from vitruvian.organs.circulation.priors import PARAMETERS
from vitruvian.organs.circulation.rest import at_rest, read
from vitruvian.organs.circulation.therapy import INPUTS, INTERVENTIONS

Array = Any
DAY = 1440.0
_POSITIVE = frozenset(OBSERVES) - {"av_mean_gradient_catheter", "pcwp", "lv_edp", "right_atrial_pressure"}


@dataclass(frozen=True)
class Heart(Model):
    """Closed loop of four chambers with a day as exchange step; see the module and `loop`."""

    name: ClassVar[str] = "circulation"
    version: ClassVar[str] = "1"
    time_unit: ClassVar[str] = "min"
    exchange: ClassVar[float] = DAY
    parameters: ClassVar[tuple[Parameter, ...]] = PARAMETERS
    inputs: ClassVar[tuple[Input, ...]] = INPUTS
    observes: ClassVar[Mapping[str, Discrepancy]] = OBSERVES
    interventions: ClassVar[tuple[Intervention, ...]] = INTERVENTIONS
    outcomes: ClassVar[tuple[Outcome, ...]] = OUTCOMES
    domain: ClassVar[str] = "adults at rest; checked on virtual people only, not validated on people"
    state_bytes: ClassVar[int] = 8

    def prepare(self, p: dict[str, Array], person: dict[str, Array], static: Any) -> dict[str, Array]:
        """The draw's deck, and what is seen of it on a day that nothing touches."""
        deck = deck_of(p, person)
        outflow = p["outflow_area"] * person["size"]
        return dict(p) | {"deck": deck, "outflow": outflow, "person": person, "rest": at_rest(p, person)}

    def initial(self, p: dict[str, Array], person: dict[str, Array], static: Any, key: Array) -> Array:
        """There is no memory from day to day; a number stands for the state."""
        return jnp.zeros(())

    def advance(
        self, p: dict[str, Array], state: Array, u: dict[str, Array], t0: Array, static: Any, key: Array
    ) -> tuple[Array, dict[str, Array]]:
        """A day, and what is seen on it."""
        if is_quiet(u):
            return state, p["rest"]
        touched = sum(jnp.sum(jnp.abs(value)) for value in u.values()) > 0.0
        still, there = jax.lax.stop_gradient((p, u))
        moved = jax.lax.cond(
            touched,
            lambda: jax.tree.map(jnp.subtract, acting(still, there)[1], still["rest"]),
            lambda: jax.tree.map(jnp.zeros_like, still["rest"]),
        )
        return state, jax.tree.map(jnp.add, p["rest"], moved)

    def observe(self, p: dict[str, Array], readout: dict[str, Array]) -> dict[str, Array]:
        """All signals of the day; both pressures as this person's cuff shows them."""
        return readout | {signal: readout[signal] + p["cuff"] for signal in CUFFED}

    def possible(self, signal: str, values: Array) -> Array:
        """What cannot be negative is at least 0, an ejection fraction at most 100 %."""
        lowest = 0.0 if signal in _POSITIVE else -np.inf
        return np.clip(values, lowest, 100.0 if signal == "lvef" else np.inf)


def is_quiet(u: Mapping[str, Any]) -> bool:
    """Whether it is known before anything is compiled that nothing acts: all inputs are plain zeros."""
    return all(isinstance(v, float | np.ndarray) and not np.any(v) for v in u.values())


def acting(p: dict[str, Array], u: dict[str, Array]) -> tuple[Person, dict[str, Array]]:
    """The circulation of a day on which u is in force, when the reflex has answered, and what is seen of it.

    p is what `prepare` gave.
    """
    size = p["person"]["size"]
    days = procedures.undone(u), u
    before, deck = (_driven(procedures.operated(p["deck"], day, p), u, p, size) for day in days)
    alone, attached = (procedures.pumps(procedures.holes(day, p["person"]), day, p) for day in days)
    gained = acute.displaced(u, p, size) + drugs.displaced(u, p, size)
    answers = acute.is_acute(u) | drugs.moves_volume(u) | procedures.is_operated(u)
    heart = 1.0 - 0.5 * jnp.minimum(drugs.strength(u["beta_blocker"]), 1.0)

    def turned(answer: acute.Answer, turn: Array) -> tuple[acute.Answer, Deck, dict[str, Array]]:
        there = jax.tree.map(lambda a, b: jnp.where(turn == 0, a, b), alone, attached)
        now = acute.under(before, deck, gained, heart, answer, turn)
        found = read(Person(now, there))
        return acute.tried(answer, found.mean_bp, turn), now, seen(found, now, p["outflow"])

    def one(carry: tuple[acute.Answer, Deck, dict[str, Array]], turn: Array) -> tuple[Any, None]:
        return jax.lax.cond((turn == 0) | answers, lambda c: turned(c[0], turn), lambda c: c, carry), None

    begin = (acute.unanswered(p["rest"]["bp_systolic"]), before, p["rest"])
    _, last, readings = jax.lax.scan(one, begin, jnp.arange(acute.TURNS))[0]
    return Person(last, attached), readings


def _driven(deck: Deck, u: dict[str, Array], p: dict[str, Array], size: Array) -> Deck:
    """The deck under drugs, exertion and fibrillation."""
    return acute.exerting(acute.fibrillating(drugs.drugged(deck, u, p), u), u, size)
