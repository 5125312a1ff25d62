"""Which organs a record can feed, for the command that asked one it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.organ import organs
from vitruvian.twin.twin import Twin


@contextmanager
def other_organs_named(twin: Twin) -> Iterator[None]:
    """Where the record has too little for this organ, name the organs whose main signal it holds."""
    try:
        yield
    except NotEnoughData as trouble:
        others = [name for name in fed_by(twin.timeline.signals) if name != twin.organ.name]
        if twin.organ.primary in twin.timeline.signals or not others:
            raise
        raise NotEnoughData(f"{trouble}; what it holds feeds another: --organ {others[0]}") from trouble


def fed_by(signals: tuple[str, ...]) -> list[str]:
    """The organs whose main signal is among these, first the one that reads most of them."""
    found = [(len(set(signals) & set(o.reads)), name) for name, o in organs().items() if o.primary in signals]
    return [name for _, name in sorted(found, key=lambda one: (-one[0], one[1]))]
