"""Nightscout's JSON: entries (glucose), treatments (insulin, carbohydrate, temporary basal), profile.

A temporary basal rate is stated with its planned length; that the next one ends it is seen on the timeline,
so that files may come in any order. A profile gives one open row for each piece of its daily basal schedule.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO, ClassVar
from zoneinfo import ZoneInfo

from vitruvian.core.errors import FormatError
from vitruvian.records.clock import MINUTE
from vitruvian.records.flags import Flag
from vitruvian.records.formats.format import Notes, Problem, RawRecord
from vitruvian.records.formats.stamp import stated_micros
from vitruvian.records.formats.text import decoded
from vitruvian.records.hints import Hints
from vitruvian.records.row import OFFSET_UNKNOWN
from vitruvian.records.schedule import daily

MGDL = {"mg/dl": "mg/dL", "mg/dL": "mg/dL", "mmol": "mmol/L", "mmol/l": "mmol/L", "mmol/L": "mmol/L"}
LOW, HIGH = "39", "401"
"""What a Dexcom receiver sends through Nightscout for below 40 and above 400 mg/dL."""
FURTHEST_OFFSET = 1080
"""Minutes from UTC; no clock is further off."""
LONGEST = 366 * 24 * 60
"""Minutes; no temporary rate lasts longer."""
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
YEAR_2000 = 946_684_800_000_000

Document = dict[str, Any]


class Nightscout:
    """The format of a list of Nightscout documents, of one kind or mixed."""

    name: ClassVar[str] = "nightscout"

    def sniff(self, head: bytes, name: str) -> float:
        """Sure when JSON names the keys of an entry, a treatment or a profile."""
        text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
        if text[:1] not in (b"[", b"{"):
            return 0.0
        kinds = (
            (b'"sgv"',),
            (b'"mbg"',),
            (b'"eventType"', b'"created_at"'),
            (b'"store"', b'"defaultProfile"'),
        )
        return 0.95 if any(all(key in text for key in kind) for kind in kinds) else 0.0

    def read(self, stream: BinaryIO, hints: Hints, notes: Notes) -> Iterator[RawRecord | Problem]:
        """One record a signal that a document carries; documents without one are problems."""
        for at, document in enumerate(_documents(decoded(stream.read()))):
            if not isinstance(document, dict):
                yield Problem("syntax", "not an object: remove it from the list", str(document), at)
                continue
            try:
                found = list(_read(at, document))
            except (AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError) as trouble:
                message = f"a key is missing or cannot be read ({trouble!r}): correct it and import again"
                yield Problem("syntax", message, json.dumps(document), at)
                continue
            yield from found or [_nothing(at, document)]


def _documents(text: str) -> list[Any]:
    """Numbers stay text, so that the row keeps them as written."""
    try:
        found = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as trouble:
        raise FormatError(
            f"the JSON breaks off or is damaged ({trouble}): export the file again"
        ) from trouble
    if isinstance(found, dict) and not {"sgv", "eventType", "store"} & set(found):
        found = [item for part in found.values() if isinstance(part, list) for item in part]
    return found if isinstance(found, list) else [found]


def _read(at: int, document: Document) -> Iterator[RawRecord | Problem]:
    if "store" in document:
        yield from _profile(at, document)
    elif "eventType" in document:
        yield from _treatment(at, document)
    elif document.get("type") in ("sgv", "mbg"):
        yield _entry(at, document)


def _nothing(at: int, document: Document) -> Problem:
    what = document.get("eventType") or document.get("type") or "document"
    return Problem("no-signal", f"{what!r} carries no signal that is kept", json.dumps(document), at)


def _moment(document: Document, key: str) -> tuple[int, int]:
    """Wall-clock microseconds and minutes ahead of UTC, unknown when the stamp is in UTC."""
    wall, off = stated_micros(document[key])
    stated = int(document.get("utcOffset") or 0)
    if abs(stated) > FURTHEST_OFFSET:
        raise ValueError(f"utcOffset {stated} is no offset in minutes")
    if off:
        return wall, off
    return (wall + stated * MINUTE, stated) if stated else (wall, OFFSET_UNKNOWN)


def _entry(at: int, document: Document) -> RawRecord | Problem:
    key = str(document["type"])
    value = str(document[key])
    is_sensor = key == "sgv"
    wall, off = _moment(document, "dateString")
    if is_sensor and value.isdigit() and int(value) < 13:
        message = f"sgv {value} is an error code of the sensor, not a glucose: nothing to do"
        return Problem("value-impossible", message, json.dumps(document), at, key, "glucose_interstitial")
    limit = {LOW: "40", HIGH: "400"}.get(value) if is_sensor else None
    return RawRecord(
        "glucose_interstitial" if is_sensor else "glucose_capillary",
        wall, off, limit or value, MGDL[document.get("units", "mg/dl")], at, key,
        f"nightscout:{document.get('device') or 'cgm'}",
        cmp=0 if limit is None else -1 if value == LOW else 1, text=value if limit else "",
    )  # fmt: skip


def _treatment(at: int, document: Document) -> Iterator[RawRecord | Problem]:
    wall, off = _moment(document, "created_at")
    source = f"nightscout:{document.get('enteredBy') or 'treatments'}"
    status = "entered-in-error" if document.get("isValid") is False else "final"
    known = stated_micros(document["creation_date"])[0] if "creation_date" in document else None
    kind = document["eventType"]
    if kind == "Temp Basal":
        yield _temporary(at, document, wall, off, source, status)
        return
    if kind == "Combo Bolus":
        message = "a bolus with an extended part is not read yet: kept here until it is"
        yield Problem("not-supported", message, json.dumps(document), at, "insulin", "insulin_bolus")
        return
    if kind == "BG Check" and document.get("glucose"):
        yield RawRecord(
            "glucose_capillary",
            wall,
            off,
            str(document["glucose"]),
            MGDL[document["units"]],
            at,
            "glucose",
            source,
            known=known,
            flags=int(Flag.MANUAL_ENTRY),
            status=status,
        )
    for key, signal, unit in (("insulin", "insulin_bolus", "[iU]"), ("carbs", "carbs", "g")):
        amount = document.get(key)
        if amount not in (None, "", "0", "0.0"):
            yield RawRecord(signal, wall, off, str(amount), unit, at, key, source, known=known, status=status)


def _temporary(
    at: int, document: Document, wall: int, off: int, source: str, status: str
) -> RawRecord | Problem:
    length = float(document.get("duration") or 0)
    if not 0 <= length <= LONGEST:
        raise ValueError(f"duration {length:g} is no length in minutes")
    rate = document.get("absolute", document.get("rate"))
    if rate is None and length:
        message = (
            "a temporary basal in percent needs the schedule of its pump, which is not read yet: kept here"
        )
        return Problem("not-supported", message, json.dumps(document), at, "percent", "insulin_basal_rate")
    return RawRecord("insulin_basal_rate", wall, off, str(rate or 0), "[iU]/h", at, "absolute", source,
                     duration=round(length * MINUTE), status=status)  # fmt: skip


def _profile(at: int, document: Document) -> Iterator[RawRecord | Problem]:
    profile = document["store"][document["defaultProfile"]]
    zone, pieces = profile["timezone"], profile["basal"]
    entered = stated_micros(document["created_at"])[0]
    start = stated_micros(document["startDate"])[0]
    starts = [str(piece["time"])[:5] for piece in pieces] + ["24:00"]
    ZoneInfo(zone)
    if starts != sorted(set(starts)) or not all(map(_CLOCK.fullmatch, starts[:-1])):
        raise ValueError(f"the basal pieces begin at {', '.join(starts[:-1])}: not in order as HH:MM")
    for k, (begin, end) in enumerate(pairwise(starts)):
        yield RawRecord(
            "insulin_basal_rate", start if start > YEAR_2000 else entered, OFFSET_UNKNOWN,
            str(pieces[k]["value"]), "[iU]/h", at, f"store.{document['defaultProfile']}.basal.{k}",
            "nightscout:profile", duration=-1, text=daily(begin, end, zone), known=entered,
        )  # fmt: skip
