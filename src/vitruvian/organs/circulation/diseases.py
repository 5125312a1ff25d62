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
            "a_av": 0.75, "e_lv": 4.01, "alpha_lv": 1.891, "beta_lv": 0.01933, "e_la": 0.3673,
            "c_sa": 0.677, "r_sys": 0.8819, "volume": 1109.0,
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
            "hr": 76.0, "leak_mv": 0.45, "e_lv": 1.513, "v0_lv": 4.048, "beta_lv": 0.01326, "e_rv": 0.5772,
            "e_la": 0.1875, "min_la": 0.2174, "c_pv": 12.06, "r_sys": 1.132, "volume": 1045.0,
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
            "hr": 74.0, "leak_av": 0.4, "e_lv": 1.629, "v0_lv": 4.042, "beta_lv": 0.01119, "c_ao": 0.1621,
            "c_sa": 1.096, "r_sys": 1.206, "volume": 1012.0,
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
            "hr": 72.0, "a_mv": 1.05, "alpha_lv": 2.901, "beta_lv": 0.01547, "e_rv": 0.439, "e_la": 0.409,
            "min_la": 0.1649, "c_pv": 25.09, "r_sys": 1.038, "r_pa": 0.2002, "volume": 1474.0,
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
            "hr": 82.0, "e_lv": 0.7386, "v0_lv": 4.098, "alpha_lv": 1.722, "beta_lv": 0.01238, "e_rv": 0.2938,
            "e_la": 0.2102, "min_la": 0.2211, "c_pv": 18.9, "r_sys": 1.093, "r_pa": 0.128, "volume": 1686.0,
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
            "hr": 74.0, "e_lv": 3.928, "alpha_lv": 3.679, "beta_lv": 0.01984, "e_rv": 0.3102, "e_la": 0.3043,
            "min_la": 0.2339, "c_ao": 0.1963, "c_sa": 0.3637, "c_pv": 19.7, "r_sys": 1.328, "r_pa": 0.1269,
            "volume": 1503.0,
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
            "hr": 84.0, "e_lv": 2.25, "beta_lv": 0.02357, "e_rv": 0.5716, "v0_rv": 10.72, "alpha_rv": 0.8885,
            "beta_rv": 0.01573, "e_ra": 0.1932, "min_ra": 0.1455, "c_pa": 0.4792, "r_sys": 1.124,
            "r_pa": 0.6197, "volume": 1413.0,
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
