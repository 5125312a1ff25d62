"""Priors of model A: those published with it, and those of the person's own twin."""

from __future__ import annotations

from functools import cache

from vitruvian.engine.model import Parameter
from vitruvian.engine.priors import Gamma, LogNormal, Normal, SquareOfNormal, Uniform

_CAPPON = "doi:10.1109/TBME.2023.3286856"


def _kinetics() -> tuple[Parameter, ...]:
    """Rates that a day of data hardly moves: published population priors."""
    return (
        Parameter("SG", LogNormal(2.2371e-2, 0.5), "1/min", "glucose effectiveness", _CAPPON, True),
        Parameter("p2", SquareOfNormal(0.11, 0.004), "1/min", "onset of insulin action", _CAPPON, True),
        Parameter("ka2", LogNormal(1.3739e-2, 0.4274), "1/min", "insulin absorption", _CAPPON, True),
        Parameter(
            "kd", LogNormal(2.9927e-2, 0.6187), "1/min", "insulin dissociation, kept above ka2", _CAPPON, True
        ),
        Parameter("kempt", LogNormal(0.14021, 0.7069), "1/min", "gastric emptying", _CAPPON, True),
    )


def _surroundings() -> tuple[Parameter, ...]:
    """What no published prior covers: model error, long-acting absorption, exercise response."""
    return (
        Parameter("error_sd", LogNormal(14.0, 0.15), "mg/dL", "what the model is usually off by"),
        Parameter("error_memory", LogNormal(60.0, 0.2), "min", "how long it stays off"),
        Parameter("rate_time", LogNormal(8.0, 0.2), "min", "memory of the error of the glucose rate"),
        Parameter("sensor_sd", LogNormal(1.5, 0.3), "mg/dL", "white part of the sensor noise"),
        Parameter("depot_rate", LogNormal(1.8e-3, 0.3), "1/min", "long-acting insulin, each of two depots"),
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
    return (*sensitivity, basal, *_kinetics(), *absorption, *delay, *_surroundings())


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
        *_kinetics(),
        Parameter("kabs", LogNormal(1.5e-2, 0.6), "1/min", "gut absorption, kept below kempt"),
        Parameter(
            "beta", Uniform(0.0, 60.0), "min", "delay between a logged meal and its start", _CAPPON, True
        ),
        *_surroundings(),
    )


PUBLISHED = _published()
