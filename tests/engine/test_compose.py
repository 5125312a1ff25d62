"""Models that read each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tracer import SMALL, Tracer

from vitruvian.core.errors import ModelError
from vitruvian.engine.calibrate import calibrate
from vitruvian.engine.compose import compose
from vitruvian.engine.discrepancy import Discrepancy, White
from vitruvian.engine.forecast import forecast, outcomes
from vitruvian.engine.model import Input, Model, Parameter, parameter_names
from vitruvian.engine.optimise import Chance, optimise
from vitruvian.engine.priors import LogNormal, Normal
from vitruvian.engine.problem import Event, Reading, build
from vitruvian.engine.simulate import simulate

Array = Any
RATES = {"left": (0.4, 0.3), "right": (0.2, 0.5)}
"""Loss and gain of each tank, 1/h."""


@dataclass(frozen=True)
class Tank(Model):
    """x' = -loss x + gain · (what the other tank says); the other's level is held over the step."""

    other: str = ""
    step: float = 1.0
    scale: float = 1.0

    time_unit: ClassVar[str] = "h"
    minutes_per_unit: ClassVar[float] = 60.0

    @property
    def exchange(self) -> float:
        return self.step

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (Parameter("size", Normal(1.0, 0.2 * self.scale), "1", "a trait both have"),)

    @property
    def inputs(self) -> tuple[Input, ...]:
        return (Input(self.other, "1", kind="level"),)

    @property
    def observes(self) -> Mapping[str, Discrepancy]:
        return {self.name: White(sd=0.1)}

    def initial(self, p: Any, person: Any, static: Any, key: Array) -> Array:
        return jnp.asarray(person[f"start.{self.name}"])

    def advance(self, p: Any, state: Array, u: Any, t0: Array, static: Any, key: Array) -> Any:
        loss, gain = RATES[self.name]
        kept = jnp.exp(-loss * self.step)
        after = kept * state + p["size"] * gain * (1.0 - kept) / loss * u[self.other]
        return after, after

    def observe(self, p: Any, readout: Array) -> dict[str, Array]:
        return {self.name: readout}

    def possible(self, signal: str, values: Array) -> Array:
        return np.maximum(values, 0.0)


class Left(Tank):
    name = "left"


class Right(Tank):
    name = "right"


FACTS = {"start.left": 1.0, "start.right": 0.0}


def run(model: Model, hours: float = 8.0, z: Array | None = None) -> tuple[Array, Array]:
    """Levels of both tanks at each step end."""
    problem = build(model, (), (), hours, FACTS)
    count = int(problem.length)
    found = simulate(model, np.zeros((1, len(model.parameters))) if z is None else z, problem).signals
    return np.asarray(found["left"])[0, :count], np.asarray(found["right"])[0, :count]


def held(step: float) -> tuple[Array, Array]:
    """What each tank keeps of itself, and takes up of the other, in a step: (2,), (2,)."""
    loss, gain = np.array([RATES["left"], RATES["right"]]).T
    return np.exp(-loss * step), gain * (1.0 - np.exp(-loss * step)) / loss


def test_a_loop_reads_this_step_of_the_earlier_and_the_last_step_of_the_later():
    """Left reads what right said a step ago, right reads left's new level: the recursion by hand."""
    kept, taken = held(1.0)
    left, right, path = 1.0, 0.0, []
    for _ in range(8):
        left = kept[0] * left + taken[0] * right
        right = kept[1] * right + taken[1] * left
        path.append((left, right))
    found = run(compose(Left(other="right"), Right(other="left"), shared=("size",)))
    assert pytest.approx(np.array(path), rel=1e-12) == np.array(found).T


def test_many_sweeps_solve_the_step_for_both_at_once():
    """Swept to the end, each step is the solution of the two coupled linear equations."""
    kept, taken = held(1.0)
    coupling = np.array([[1.0, -taken[0]], [-taken[1], 1.0]])
    level, path = np.array([1.0, 0.0]), []
    for _ in range(8):
        level = np.linalg.solve(coupling, kept * level)
        path.append(level)
    found = run(compose(Left(other="right"), Right(other="left"), shared=("size",), sweeps=30))
    assert pytest.approx(np.array(path), rel=1e-9) == np.array(found).T


def test_short_steps_come_to_the_joint_differential_equation():
    """Against the matrix exponential the error falls by half when the step does."""
    rates = np.array([[-0.4, 0.3], [0.5, -0.2]])
    values, vectors = np.linalg.eig(8.0 * rates)
    exact = (vectors @ np.diag(np.exp(values)) @ np.linalg.solve(vectors, [1.0, 0.0])).real
    errors = []
    for step in (0.25, 0.125, 0.0625):
        parts = (Left(other="right", step=step), Right(other="left", step=step))
        errors.append(abs(run(compose(*parts, shared=("size",)))[0][-1] / exact[0] - 1.0))
    assert errors[0] < 0.2
    assert errors[1] / errors[0] == pytest.approx(0.5, abs=0.08)
    assert errors[2] / errors[1] == pytest.approx(0.5, abs=0.05)


def test_a_shared_trait_is_one_draw():
    """Named as shared, a parameter of two parts is one coordinate; else each part has its own."""
    parts = (Left(other="right"), Right(other="left"))
    assert parameter_names(compose(*parts, shared=("size",))) == ("size",)
    apart = compose(*parts)
    assert parameter_names(apart) == ("left.size", "right.size")
    both = run(compose(*parts, shared=("size",)), z=np.array([[1.5]]))
    assert both == pytest.approx(np.array(run(apart, z=np.array([[1.5, 1.5]]))), rel=1e-12)


@pytest.mark.parametrize(("how", "expected"), [("mean", 2.0), ("last", 3.0), ("integral", 6.0), ("max", 3.0)])
def test_a_fast_part_is_aggregated_as_declared(how, expected):
    """Three steps of a counter within one step of its reader."""

    class Counter(Tank):
        name = "left"

        def advance(self, p, state, u, t0, static, key):
            return state + 1.0, state + 1.0

    class Reader(Tank):
        name = "right"

        def advance(self, p, state, u, t0, static, key):
            return u["left"], u["left"]

    model = compose(Counter(other="none"), Reader(other="left", step=3.0), links={"left": how})
    problem = build(model, (), (), 3.0, {"start.left": 0.0, "start.right": 0.0})
    found = simulate(model, np.zeros((1, 2)), problem).signals["right"]
    assert float(np.asarray(found)[0, 0]) == expected


def test_what_is_possible_is_the_part_s_own_word():
    """The composed model bounds a signal as its part does."""
    model = compose(Left(other="right"), Right(other="left"))
    assert model.possible("right", np.array([-1.0, 2.0])).tolist() == [0.0, 2.0]


@pytest.mark.parametrize(
    ("parts", "options", "said"),
    [
        ((Left(other="right"), Left(other="right")), {}, "share a name"),
        ((Left(other="right"), Right(other="left", step=1.5)), {}, "divide the longest"),
        ((Left(other="right"), Right(other="left")), {"links": {"left": "sum"}}, "unknown aggregation sum"),
        ((Left(other="right"), Right(other="left", scale=2.0)), {"shared": ("size",)}, "different priors"),
        ((Left(other="right"), Right(other="left")), {"shared": ("height",)}, "not a parameter of two parts"),
    ],
)
def test_what_cannot_be_composed_is_refused(parts, options, said):
    """Names, steps, aggregations and shared traits that do not fit."""
    with pytest.raises(ModelError, match=said):
        compose(*parts, **options)


def test_parts_with_other_clocks_are_refused():
    """A part in minutes and one in hours have no common step."""

    class Minutes(Tank):
        name = "left"
        time_unit = "min"

    with pytest.raises(ModelError, match="one time unit"):
        compose(Minutes(other="right"), Right(other="left"))


@dataclass(frozen=True)
class Effect(Model):
    """Effect of the tracer's level: e' = -(e - potency · level) / 2 h."""

    name: ClassVar[str] = "effect"
    time_unit: ClassVar[str] = "h"
    minutes_per_unit: ClassVar[float] = 60.0
    exchange: ClassVar[float] = 0.5
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("potency", LogNormal(1.0, 0.5), "1", "effect per level"),
    )
    inputs: ClassVar[tuple[Input, ...]] = (Input("tracer_plasma", "mg/L", kind="level"),)
    observes: ClassVar[Mapping[str, Discrepancy]] = {"effect": White(sd=0.3)}

    def initial(self, p: Any, person: Any, static: Any, key: Array) -> Array:
        return jnp.zeros(())

    def advance(self, p: Any, state: Array, u: Any, t0: Array, static: Any, key: Array) -> Any:
        kept = jnp.exp(-0.25)
        after = kept * state + (1.0 - kept) * p["potency"] * u["tracer_plasma"]
        return after, after

    def observe(self, p: Any, readout: Array) -> dict[str, Array]:
        return {"effect": readout}


def test_a_composed_model_goes_through_the_verbs():
    """Drug and effect together: simulate, calibrate on both signals, forecast, rank two doses."""
    model = compose(Tracer(), Effect())
    given = [Event("tracer_dose", 1.0, 1.5, 20.0)]
    truth = np.array([[0.7, -0.5, 0.8]])
    curves = simulate(model, truth, build(model, given, (), 12.0, {})).signals
    noise = np.random.default_rng(2)
    readings = [
        Reading(s, 0.5 * (k + 1), float(np.asarray(curves[s])[0, k] + sd * noise.normal()))
        for s, sd in (("tracer_plasma", 0.5), ("effect", 0.3))
        for k in range(24)
    ]
    past = build(model, given, readings, 12.0, {})
    posterior = calibrate(model, past, 1, SMALL)
    mean = posterior.weight @ posterior.z
    sd = np.sqrt(posterior.weight @ (posterior.z - mean) ** 2)
    assert parameter_names(model) == ("tracer.strength", "tracer.baseline", "effect.potency")
    assert np.all(np.abs(mean - truth[0])[:3] < 3.0 * sd[:3])
    assert sd[2] < 0.2

    def ahead(dose: float) -> dict[str, Array]:
        future = build(model, [Event("tracer_dose", 1.0, 1.5, dose)], (), 6.0, {})
        return outcomes(model, forecast(model, posterior, past, future, jax.random.key(1), 100))

    chance = Chance("peak", float(np.median(ahead(10.0)["peak"])) + 8.0, 0.1)
    ranked = optimise([20.0, 5.0], ahead, ahead(10.0), model.outcomes[0], [chance], posterior)
    assert [r.candidate for r in ranked] == [5.0, 20.0]
    assert [bool(r.broken) for r in ranked] == [False, True]
