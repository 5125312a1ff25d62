"""Plans as JSON, version 1: what is stored, sent and shown beside a forecast.

    {"version": 1, "base": "as-planned", "words": "...", "items": [{"kind", "target", "amount", "unit",
     "start": ISO time, "end"?, "repeat"?: {"every": "P21D", "times": 6}, "args": {"scale"?, "label"?}}]}

`from_json(to_json(plan, zone)) == plan`, in any zone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast, get_args

from vitruvian.core.durations import duration
from vitruvian.core.errors import PlanError, TimeError
from vitruvian.core.time import DAY, HOUR, MINUTE, SECOND, instant, offset_at, show
from vitruvian.engine.intervention import Kind
from vitruvian.engine.plan import Item, Plan

VERSION = 1


def to_json(plan: Plan, zone: str | None = "UTC") -> dict[str, Any]:
    """The plan as plain values; times are ISO with the offset of `zone` (None: without one, as UTC)."""
    items = [_item_to_json(item, zone) for item in plan.items]
    return {"version": VERSION, "base": plan.base, "words": plan.words, "items": items}


def from_json(data: Mapping[str, Any]) -> Plan:
    """The plan that `to_json` wrote.

    Raises PlanError, naming the item and the key, when something is missing or of the wrong kind.
    """
    if data.get("version") != VERSION:
        raise PlanError(
            f"a plan of version {data.get('version')!r} cannot be read here: this reads {VERSION}"
        )
    items = data.get("items")
    if not isinstance(items, list):
        raise PlanError('the plan has no list "items": an empty plan has "items": []')
    read = tuple(_item_from_json(item, f"item {k}") for k, item in enumerate(items, 1))
    plain = Plan(read, words="" if read else Plan().words)
    base, words = (_text(data, key, "the plan", getattr(plain, key)) for key in ("base", "words"))
    return Plan(read, base, words)


def _item_to_json(item: Item, zone: str | None) -> dict[str, Any]:
    args: dict[str, Any] = {"scale": True} if item.scale else {}
    if item.label:
        args["label"] = item.label
    entry: dict[str, Any] = {
        "kind": item.kind,
        "target": item.target,
        "amount": item.amount,
        "unit": item.unit,
        "start": _time(item.start, zone),
    }
    if item.end is not None:
        entry["end"] = _time(item.end, zone)
    if item.every is not None:
        entry["repeat"] = {"every": _iso_duration(item.every), "times": item.times}
    return {**entry, "args": args}


def _item_from_json(entry: Any, where: str) -> Item:
    if not isinstance(entry, Mapping):
        raise PlanError(f"{where} of the plan is not an object")
    kind = _text(entry, "kind", where)
    if kind not in get_args(Kind):
        raise PlanError(f"{where}: kind {kind!r} is not one of {', '.join(get_args(Kind))}")
    args = entry.get("args") or {}
    start, end = _instant(entry, "start", where), None
    if entry.get("end") is not None:
        end = _instant(entry, "end", where)
        if end <= start:
            raise PlanError(f"{where} ends at {entry['end']}, not after its start {entry['start']}")
    every, times = _repeat(entry.get("repeat"), where)
    return Item(
        kind=cast(Kind, kind),
        target=_text(entry, "target", where),
        amount=_number(entry, "amount", where),
        unit=_text(entry, "unit", where),
        start=start,
        end=end,
        scale=bool(args.get("scale", False)),
        every=every,
        times=times,
        label=str(args.get("label", "")),
    )


def _repeat(entry: Any, where: str) -> tuple[int | None, int]:
    if entry is None:
        return None, 1
    times = entry.get("times") if isinstance(entry, Mapping) else None
    if not isinstance(times, int) or isinstance(times, bool) or times < 1:
        raise PlanError(f'{where}: "repeat" needs "every", a length like "P1D", and "times", 1 or more')
    try:
        every = duration(_text(entry, "every", where))
    except TimeError as problem:
        raise PlanError(f"{where}: {problem.message}") from problem
    if every <= 0:
        raise PlanError(f"{where}: a repeat every {entry['every']} never moves on")
    return every, times


def _instant(entry: Mapping[str, Any], key: str, where: str) -> int:
    try:
        return instant(_text(entry, key, where))
    except TimeError as problem:
        raise PlanError(f"{where}: {problem.message}") from problem


def _text(entry: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise PlanError(f'{where} has no text "{key}" (got {value!r})')
    return value


def _number(entry: Mapping[str, Any], key: str, where: str) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise PlanError(f'{where} has no finite number "{key}" (got {value!r})')
    return float(value)


def _time(at: int, zone: str | None) -> str:
    return show(at, None if zone is None else offset_at(at, zone))


def _iso_duration(length: int) -> str:
    """µs as ISO 8601, exact: "P21D", "PT8H30M"."""
    days, rest = divmod(length, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds = f"{rest // SECOND}.{rest % SECOND:06d}".rstrip("0").rstrip(".")
    parts = ((str(hours), "H"), (str(minutes), "M"), (seconds, "S"))
    clock = "".join(count + letter for count, letter in parts if count != "0")
    return "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
