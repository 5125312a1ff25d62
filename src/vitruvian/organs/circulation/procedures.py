"""What operations and pumps do to a circulation: valves, holes, shunts, flow to the heart's own muscle.

Each changes the deck or attaches a device, and lasts for good. Amounts of 0 leave everything as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp

from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.devices import Attached, Balloon, Lvad, Rotor
from vitruvian.organs.circulation.prostheses import implanted

Array = Any
CLIPPED_OPENING, CLIPPED_LEAK = 2.5, 0.07
"""Mitral opening and leak after edge-to-edge repair, cm²: middles of 2–3 and 0.05–0.1 (verified=False)."""
RECOVERY = 0.7
"""Share of its force that ischaemic muscle gets back with its flow, within days; verified=False."""
_CLOSED = 1e9
DONE = (
    "aortic_valve_replacement", "aortic_valve_repair", "mitral_valve_repair", "mitral_clip",
    "revascularisation", "atrial_defect_closure", "ventricular_defect_closure", "aortopulmonary_shunt",
    "lvad_speed", "ecmo_speed", "impella_speed", "balloon_pump",
)  # fmt: skip
"""What acts by mechanics alone, so that the reflex answers it."""
_ECMO_HEAD, _IMPELLA_HEAD = 180.0, 100.0


def undone(u: Mapping[str, Array]) -> dict[str, Array]:
    """The same day without any of DONE."""
    return dict(u) | {name: jnp.zeros_like(u[name]) for name in DONE}


def is_operated(u: Mapping[str, Array]) -> Array:
    """Whether any of DONE is in force."""
    return sum(jnp.sum(jnp.abs(u[name])) for name in DONE) > 0.0


def operated(deck: Deck, u: Mapping[str, Array], p: Mapping[str, Array]) -> Deck:
    """The deck after what was done to its valves and coronary arteries."""
    area, beside = implanted(u["aortic_valve_replacement"], p["prosthesis"])
    new = area > 0.0
    leak_av = deck.leak_av * (1.0 - 0.01 * u["aortic_valve_repair"])
    clip = 0.01 * u["mitral_clip"]
    leak_mv = deck.leak_mv * (1.0 - 0.01 * u["mitral_valve_repair"])
    after_clip = jnp.minimum(CLIPPED_LEAK, leak_mv)
    starved = 0.01 * u["revascularisation"]
    stronger = 1.0 / (1.0 - RECOVERY * starved * p["support_works"])
    return deck._replace(
        a_av=jnp.where(new, area, deck.a_av),
        leak_av=jnp.where(new, beside, leak_av),
        leak_mv=leak_mv + clip * (after_clip - leak_mv),
        a_mv=deck.a_mv + clip * (jnp.minimum(CLIPPED_OPENING, deck.a_mv) - deck.a_mv),
        e_lv=deck.e_lv * stronger,
    )


def unclosed(person: Mapping[str, Array]) -> Attached:
    """The holes that a person is known to have."""
    return Attached(asd=person["asd"], vsd=person["vsd"])


def holes(u: Mapping[str, Array], person: Mapping[str, Array]) -> Attached:
    """Holes that are left, and a shunt that was made."""
    shunt = 0.25 * jnp.pi * (0.1 * u["aortopulmonary_shunt"]) ** 2
    return Attached(
        asd=person["asd"] * (1.0 - 0.01 * u["atrial_defect_closure"]),
        vsd=person["vsd"] * (1.0 - 0.01 * u["ventricular_defect_closure"]),
        pda=shunt,
    )


def pumps(attached: Attached, u: Mapping[str, Array], p: Mapping[str, Array]) -> Attached:
    """The pumps that run, beside what is attached already; one at speed 0 lets nothing through."""
    works = p["support_works"]
    speed, ecmo, impella = u["lvad_speed"], u["ecmo_speed"], u["impella_speed"]
    lvad, ecmo_at, impella_at = Lvad(), Rotor(), Rotor()
    return attached._replace(
        lvad=lvad._replace(
            speed=speed * jnp.sqrt(works),
            resistance=jnp.where(speed > 0.0, lvad.resistance, _CLOSED),
        ),
        ecmo=ecmo_at._replace(
            head=_ECMO_HEAD * works * (0.01 * ecmo) ** 2,
            resistance=jnp.where(ecmo > 0.0, ecmo_at.resistance, _CLOSED),
        ),
        impella=impella_at._replace(
            head=_IMPELLA_HEAD * works * (0.01 * impella) ** 2,
            resistance=jnp.where(impella > 0.0, impella_at.resistance, _CLOSED),
        ),
        balloon=Balloon(size=u["balloon_pump"] * works),
    )
