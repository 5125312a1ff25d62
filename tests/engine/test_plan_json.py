"""Plans as JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.errors import PlanError
from vitruvian.core.time import DAY, SECOND, instant
from vitruvian.engine.plan import Item, Plan
from vitruvian.engine.plan_json import from_json, to_json

_text = st.text(st.characters(codec="utf-8"), max_size=12)
_starts = st.integers(0, 4_000_000_000 * SECOND)


@st.composite
def _items(draw: st.DrawFn) -> Item:
    start = draw(_starts)
    every = draw(st.none() | st.integers(1, 60 * DAY))
    return Item(
        kind=draw(st.sampled_from(("dose", "setting", "event", "operation"))),
        target=draw(_text),
        amount=draw(st.floats(allow_nan=False, allow_infinity=False)),
        unit=draw(_text),
        start=start,
        end=draw(st.none() | st.integers(start + 1, start + 90 * DAY)),
        scale=draw(st.booleans()),
        every=every,
        times=1 if every is None else draw(st.integers(1, 400)),
        label=draw(_text),
    )


_plans = st.builds(Plan, st.lists(_items(), max_size=4).map(tuple), base=_text, words=_text)


@given(plan=_plans, zone=st.sampled_from((None, "UTC", "Europe/Zurich", "America/New_York", "+05:30")))
def test_a_plan_survives_json(plan: Plan, zone: str | None) -> None:
    """Written and read again, a plan is the same to the microsecond, in any zone."""
    assert from_json(json.loads(json.dumps(to_json(plan, zone)))) == plan


def test_the_form_is_the_contract() -> None:
    """Times are ISO with the local offset; a repeat is an ISO duration and a count."""
    item = Item("dose", "drug", 2.0, "mg", instant("2014-10-04T12:30:00+02:00"), every=21 * DAY, times=6)
    written = to_json(Plan((item,), words="drug"), "Europe/Zurich")
    assert written == {
        "version": 1,
        "base": "as-planned",
        "words": "drug",
        "items": [
            {
                "kind": "dose",
                "target": "drug",
                "amount": 2.0,
                "unit": "mg",
                "start": "2014-10-04T12:30:00+02:00",
                "repeat": {"every": "P21D", "times": 6},
                "args": {},
            }
        ],
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "prayer"}, "prayer"),
        ({"amount": "4"}, "amount"),
        ({"amount": float("nan")}, "amount"),
        ({"amount": True}, "amount"),
        ({"start": "soon"}, "soon"),
        ({"end": "2014-10-04T12:00:00Z"}, "not after"),
        ({"unit": None}, "unit"),
        ({"repeat": {"every": "P1D", "times": 0}}, "times"),
        ({"repeat": {"every": "P0D", "times": 2}}, "never moves"),
        ({"repeat": {"every": "often", "times": 2}}, "often"),
    ],
)
def test_a_broken_item_is_refused_by_name(change: dict[str, object], reason: str) -> None:
    """What is wrong in an item is named, with the item's number."""
    good = {"kind": "dose", "target": "d", "amount": 1, "unit": "mg", "start": "2014-10-04T12:30:00Z"}
    with pytest.raises(PlanError, match=f"item 1.*{reason}"):
        from_json({"version": 1, "items": [{**good, **change}]})


@pytest.mark.parametrize(
    "data", [{}, {"version": 2, "items": []}, {"version": 1}, {"version": 1, "items": [3]}]
)
def test_what_is_no_plan_is_refused(data: dict[str, object]) -> None:
    """Another version, or no list of items, is no plan."""
    with pytest.raises(PlanError):
        from_json(data)
