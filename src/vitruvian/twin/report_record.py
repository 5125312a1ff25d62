"""The report's part on the record: what was read, from which files, over which span, with which gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from vitruvian.core.errors import UnknownSignal
from vitruvian.core.signals import signal
from vitruvian.core.time import DAY, HOUR, read
from vitruvian.core.units import convert
from vitruvian.twin.figures import NARROW, WIDE, chart, describe, ranges_bar
from vitruvian.twin.markup import Markup, tag
from vitruvian.twin.picture import Picture, Points
from vitruvian.twin.tables import show_data, table
from vitruvian.twin.wording import clock, day, lasting, quantity, unit_words

Json = Mapping[str, Any]
STRIP = 14 * DAY
"""The record strip shows at most so much."""
_RANGES = (
    ("very-low", "▼▼ below 54", 0.0, 54.0),
    ("low", "▼ 54–69", 54.0, 70.0),
    ("target-range", "70–180", 70.0, 180.0 + 1e-9),
    ("high", "▲ 181–250", 180.0 + 1e-9, 250.0 + 1e-9),
    ("very-high", "▲▲ above 250", 250.0 + 1e-9, 1e9),
)


def record_section(answer: Json, picture: Picture) -> Markup:
    """What was understood, the strip of the record, and time in ranges."""
    understood = answer.get("understood") or {}
    parts = [_signals(understood.get("signals") or {}), _strip(picture), _time_in_ranges(picture)]
    return tag("section", tag("h2", "What was understood of the record"), parts, _files(understood))


def summary(answer: Json) -> str:
    """The record in one line: files, rows, signals, rows set aside."""
    understood = answer.get("understood") or {}
    files, signals = understood.get("files") or [], understood.get("signals") or {}
    if not signals:
        return "Nothing is said of the record that this rests on."
    rows = sum(int(part.get("rows", 0)) for part in signals.values())
    aside = sum(int(part.get("quarantined", 0)) for part in files)
    names = "signal" if len(signals) == 1 else "signals"
    text = f"{rows:,} rows of {len(signals)} {names}"
    text += f" from {len(files)} file{'s' if len(files) > 1 else ''}" if files else ""
    return text + (f"; {aside:,} rows set aside, with the reason" if aside else "") + "."


def _signals(signals: Json) -> Markup:
    if not signals:
        return tag("p", "Nothing is said of what was read.", class_="missing")
    has_gaps = any(part.get("gaps") is not None for part in signals.values())
    rows = []
    for name, part in signals.items():
        span = (_moment(part.get("from")), _moment(part.get("to")))
        row = (_meaning(name), f"{int(part.get('rows', 0)):,}", *span)
        rows.append((*row, _gaps(part)) if has_gaps else row)
    heads = ("signal", "rows", "from", "to", *(("gaps",) if has_gaps else ()))
    return table(None, heads, rows, numeric=(1,))


def _gaps(part: Json) -> str:
    gaps = part.get("gaps")
    if isinstance(gaps, Mapping):
        return "; ".join(f"{name} {value}" for name, value in gaps.items()) or "none"
    if isinstance(gaps, list):
        return f"{len(gaps)}" if gaps else "none"
    return "—" if gaps is None else str(gaps)


def _files(understood: Json) -> Markup | None:
    files = understood.get("files") or []
    if not files:
        return None
    rows = [
        (
            str(part.get("path", "")).replace("\\", "/").rsplit("/", 1)[-1],
            part.get("format") or "not recognised",
            *(f"{int(part.get(key, 0)):,}" for key in ("read", "visible", "hidden", "quarantined")),
            "; ".join(f"{reason}: {count}" for reason, count in (part.get("reasons") or {}).items()) or "—",
        )
        for part in files
    ]
    heads = ("file", "format", "read", "used", "duplicates", "set aside", "reasons")
    return tag(
        "details",
        tag("summary", "Show the file" if len(files) == 1 else f"Show the {len(files)} files"),
        table(None, heads, rows, (2, 3, 4, 5)),
    )


def _strip(picture: Picture) -> Markup | None:
    """The whole record of the last fortnight, where it is longer than the forecast's own picture."""
    if not picture.past.times:
        return tag("p", "No readings were given to draw.", class_="missing")
    end = picture.past.times[-1]
    start = max(picture.past.times[0], end - STRIP)
    if end - start < 10 * HOUR:
        return None
    marks = tuple(replace(m, plan=None) for m in picture.marks if m.plan is None and start <= m.time <= end)
    shown = replace(picture, past=picture.past.between(start, end), fans=(), happened=Points(), marks=marks)
    said = describe(shown)
    sizes = {"wide": (WIDE, 150), "narrow": (NARROW, 150)}
    drawings = [tag("div", chart(shown, *size, said), class_=kind) for kind, size in sizes.items()]
    caption = f"The record: {day(start, picture.offset_min)} to {clock(end, picture.offset_min)} on "
    caption += f"{day(end, picture.offset_min)}. Gaps stay gaps."
    return tag("figure", drawings, tag("figcaption", caption), show_data(shown))


def _time_in_ranges(picture: Picture) -> Markup | None:
    """The five usual ranges of glucose over the readings drawn."""
    if picture.target is None or not picture.past.values:
        return None
    start = picture.past.times[-1] - STRIP
    values = [
        float(convert(v, picture.unit, "mg/dL", "glucose_interstitial"))
        for t, v in zip(picture.past.times, picture.past.values, strict=True)
        if t >= start
    ]
    shares = [(n, t, 100 * sum(a <= v < b for v in values) / len(values)) for n, t, a, b in _RANGES]
    inside = shares[2][2]
    span = lasting(picture.past.times[-1] - max(start, picture.past.times[0]))
    said = f"{inside:.0f} % of {len(values)} readings over {span} lie at 70–180 mg/dL."
    listed = [
        tag("li", tag("span", class_=f"swatch {name}"), f"{text} mg/dL: {quantity(share, '%')}")
        for name, text, share in shares
    ]
    rows = [(text, quantity(share, "%")) for _, text, share in shares]
    data = tag(
        "details", tag("summary", "Show data"), table(None, ("mg/dL", "share of readings"), rows, (1,))
    )
    bar = ranges_bar([(name, share) for name, _, share in shares], WIDE, said)
    return tag("figure", bar, tag("ul", listed, class_="ranges"), tag("figcaption", said), data)


def _meaning(key: str) -> Markup:
    try:
        found = signal(key)
    except UnknownSignal:
        return tag("span", key)
    words = f"{found.meaning}{', ' + unit_words(found.unit) if unit_words(found.unit) else ''}"
    return tag("span", words[:1].upper() + words[1:])


def _moment(text: Any) -> str:
    if not text:
        return "—"
    moment = read(str(text))
    offset = moment.offset_min or 0
    return f"{day(moment.instant, offset)} {clock(moment.instant, offset)}".replace(" ", "\N{NO-BREAK SPACE}")
