"""A function of a place, at many places: one compiled program of LANES places, called as often as it takes.

Optimisers and samplers look at a model through this door, so it is compiled once for all of them, however
many places they want and in whatever order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import numpy as np

Array = Any
LANES = 200
"""Places that run side by side: what fits the cache of a processor is twice as fast."""


def at_places(function: Callable[[Array, Any], Array], z: Array, data: Any) -> Array:
    """Values (N, ...) at z (N, D), on the host.

    function  (z (D,), data) -> array; static
    """
    z = np.asarray(z)
    padded = np.concatenate([z, np.repeat(z[:1], -len(z) % LANES, axis=0)])
    parts = [_lanes(function, padded[k : k + LANES], data) for k in range(0, len(padded), LANES)]
    return np.concatenate([np.asarray(part) for part in parts])[: len(z)]


@partial(jax.jit, static_argnames=("function",))
def _lanes(function: Callable[[Array, Any], Array], z: Array, data: Any) -> Array:
    return jax.vmap(lambda x: function(x, data))(z)
