from dataclasses import dataclass
from typing import ClassVar

import jax.numpy as jnp
import numpy as np
import pytest
from tracer import Tracer

from vitruvian.engine.model import Input, Model, channels, parameter_names, physical, unpack_inputs


@dataclass(frozen=True)
class _Wide(Model):
    inputs: ClassVar[tuple[Input, ...]] = (Input("food", "g", classes=2), Input("drink", "mL"))


def test_physical_values_follow_the_order_of_the_parameters():
    """z is read in the declared order and what lies beyond the parameters is ignored."""
    values = physical(Tracer(), jnp.array([1.0, -1.0, 99.0]))
    assert parameter_names(Tracer()) == ("strength", "baseline")
    assert {k: float(v) for k, v in values.items()} == pytest.approx({"strength": 1.3, "baseline": 4.0})


def test_signals_with_classes_reach_the_model_as_vectors():
    """Each class has its column; the model sees one vector per signal."""
    seen = unpack_inputs(_Wide(), np.array([1.0, 2.0, 3.0]))
    assert channels(_Wide()) == (("food", 0), ("food", 1), ("drink", 0))
    assert list(seen["food"]) == [1.0, 2.0]
    assert seen["drink"] == 3.0


def test_of_an_empty_row_a_model_sees_plain_zeros():
    """While a program is traced such a model knows that nothing acts on it."""
    seen = unpack_inputs(Tracer(), np.zeros(0))
    assert list(seen.values()) == [0.0]
    assert all(isinstance(value, float) for value in seen.values())


def test_equal_models_are_one_static_argument():
    """Two models of the same settings are equal and hash alike, so that they share a compilation."""
    assert Tracer(free=True) == Tracer(free=True)
    assert hash(Tracer(free=True)) == hash(Tracer(free=True))
    assert Tracer(free=True) != Tracer()


def test_a_model_without_equations_says_so():
    """The three functions must be given."""
    with pytest.raises(NotImplementedError):
        Model().initial({}, {}, (), None)
    with pytest.raises(NotImplementedError):
        Model().advance({}, None, {}, 0.0, (), None)
    with pytest.raises(NotImplementedError):
        Model().observe({}, None)
