"""Event lanes."""

from dataclasses import replace

from vitruvian.core.time import HOUR, MINUTE
from vitruvian.twin.axes import Scale
from vitruvian.twin.event_lanes import amount_words, lanes, lanes_of
from vitruvian.twin.picture import Mark

X = Scale(0, 10 * HOUR, 0, 1000)


def _bolus(time: int, plan: int | None = None) -> Mark:
    return Mark(time, None, "insulin_bolus", 4.0, "[iU]", "insulin", plan)


def test_only_lanes_with_marks_are_drawn() -> None:
    """Insulin stands above food; a kind without marks has no lane."""
    meal = Mark(0, None, "carbs", 40.0, "g", "food")
    assert lanes_of([meal, _bolus(0)]) == ("insulin", "food")
    assert lanes_of([]) == ()


def test_a_second_plan_has_lanes_of_its_own() -> None:
    """The same dose in A and in B, changed, are read one below the other."""
    assert lanes_of([_bolus(0, plan=1), _bolus(0, plan=0)]) == ("insulin", "insulin B")


def test_amounts_stand_where_there_is_room() -> None:
    """Of two doses five minutes apart only the second is labelled."""
    drawn = lanes([_bolus(HOUR), _bolus(HOUR + 5 * MINUTE)], X, 0.0, 1000.0)
    assert drawn.count("4\u202fU") == 1
    assert drawn.count("<polygon") == 2


def test_a_plan_has_its_own_colour() -> None:
    """A dose of plan B carries the class of B."""
    assert 'class="mark insulin plan-1"' in lanes([_bolus(HOUR, plan=1)], X, 0.0, 1000.0)


def test_what_lasts_is_a_bar() -> None:
    """Exercise is as long as it took, and its label begins after it."""
    walk = Mark(HOUR, 2 * HOUR, "exercise_intensity", 0.5, "1", "activity")
    drawn = lanes([walk], X, 0.0, 1000.0)
    assert '<rect x="100"' in drawn
    assert 'width="100"' in drawn
    assert '<text x="204"' in drawn


def test_amounts_are_in_words() -> None:
    """Long-acting insulin says so; a factor has its sign."""
    assert amount_words(Mark(0, None, "insulin_long_acting", 24.0, "[iU]", "insulin")) == "24\u202fU long"
    assert amount_words(Mark(0, None, "insulin_bolus", 0.9, "1", "insulin", 1, is_scale=True)) == "×0.9"


def test_an_act_of_no_kind_has_a_lane_by_its_name() -> None:
    """Two drugs of plan B have a lane each; a name without room before its mark is cut."""
    drug = Mark(5 * HOUR, 9 * HOUR, "beta_blocker", 50.0, "%", "other", 1)
    other = replace(drug, time=6 * HOUR, signal="diuretic")
    assert lanes_of([other, drug]) == ("B beta blocker", "B diuretic")
    assert ">B beta blocker</text>" in lanes([drug], X, 0.0, 1000.0)
    assert ">B beta b…</text>" in lanes([replace(drug, time=HOUR // 10)], X, 0.0, 1000.0)


def test_an_amount_without_room_behind_its_bar_stands_before_it() -> None:
    """A size in mm that would be cut off at the edge is shown on the other side."""
    valve = Mark(5 * HOUR, 10 * HOUR, "aortic_valve_replacement", 23.0, "mm", "other")
    assert '<text x="491"' in lanes([valve], X, 0.0, 1040.0)
    assert '<text x="1004"' in lanes([valve], X, 0.0, 1060.0)
