"""Time stamps as files write them, to microseconds of their own clock."""

from datetime import datetime, timedelta

_EPOCH = datetime(1970, 1, 1)
_MICRO = timedelta(microseconds=1)


def wall_micros(text: str, pattern: str | None = None) -> int:
    """Microseconds since 1970 of a stamp without zone, on its own clock.

    pattern  of `datetime.strptime`; None: ISO 8601, with T or a blank.
    Raises ValueError when the text is not such a stamp or carries a zone.
    """
    stamp = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)
    if stamp.tzinfo is not None:
        raise ValueError(f"{text} carries a zone")
    return (stamp - _EPOCH) // _MICRO


def stated_micros(text: str, pattern: str | None = None) -> tuple[int, int | None]:
    """Microseconds since 1970 on the stamp's own clock, and its minutes ahead of UTC (None: not stated)."""
    stamp = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)
    ahead = stamp.utcoffset()
    off = None if ahead is None else round(ahead / timedelta(minutes=1))
    return (stamp.replace(tzinfo=None) - _EPOCH) // _MICRO, off
