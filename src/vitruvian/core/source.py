"""Which code is running: what was computed by other code is computed again."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def source_hash(*packages: str) -> str:
    """Hash of every Python file of the packages (dotted names) and of the folders in them."""
    digest = blake2b(digest_size=16)
    for package in packages:
        _take_in(digest, package, files(package))
    return digest.hexdigest()


def _take_in(digest: blake2b, name: str, folder: Traversable) -> None:
    for found in sorted(folder.iterdir(), key=lambda f: f.name):
        inside = f"{name}/{found.name}"
        if found.is_dir():
            _take_in(digest, inside, found)
        elif found.name.endswith(".py"):
            digest.update(inside.encode() + b"\0" + found.read_bytes() + b"\0")
