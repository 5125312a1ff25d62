"""The one pair of functions that every body passes on its way into and out of storage.

Plain for now: the mark says so, and a later, sealed body bears another. No caller will change.
"""

from hashlib import blake2b

from vitruvian.core.errors import StoreError

PLAIN = b"VP1"
_DIGEST = 16


def seal(body: bytes, context: str) -> bytes:
    """What storage may hold of a body. `context` says what it is and whose, the same at `unseal`."""
    return PLAIN + _check(body, context) + body


def unseal(sealed: bytes, context: str) -> bytes:
    """The body. Raises StoreError when it was damaged, exchanged, or sealed in an unknown way."""
    if not sealed.startswith(PLAIN):
        raise StoreError(
            f"{context} is sealed as {sealed[:3]!r}, which this version cannot open: update Vitruvian"
        )
    check, body = sealed[3 : 3 + _DIGEST], sealed[3 + _DIGEST :]
    if check != _check(body, context):
        raise StoreError(f"{context} is damaged or was exchanged: restore it from a backup")
    return body


def _check(body: bytes, context: str) -> bytes:
    digest = blake2b(context.encode(), digest_size=_DIGEST, person=b"vitruvian-plain")
    digest.update(b"\0" + body)
    return digest.digest()
