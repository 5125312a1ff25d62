"""A twin that drifts with its person: on a model whose answer is known, and on a heart that stiffens."""

import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from virtual_heart import FIRST, HEADER
from vitruvian.cli.import_ import take_in
from vitruvian.cli.session import list_permit, opened, twin_of
from vitruvian.core.time import instant
from vitruvian.engine.calibrate import Effort, calibrate
from vitruvian.engine.discrepancy import White
from vitruvian.engine.model import Input, Model, Parameter, physical
from vitruvian.engine.organ import Organ
from vitruvian.engine.priors import Normal
from vitruvian.engine.problem import Reading, build
from vitruvian.organs.circulation.body import USUAL, body_surface, size_of
from vitruvian.organs.circulation.body import stiffening as from_age
from vitruvian.organs.circulation.model import Heart
from vitruvian.organs.circulation.rest import at_rest
from vitruvian.records.timeline import Timeline
from vitruvian.twin.drifting import daily, heard, left_of, moved, record_of, take_in_days
from vitruvian.twin.fitting import Stretch
from vitruvian.vault.people import Person

DAY_US = 86_400_000_000
NOISE = 3.0
SMALL = Effort(
    starts=4, steps=5, polish=4, rounds=4, size=400, final=2000, repeats=1, wanted=200.0, blocks=0, fallback=0
)


@dataclass(frozen=True)
class Level(Model):
    """A level about 120 that is read once a day; beside it a number that nothing tells of."""

    name: ClassVar[str] = "level"
    exchange: ClassVar[float] = 1440.0
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("level", Normal(120.0, 20.0), "mm[Hg]", "level"),
        Parameter("silent", Normal(0.0, 1.0), "1", "nothing"),
    )
    inputs: ClassVar[tuple[Input, ...]] = ()
    observes: ClassVar[dict[str, Any]] = {"bp_systolic": White(NOISE)}

    def initial(self, p: Any, person: Any, static: Any, key: Any) -> Any:
        """No memory."""
        return 0.0 * p["level"]

    def advance(self, p: Any, state: Any, u: Any, t0: Any, static: Any, key: Any) -> Any:
        """The level itself."""
        return state, p["level"] + 0.0 * p["silent"]

    def observe(self, p: Any, readout: Any) -> Any:
        """As systolic pressure."""
        return {"bp_systolic": readout}


ORGAN = Organ("level", "Level", Level(), lambda window: None, "bp_systolic", 1440.0, 29.0, ("bp_systolic",),
              drift={"level": 0.12})  # fmt: skip


def stretch_of(readings: list[float]) -> Stretch:
    """A stretch with a reading in the middle of each day."""
    told = [Reading("bp_systolic", 1440.0 * (k + 1), v) for k, v in enumerate(readings)]
    problem = build(ORGAN.model, (), told, 1440.0 * len(readings), {})
    end = DAY_US * len(readings) - DAY_US // 2
    return Stretch(ORGAN, None, 0, end, None, None, problem)  # type: ignore[arg-type]


def fitted(readings: list[float]) -> Any:
    """The fit of a stretch, as `Twin` keeps it."""
    held = stretch_of(readings)
    found = calibrate(ORGAN.model, held.problem, 0, SMALL, held.data_hash, held.start, held.end)
    return replace(found, origin=held.start, until=held.end)


@pytest.fixture(scope="module")
def rising() -> tuple[list[float], np.ndarray]:
    """Ten days at 120, then up to 144 within thirty; readings and truth."""
    truth = 120.0 + 24.0 * np.clip((np.arange(40) - 9) / 30.0, 0.0, 1.0)
    noise = NOISE * np.random.default_rng(5).standard_normal(40)
    return (truth + noise).tolist(), truth


def test_daily_updates_follow_a_person_who_changes(rising: tuple[list[float], np.ndarray]) -> None:
    """The 90 % band holds the truth on nearly all days; a fit of all forty days with one level does not."""
    readings, truth = rising
    posterior, inside = fitted(readings[:10]), []
    for k in range(10, 40):
        posterior = take_in_days(stretch_of(readings[: k + 1]), posterior, k).posterior
        level = np.asarray(physical(ORGAN.model, posterior.draws(500))["level"])
        low, high = np.quantile(level, (0.05, 0.95))
        inside.append(low <= truth[k] <= high)
    assert np.mean(inside) >= 0.85
    constant = physical(ORGAN.model, fitted(readings).draws(500))["level"]
    assert np.quantile(constant, 0.99) < truth[-1] - 5.0


def test_an_update_knows_where_it_stands(rising: tuple[list[float], np.ndarray]) -> None:
    """Its readings, the record it rests on, its window, and what drifted; the rest keeps its prior."""
    readings, _ = rising
    first = fitted(readings[:10])
    longer = stretch_of(readings[:12])
    updated = take_in_days(longer, first, 0)
    after = updated.posterior
    assert updated.readings == 2
    assert updated.inside is not None
    assert (after.origin, after.until) == (longer.start, longer.end)
    assert record_of(after) == longer.data_hash != after.data_hash
    assert heard(longer, after) == (10, 12)
    assert int(left_of(longer, after).problem.length) == 2
    assert left_of(longer, first) is longer
    change = moved(ORGAN.model, ORGAN.drift, first, after)
    assert set(change) == {"level"}
    assert abs(change["level"]["after"]["q50"] - 121.0) < 5.0
    silent = np.asarray(physical(ORGAN.model, after.draws(500))["silent"])
    assert abs(silent.mean()) < 0.2
    assert 0.85 < silent.std() < 1.15


def test_a_backlog_is_taken_in_as_well(rising: tuple[list[float], np.ndarray]) -> None:
    """Twelve days at once end within the band of twelve updates' worth."""
    readings, truth = rising
    found = take_in_days(stretch_of(readings[:22]), fitted(readings[:10]), 0)
    level = np.asarray(physical(ORGAN.model, found.posterior.draws(500))["level"])
    assert found.readings == 12
    assert np.quantile(level, 0.05) <= truth[21] <= np.quantile(level, 0.95)


def test_days_without_a_reading_widen_the_band(rising: tuple[list[float], np.ndarray]) -> None:
    """Two days unread: less is known of the level than after two that were read."""
    readings, _ = rising
    first, longer = fitted(readings[:10]), stretch_of(readings[:12])
    blind = longer.problem.weight.copy()
    blind[10:] = 0.0
    unread = replace(longer, problem=longer.problem._replace(weight=blind))
    widths = [
        np.asarray(physical(ORGAN.model, take_in_days(s, first, 0).posterior.draws(500))["level"]).std()
        for s in (longer, unread)
    ]
    assert widths[1] > 1.2 * widths[0]
    assert take_in_days(unread, first, 0).inside is None


def test_drift_is_named_by_parameter_and_day() -> None:
    """Those not named are constant."""
    assert daily(ORGAN).tolist() == [0.12, 0.0]


def test_the_command_takes_in_a_day_and_says_what_drifted(followed_home: Path, tmp_path: Path) -> None:
    """Eve's heart, fitted before her eighth morning, asked on it, again, and after a second reading."""
    home = tmp_path / "home"
    shutil.copytree(followed_home, home)
    midnight = instant("2025-03-08T00:00:00+01:00", None)
    with twin_of(home, "eve", "circulation") as eve:
        rows = eve.timeline.rows
        first = Timeline(rows.take(rows.t0 < midnight + DAY_US))
        eve._kept["timeline"] = first
        found = eve.update()
        assert (found["method"], found["new_readings"]) == ("assimilated", 4)
        assert set(found["drifted"]) == {"resting_rate", "r_sys", "stressed_volume"}
        assert eve.update()["new_readings"] == 0
        _, posterior = eve.posterior()
        assert posterior.data_hash == found["posterior"]
        assert eve.forecast()["posterior"] == found["posterior"]
    (tmp_path / "evening.csv").write_text(
        "time,bp_systolic_mmhg,bp_diastolic_mmhg\n2025-03-08 20:00:00,131,80\n"
    )
    with opened(home) as vault:
        permit = vault.gate.permit("owner", "care", "eve", list_permit(vault).given)
        take_in(vault, permit, [tmp_path / "evening.csv"], "Europe/Zurich")
    with twin_of(home, "eve", "circulation") as eve:
        rows = eve.timeline.rows
        eve._kept["timeline"] = Timeline(rows.take(rows.t0 < midnight + DAY_US))
        again = eve.update()
        assert (again["method"], again["new_readings"]) == ("assimilated", 4)
        assert again["posterior"] != found["posterior"]


def stiffening() -> tuple[list[str], np.ndarray]:
    """Rows of forty mornings of a heart whose vessels' resistance rises by 20 %, and that resistance."""
    model = Heart()
    names = [q.name for q in model.parameters]
    z = 0.5 * np.random.default_rng(3).standard_normal(len(names))
    course = np.log(1.2) * np.clip((np.arange(40) - 9) / 30.0, 0.0, 1.0)
    person = dict(USUAL) | {"size": size_of(body_surface(178.0, 82.0)), "stiffer": from_age(60.0)}
    read = jax.jit(lambda one: at_rest(physical(model, one), person))
    random, rows, truth = np.random.default_rng(7), [], []
    for k, rise in enumerate(course):
        now = z.copy()
        now[names.index("r_sys")] += rise / 0.25
        seen = {name: float(value) for name, value in read(jnp.asarray(now)).items()}
        truth.append(float(physical(model, now)["r_sys"]))
        noise = random.standard_normal(4) * np.array([0.5, 3.0, 3.0, 1.0])
        cuff = [seen["bp_systolic"] + 2.0 + noise[1], seen["bp_diastolic"] + 2.0 + noise[2]]
        echo = f"{seen['lv_edv']:.0f},{seen['lv_esv']:.0f},{seen['lvot_vti']:.1f}" if k == 3 else ",,"
        day = FIRST + timedelta(k)
        rows.append(
            f"{day} 07:{10 + k}:00,{82 + noise[0]:.1f},{cuff[0]:.0f},{cuff[1]:.0f},"
            f"{seen['heart_rate'] + noise[3]:.0f},{echo}"
        )
    return rows, np.array(truth)


STEP = 3
"""Days from one update to the next."""


@pytest.mark.slow
def test_updates_follow_a_heart_whose_resistance_rises(tmp_path: Path) -> None:
    """By 20 % over thirty days: the 90 % band holds it on nine days of ten; its middle rises."""
    rows, truth = stiffening()
    home, middles, inside = tmp_path / "home", [], []
    with opened(home) as vault:
        vault.people.add(list_permit(vault), Person("rob", height_cm=178.0, birth="1965-03-01", zone="UTC"))
    for last in range(10, 41, STEP):
        file = tmp_path / f"until-{last}.csv"
        new = rows[:10] if last == 10 else rows[last - STEP : last]
        file.write_text("\n".join([f"{HEADER},lvot_vti [cm]", *new]) + "\n")
        with opened(home) as vault:
            permit = vault.gate.permit("owner", "care", "rob", list_permit(vault).given)
            take_in(vault, permit, [file], "UTC")
        with twin_of(home, "rob", "circulation") as rob:
            found = rob.update()
        if last > 10:
            band = found["drifted"]["r_sys"]["after"]
            inside.append(band["q05"] <= truth[last - 1] <= band["q95"])
            middles.append(band["q50"])
    assert np.mean(inside) >= 0.9
    assert np.mean(middles[-2:]) > 1.05 * np.mean(middles[:2])
