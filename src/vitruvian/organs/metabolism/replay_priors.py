"""Priors of model A: those published with it, and those of the person's own twin.

The own twin differs where a published number does harm to the question "what if". Glucose has two pools that
exchange within minutes. One pool of the first's small volume needs a large effectiveness SG to damp what is
eaten, and then forgets a changed dose far too soon: one-pool SG is known to come out too high and SI too low
(Cobelli et al. 1999, Am J Physiol 277:E481). So VG is learned about the sum of both pools, SG about what is
left for it there, p2 as widely as people differ, and the rise of insulin action below Gb, which model B does
not have, may be small. The identified virtual patient (Kanderian et al. 2009, doi:10.1177/193229680900300506)
has similar numbers: 253 dL, 0.002/min at zero insulin. Medians and spreads were set on the tuning cohort of
`what_if_truth`; on three people of D1NAMO they raise the evidence by 50 to 82 nats over two days. Both papers
are quoted from memory: verified=False.
"""

from __future__ import annotations

from functools import cache

from vitruvian.engine.model import Parameter
from vitruvian.engine.priors import Gamma, LogNormal, Normal, SquareOfNormal, Uniform
from vitruvian.organs.metabolism.glucosuria import CLEARANCE

_CAPPON = "doi:10.1109/TBME.2023.3286856"


def _effectiveness() -> tuple[Parameter, ...]:
    """How fast glucose and insulin action relax: published population priors."""
    return (
        Parameter("SG", LogNormal(2.2371e-2, 0.5), "1/min", "glucose effectiveness", _CAPPON, True),
        Parameter("p2", SquareOfNormal(0.11, 0.004), "1/min", "onset of insulin action", _CAPPON, True),
    )


def _own_effectiveness() -> tuple[Parameter, ...]:
    """The same for one pool that stands for two, with the pool's volume."""
    return (
        Parameter("SG", LogNormal(2.5e-3, 0.6), "1/min", "glucose effectiveness"),
        Parameter("p2", LogNormal(1.21e-2, 0.4), "1/min", "onset of insulin action"),
        Parameter("VG", LogNormal(3.0, 0.3), "dL/kg", "glucose distribution volume, both pools"),
        Parameter("low_rise", LogNormal(0.3, 0.8), "1", "rise of insulin action below Gb, published 1"),
    )


def _absorption() -> tuple[Parameter, ...]:
    """Rates that a day of data hardly moves: published population priors."""
    return (
        Parameter("ka2", LogNormal(1.3739e-2, 0.4274), "1/min", "insulin absorption", _CAPPON, True),
        Parameter(
            "kd", LogNormal(2.9927e-2, 0.6187), "1/min", "insulin dissociation, kept above ka2", _CAPPON, True
        ),
        Parameter("kempt", LogNormal(0.14021, 0.7069), "1/min", "gastric emptying", _CAPPON, True),
    )


def _error() -> tuple[Parameter, ...]:
    """What the model is off by."""
    return (
        Parameter("error_sd", LogNormal(14.0, 0.15), "mg/dL", "what the model is usually off by"),
        Parameter("error_memory", LogNormal(60.0, 0.2), "min", "how long it stays off"),
        Parameter("rate_time", LogNormal(8.0, 0.2), "min", "memory of the error of the glucose rate"),
    )


def _own_error() -> tuple[Parameter, ...]:
    """The same where slow faults (liver, stomach) shall not be read as the person's response to insulin."""
    return (
        Parameter("error_sd", LogNormal(25.0, 0.3), "mg/dL", "what the model is usually off by"),
        Parameter("error_memory", LogNormal(120.0, 0.3), "min", "how long it stays off"),
        Parameter("rate_time", LogNormal(30.0, 0.3), "min", "memory of the error of the glucose rate"),
    )


def _surroundings() -> tuple[Parameter, ...]:
    """What no published prior covers: sensor, long-acting absorption, exercise response."""
    return (
        Parameter("sensor_sd", LogNormal(1.5, 0.3), "mg/dL", "white part of the sensor noise"),
        Parameter(
            "depot_rate",
            LogNormal(1.2e-3, 0.4),
            "1/min",
            "long-acting insulin of a kind not named, each of two depots",
        ),
        Parameter("exercise_strength", LogNormal(1.0, 0.4), "1", "response to exercise, population mean 1"),
    )


@cache
def _published() -> tuple[Parameter, ...]:
    sensitivity = tuple(
        Parameter(
            f"SI_{m}",
            Gamma(3.3, 5e-4),
            "dL/kg/min per mU/L",
            f"insulin sensitivity times VG, {m}",
            _CAPPON,
            True,
        )
        for m in "BLD"
    )
    absorption = tuple(
        Parameter(
            f"kabs_{m}",
            LogNormal(4.2575e-3, 1.4396),
            "1/min",
            f"gut absorption, {m}, below kempt",
            _CAPPON,
            True,
        )
        for m in "BLDSH"
    )
    delay = tuple(
        Parameter(f"beta_{m}", Uniform(0.0, 60.0), "min", f"delay of the meal, {m}", _CAPPON, True)
        for m in "BLDS"
    )
    basal = Parameter("Gb", Normal(119.13, 7.11), "mg/dL", "glucose at basal insulin", _CAPPON, True)
    kinetics = (*_effectiveness(), *_absorption())
    return (*sensitivity, basal, *kinetics, *absorption, *delay, *_error(), *_surroundings())


@cache
def own_parameters() -> tuple[Parameter, ...]:
    """One sensitivity with the hour's deviation, one absorption and delay, a wider basal level."""
    return (
        Parameter(
            "SI",
            Gamma(3.3, 5e-4),
            "dL/kg/min per mU/L",
            "insulin sensitivity times VG, 04-11 h",
            _CAPPON,
            True,
        ),
        Parameter("si_midday", LogNormal(1.0, 0.25), "1", "sensitivity 11-17 h relative to the morning"),
        Parameter("si_night", LogNormal(1.0, 0.25), "1", "sensitivity 17-04 h relative to the morning"),
        Parameter("Gb", LogNormal(125.0, 0.18), "mg/dL", "glucose at basal insulin"),
        *_own_effectiveness(),
        *_absorption(),
        Parameter("kabs", LogNormal(1.5e-2, 0.6), "1/min", "gut absorption, kept below kempt"),
        Parameter(
            "beta", Uniform(0.0, 60.0), "min", "delay between a logged meal and its start", _CAPPON, True
        ),
        *_own_error(),
        *_surroundings(),
        CLEARANCE,
    )


PUBLISHED = _published()
