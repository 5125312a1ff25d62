"""Lengths of time in words: `4h`, `30 min`, `1 h 30 min`, `P21D`. In µs, like instants.

A month or a year has no fixed length and is refused.
"""

import re
from fractions import Fraction

from vitruvian.core.errors import TimeError
from vitruvian.core.time import DAY, HOUR, MINUTE, SECOND

_WORDS: dict[str, int] = {
    word: length
    for length, words in (
        (SECOND, "s sec secs second seconds"),
        (MINUTE, "m min mins minute minutes"),
        (HOUR, "h hr hrs hour hours"),
        (DAY, "d day days"),
        (7 * DAY, "w wk week weeks"),
    )
    for word in words.split()
}
_WORD = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<word>[a-z]+)\s*")
_ISO = re.compile(
    r"P(?:(?P<w>\d+(?:[.,]\d+)?)W)?(?:(?P<d>\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?:(?P<h>\d+(?:[.,]\d+)?)H)?(?:(?P<m>\d+(?:[.,]\d+)?)M)?(?:(?P<s>\d+(?:[.,]\d+)?)S)?)?"
)


def duration(text: str) -> int:
    """The length of time that a text means, in µs.

    Raises TimeError if it cannot be read, or names months or years.
    """
    bare = text.strip()
    iso = _ISO.fullmatch(bare) if bare.startswith("P") else None
    total = _from_iso(iso) if iso else _from_words(bare.lower())
    if total is None:
        raise TimeError(
            f'"{text}" is not a length of time: write it like "4h", "30 min", "1 h 30 min" or "P21D"'
        )
    return round(total)


def show_duration(length: int) -> str:
    """A length of time in µs in words, exact: `1 h 30 min`."""
    if length < 0:
        return f"-{show_duration(-length)}"
    parts = []
    for unit, word in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        count, length = divmod(length, unit)
        if count:
            parts.append(f"{count} {word}")
    if length or not parts:
        parts.append(f"{length / SECOND:.6f}".rstrip("0").rstrip(".") + " s")
    return " ".join(parts)


def _from_iso(match: re.Match[str]) -> Fraction | None:
    lengths = {"w": 7 * DAY, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
    found = {name: written for name, written in match.groupdict().items() if written}
    if not found:
        return None
    return sum((Fraction(found[name].replace(",", ".")) * lengths[name] for name in found), Fraction(0))


def _from_words(text: str) -> Fraction | None:
    total, position = Fraction(0), 0
    while position < len(text):
        match = _WORD.match(text, position)
        if match is None or match["word"] not in _WORDS:
            return None
        total += Fraction(match["number"]) * _WORDS[match["word"]]
        position = match.end()
    return total if position else None
