"""Plans in words: "insulin_bolus 4U at 12:30; carbs 40 g at 13:00", "insulin_long_acting x0.9 from tonight".

    plan    "as planned", or items joined by ";", " and " or ", "
    item    name amount when, in any order; text in brackets is a remark and is not read
    amount  4 U · 40 g · 500 kcal · x0.9 · 10 % less (of what is planned)
    when    at MOMENT · in 20 min · from MOMENT [to MOMENT | for LENGTH] · every day 3 times

What cannot be read is refused with what was understood and what was left over; nothing is guessed. `echo`
gives the plan back in words that `parse` reads to the same plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from vitruvian.core.durations import show_duration
from vitruvian.core.errors import PlanError
from vitruvian.core.time import DAY, HOUR, offset_at, wall_at
from vitruvian.engine.intervention import Intervention, Kind
from vitruvian.engine.plan import Item, Plan, check_limits
from vitruvian.twin.act_names import MEALS, choose, find_make, find_names, refuse_unknown_make
from vitruvian.twin.amounts import Amount, convert_amount, find_amount, show_amount, units_fit
from vitruvian.twin.moments import (
    FURTHEST,
    LENGTH,
    MOMENT,
    at_clock,
    length,
    moment,
    moment_words,
    whole_second,
)

AS_PLANNED = frozenset({"", "as planned", "as-planned", "nothing", "no change"})
MOST_TIMES = 366
"""More repeats are a slip of the finger."""
LONGEST = 4000
"""Letters of a plan; a longer text was pasted by mistake."""

_FILLERS = frozenset(
    ("of", "the", "a", "an", "to", "my", "take", "eat", "give", "extra", "more", "with", "on")
)
_SPLIT = re.compile(r"\s*(?:;|,(?=\s|[a-z])|\n|\band\b|\bthen\b)\s*", re.IGNORECASE)
_LENGTHS = {"day": DAY, "daily": DAY, "hour": HOUR, "hourly": HOUR, "week": 7 * DAY, "weekly": 7 * DAY}
_REPEAT = re.compile(rf"\b(?:every ({LENGTH}|day|hour|week)|(daily|hourly|weekly)),? ?(?:(\d+) times)?(?!\w)")
_STRETCH = rf"(?: ?(?:to|until|till|-) ?({MOMENT})| (?:for|over) ({LENGTH}))?(?: onwards?)?"
_IN = re.compile(rf"(?<!\w)in ({LENGTH}){_STRETCH}")
_WHEN = re.compile(rf"(?:(?<!\w)(from|starting|at|on) )?(?<![\w:+-])({MOMENT}){_STRETCH}")
_FOR = re.compile(rf"(?<!\w)(?:for|over) ({LENGTH})")


@dataclass(frozen=True, slots=True)
class _Times:
    """When an item happens, and what was taken for granted."""

    start: int | None = None
    end: int | None = None
    every: int | None = None
    times: int = 1
    notes: tuple[str, ...] = ()
    is_from: bool = False


def parse(text: str, interventions: Sequence[Intervention], now_us: int, zone: str | None) -> Plan:
    """The plan that a text means; `Plan.words` is its echo, with what was taken for granted in brackets.

    interventions  what may be planned, with units and hard limits
    now_us         µs UTC: a time without a date is its next occurrence after it
    zone           of the wall clock that the text speaks of; None: a clock of its own

    Raises PlanError if a part cannot be read, lies in the past, breaks a hard limit or stands there twice.
    """
    if len(text) > LONGEST:
        raise PlanError(f"the plan has {len(text)} letters, at most {LONGEST} are read: say it shorter")
    bare = " ".join(re.sub(r"\([^()]*\)", " ", text).split())
    if bare.lower() in AS_PLANNED:
        return Plan()
    items: list[Item] = []
    words: list[str] = []
    for piece in _SPLIT.split(bare.strip(" ;,.")):
        item, notes = _item(piece, interventions, now_us, zone)
        parts = _at_wall_times(item, zone)
        items += parts
        words.append("; ".join(_item_words(part, zone) for part in parts) + _brackets(notes))
    _refuse_twice(items, zone)
    plan = Plan(tuple(items), words="; ".join(words))
    check_limits(plan, interventions)
    return plan


def echo(plan: Plan, zone: str | None) -> str:
    """The plan in plain words with dates, which `parse` reads back to the same items."""
    return "; ".join(_item_words(item, zone) for item in plan.items) or "as planned"


def _refuse_twice(items: Sequence[Item], zone: str | None) -> None:
    """Refuse an act that stands there twice, and two values of what can have one only; doses may differ."""
    first: dict[tuple[str, int, bool], Item] = {}
    for item in items:
        other = first.setdefault((item.target, item.start, item.scale), item)
        if other is item:
            continue
        if other == item:
            raise PlanError(f'"{_item_words(item, zone)}" stands twice in the plan: write it once')
        if item.kind != "dose":
            both = " and ".join(f'"{_item_words(one, zone)}"' for one in (other, item))
            raise PlanError(f"{both} cannot both begin at one moment: write one of them")


def _item(
    piece: str, interventions: Sequence[Intervention], now: int, zone: str | None
) -> tuple[Item, tuple[str, ...]]:
    """One item and the notes on it."""
    names, label, rest = find_names(piece.lower(), interventions)
    make, rest = find_make(rest, [i for i in interventions if names and i.name in names[0]])
    times, rest = _times(rest, now, zone)
    amount, rest = find_amount(rest, piece)
    left = [word for word in re.split(r"[\s,.:]+", rest) if word and word not in _FILLERS]
    if left and not make:
        refuse_unknown_make(left, [i for i in interventions if names and i.name in names[0]], piece)
    understood = _understood(names, amount, times, zone)
    if left or len(names) != 1 or not names[0] or amount is None:
        raise _refusal(piece, understood, left, names, amount, interventions)
    target = _target(names[0], amount, interventions, piece)
    allowed = next(i for i in interventions if i.name == target)
    item = Item(
        kind="setting" if amount.is_factor else _kind(allowed, times),
        target=target,
        amount=amount.value if amount.is_factor else convert_amount(amount, allowed),
        unit="1" if amount.is_factor else allowed.unit,
        start=whole_second(now) if times.start is None else times.start,
        end=times.end,
        scale=amount.is_factor,
        every=times.every,
        times=times.times,
        label=make or label,
    )
    _check_times(item, times, piece, now, zone)
    notes = times.notes + (("from now",) if times.start is None else ())
    if target == "carbs" and len(names[0]) > 1:
        notes += ("read as grams of carbohydrate",)
    return item, notes


def _target(names: tuple[str, ...], amount: Amount, interventions: Sequence[Intervention], piece: str) -> str:
    if len(names) == 1:
        return names[0]
    fits = [i.name for i in interventions if i.name in names and (amount.is_factor or units_fit(amount, i))]
    return choose(names, fits, f'"{piece}"')


def _kind(allowed: Intervention, times: _Times) -> Kind:
    """As the intervention declares; a dose that is given over a while is an event."""
    return "event" if allowed.kind == "dose" and times.end is not None else allowed.kind


def _times(text: str, now: int, zone: str | None) -> tuple[_Times, str]:
    """When, and the text without it."""
    text = re.sub(r"\bhalf an hour\b", "30 min", re.sub(r"\b(?<!half )an hour\b", "1 h", text))
    text = " ".join(text.split())
    repeat = _REPEAT.search(text)
    every, count = None, 1
    if repeat:
        every, count = _repeat(repeat)
        text = f"{text[: repeat.start()]} {text[repeat.end() :]}"
    times, text = _stretch(" ".join(text.split()), now, zone)
    return replace(times, every=every, times=count), text


def _repeat(match: re.Match[str]) -> tuple[int, int]:
    written = match[1] or match[2]
    every = _LENGTHS.get(written) or length(written)
    if match[3] is None:
        raise PlanError(f'"{match[0].strip()}" does not say how often: write it like "every day 3 times"')
    count = int(match[3])
    if not 1 <= count <= MOST_TIMES:
        raise PlanError(f"{count} times is outside 1 to {MOST_TIMES}: refused")
    if every <= 0:
        raise PlanError(f'"{match[0].strip()}" never moves on: write it like "every day 3 times"')
    return every, count


def _stretch(text: str, now: int, zone: str | None) -> tuple[_Times, str]:
    """Start and end, and the text without them."""
    soon = _IN.search(text)
    if soon:
        start = whole_second(now + length(soon[1]))
        return _Times(start, _end(soon[2], soon[3], start, now, zone)), _cut(text, soon)
    match = _WHEN.search(text)
    if match is None:
        return _length_alone(text, now)
    is_from = match[1] in ("from", "starting")
    found = moment(match[2], now, zone, is_from)
    end = _end(match[3], match[4], found.instant, now, zone)
    rest = _cut(text, match)
    if end is None and (late := _FOR.search(rest)):
        end, rest = found.instant + length(late[1]), _cut(rest, late)
    note = (found.note,) if found.note else ()
    return _Times(found.instant, end, notes=note, is_from=is_from), rest


def _length_alone(text: str, now: int) -> tuple[_Times, str]:
    """ "for 2 h" without a start: from now, which is said only if the item may start so."""
    match = _FOR.search(text)
    if match is None:
        return _Times(), text
    return _Times(None, whole_second(now) + length(match[1])), _cut(text, match)


def _end(until: str | None, lasting: str | None, start: int, now: int, zone: str | None) -> int | None:
    if until:
        return moment(until, now, zone, is_day_enough=True, after=start + 1).instant
    return start + length(lasting) if lasting else None


def _cut(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


def _check_times(item: Item, times: _Times, piece: str, now: int, zone: str | None) -> None:
    """Refuse what has no time, lies in the past, ends before it starts, or is years away."""
    if times.start is None and not item.scale:
        raise PlanError(f'"{piece}" does not say when: add "at 12:30", "in 20 min" or "now"')
    if item.scale and times.start is not None and not times.is_from and item.end is None:
        raise PlanError(
            f'"{piece}" scales what is planned: say from when, like "from 12:30" or "from tonight"'
        )
    if item.kind == "event" and not item.scale and item.end is None:
        raise PlanError(f'"{piece}" does not say how long: add "for 45 min"')
    if item.start < now:
        raise PlanError(
            f'"{piece}" begins at {moment_words(item.start, zone)}, which has passed: it is now '
            f"{moment_words(whole_second(now), zone)}; a plan is for what is still to come"
        )
    if item.end is not None and item.end <= item.start:
        raise PlanError(f'"{piece}" ends before it begins ({moment_words(item.end, zone)})')
    if max(item.starts()[-1], item.end or 0) - now > FURTHEST:
        raise PlanError(f'"{piece}" lies more than ten years ahead: check the year')


def _understood(
    names: list[tuple[str, ...]], amount: Amount | None, times: _Times, zone: str | None
) -> list[str]:
    """What was understood of an item, in words."""
    found = [" or ".join(name) for name in names if name]
    if amount is not None:
        found.append(amount.written)
    if times.start is not None:
        found.append(f"{'from' if times.is_from else 'at'} {moment_words(times.start, zone)}")
    if times.end is not None:
        found.append(f"to {moment_words(whole_second(times.end), zone)}")
    if times.every is not None:
        found.append(f"every {show_duration(times.every)} {times.times} times")
    return found


def _refusal(
    piece: str,
    understood: list[str],
    left: list[str],
    names: list[tuple[str, ...]],
    amount: Amount | None,
    interventions: Sequence[Intervention],
) -> PlanError:
    """What was understood, what was not, and how to write it."""
    if not names or not names[0]:
        missing = "no act that can be planned here"
    elif len(names) > 1:
        missing = 'several acts in one: join them with ";"'
    elif amount is None:
        missing = "no amount"
    else:
        missing = ""
    said = f"understood {', '.join(understood)}" if understood else "understood nothing of it"
    over = f'left over "{" ".join(left)}"' if left else ""
    reasons = "; ".join(part for part in (said, missing, over) if part)
    return PlanError(f'cannot read "{piece}": {reasons}. {_how(interventions)}')


def _how(interventions: Sequence[Intervention]) -> str:
    known = [i.name for i in interventions]
    if not known:
        return "Nothing can be planned here"
    first = next((i for i in interventions if not i.makes), interventions[0])
    unit = show_amount(max(first.low, min(4.0, first.high)), first.unit)
    return f'Write it like "{first.name} {unit} at 12:30"; what can be planned: {", ".join(known)}'


def _at_wall_times(item: Item, zone: str | None) -> tuple[Item, ...]:
    """Repeats of whole days stay at their wall time when the clocks change: one item a stretch."""
    starts = item.starts()
    is_daily = item.every is not None and item.every % DAY == 0
    if not is_daily or len({offset_at(start, zone) for start in starts}) == 1:
        return (item,)
    first, lasting = wall_at(item.start, zone), None if item.end is None else item.end - item.start
    walls = (first + timedelta(microseconds=start - item.start) for start in starts)
    clock = (first.hour, first.minute, first.second)
    moved = [at_clock(wall.date(), clock, f"{first:%H:%M}", zone) for wall in walls]
    runs = [list(run) for _, run in groupby(moved, key=lambda start: offset_at(start, zone))]
    return tuple(
        replace(
            item,
            start=run[0],
            end=None if lasting is None else run[0] + lasting,
            every=item.every if len(run) > 1 else None,
            times=len(run),
        )
        for run in runs
    )


def _item_words(item: Item, zone: str | None) -> str:
    name = item.target.replace("_", " ")
    label = f"{item.label} " if item.label in MEALS else ""
    amount = f"x{show_amount(item.amount, '1')}" if item.scale else show_amount(item.amount, item.unit)
    amount += "" if item.label in ("", *MEALS) else f" {item.label}"
    is_held = item.scale or item.end is not None or item.kind == "setting"
    return f"{label}{name} {amount} {'from' if is_held else 'at'} {_when_words(item, zone)}"


def _when_words(item: Item, zone: str | None) -> str:
    words = moment_words(item.start, zone)
    if item.end is not None:
        lasting = item.end - item.start
        words += f" for {show_duration(lasting)}" if lasting < DAY else f" to {moment_words(item.end, zone)}"
    if item.every is not None:
        words += f" every {_every_words(item.every)} {item.times} times"
    return words


def _every_words(every: int) -> str:
    return {DAY: "day", HOUR: "hour", 7 * DAY: "week"}.get(every) or show_duration(every)


def _brackets(notes: Sequence[str]) -> str:
    return f" ({'; '.join(notes)})" if notes else ""
