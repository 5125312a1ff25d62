"""Random seeds that follow from a root seed and names, so that nothing depends on the order of calls."""

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jax import Array

_MASK = (1 << 64) - 1


def derive(root: int, *names: str | int) -> int:
    """A 64-bit seed that follows from the root seed and the names, the same on every platform.

    The names are length-prefixed and typed before they are hashed (BLAKE2b), so ("ab", "c") and ("a", "bc"),
    or 1 and "1", give different seeds.
    """
    digest = blake2b((root & _MASK).to_bytes(8, "little"), digest_size=8, person=b"vitruvian")
    for name in names:
        raw = f"{'i' if isinstance(name, int) else 's'}{name}".encode()
        digest.update(len(raw).to_bytes(4, "little") + raw)
    return int.from_bytes(digest.digest(), "little")


def jax_key(root: int, *names: str | int) -> "Array":
    """A `jax.random` key for the root seed and names. Imports jax on the first call."""
    import jax

    seed = derive(root, *names)
    upper, lower = jax.numpy.uint32(seed >> 32), jax.numpy.uint32(seed & 0xFFFFFFFF)
    return jax.random.fold_in(jax.random.key(upper), lower)
