"""One person's twin."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from virtual_person import stamp, table
from vitruvian.cli.import_ import take_in
from vitruvian.core.errors import NotEnoughData, PlanError
from vitruvian.engine.optimise import Chance
from vitruvian.engine.plan import MINUTE, Item, Plan
from vitruvian.engine.portrait import Gallery
from vitruvian.engine.problem import Problem
from vitruvian.twin.twin import Twin


def dose(twin: Twin, amount: float, minutes: float = 15.0, target: str = "insulin_bolus") -> Plan:
    """A plan with one dose, minutes after the last reading."""
    at = twin.stretch().end + round(minutes * MINUTE)
    unit = {"carbs": "g"}.get(target, "[iU]")
    return Plan((Item("dose", target, amount, unit, at),), words=f"{target} {amount:g}")


@pytest.fixture
def add(twin: Twin, tmp_path: Path) -> Callable[[str], None]:
    """Add a table to Ann's record."""

    def more(text: str) -> None:
        file = tmp_path / "more.csv"
        file.write_text(text)
        take_in(twin.vault, twin.permit, [file], "Europe/Zurich")
        twin._kept.clear()

    return more


def test_a_fit_is_kept_and_found_again(twin: Twin) -> None:
    """The same data under the same model are fitted once."""
    before = twin.vault.objects(twin.permit, twin.posteriors.kind)
    report = twin.calibrate()
    assert report["cpu_s"] == 0.0
    assert twin.vault.objects(twin.permit, twin.posteriors.kind) == before


def test_a_recent_fit_is_carried_to_a_later_origin(twin: Twin, add: Any) -> None:
    """An hour on, the fit still serves: its draws start at the same place and new meals are fresh latents."""
    _, first = twin.posterior()
    add(table(22.0, start=21.0) + f"{stamp(1290)},,30,,\n")
    held, carried = twin.posterior()
    assert carried.data_hash == first.data_hash
    assert held.end - first.until == 60 * MINUTE
    assert carried.z.shape == (len(first.z), len(twin.organ.model.parameters) + len(held.problem.column))


def test_a_dose_that_comes_late_asks_for_a_new_fit(twin: Twin, add: Any) -> None:
    """A bolus of yesterday that is told today changes the past: the old fit no longer serves."""
    _, first = twin.posterior()
    add(table(22.0, start=21.0) + f"{stamp(600)},,,3,\n")
    _, later = twin.posterior()
    assert later.data_hash != first.data_hash
    assert later.until - first.until == 60 * MINUTE


def test_more_insulin_means_less_glucose(twin: Twin) -> None:
    """Paired over the same futures, 3 U lower the lowest value in nearly all."""
    found = twin.what_if([Plan(), dose(twin, 3.0)])
    lowest = found["difference"]["lowest"]
    assert lowest["q95"] <= 0.0
    assert lowest["median"] < -10.0


def test_bounds_of_the_signal_hold(twin: Twin) -> None:
    """However much insulin, no future lies below what is possible."""
    found = twin.forecast(dose(twin, 30.0))
    assert min(found["signals"]["glucose_interstitial"]["quantiles"]["05"]) >= 35.0


def test_hard_limits_are_checked_before_anything_is_computed(twin: Twin) -> None:
    """400 U are refused."""
    with pytest.raises(PlanError, match="hard limits 0 to 30"):
        twin.forecast(dose(twin, 400.0))


def test_what_the_record_says_nothing_about_is_refused(twin: Twin) -> None:
    """There is no pump in this record."""
    with pytest.raises(
        NotEnoughData, match="the record holds no pump rate; its parameters are prior-dominated"
    ):
        twin.forecast(dose(twin, 1.0, target="insulin_basal_rate"))


def test_the_best_plan_stands_first(twin: Twin) -> None:
    """Without a meal to come, fewer carbs give less time above 180; a limit that cannot hold is named."""
    plans = [dose(twin, grams, target="carbs") for grams in (90.0, 0.0)]
    ranked = twin.optimise(plans, "time_above_180", [Chance("highest", 600.0, 0.0)])
    assert [r.candidate.words for r in ranked] == ["carbs 0", "carbs 90"]
    assert not ranked[0].broken
    with pytest.raises(PlanError, match="no outcome 'happiness'"):
        twin.optimise(plans, "happiness")


def test_another_plan_person_or_horizon_compiles_nothing(twin: Twin) -> None:
    """In the same bucket of shapes the programs at hand serve every question."""
    twin.what_if([Plan(), dose(twin, 2.0)])
    compiled: list[str] = []

    def note(name: str, _: float, **__: Any) -> None:
        compiled.append(name)

    jax.monitoring.register_event_duration_secs_listener(note)
    try:
        first = twin.what_if([dose(twin, 3.0), dose(twin, 20.0, 45.0, "carbs")], minutes=180.0)
        twin.vault.people.change(twin.permit, weight_kg=71.0)
        twin._kept.clear()
        second = twin.what_if(
            [Plan(), dose(twin, 1.0)], origin=twin.stretch().end - 30 * MINUTE, minutes=90.0
        )
    finally:
        jax.monitoring.unregister_event_duration_listener(note)
    assert [name for name in compiled if "backend_compile" in name] == []
    assert len(first["plans"][0]["signals"]["glucose_interstitial"]["times"]) == 36
    assert len(second["plans"][0]["signals"]["glucose_interstitial"]["times"]) == 18


def test_few_draws_show_no_interval(twin: Twin) -> None:
    """Under 100 effective draws only medians are shown, also of differences, and a warning says why."""
    held, posterior = twin.posterior()
    from dataclasses import replace

    twin.posteriors.keep(replace(posterior, ess=60.0))
    found = twin.what_if([Plan(), dose(twin, 2.0)])
    assert set(found["plans"][0]["signals"]["glucose_interstitial"]["quantiles"]) == {"50"}
    assert found["plans"][0]["outcomes"]["lowest"]["q05"] is None
    assert found["difference"]["lowest"]["q05"] is None
    assert "fewer than 100 effective draws" in found["plans"][0]["warnings"][0]
    assert held.data_hash == posterior.data_hash


def test_an_update_comes_near_a_fit_of_all(twin: Twin, add: Any) -> None:
    """After two hours more, assimilated and refitted means differ by less than half a posterior SD."""
    from virtual_person import LITTLE

    add(table(23.0, start=21.0))
    told = twin.update()
    _, updated = twin.posterior()
    assert (told["new_readings"], updated.data_hash) == (24, told["posterior"])
    report = twin.calibrate(effort=LITTLE)
    refitted = twin.posteriors.named(report["posterior"])
    assert refitted is not None
    size = len(twin.organ.model.parameters)
    one, two = (np.asarray(p.weight @ p.z[:, :size]) for p in (updated, refitted))
    sd = np.sqrt(refitted.weight @ (refitted.z[:, :size] - two) ** 2)
    assert np.max(np.abs(one - two) / sd) < 0.5


def test_a_plan_is_never_later_than_its_forecast(twin: Twin) -> None:
    """A later dose stretches the forecast; with a length that was asked for it is refused."""
    late = dose(twin, 2.0, minutes=300.0)
    times = twin.forecast(late)["signals"]["glucose_interstitial"]["times"]
    assert len(times) == (300 + 240) / 5
    with pytest.raises(PlanError, match=r"begins 5.0 h ahead.*ends after 4 h"):
        twin.forecast(late, minutes=240.0)


def test_an_organ_draws_the_plans_asked(twin: Twin) -> None:
    """It gets the draws and the future of each of the first three plans; without a drawing there is none."""
    seen: list[tuple[int, list[str], int]] = []

    def draw(draws: Any, plans: Sequence[tuple[str, Problem]], behind: int) -> Gallery:
        seen.append((len(draws), [words for words, _ in plans], behind))
        return Gallery("drawn", ())

    plans = [Plan(), dose(twin, 1.0), dose(twin, 2.0), dose(twin, 3.0)]
    assert twin.portraits(plans) is None
    twin.organ = replace(twin.organ, portraits=draw)
    assert twin.portraits(plans) == {"title": "drawn", "figures": []}
    count, words, behind = seen[0]
    assert (count, words) == (500, ["as planned", "insulin_bolus 1", "insulin_bolus 2"])
    assert behind in (0, 20)
