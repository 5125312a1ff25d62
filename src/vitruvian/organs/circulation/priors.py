"""Priors of a person's circulation: what is believed of an adult of 1.85 m² before anything was measured.

Medians are those of the healthy man found in `healthy`; spreads are the specification's where it has one
(none was checked against a paper, so verified=False throughout). That of arterial compliance is wider than
the specification's 0.25: stroke volume over pulse pressure differs two- to threefold between adults. Where a
heart is known to fail or a valve to be narrow or leaky, `body` moves the middle.
"""

from __future__ import annotations

from vitruvian.engine.model import Parameter
from vitruvian.engine.priors import LogNormal, Normal
from vitruvian.organs.circulation.healthy import MAN

SHARED = 3.0
"""mmHg of a cuff's error that both its pressures have in common: a cuff that misjudges the mean pressure, or
hangs below the heart, misreads both. Against catheters the error of the mean explained 6 to 52 % of the
variance of the systolic error, 35 to 52 % of the diastolic one (262 people; abstract seen): here 9 of 25."""
_SPEC = "circulation specification, section 5"
_AT = "at 1.85 m²"


def _of(name: str, median: float, sd: float, unit: str, meaning: str, source: str = _SPEC) -> Parameter:
    return Parameter(name, LogNormal(median, sd), unit, meaning, source)


HEART = (
    _of("resting_rate", 70.0, 0.15, "/min", "heart rate at rest"),
    _of("e_lv", MAN.e_lv, 0.35, "mmHg/mL", f"end-systolic elastance of the left ventricle, {_AT}"),
    _of("v0_lv", MAN.v0_lv, 0.5, "mL", f"volume of the left ventricle without pressure, {_AT}"),
    _of("alpha_lv", MAN.alpha_lv, 0.25, "mmHg", "scale of the left ventricle's filling curve"),
    _of("beta_lv", MAN.beta_lv, 0.25, "1/mL", f"steepness of the left ventricle's filling curve, {_AT}"),
    _of("e_rv", MAN.e_rv, 0.3, "mmHg/mL", f"end-systolic elastance of the right ventricle, {_AT}"),
    _of("e_la", MAN.e_la, 0.35, "mmHg/mL", f"contraction of the left atrium, {_AT}"),
)
VESSELS = (
    _of("r_sys", MAN.r_sys, 0.25, "mmHg s/mL", f"resistance of the body's vessels, {_AT}"),
    _of(
        "arterial_compliance", MAN.c_ao + MAN.c_sa, 0.35, "mL/mmHg",
        f"compliance of all systemic arteries, {_AT} and 45 years", "ours; the specification has 0.25",
    ),
    _of("stressed_volume", MAN.volume, 0.15, "mL", f"stressed volume of the whole loop, {_AT}"),
    _of("r_pa", MAN.r_pa, 0.4, "mmHg s/mL", f"resistance of the lung's vessels, {_AT}"),
    _of("r_pv", MAN.r_pv, 0.4, "mmHg s/mL", f"resistance of the lung's veins, {_AT}"),
)  # fmt: skip
VALVES = (
    _of("aortic_opening", 1.0, 0.4, "1", "open aortic valve over 3.5 cm² (1.0 cm² when known to be narrow)"),
    _of(
        "aortic_leak", 1.0, 0.8, "1", "leak of the aortic valve over 0.003 cm² (0.25 cm² when known to leak)"
    ),
    _of(
        "mitral_leak", 1.0, 0.8, "1", "leak of the mitral valve over 0.003 cm² (0.25 cm² when known to leak)"
    ),
    _of("outflow_area", 3.5, 0.15, "cm²", f"area of the left outflow tract, {_AT}"),
)
RESPONSES = (
    _of("vessels_respond", 1.0, 0.3, "1", "effect of drugs on resistance, over that of people in general"),
    _of("heart_responds", 1.0, 0.3, "1", "effect of drugs on rate and force, over that of people in general"),
    _of("volume_responds", 1.0, 0.3, "1", "effect of drugs and fluids on volume, over people in general"),
    _of("support_works", 1.0, 0.1, "1", "head of pumps and yield of operations, over their stated one"),
    Parameter("prosthesis", Normal(0.0, 1.0), "SD", "open area of a prosthesis, in SDs of its make and size"),
)
CUFF = Parameter(
    "cuff", Normal(0.0, SHARED), "mmHg", "how much too high this person's cuff reads, systolic as diastolic",
    "doi:10.1038/s41440-025-02165-4",
)  # fmt: skip
PARAMETERS = (*HEART, *VESSELS, *VALVES, *RESPONSES, CUFF)
