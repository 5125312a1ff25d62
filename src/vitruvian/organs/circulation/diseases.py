"""Severe diseases with the body's compensation, and the guideline cut-offs that each must reach.

Found by `preset_goals.search` from the healthy man: the lesion is set, then volume, resistance, ventricle
and atrium are free, so that mean pressure and output are those the reflexes and kidneys defend while
the lesion reads as severe. One of many such hearts, not measured constants.
"""

from __future__ import annotations

from typing import NamedTuple

from vitruvian.organs.circulation.deck import Deck, changed
from vitruvian.organs.circulation.healthy import MAN, Range

_GUIDE = "doi:10.1161/CIR.0000000000000923"
_PH = "doi:10.1093/eurheartj/ehac237"
_AIM = "compensated person: aim of the search, no source"
_FAILURE = "definition of heart failure by ejection fraction, source not opened"


class Disease(NamedTuple):
    """A deck and what must hold of its readings."""

    name: str
    deck: Deck
    criteria: tuple[Range, ...]


def _pressure(low: float = 80.0, high: float = 105.0) -> Range:
    return Range("mean arterial pressure", low, high, "mmHg", _AIM, False, lambda m: m.map)


def _output(low: float = 4.0, high: float = 6.0) -> Range:
    return Range("output", low, high, "L/min", _AIM, False, lambda m: m.co)


AORTIC_STENOSIS = Disease(
    "severe aortic stenosis",
    changed(
        MAN,
        {
            "a_av": 0.75, "e_lv": 3.242, "alpha_lv": 1.844, "beta_lv": 0.01989, "e_la": 0.3515,
            "c_sa": 0.8076, "r_sys": 0.9253, "volume": 1089.0,
        },
    ),
    (
        Range("peak velocity", 4.0, 6.0, "m/s", _GUIDE, True, lambda m: m.v_max),
        Range("mean gradient", 40.0, 90.0, "mmHg", _GUIDE, True, lambda m: m.av_mean_doppler),
        Range("valve area by Gorlin", 0.3, 1.0, "cm²", _GUIDE, True, lambda m: m.ava_gorlin),
        _pressure(),
        _output(),
    ),
)  # fmt: skip

MITRAL_REGURGITATION = Disease(
    "severe mitral regurgitation",
    changed(
        MAN,
        {
            "hr": 76.0, "leak_mv": 0.45, "e_lv": 1.245, "v0_lv": 4.264, "beta_lv": 0.01355, "e_rv": 0.5741,
            "e_la": 0.2001, "min_la": 0.2098, "c_pv": 13.37, "r_sys": 1.141, "volume": 1070.0,
        },
    ),
    (
        Range("regurgitant volume", 60.0, 120.0, "mL", _GUIDE, True, lambda m: m.regurgitant_mv),
        Range("regurgitant fraction", 50.0, 80.0, "%", _GUIDE, True, lambda m: 100.0 * m.fraction_mv),
        Range("regurgitant area", 0.40, 1.0, "cm²", _GUIDE, True, lambda m: m.regurgitant_mv / m.jet_mv),
        _pressure(),
        _output(),
    ),
)  # fmt: skip

AORTIC_REGURGITATION = Disease(
    "severe aortic regurgitation",
    changed(
        MAN,
        {
            "hr": 74.0, "leak_av": 0.4, "e_lv": 1.535, "v0_lv": 4.53, "beta_lv": 0.0114, "c_ao": 0.1565,
            "c_sa": 1.116, "r_sys": 1.225, "volume": 1013.0,
        },
    ),
    (
        Range("regurgitant volume", 60.0, 120.0, "mL", _GUIDE, True, lambda m: m.regurgitant_av),
        Range("regurgitant fraction", 50.0, 80.0, "%", _GUIDE, True, lambda m: 100.0 * m.fraction_av),
        Range("regurgitant area", 0.30, 1.0, "cm²", _GUIDE, True, lambda m: m.regurgitant_av / m.jet_av),
        _pressure(),
        _output(),
    ),
)  # fmt: skip

MITRAL_STENOSIS = Disease(
    "severe mitral stenosis",
    changed(
        MAN,
        {
            "hr": 72.0, "a_mv": 1.05, "alpha_lv": 2.859, "beta_lv": 0.01554, "e_rv": 0.4413, "e_la": 0.3956,
            "min_la": 0.1648, "c_pv": 24.83, "r_sys": 1.038, "r_pa": 0.2006, "volume": 1477.0,
        },
    ),
    (
        Range("pressure half-time", 150.0, 350.0, "ms", _GUIDE, True, lambda m: 1000.0 * m.pht),
        Range("valve area, 220 / half-time", 0.5, 1.5, "cm²", _GUIDE, True, lambda m: 0.22 / m.pht),
        Range("mean gradient", 5.0, 20.0, "mmHg", _GUIDE, False, lambda m: m.mv_mean),
        Range("PA mean pressure", 20.0, 50.0, "mmHg", _PH, True, lambda m: m.pa_mean),
        _pressure(),
        _output(),
    ),
)  # fmt: skip

HFREF = Disease(
    "heart failure with reduced ejection fraction",
    changed(
        MAN,
        {
            "hr": 82.0, "e_lv": 0.673, "v0_lv": 4.187, "alpha_lv": 1.683, "beta_lv": 0.01246, "e_rv": 0.2956,
            "e_la": 0.2044, "min_la": 0.2212, "c_pv": 18.71, "r_sys": 1.091, "r_pa": 0.1275, "volume": 1693.0,
        },
    ),
    (
        Range("LV ejection fraction", 15.0, 40.0, "%", _FAILURE, False, lambda m: 100.0 * m.ef),
        Range("wedge pressure", 15.0, 30.0, "mmHg", _PH, True, lambda m: m.pcwp),
        Range("systolic pressure", 95.0, 130.0, "mmHg", _AIM, False, lambda m: m.sbp),
        _output(3.5, 5.0),
    ),
)  # fmt: skip

HFPEF = Disease(
    "heart failure with preserved ejection fraction",
    changed(
        MAN,
        {
            "hr": 74.0, "e_lv": 3.685, "alpha_lv": 3.64, "beta_lv": 0.01992, "e_rv": 0.3115, "e_la": 0.2992,
            "min_la": 0.2334, "c_ao": 0.2048, "c_sa": 0.3761, "c_pv": 19.56, "r_sys": 1.335, "r_pa": 0.127,
            "volume": 1502.0,
        },
    ),
    (
        Range("LV ejection fraction", 50.0, 72.0, "%", _FAILURE, False, lambda m: 100.0 * m.ef),
        Range("wedge pressure", 15.0, 30.0, "mmHg", _PH, True, lambda m: m.pcwp),
        Range("LVEDP", 16.0, 30.0, "mmHg", _FAILURE, False, lambda m: m.lvedp),
        Range("systolic pressure", 130.0, 160.0, "mmHg", _AIM, False, lambda m: m.sbp),
        _output(),
    ),
)  # fmt: skip

PULMONARY_HYPERTENSION = Disease(
    "pulmonary arterial hypertension with a failing right ventricle",
    changed(
        MAN,
        {
            "hr": 84.0, "e_lv": 2.13, "beta_lv": 0.02395, "e_rv": 0.5722, "v0_rv": 10.76, "alpha_rv": 0.8879,
            "beta_rv": 0.01574, "e_ra": 0.1932, "min_ra": 0.1456, "c_pa": 0.4779, "r_sys": 1.124,
            "r_pa": 0.6195, "volume": 1420.0,
        },
    ),
    (
        Range("PA mean pressure", 20.0, 70.0, "mmHg", _PH, True, lambda m: m.pa_mean),
        Range("wedge pressure", 4.0, 15.0, "mmHg", _PH, True, lambda m: m.pcwp),
        Range("pulmonary resistance", 2.0, 15.0, "WU", _PH, True, lambda m: m.pvr),
        Range("RA pressure", 8.0, 18.0, "mmHg", _AIM, False, lambda m: m.rap),
        _pressure(),
        _output(3.5, 5.0),
    ),
)  # fmt: skip

DISEASES = (
    AORTIC_STENOSIS,
    MITRAL_REGURGITATION,
    AORTIC_REGURGITATION,
    MITRAL_STENOSIS,
    HFREF,
    HFPEF,
    PULMONARY_HYPERTENSION,
)
