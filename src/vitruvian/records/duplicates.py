"""Which rows are copies of others. The answer depends on the rows alone, never on the order they came in.

Source classes (`source` up to the colon) are ranked by how near they are to the sensor; of two copies the one
nearer to it stays. Two sensors of one class at once are two observations, and both stay.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.signals import signals
from vitruvian.records.flags import Flag
from vitruvian.records.row import OPEN, Rows, rounded

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

MINUTE = 60_000_000
RANKS = {"dexcom": 0, "d1namo": 0, "nightscout": 2, "table": 3}
"""How far a source class is from the sensor: 0 its own file, 2 a platform, 3 a table."""
RELAYED_DOSE = 120 * 1_000_000
"""Equal doses of two source classes within this many microseconds are one dose (records.md, rule 3)."""

ECHO = 30 * 1_000_000
"""Equal values of one source this near are one, sent twice; the fastest sensors report every 60 s."""


def classes(rows: Rows) -> NDArray[np.int32]:
    """(n,) number of each row's source class, the same for the same class."""
    names = [word.partition(":")[0] for word in rows.source.words]
    places = {name: k for k, name in enumerate(sorted(set(names)))}
    table = np.array([places[name] for name in names] or [0], np.int32)
    return table[rows.source.codes] if len(rows) else np.zeros(0, np.int32)


def ranks(rows: Rows) -> NDArray[np.float64]:
    """(n,) how far each row's source class is from the sensor."""
    return rows.source.mapped({word: RANKS.get(word.partition(":")[0], 1) for word in rows.source.words})


def preference(rows: Rows) -> tuple[NDArray[np.generic], ...]:
    """Keys for `numpy.lexsort`, least important first: of equal rows the first one stays."""
    return (
        rows.ingest.ranks(),
        rows.field.ranks(),
        rows.at,
        rows.file.ranks(),
        rows.known,
        rows.source.ranks(),
        ranks(rows),
    )


def withdrawn(rows: Rows) -> Mask:
    """Rows that their own source took back, with the copies of them that it sent before."""
    taken = rows.status.are("entered-in-error") | rows.status.are("withdrawn")
    if not taken.any():
        return taken
    keys = (rounded(np.nan_to_num(rows.value)), rows.t1, rows.t0, rows.source.ranks(), rows.signal.ranks())
    order = np.lexsort(keys)
    group = np.cumsum(_starts(order, keys)) - 1
    hidden = np.zeros(len(rows), bool)
    hidden[order] = (np.bincount(group, weights=taken[order]) > 0)[group]
    return hidden


def superseded(rows: Rows) -> Mask:
    """Rows that a correction names."""
    named = set(rows.supersedes.words) - {""}
    if not named:
        return np.zeros(len(rows), bool)
    return np.array([digest in named for digest in rows.hashes()], bool)


def reread(rows: Rows) -> Mask:
    """Rows of a record that was read again later under other hints: the latest reading stands."""
    if len(rows.ingest.words) < 2:
        return np.zeros(len(rows), bool)
    keys = (rows.at, rows.field.ranks(), rows.signal.ranks(), rows.file.ranks())
    same = _same((rows.t0, rows.t1, rounded(rows.value)), keys)
    return _all_but_first((-rows.ingest.ranks(),), keys) & ~same


def repeated(stored: Rows, fresh: Rows) -> Mask:
    """Fresh rows that say of their record exactly what its latest stored reading says."""
    rows = Rows.join([stored, fresh])
    is_fresh = np.arange(len(rows)) >= len(stored)
    origin = (rows.at, rows.field.ranks(), rows.signal.ranks(), rows.file.ranks())
    content = (
        rows.t0,
        rows.t1,
        rounded(np.nan_to_num(rows.value)),
        rows.cmp,
        rows.flags,
        rows.known,
        rows.text.ranks(),
        rows.status.ranks(),
        rows.supersedes.ranks(),
    )
    order = np.lexsort((rows.ingest.ranks(), is_fresh, *origin))
    same = np.zeros(len(rows), bool)
    same[order] = ~_starts(order, (*origin, *content))
    return np.asarray(same[is_fresh])


def held(standing: Rows, rows: Rows) -> Mask:
    """(n,) rows whose content a row that stands says already, whatever file or reading it came from."""
    both = Rows.join([standing, rows])
    is_new = np.arange(len(both)) >= len(standing)
    found = _all_but_first((is_new,), _content(both))
    return np.asarray(found[is_new] & ~_all_alike(is_new, _content(both))[is_new])


def assumed(rows: Rows) -> Mask:
    """Rows whose zone was assumed, where a row of the same source and wall clock states it."""
    guess = (rows.flags & np.uint32(Flag.ZONE_ASSUMED)) > 0
    if not guess.any() or guess.all():
        return np.zeros(len(rows), bool)
    wall = rows.t0 + rows.off.astype(np.int64) * MINUTE
    keys = (rounded(rows.value), wall, rows.source.ranks(), rows.signal.ranks())
    return _all_but_first((guess,), keys) & guess & ~_all_alike(guess, keys)


def exact(rows: Rows) -> Mask:
    """Rows of equal content: all but the preferred one."""
    return _all_but_first(preference(rows), _content(rows))


def _content(rows: Rows) -> tuple[NDArray[np.generic], ...]:
    """Keys that two rows share when they say the same: their content hash, as columns."""
    value = rounded(rows.value)
    label = np.where(np.isnan(value) | (rows.t1 == OPEN), rows.text.ranks(), -1)
    return (rows.cmp, label, np.nan_to_num(value), rows.t1, rows.t0, rows.signal.ranks())


def near(rows: Rows, alive: Mask) -> Mask:
    """Relayed copies: equal value, nearly equal time, by the rule of the signal in `signals.csv`."""
    hidden = np.zeros(len(rows), bool)
    for code, key in enumerate(rows.signal.words):
        rule = _rule(key)
        places = np.flatnonzero(alive & (rows.signal.codes == code))
        if rule.across and len(places) > 1:
            hidden[places] = _near(rows.take(places), rule)
    return hidden


@dataclass(frozen=True, slots=True)
class _Rule:
    """Microseconds within which equal values are copies: across source classes, and inside one source."""

    across: int
    inside: int


@lru_cache(maxsize=256)
def _rule(key: str) -> _Rule:
    known = signals().get(key)
    merge = known.merge if known else "exact"
    seconds = re.match(r"near-duplicate (\d+) s", merge)
    if seconds:
        within = int(seconds[1]) * 1_000_000
        return _Rule(within, within if "equal value" in merge else min(within, ECHO))
    return _Rule(RELAYED_DOSE if merge == "exact+dose" else 0, 0)


def _near(rows: Rows, rule: _Rule) -> Mask:
    """Copies among the rows of one signal, source by source from the sensor outwards."""
    hidden = np.zeros(len(rows), bool)
    kind, rank, name = classes(rows), ranks(rows), rows.source.ranks()
    for source in sorted(set(zip(rank.tolist(), name.tolist(), strict=True))):
        mine = np.flatnonzero((rank == source[0]) & (name == source[1]))
        mine = mine[np.argsort(rows.t0[mine], kind="stable")]
        earlier = (rank < source[0]) | ((rank == source[0]) & (name < source[1]))
        others = np.flatnonzero(~hidden & earlier & (kind != kind[mine[0]]))
        hidden[mine] = _has_copy(rows, mine, others, rule.across)
        left = mine[~hidden[mine]]
        hidden[left] |= _echoes(rows, left, rule.inside)
    return hidden


def _has_copy(rows: Rows, mine: Places, others: Places, within: int) -> Mask:
    """Whether each of my rows has an equal one among the others within reach."""
    found = np.zeros(len(mine), bool)
    others = others[np.argsort(rows.t0[others], kind="stable")]
    low = np.searchsorted(rows.t0[others], rows.t0[mine] - within, "left")
    high = np.searchsorted(rows.t0[others], rows.t0[mine] + within, "right")
    for k in range(int(np.max(high - low, initial=0))):
        open_ = np.flatnonzero(low + k < high)
        found[open_] |= _equal(rows, mine[open_], others[low[open_] + k])
    return found


def _echoes(rows: Rows, mine: Places, within: int) -> Mask:
    """Rows of one source that repeat a kept row before them within reach."""
    found = np.zeros(len(mine), bool)
    if within <= 0 or not (np.diff(rows.t0[mine]) <= within).any():
        return found
    kept: list[int] = []
    for k, place in enumerate(mine.tolist()):
        kept = [other for other in kept if rows.t0[place] - rows.t0[other] <= within]
        found[k] = bool(kept) and bool(_equal(rows, np.full(len(kept), place), np.array(kept)).any())
        if not found[k]:
            kept.append(place)
    return found


def _equal(rows: Rows, left: Places, right: Places) -> Mask:
    """Whether the values agree as far as the coarser writer writes them: 1 mg/dL, or 0.1 mmol/L."""
    molar = np.array(["mol" in word for word in rows.raw_unit.words], bool)[rows.raw_unit.codes]
    size = np.maximum(np.abs(rows.value[left]), 1e-9)
    is_glucose = np.array([word.startswith("glucose") for word in rows.signal.words], bool)[rows.signal.codes]
    step = np.where(is_glucose[left], np.where(molar[left] | molar[right], 1.41, 0.51), 1e-9 * size)
    return np.asarray(
        (np.abs(rows.value[left] - rows.value[right]) <= step) & (rows.cmp[left] == rows.cmp[right])
    )


def _starts(order: Places, keys: tuple[NDArray[np.generic], ...]) -> Mask:
    """Where, in this order, a row differs from the one before in any key."""
    fresh = np.zeros(len(order), bool)
    fresh[:1] = True
    for key in keys:
        ordered = key[order]
        fresh[1:] |= ordered[1:] != ordered[:-1]
    return fresh


def _all_but_first(prefer: tuple[NDArray[np.generic], ...], keys: tuple[NDArray[np.generic], ...]) -> Mask:
    """In each group of equal keys every row but the one that comes first by `prefer`."""
    order = np.lexsort((*prefer, *keys))
    hidden = np.zeros(len(order), bool)
    hidden[order] = ~_starts(order, keys)
    return hidden


def _same(what: tuple[NDArray[np.generic], ...], keys: tuple[NDArray[np.generic], ...]) -> Mask:
    """Rows that share their keys and agree in `what` with all of their group."""
    order = np.lexsort(keys)
    starts = _starts(order, keys)
    group = np.cumsum(starts) - 1
    fresh = np.zeros(len(order), bool)
    for part in what:
        ordered = part[order]
        fresh[1:] |= (ordered[1:] != ordered[:-1]) & ~starts[1:]
    differs = np.bincount(group, weights=fresh, minlength=int(group[-1]) + 1) > 0 if len(order) else fresh
    same = np.zeros(len(order), bool)
    same[order] = ~differs[group] if len(order) else False
    return same


def _all_alike(what: Mask, keys: tuple[NDArray[np.generic], ...]) -> Mask:
    return _same((what,), keys)
