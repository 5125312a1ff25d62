"""The conformance suite passes sound models and names what is wrong with others."""

from dataclasses import dataclass

import jax.numpy as jnp
from tests.engine.tracer import Tracer

from vitruvian.engine.model import Parameter
from vitruvian.engine.priors import Normal
from vitruvian.organs.metabolism.organ import ORGAN
from vitruvian.testing import check_model


@dataclass(frozen=True)
class _Faulty(Tracer):
    """Gives no number half of the time, and a parameter without a unit."""

    @property
    def parameters(self):
        return (*super().parameters, Parameter("sign", Normal(0.0, 1.0), "", "nothing"))

    def observe(self, p, readout):
        seen = super().observe(p, readout)
        return {s: jnp.where(p["sign"] > 0, v, jnp.nan) for s, v in seen.items()}


def test_our_organ_keeps_every_rule():
    """Metabolism passes the suite that plug-ins are held to."""
    assert [r.name for r in check_model(ORGAN.model, ORGAN.usual) if not r.holds] == []


def test_a_faulty_model_is_told_what_is_wrong():
    """A model that gives NaN and declares no unit fails those two rules, by name."""
    broken = {r.name: r.found for r in check_model(_Faulty(), {}) if not r.holds}
    assert broken["200 prior draws give finite observations"] != "100.0 %"
    assert "sign" in broken["parameters have a unit, a meaning and a source or verified=False"]
