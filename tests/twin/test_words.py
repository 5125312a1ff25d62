"""Plans in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.errors import PlanError
from vitruvian.core.time import DAY, HOUR, MINUTE, instant
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.plan import Item, Plan
from vitruvian.organs.metabolism.therapy import INTERVENTIONS
from vitruvian.twin.words import echo, parse

ZONE = "Europe/Zurich"
NOW = instant("2014-10-04 10:00", ZONE)


def _parse(text: str, now: int = NOW) -> Plan:
    return parse(text, INTERVENTIONS, now, ZONE)


def _one(text: str) -> Item:
    (item,) = _parse(text).items
    return item


def _local(text: str) -> int:
    return instant(text, ZONE)


@pytest.mark.parametrize(
    ("text", "target", "amount", "start"),
    [
        ("insulin_bolus 4U at 12:30", "insulin_bolus", 4.0, "2014-10-04 12:30"),
        ("insulin_bolus 4U at 09:30", "insulin_bolus", 4.0, "2014-10-05 09:30"),
        ("carbs 40g at 13:00", "carbs", 40.0, "2014-10-04 13:00"),
        ("insulin_bolus 4U at 2014-10-06 12:30", "insulin_bolus", 4.0, "2014-10-06 12:30"),
        ("Insulin-Bolus 4 IU at 12:30 on 6 October 2014", "insulin_bolus", 4.0, "2014-10-06 12:30"),
        ("carbs 30 g in 20 min", "carbs", 30.0, "2014-10-04 10:20"),
        ("insulin_bolus +1U now", "insulin_bolus", 1.0, "2014-10-04 10:00"),
        ("take 4 units of rapid insulin at noon", "insulin_bolus", 4.0, "2014-10-04 12:00"),
        ("bolus 2.5 u tomorrow at 7 am", "insulin_bolus", 2.5, "2014-10-05 07:00"),
        ("meal 500 kcal in an hour", "meal_energy", 500.0, "2014-10-04 11:00"),
        ("meal 2092 kJ at 13:00", "meal_energy", 500.0, "2014-10-04 13:00"),
        ("meal 40 g at 13:00", "carbs", 40.0, "2014-10-04 13:00"),
        ("basal 12 U tonight at 22:00", "insulin_long_acting", 12.0, "2014-10-04 22:00"),
    ],
)
def test_doses_are_read(text: str, target: str, amount: float, start: str) -> None:
    """Names, units and times people use mean one dose at one instant."""
    item = _one(text)
    assert (item.kind, item.target, item.amount, item.start) == ("dose", target, amount, _local(start))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("insulin_long_acting x0.9 from tonight", "2014-10-04 18:00", None),
        ("10 % less long-acting from tomorrow", "2014-10-05 00:00", None),
        ("insulin_long_acting ×0.9", "2014-10-04 10:00", None),
        ("insulin_basal_rate x0.9 from 20:00 to 06:00", "2014-10-04 20:00", "2014-10-05 06:00"),
        ("insulin_basal_rate x0.9 from 20:00 for 2 h", "2014-10-04 20:00", "2014-10-04 22:00"),
        ("basal rate x0.9 from tomorrow until tomorrow 12:00", "2014-10-05 00:00", "2014-10-05 12:00"),
    ],
)
def test_factors_scale_what_is_planned(text: str, start: str, end: str | None) -> None:
    """A factor is a setting over a stretch, open at its end where none is named."""
    item = _one(text)
    assert (item.kind, item.scale, item.unit, item.amount) == ("setting", True, "1", 0.9)
    assert (item.start, item.end) == (_local(start), end and _local(end))


def test_exercise_takes_time() -> None:
    """Exercise is an event with an intensity, also in percent."""
    item = _one("exercise 60 % from 15:00 for 45 min")
    assert (item.kind, item.target, item.amount) == ("event", "exercise_intensity", 0.6)
    assert item.end == item.start + 45 * MINUTE


def test_items_are_joined() -> None:
    """Semicolon, comma and "and" join items; a meal's name becomes the label of what is eaten."""
    plan = _parse(
        "bolus 4U at 12:30 and lunch 40 g carbs at 12:45; dinner 300 kcal at 19:00, bolus 1U at 20:00"
    )
    assert [i.target for i in plan.items] == ["insulin_bolus", "carbs", "meal_energy", "insulin_bolus"]
    assert [i.label for i in plan.items] == ["", "lunch", "dinner", ""]


def test_repeats_are_counted() -> None:
    """A repeat has a step and a count."""
    item = _one("insulin_bolus 2U at 12:00 every 8 h 3 times")
    assert (item.every, item.times) == (8 * HOUR, 3)
    assert _one("insulin_bolus 2U at 12:00 daily 3 times").every == DAY


def test_daily_repeats_stay_at_their_wall_time() -> None:
    """Over a change of the clocks a daily dose keeps its hour."""
    plan = _parse("insulin_bolus 2U at 08:00 on 25 Oct 2014 every day 3 times")
    starts = [start for item in plan.items for start in item.starts()]
    assert starts == [_local(f"2014-10-{day} 08:00") for day in (25, 26, 27)]


def test_what_was_assumed_is_said() -> None:
    """The words of a plan hold its dates, and say which were not given."""
    plan = _parse("insulin_bolus 4U at 09:30; insulin_long_acting x0.9 from tonight")
    assert plan.words == (
        "insulin bolus 4 U at 09:30 on 5 Oct 2014 (no date given: the next 09:30); "
        "insulin long acting x0.9 from 18:00 on 4 Oct 2014 (tonight read as from 18:00)"
    )
    assert echo(plan, ZONE) == (
        "insulin bolus 4 U at 09:30 on 5 Oct 2014; insulin long acting x0.9 from 18:00 on 4 Oct 2014"
    )


@pytest.mark.parametrize("text", ["as planned", " As Planned ", "", "as-planned"])
def test_as_planned_is_the_empty_plan(text: str) -> None:
    """Nothing changed is a plan too, and is echoed so."""
    assert _parse(text) == Plan()
    assert echo(Plan(), ZONE) == "as planned"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("insulin_bolus 400U at 12:30", "hard limits"),
        ("insulin_bolus 29U at 12:30 every 10 min 6 times", "within 60 minutes"),
        ("insulin_bolus 29U at 12:30 every 70 min 6 times", "within 24 hours"),
        ("insulin_bolus -4U at 12:30", "negative"),
        ("insulin_long_acting x-1", "negative"),
        ("insulin_long_acting x12", "x0 to x3"),
        ("insulin_bolus nanU at 12:30", "finite"),
        ("carbs inf g at 12:30", "finite"),
        ("carbs 1e999 g at 12:30", "finite"),
        ("carbs 1e9 g at 12:30", "hard limits"),
        ("carbs 4,5 g at 12:30", "comma"),
        ("meal 500 cal at 12:30", "kcal"),
        ("carbs 30 mmol at 12:30", "no unit of it"),
        ("insulin_bolus 4 at 12:30", "has no unit: write 4 U"),
        ("insulin_bolus 4U", "does not say when"),
        ("insulin_bolus 4U at 12:30 on 3 Oct 2014", "has passed: it is now 10:00 on 4 Oct 2014"),
        ("insulin_bolus 4U at 12:30 on 3 Oct 2041", "check the year"),
        ("insulin_bolus 4U at 12:30 on 31 Feb 2015", "not a date"),
        ("insulin_bolus 4U at 25:00", "time of day"),
        ("insulin_bolus 4U at 02:30 on 26 Oct 2014", "happens twice"),
        ("insulin_bolus 4U at 02:30 on 29 Mar 2015", "clocks go forward"),
        ("insulin_bolus 4U tomorrow", "not the time"),
        ("insulin_bolus x0.9 at 12:30", "from when"),
        ("insulin_bolus 2U at 12:00 every day", "how often"),
        ("insulin_bolus 2U at 12:00 every day 999 times", "outside 1 to"),
        ("insulin_bolus 2U at 12:00 every 0 h 2 times", "never moves"),
        ("carbs 20 g in 99999999999 h", "longer than ten years"),
        ("exercise 0.6 at 18:00", "how long"),
        ("basal x0.9 from 20:00", "insulin_long_acting or insulin_basal_rate"),
        ("insulin 4U now", "can mean"),
        ("bolus 4U carbs 40 g at 12:30", "several acts"),
        ("basal rate 1 U/h from 20:00 on 5 Oct 2014 to 19:00 on 5 Oct 2014", "ends before"),
    ],
)
def test_what_must_not_be_planned_is_refused(text: str, reason: str) -> None:
    """Limits, slips, ambiguity and the past are refused, with the reason."""
    with pytest.raises(PlanError, match=reason):
        _parse(text)


def test_a_refusal_says_what_was_understood() -> None:
    """What was read, what was left over, and how to write it."""
    with pytest.raises(PlanError) as refusal:
        _parse("insulin_bolus 4U at 12:30 with cherries")
    message = refusal.value.message
    assert "understood insulin_bolus, 4 u, at 12:30 on 4 Oct 2014" in message
    assert 'left over "cherries"' in message
    assert 'Write it like "insulin_bolus 4 U at 12:30"' in message


def test_an_organ_without_that_act_refuses_it() -> None:
    """Only what the organ declares can be planned, by its own name too."""
    drug = (Intervention("drug_dose", "input", "drug_dose", "mg", 0.0, 500.0),)
    assert parse("drug dose 0.2 g at 12:30", drug, NOW, ZONE).items[0].amount == 200.0
    with pytest.raises(PlanError, match="what can be planned: drug_dose"):
        parse("insulin_bolus 4U at 12:30", drug, NOW, ZONE)


_amounts = st.integers(1, 3000).map(lambda n: n / 100)
_starts = st.integers(0, 60 * 1440).map(lambda n: NOW + n * MINUTE)
_doses = st.builds(
    Item,
    st.just("dose"),
    st.just("carbs"),
    _amounts,
    st.just("g"),
    _starts,
    label=st.sampled_from(("", "lunch", "snack")),
)
_repeated = st.builds(
    Item,
    st.just("dose"),
    st.just("insulin_long_acting"),
    _amounts,
    st.just("[iU]"),
    st.integers(0, 1440).map(lambda n: NOW + n * MINUTE),
    every=st.sampled_from((DAY, 2 * DAY)),
    times=st.integers(1, 9),
)


@st.composite
def _held(draw: st.DrawFn) -> Item:
    start = draw(_starts)
    end = start + draw(st.integers(1, 4000)) * MINUTE
    if draw(st.booleans()):
        return Item(
            "event", "exercise_intensity", draw(st.floats(0, 1).map(lambda x: round(x, 3))), "1", start, end
        )
    amount = draw(st.integers(0, 300).map(lambda n: n / 100))
    return Item(
        "setting", "insulin_bolus", amount, "1", start, draw(st.sampled_from((None, end))), scale=True
    )


def _what(item: Item) -> tuple[object, ...]:
    """What may stand in a plan once only: an act at a moment, a dose of one amount."""
    return item.target, item.start, item.scale, item.amount if item.kind == "dose" else None


@given(items=st.lists(_doses | _repeated | _held(), max_size=3, unique_by=_what).map(tuple))
def test_the_echo_is_read_back(items: tuple[Item, ...]) -> None:
    """What a plan is echoed as means the same plan, also in the hour that happens twice."""
    words = echo(Plan(items), ZONE)
    wide = [Intervention(i.name, i.acts_on, i.target, i.unit, i.low, 1e6) for i in INTERVENTIONS]
    assert parse(words, wide, NOW, ZONE).items == items


_BITS = """insulin_bolus carbs meal basal lunch exercise 4U 40 g x0.9 -3 1e9 nan at from to in for every day
3 times 12:30 25:61 2014-10-26 02:30 tonight tomorrow now 4 Oct 2014 , ; and % less ( ) min h 99999999 U/h"""
_bits = st.sampled_from(_BITS.split())


@given(text=st.lists(_bits, max_size=9).map(" ".join) | st.text(max_size=40))
def test_any_text_is_a_plan_or_a_plan_error(text: str) -> None:
    """Nothing that a person can type breaks the reader."""
    try:
        plan = _parse(text)
    except PlanError:
        return
    assert all(item.start >= NOW for item in plan.items)


@pytest.mark.parametrize("text", ["x" * 10_000, f"insulin_bolus 4U now every day {'9' * 5000} times"])
def test_text_without_end_is_refused(text):
    """A page pasted by mistake is not read, nor a number of thousands of digits."""
    with pytest.raises(PlanError, match="letters, at most 4000"):
        parse(text, (), 0, None)


@pytest.mark.parametrize("twice", ["carbs 40 g at 13:00", "insulin_bolus x0.8 from 12:00"])
def test_an_act_that_stands_twice_is_refused(twice: str) -> None:
    """A line pasted twice is named with its time, not given twice."""
    with pytest.raises(PlanError, match="stands twice in the plan: write it once"):
        _parse(f"{twice}; {twice}")


def test_two_values_of_one_setting_are_refused_and_two_doses_are_not() -> None:
    """One factor can hold at a moment; two doses of different size add up."""
    with pytest.raises(PlanError, match="cannot both begin at one moment: write one of them"):
        _parse("insulin_bolus x0.8 from 12:00; insulin_bolus x0.9 from 12:00")
    assert len(_parse("carbs 40 g at 13:00; carbs 20 g at 13:00").items) == 2
