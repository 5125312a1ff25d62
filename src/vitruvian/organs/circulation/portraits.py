"""How a heart beats, drawn: pressure-volume loops, a Wiggers diagram, and the loop with its flows.

Several circulations are drawn beside each other, the first as it is planned now. Behind a pressure-volume
loop lie those of a few people who fit the record as well, thinly.
"""

from __future__ import annotations

from collections.abc import Sequence

from vitruvian.engine.portrait import Gallery
from vitruvian.organs.circulation.pressure_volume import loops
from vitruvian.organs.circulation.schematic import scheme
from vitruvian.organs.circulation.shown import Shown, drawn
from vitruvian.organs.circulation.wiggers import wiggers

NOT_VALIDATED = "A model's beat, not a measured one; the model is not validated on people."
_UNSETTLED = 1.0
"""mL between beats from which a search has not settled."""


def portraits(shown: Sequence[Shown]) -> Gallery:
    """Loops, pressures over time and the scheme of these circulations, each at its periodic beat.

    Raises ValueError when there is none.
    """
    if not shown:
        raise ValueError("no circulation to draw")
    beats = [drawn(item, k, len(shown)) for k, item in enumerate(shown)]
    restless = [d.name for d in beats if float(d.beat.change) > _UNSETTLED]
    notes = (NOT_VALIDATED, *(f"{name}: its beats differ, this is one of them." for name in restless))
    figures = (loops(beats, notes), wiggers(beats, notes), scheme(beats, notes))
    return Gallery("How the heart beats", figures)
