"""A standard piece of work that can be timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def _nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Work:
    """Work ready to be timed.

    run      does it once and gives an array; its bytes are hashed
    units    how much was done in one run, in `unit`
    details  what else is worth knowing, worked out once and not timed
    """

    run: Callable[[], Any]
    units: int
    unit: str
    details: Callable[[], dict[str, Any]] = _nothing
