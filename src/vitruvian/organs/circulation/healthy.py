"""A healthy man and a healthy woman, and the ranges that their readings must lie in.

Both decks were found by `preset_goals.search` from the published defaults (REFERENCE, with activation
times that follow the root of the period and a ventricle that yields to its outflow), aiming at the middles
of the ranges: the defaults themselves have a filling pressure and an E/A above normal. The numbers are one of
many sets with these readings, not measured constants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from vitruvian.organs.circulation.beat_measures import Measures
from vitruvian.organs.circulation.deck import REFERENCE, YIELDS, Deck, changed

Array = Any
BSA_MAN, BSA_WOMAN = 1.85, 1.70
"""Body surface of the two, m²."""

MAN: Deck = changed(
    REFERENCE,
    {
        "timing": 0.5, "yields": YIELDS,
        "e_lv": 2.763, "v0_lv": 4.053, "alpha_lv": 1.486, "beta_lv": 0.01601, "e_rv": 0.536,
        "v0_rv": 10.97, "alpha_rv": 0.8816, "beta_rv": 0.01633, "e_la": 0.4664, "min_la": 0.1706,
        "e_ra": 0.2138, "min_ra": 0.1113, "c_ao": 0.3106, "c_sa": 0.8331, "c_pa": 3.541, "c_pv": 21.19,
        "r_sys": 1.026, "r_sv": 0.01513, "r_pa": 0.0895, "r_pv": 0.01158, "volume": 891.2, "a_av": 3.2,
        "rise_a": 0.09726, "fall_a": 0.152,
    },
)  # fmt: skip
"""70 kg, 70 beats a minute."""

WOMAN: Deck = changed(
    MAN,
    {
        "hr": 74.0, "e_lv": 3.392, "v0_lv": 2.601, "alpha_lv": 2.125, "beta_lv": 0.01716, "e_rv": 0.6425,
        "v0_rv": 10.66, "alpha_rv": 0.961, "beta_rv": 0.0186, "e_la": 0.6121, "min_la": 0.2257,
        "e_ra": 0.2054, "min_ra": 0.1281, "c_ao": 0.2804, "c_sa": 0.7229, "c_pa": 2.772, "c_pv": 28.19,
        "r_sys": 1.059, "r_sv": 0.01512, "r_pa": 0.0863, "r_pv": 0.01329, "volume": 885.1, "a_av": 2.909,
        "rise_a": 0.08945, "fall_a": 0.1414,
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
