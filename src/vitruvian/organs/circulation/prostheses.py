"""Open areas of aortic valve prostheses by make and label size.

Source: tables of the American Society of Echocardiography's 2024 guideline on prosthetic valves,
doi:10.1016/j.echo.2023.10.004, as transcribed in the public repository parameterz/avr-mvr. SDs are given
there for the two catheter valves; those of the surgical ones are ours (0.35 cm², verified=False).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import numpy as np

Array = Any
SOURCE = "doi:10.1016/j.echo.2023.10.004"
_SURGICAL_SD = 0.35
CATHETER_LEAK = 0.02
"""Leak beside a catheter valve, cm², between none and mild (0.05); verified=False."""
MODERATE_MISMATCH, SEVERE_MISMATCH = 0.85, 0.65
"""Open area over body surface, cm²/m², below which a prosthesis is too small (VARC-2)."""


@dataclass(frozen=True)
class Prosthesis:
    """One make: label sizes mm, mean open areas and their SDs cm², and the leak beside it, cm²."""

    make: str
    sizes: tuple[float, ...]
    areas: tuple[float, ...]
    sds: tuple[float, ...]
    leak: float = 0.0

    def area(self, size: Array, z: Array) -> Array:
        """Open area, cm², z SDs from the mean, log-normally; 0 for size 0."""
        mean = jnp.interp(size, np.array(self.sizes), np.array(self.areas))
        sd = jnp.interp(size, np.array(self.sizes), np.array(self.sds))
        width = jnp.sqrt(jnp.log1p((sd / mean) ** 2))
        return jnp.where(size > 0.0, mean * jnp.exp(width * z - 0.5 * width**2), 0.0)


def _surgical(make: str, areas: dict[float, float]) -> Prosthesis:
    return Prosthesis(make, tuple(areas), tuple(areas.values()), (_SURGICAL_SD,) * len(areas))


PROSTHESES = (
    Prosthesis(
        "sapien3", (20.0, 23.0, 26.0, 29.0), (1.22, 1.45, 1.74, 1.89), (0.22, 0.26, 0.35, 0.37),
        CATHETER_LEAK,
    ),
    Prosthesis(
        "evolut", (23.0, 26.0, 29.0, 34.0), (1.09, 1.69, 1.97, 2.60), (0.26, 0.40, 0.54, 0.75),
        CATHETER_LEAK,
    ),
    _surgical("inspiris", {19.0: 1.1, 21.0: 1.3, 23.0: 1.6, 25.0: 1.8, 27.0: 2.2}),
    _surgical("avalus", {19.0: 1.11, 21.0: 1.25, 23.0: 1.47, 25.0: 1.57, 27.0: 1.77}),
    _surgical("trifecta", {19.0: 1.41, 21.0: 1.63, 23.0: 1.81, 25.0: 2.02, 27.0: 2.20, 29.0: 2.35}),
    _surgical("onx", {19.0: 1.5, 21.0: 1.7, 23.0: 1.9, 25.0: 2.4}),
    _surgical("regent", {19.0: 1.6, 21.0: 2.0, 23.0: 2.3, 25.0: 2.5, 27.0: 3.6}),
)  # fmt: skip
MAKES = tuple(one.make for one in PROSTHESES)
SIZES = tuple((one.make, one.sizes) for one in PROSTHESES)


def make_of(minute: float, label: str) -> int:
    """Number of the make that a label names; raises ValueError for another."""
    return MAKES.index(label)


def implanted(sizes: Array, z: Array) -> tuple[Array, Array]:
    """Open area and leak, cm², of what is implanted: sizes (makes,) in mm, 0 where none is; (0, 0)
    without."""
    areas = jnp.stack([one.area(sizes[i], z) for i, one in enumerate(PROSTHESES)])
    inside = sizes > 0.0
    count = jnp.maximum(jnp.sum(inside), 1)
    leaks = jnp.where(inside, jnp.array([one.leak for one in PROSTHESES]), 0.0)
    return jnp.sum(areas, axis=0) / count, jnp.sum(leaks) / count
