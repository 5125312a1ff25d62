"""Glucose lost with the urine under an SGLT2 inhibitor.

The drug lowers the threshold above which the kidney lets glucose pass to under 40 mg/dL (PMC7301160), and
people with type 2 diabetes lose 52-85 g a day (dapagliflozin, Diabetes Care 2009;32:650). At a mean glucose
of some 150 mg/dL that is a clearance of 0.43 dL/min above the threshold. The liver makes about half of it
again within hours, so half is taken from the pool (Ferrannini et al. 2014, doi:10.1172/JCI72227, from memory:
verified=False). Half the dose has three quarters of the effect (ours). Ketones, which the drug raises, are
left out.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from vitruvian.engine.model import Parameter
from vitruvian.engine.priors import LogNormal

Array = Any
THRESHOLD = 40.0
"""mg/dL."""
SOURCE = "Diabetes Care 2009;32:650"
CLEARANCE = Parameter(
    "urine_clearance",
    LogNormal(0.43, 0.25),
    "dL/min",
    "clearance of glucose into urine under the standard dose of an SGLT2 inhibitor",
    SOURCE,
)
NET = 0.5
"""Share of the loss that the liver does not make again."""
HALF = 0.5
CAUTION = (
    "sglt2_inhibitor: in type 1 diabetes it raises the risk of ketoacidosis, which this twin does not "
    "foresee; the effect shown is that of people in general, not measured in this person"
)


def rate(clearance: Array, percent: Array, weight: Array, volume: Array) -> Array:
    """Loss of the glucose above THRESHOLD, 1/min, after the liver's answer.

    clearance  dL/min at the standard dose;  percent of that dose;  weight kg;  volume dL/kg
    """
    dose = percent / 100.0
    return NET * clearance * (1.0 + HALF) * dose / (HALF + dose) / (weight * volume)


def sink(loss: Array, glucose: Array) -> Array:
    """The loss where there is glucose above the threshold, else 0, 1/min."""
    return jnp.where(glucose > THRESHOLD, loss, 0.0)
