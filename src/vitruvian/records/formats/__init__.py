"""One file a format. Other people's formats come in through the entry point group `vitruvian.formats`."""

from importlib.metadata import entry_points

from vitruvian.records.formats.d1namo import D1namo
from vitruvian.records.formats.dexcom import Dexcom
from vitruvian.records.formats.format import Format, Notes, Problem, RawRecord
from vitruvian.records.formats.nightscout import Nightscout
from vitruvian.records.formats.table import Table

__all__ = ["Format", "Notes", "Problem", "RawRecord", "known_formats"]


def known_formats() -> tuple[Format, ...]:
    """All formats: ours, then those of installed packages in order of name."""
    ours: tuple[Format, ...] = (Dexcom(), Nightscout(), D1namo(), Table())
    theirs = sorted(entry_points(group="vitruvian.formats"), key=lambda point: point.name)
    return (*ours, *(point.load()() for point in theirs))
