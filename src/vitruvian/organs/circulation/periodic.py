"""The periodic state: the beat after which every compartment holds what it held before.

Anderson acceleration (depth 3) of the map of one beat, on the volumes; the valves' states follow from the
beat. The weights of a mixture sum to one, so the total volume is kept. Derivatives come from the implicit
function theorem: x = F(x, θ) gives (I − F_x) dx = F_θ dθ, with Σ dV = dV_total, as volume is conserved.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.organs.circulation.loop import VOLUMES, Person, State, begin, run_beat, start, total_volume

Array = Any
DEPTH = 3
_SV = State._fields.index("sv")
_DEGENERATE = 1e-6
_ROUNDING = 16.0
_BOLD = 0.5
"""A mixture that moves a compartment by more than this share of its volume is not believed."""


class Settled(NamedTuple):
    """The state at the start of a periodic beat, how many beats it took, and their last volume change, mL.

    An ensemble takes as many beats as its slowest member.
    """

    state: State
    beats: Array
    change: Array


class _Search(NamedTuple):
    state: State
    residual: Array
    image: Array
    residuals: Array
    images: Array
    beats: Array
    change: Array


@partial(jax.custom_jvp, nondiff_argnums=(1, 2, 3))
def periodic(person: Person, steps: int, tolerance: float = 1e-4, limit: int = 60) -> Settled:
    """Periodic state of a person, or of an ensemble along the trailing axis.

    steps      per beat
    tolerance  largest change of a compartment's volume between beats, mL; at least the rounding of the total
    limit      beats after which the search ends; then `change` is above the tolerance

    About one in a thousand wild hearts (all parameters drawn with 40 % spread) repeats itself only every two
    or four beats, with less than 1 mL between them: `change` says so, and the state is one of these beats.
    """
    return settle(person, start(person), steps, tolerance, limit)


def settle(person: Person, state: State, steps: int, tolerance: float = 1e-4, limit: int = 60) -> Settled:
    """Periodic state found from a state near it (its total volume is kept). Not differentiable."""
    beat = begin(person, steps)
    state = _whole(state, person)
    flat = jnp.stack(state[: len(VOLUMES)])
    columns = jnp.zeros((DEPTH, *flat.shape), flat.dtype)
    far = jnp.full(flat.shape[1:], jnp.inf, flat.dtype)

    enough = jnp.maximum(tolerance, _ROUNDING * jnp.finfo(flat.dtype).eps * person.deck.volume)

    def searching(s: _Search) -> Array:
        return (s.beats < limit) & ~jnp.all(s.change < enough)

    def onward(s: _Search) -> _Search:
        after = run_beat(beat, s.state)
        return _mixed(s, after, s.change < enough)

    found = jax.lax.while_loop(
        searching, onward, _Search(state, flat * 0.0, flat, columns, columns, jnp.asarray(0), far)
    )
    rest = sum(found.state[:_SV]) + sum(found.state[_SV + 1 : len(VOLUMES)])
    return Settled(found.state._replace(sv=person.deck.volume - rest), found.beats, found.change)


def beat_jacobian(person: Person, state: State, steps: int) -> Array:
    """d(state after a beat)/d(state before), (..., 21, 21), ensemble first."""
    beat = begin(person, steps)

    def along(direction: Array) -> State:
        tangent = State(*(direction[i] + 0.0 * v for i, v in enumerate(state)))
        return jax.jvp(lambda s: run_beat(beat, s), (state,), (tangent,))[1]

    columns = jnp.stack(jax.vmap(along)(jnp.eye(len(state), dtype=state.lv.dtype)))
    return jnp.moveaxis(columns, (0, 1), (-2, -1))


@periodic.defjvp
def _periodic_jvp(
    steps: int, tolerance: float, limit: int, primals: tuple[Person], tangents: tuple[Person]
) -> tuple[Settled, Settled]:
    person, direction = primals[0], tangents[0]
    found = periodic(person, steps, tolerance, limit)

    def image(p: Person) -> tuple[State, Array]:
        return run_beat(begin(p, steps), found.state), total_volume(found.state) * 0.0 + p.deck.volume

    moved, volume = jax.jvp(image, (person,), (direction,))[1]
    size = len(moved)
    closure = jnp.zeros((size, size)).at[_SV, : len(VOLUMES)].set(1.0)
    matrix = jnp.eye(size) + closure - beat_jacobian(person, found.state, steps)
    right = jnp.moveaxis(jnp.stack(moved._replace(sv=moved.sv + volume)), 0, -1)
    solved = jnp.linalg.solve(matrix.astype(right.dtype), right[..., None])[..., 0]
    change = State(*(solved[..., i] for i in range(size)))
    still = jnp.zeros((), jax.dtypes.float0)
    return found, Settled(change, still, 0.0 * found.change)


def _whole(state: State, person: Person) -> State:
    """The state with every entry of one shape and type."""
    shape = jnp.shape(sum(state) + 0.0 * person.deck.hr)
    dtype = jnp.result_type(float, *state) if not hasattr(state.lv, "dtype") else state.lv.dtype
    return State(*(jnp.broadcast_to(jnp.asarray(v, dtype), shape) for v in state))


def _mixed(s: _Search, after: State, done: Array) -> _Search:
    """The search after a beat: a mixture of the last images whose residuals nearly cancel."""
    before, image = jnp.stack(s.state[: len(VOLUMES)]), jnp.stack(after[: len(VOLUMES)])
    residual = image - before
    known = jnp.where(s.beats > 0, 1.0, 0.0).astype(image.dtype)
    residuals = jnp.concatenate([known * (residual - s.residual)[None], s.residuals[:-1]])
    images = jnp.concatenate([known * (image - s.image)[None], s.images[:-1]])
    mixture = image - _correction(residual, residuals, images)
    bold = jnp.any(jnp.abs(mixture - image) > _BOLD * jnp.abs(image) + 1.0, axis=0)
    change = jnp.max(jnp.abs(residual), axis=0)
    volumes = jnp.where(bold, image, mixture)
    following = after._replace(**{name: volumes[i] for i, name in enumerate(VOLUMES)})
    kept = jax.tree.map(lambda old, new: jnp.where(done, old, new), s.state, following)
    change = jnp.where(done, s.change, change)
    return _Search(kept, residual, image, residuals, images, s.beats + 1, change)


def _correction(residual: Array, residuals: Array, images: Array) -> Array:
    """Least-squares cancellation of the residual by its past differences (Gram–Schmidt, newest first)."""
    basis: list[tuple[Array, Array]] = []
    out = 0.0 * residual
    for j in range(DEPTH):
        v, g = residuals[j], images[j]
        size = jnp.sum(v * v, axis=0)
        for q, h in basis:
            share = jnp.sum(q * v, axis=0)
            v, g = v - share * q, g - share * h
        left = jnp.sum(v * v, axis=0)
        usable = left > _DEGENERATE * size
        scale = jnp.where(usable, 1.0 / jnp.sqrt(jnp.where(usable, left, 1.0)), 0.0)
        basis.append((v * scale, g * scale))
        out = out + jnp.sum(v * scale * residual, axis=0) * g * scale
    return out
