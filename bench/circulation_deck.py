"""The common deck of `circulation.py`: a closed loop that Vitruvian and both of its peers can express.

Our reference adult (four chambers with the double-Hill activation and the exponential diastolic law, five
vessels, inertia of the aorta), with the one part that svZeroDSolver lacks replaced: the valves are diodes of
0.0075 mmHg s/mL when open, of the size of the 0.005 in svZeroDSolver's own example of a closed loop.
"""

import numpy as np

from vitruvian.organs.circulation.activation import M_FALL_ATRIUM, M_FALL_VENTRICLE, M_RISE
from vitruvian.organs.circulation.deck import REFERENCE, T_REF
from vitruvian.organs.circulation.loop import VOLUMES, Person, start
from vitruvian.organs.circulation.valves import Diodes

DECK = REFERENCE
DIODES = Diodes()
STEPS = 857
"""1 ms at 70 beats a minute."""


def person() -> Person:
    """The common deck in our own words."""
    return Person(DECK, diodes=DIODES)


def people(count: int, seed: int = 0, spread: float = 0.15) -> Person:
    """The common deck first, then people with `spread` of the logarithm in all but rate and timing."""
    rng = np.random.default_rng(seed)
    fixed = {"hr", "timing", "kick", "pr"}

    def column(name: str, value: float) -> np.ndarray:
        drawn = np.exp(spread * rng.standard_normal(count)) * (np.arange(count) > 0) + (np.arange(count) == 0)
        return np.full(count, value) * (1.0 if name in fixed else drawn)

    deck = type(DECK)(**{name: column(name, value) for name, value in DECK._asdict().items()})
    return Person(deck, diodes=Diodes(*(column(name, value) for name, value in DIODES._asdict().items())))


def asked(beats: int, steps: int = STEPS, **more: object) -> dict[str, object]:
    """The common deck as the peers are told of it; times in s, volumes at the start in mL."""
    d = DECK
    state = start(person())
    volumes = {name: float(getattr(state, name)) for name in VOLUMES[:9]}
    activation = {
        "ventricle": (d.rise_v * T_REF, d.fall_v * T_REF, M_RISE, M_FALL_VENTRICLE),
        "atrium": (d.rise_a * T_REF, d.fall_a * T_REF, M_RISE, M_FALL_ATRIUM),
    }
    out = {
        "deck": d._asdict(), "valves": DIODES._asdict(), "activation": activation, "start": volumes,
        "beats": beats, "steps": steps,
    }  # fmt: skip
    return out | more
