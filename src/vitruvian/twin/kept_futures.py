"""The futures that the vault keeps: the same question of the same twin is answered from there.

A question is named by all that its answer follows from: the draws, the past and the future that the model
reads, the key of the random draws, and the very code of the engine and of the organ. Only the newest KEPT of
an organ stay; the others can be computed again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import jax
import numpy as np

from vitruvian.core.errors import StoreError
from vitruvian.core.source import source_hash
from vitruvian.engine.forecast import Paths
from vitruvian.engine.model import Model, full_version
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Problem
from vitruvian.vault import Permit, Vault

Array = Any
KEPT = 24
"""Futures of an organ that stay; each is half a megabyte for 500 draws over four hours."""


@dataclass(frozen=True, slots=True)
class KeptFutures:
    """Those of one kind that a permit opens."""

    vault: Vault
    permit: Permit
    kind: str

    def keep(self, name: str, paths: Paths) -> None:
        """Put futures under the name of their question, and let the oldest go."""
        self.vault.put_object(self.permit, self.kind, name, _to_bytes(paths))
        self.vault.drop_objects(self.permit, self.kind, KEPT)

    def named(self, name: str) -> Paths | None:
        """The futures of that question, or None."""
        try:
            _, block = self.vault.get_object(self.permit, self.kind, name)
        except StoreError:
            return None
        return _from_bytes(block)


def question(
    model: Model, posterior: Posterior, past: Problem, future: Problem, key: Array, count: int
) -> str:
    """The name of a forecast: a hash of all that it follows from."""
    package = type(model).__module__.rpartition(".")[0]
    code = source_hash("vitruvian.engine", package) if package else ""
    asked = f"{code} {model!r} {full_version(model)} {jax.__version__} {count}"
    digest = blake2b(asked.encode(), digest_size=16)
    drawn = (posterior.z, posterior.weight, posterior.start, posterior.seed, jax.random.key_data(key))
    for path, leaf in jax.tree_util.tree_leaves_with_path((drawn, past, future)):
        value = np.ascontiguousarray(leaf)
        digest.update(f"{jax.tree_util.keystr(path)} {value.dtype} {value.shape}".encode())
        digest.update(value.tobytes())
    return digest.hexdigest()


def _to_bytes(paths: Paths) -> bytes:
    """A NumPy archive without pickles."""
    named = {f"readings {s}": v for s, v in paths.readings.items()}
    named |= {f"truth {s}": v for s, v in paths.truth.items()}
    sink = io.BytesIO()
    np.savez(sink, times=paths.times, **named)
    return sink.getvalue()


def _from_bytes(block: bytes) -> Paths:
    with np.load(io.BytesIO(block), allow_pickle=False) as held:
        parts = {
            part: {k.removeprefix(f"{part} "): held[k] for k in held if k.startswith(f"{part} ")}
            for part in ("readings", "truth")
        }
        return Paths(held["times"], parts["readings"], parts["truth"])
