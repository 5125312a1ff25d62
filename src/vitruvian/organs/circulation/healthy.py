"""A healthy man and a healthy woman, and the ranges that their readings must lie in.

Both decks were found by `preset_goals.search` from the published defaults (REFERENCE, with activation
times that follow the root of the period), aiming at the middles of the ranges: the defaults themselves
have a filling pressure and an E/A above normal. The numbers are one of many sets with these readings, not
measured constants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from vitruvian.organs.circulation.beat_measures import Measures
from vitruvian.organs.circulation.deck import REFERENCE, Deck, changed

Array = Any
BSA_MAN, BSA_WOMAN = 1.85, 1.70
"""Body surface of the two, m²."""

MAN: Deck = changed(
    REFERENCE,
    {
        "timing": 0.5, "e_lv": 2.587, "v0_lv": 4.15, "alpha_lv": 1.456, "beta_lv": 0.01622, "e_rv": 0.5359,
        "v0_rv": 11.02, "alpha_rv": 0.8816, "beta_rv": 0.01637, "e_la": 0.4559, "min_la": 0.1696,
        "e_ra": 0.2136, "min_ra": 0.1115, "c_ao": 0.3209, "c_sa": 0.9362, "c_pa": 3.531, "c_pv": 21.0,
        "r_sys": 1.022, "r_sv": 0.01514, "r_pa": 0.09006, "r_pv": 0.01178, "volume": 896.5, "a_av": 4.575,
        "rise_a": 0.09829, "fall_a": 0.1529,
    },
)  # fmt: skip
"""70 kg, 70 beats a minute."""

WOMAN: Deck = changed(
    MAN,
    {
        "hr": 74.0, "e_lv": 3.163, "v0_lv": 2.745, "alpha_lv": 2.107, "beta_lv": 0.01733, "e_rv": 0.6407,
        "v0_rv": 10.74, "alpha_rv": 0.9594, "beta_rv": 0.01862, "e_la": 0.6045, "min_la": 0.2245,
        "e_ra": 0.2059, "min_ra": 0.1273, "c_ao": 0.2912, "c_sa": 0.8366, "c_pa": 2.77, "c_pv": 28.02,
        "r_sys": 1.053, "r_sv": 0.0151, "r_pa": 0.08669, "r_pv": 0.01339, "volume": 889.9, "a_av": 4.308,
        "rise_a": 0.08986, "fall_a": 0.1416,
    },
)  # fmt: skip
HEALTHY = MAN

_ECHO = "doi:10.1016/j.echo.2014.10.003"
_DIASTOLE = "doi:10.1016/j.echo.2016.01.011"
_CATHETER = "European Respiratory Review, reference ranges of right-heart catheterisation"
_COMMON = "common textbook range, no primary source opened"


class Range(NamedTuple):
    """A normal range of a reading: `read` makes it from the measures, in `unit`."""

    name: str
    low: float
    high: float
    unit: str
    source: str
    verified: bool
    read: Callable[[Measures], Array]


def _echo(
    bsa: float, edv: tuple[float, float], esv: tuple[float, float], ef: tuple[float, float], seen: bool
) -> tuple[Range, ...]:
    return (
        Range("LV end-diastolic volume", *edv, "mL", _ECHO, seen, lambda m: m.edv),
        Range("LV end-systolic volume", *esv, "mL", _ECHO, False, lambda m: m.esv),
        Range("LV ejection fraction", *ef, "%", _ECHO, True, lambda m: 100.0 * m.ef),
        Range("LA volume index", 16.0, 34.0, "mL/m²", _ECHO, True, lambda m: m.la_max / bsa),
        Range("cardiac index", 2.4, 4.0, "L/min/m²", _CATHETER, True, lambda m: m.co / bsa),
    )


_BOTH = (
    Range("E/A", 0.8, 2.0, "1", _DIASTOLE, False, lambda m: m.e_over_a),
    Range("E wave", 0.5, 1.1, "m/s", _COMMON, False, lambda m: m.e_peak),
    Range("aortic peak velocity", 0.9, 1.9, "m/s", _COMMON, False, lambda m: m.v_max),
    Range("systolic pressure", 90.0, 129.0, "mmHg", _COMMON, False, lambda m: m.sbp),
    Range("diastolic pressure", 60.0, 84.0, "mmHg", _COMMON, False, lambda m: m.dbp),
    Range("LVEDP", 5.0, 12.0, "mmHg", "secondary summary of guidelines", True, lambda m: m.lvedp),
    Range("wedge pressure", 4.0, 12.0, "mmHg", _CATHETER, True, lambda m: m.pcwp),
    Range("LVEDP minus wedge pressure", 0.0, 5.0, "mmHg", _COMMON, False, lambda m: m.lvedp - m.pcwp),
    Range("RA pressure", 1.0, 6.0, "mmHg", _CATHETER, True, lambda m: m.rap),
    Range("RV systolic pressure", 15.0, 25.0, "mmHg", _CATHETER, True, lambda m: m.rvsp),
    Range("RV end-diastolic pressure", 1.0, 8.0, "mmHg", _CATHETER, True, lambda m: m.rvedp),
    Range("PA systolic pressure", 15.0, 25.0, "mmHg", _CATHETER, True, lambda m: m.pa_systolic),
    Range("PA diastolic pressure", 4.0, 12.0, "mmHg", _CATHETER, True, lambda m: m.pa_diastolic),
    Range("PA mean pressure", 11.0, 17.0, "mmHg", _CATHETER, True, lambda m: m.pa_mean),
    Range("pulmonary resistance", 0.0, 2.0, "WU", "doi:10.1093/eurheartj/ehac237", True, lambda m: m.pvr),
    Range("systemic resistance", 8.8, 20.0, "WU", _CATHETER, True, lambda m: m.svr),
    Range(
        "arterial elastance", 1.2, 2.2, "mmHg/mL", "doi:10.1152/ajpheart.00138.2005", False, lambda m: m.ea
    ),
    Range("Ees/Ea", 1.0, 2.0, "1", "doi:10.1152/ajpheart.00138.2005", False, lambda m: m.ees_over_ea),
    Range("LV dP/dt", 900.0, 2000.0, "mmHg/s", _COMMON, False, lambda m: m.dpdt),
    Range("stroke work", 0.7, 1.4, "J", _COMMON, False, lambda m: m.stroke_work),
)

RANGES_MAN = _echo(BSA_MAN, (62.0, 150.0), (21.0, 61.0), (52.0, 72.0), True) + _BOTH
RANGES_WOMAN = _echo(BSA_WOMAN, (46.0, 106.0), (14.0, 42.0), (54.0, 74.0), False) + _BOTH
