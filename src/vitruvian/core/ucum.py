"""Units: a subset of UCUM, read into exact factors.

A unit is a rational factor times powers of base units. The atoms are the rows of `units.csv`, known wrong
spellings the rows of `spellings.csv`. Text in braces is an annotation and means 1, except `{1.73_m2}`: it is
a dimension of its own, because a clearance per body surface and one of the whole body are two quantities.
Source: Unified Code for Units of Measure, case sensitive form. Left out: logarithmic units.
"""

import csv
import difflib
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

from vitruvian.core.errors import UnknownUnit

Dimensions = tuple[tuple[str, int], ...]

PREFIXES: dict[str, Fraction] = {
    name: Fraction(10) ** power
    for name, power in {
        "": 0, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "d": -1, "c": -2, "m": -3,
        "u": -6, "n": -9, "p": -12, "f": -15, "a": -18,
    }.items()
}  # fmt: skip
# What is added to a value in the unit, times its factor, to give kelvin.
_OFFSETS = {"Cel": Fraction(27315, 100), "[degF]": Fraction(27315, 100) - Fraction(160, 9)}
# In a channel of these dimensions a bare symbol means another unit: `U` of insulin, `C` of a fever.
_MEANT_WHERE: tuple[tuple[frozenset[str], dict[str, str]], ...] = (
    (frozenset({"[iU]"}), {"U": "[iU]"}),
    (frozenset({"[U]"}), {"U": "[U]", "[iU]": "[U]", "[IU]": "[U]"}),
    (frozenset({"mol", "s"}), {"[iU]": "U", "[IU]": "U"}),
    (frozenset({"K"}), {"C": "Cel", "F": "[degF]"}),
)
_TOKEN = re.compile(r"[./()]|(?:\[[^\]]*\]|\{[^}]*\}|[^./()\[\]{}])+")
_COMPONENT = re.compile(r"(?P<atom>10[*^]|.*[^\d+-])(?P<power>[+-]?\d+)?")
_ANNOTATION = re.compile(r"\{(?!1\.73_m2\})[^}]*\}")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit's text means.

    text        in canonical spelling
    factor      one of this unit in base units (m, s, g, K, mol, [iU] ...), exact
    dimensions  (base unit, power), sorted, without zeros
    offset      added after the factor; only the temperature scales have one
    is_normalised  the text was a known wrong spelling and was read as what it means
    """

    text: str
    factor: Fraction
    dimensions: Dimensions
    offset: Fraction = Fraction(0)
    is_normalised: bool = False


@lru_cache(maxsize=4096)
def parse(text: str, expected: str | None = None) -> Unit:
    """The unit that `text` means, read beside the unit that the channel expects (None: not known).

    Known wrong spellings are read as meant and flagged by `is_normalised`.

    Raises UnknownUnit, naming near spellings.
    """
    written = text.strip().replace("µ", "u").replace("μ", "u")
    meant = spellings().get(written) or "".join(written.split())
    if not meant:
        raise UnknownUnit('the unit is empty: write "1" for a pure number')
    meanings = _meanings(expected)
    pieces = _TOKEN.findall(meant)
    if "".join(pieces) != meant:
        raise _unknown(text, meant)
    tokens = [_respelt(piece, meanings) for piece in pieces]
    canonical = "".join(tokens)
    factor, powers = _expression(tokens, text)
    if tokens:
        raise _unknown(text, tokens[0])
    dimensions = tuple(sorted((base, power) for base, power in powers.items() if power))
    offset = _OFFSETS.get(canonical, Fraction(0))
    return Unit(canonical, factor, dimensions, offset, canonical != text.strip())


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Known wrong spellings and what they mean."""
    return {row["written"]: row["meant"] for row in _rows("spellings.csv")}


@lru_cache(maxsize=1)
def atoms() -> dict[str, bool]:
    """All atoms of the subset, with whether they take a prefix."""
    return {name: row["metric"] == "yes" for name, row in _definitions().items()}


def _meanings(expected: str | None) -> dict[str, str]:
    """How bare symbols are read where `expected` is the unit of the channel."""
    if expected is None:
        return {}
    bases = {base for base, _ in parse(expected).dimensions}
    return {bare: meant for where, table in _MEANT_WHERE if where <= bases for bare, meant in table.items()}


def _respelt(token: str, meanings: dict[str, str]) -> str:
    for bare, meant in meanings.items():
        prefix = token.removesuffix(bare)
        if prefix != token and prefix in PREFIXES:
            return prefix + meant
    return token


def _expression(tokens: list[str], text: str) -> tuple[Fraction, dict[str, int]]:
    """Factor and powers of the expression at the head of `tokens`, which are consumed left to right."""
    factor, powers, sign = Fraction(1), dict[str, int](), 1
    if tokens[:1] == ["/"]:
        tokens.pop(0)
        sign = -1
    while tokens:
        term_factor, term_powers = _term(tokens, text)
        factor *= term_factor**sign
        for base, power in term_powers.items():
            powers[base] = powers.get(base, 0) + sign * power
        if not tokens or tokens[0] not in "./":
            return factor, powers
        sign = 1 if tokens.pop(0) == "." else -1
    raise _unknown(text, text)


def _term(tokens: list[str], text: str) -> tuple[Fraction, dict[str, int]]:
    head = tokens.pop(0)
    if head in "./)":
        raise _unknown(text, head)
    if head != "(":
        return _component(head, text)
    inner = _expression(tokens, text)
    if tokens[:1] != [")"]:
        raise _unknown(text, "(")
    tokens.pop(0)
    return inner


def _component(token: str, text: str) -> tuple[Fraction, dict[str, int]]:
    bare = _ANNOTATION.sub("", token)
    if not bare:
        return Fraction(1), {}
    if bare.isascii() and bare.isdigit() and int(bare):
        return Fraction(bare), {}
    match = _COMPONENT.fullmatch(bare)
    if match is None:
        raise _unknown(text, bare)
    factor, dimensions = _prefixed(match["atom"], text)
    power = int(match["power"] or 1)
    if abs(power) > 99:
        raise _unknown(text, bare)
    return factor**power, {base: n * power for base, n in dimensions}


def _prefixed(symbol: str, text: str) -> tuple[Fraction, Dimensions]:
    """Factor and dimensions of an atom with or without a prefix; the atom alone comes first."""
    for length in (0, 1, 2):
        prefix, atom = symbol[:length], symbol[length:]
        if prefix in PREFIXES and atom in atoms() and (atoms()[atom] or not prefix):
            factor, dimensions = _atom(atom)
            return PREFIXES[prefix] * factor, dimensions
    raise _unknown(text, symbol)


@lru_cache(maxsize=256)
def _atom(name: str) -> tuple[Fraction, Dimensions]:
    row = _definitions()[name]
    if row["of"] == "base":
        return Fraction(1), ((name, 1),)
    of = parse(row["of"])
    return Fraction(row["value"]) * of.factor, of.dimensions


@lru_cache(maxsize=1)
def _definitions() -> dict[str, dict[str, str]]:
    return {row["atom"]: row for row in _rows("units.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("vitruvian.core").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _unknown(text: str, part: str) -> UnknownUnit:
    near = difflib.get_close_matches(text.strip(), [*spellings(), *atoms()], n=3)
    hint = f"; near it are {', '.join(near)}" if near else ""
    return UnknownUnit(f'unit "{text}" is not known (at "{part}"){hint}: write it in UCUM, e.g. "mg/dL"')
