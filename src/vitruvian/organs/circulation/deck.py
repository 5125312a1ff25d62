"""The numbers of one circulation: the reference adult, and what is changed in it for each case.

Units everywhere: mmHg, mL, s, cm². A field is a float or an array with the ensemble as its trailing axis.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Array = Any
T_REF = 60.0 / 70.0
"""Period at which the timing constants hold, s (70 beats a minute)."""
YIELDS = 1.0 / (3.0 * 3.5)
"""s: a wall that shortens by 3.5 of its lengths a second bears no load (7 µm/s of sarcomeres of 2 µm, Lumens
2009, doi:10.1007/s10439-009-9774-2, seen in a public transcription); volume goes with the cube of length.
Of a man at mid-ejection this is 6e-4 s/mL, between the 3.75e-4 of Ursino 1998 (seen in a transcription) and
the 1.5e-3 of dogs' hearts (Shroff, Janicki & Weber 1985, not opened), whose law it is."""


class Deck(NamedTuple):
    """Parameters of the heart, the valves and the vessels.

    e_*         end-systolic elastance of a ventricle, amplitude (e_la, e_ra) and floor (min_*) of an atrium
    alpha, beta mmHg and 1/mL of the exponential end-diastolic law
    a_*, leak_* open area (EOA) and regurgitant area (EROA), cm²
    late_*      0: the leak is open at all times; 1: it opens with the ventricle's activation (prolapse)
    sam         share of the aortic valve's area lost when a small ventricle contracts (HOCM)
    aorta       1 / area of the ascending aorta in 1/cm²; 0: no pressure is recovered
    timing      exponent of the period in the activation times: 1 scaled with it, 0.5 with its root
    kick        1: the atria contract; 0: atrial fibrillation
    yields      s: the left ventricle's active pressure falls by its outflow times this over (volume + wall)
    wall        half of the left ventricle's wall, mL (150 g of muscle)
    volume      stressed volume of the whole loop, mL
    """

    hr: Array = 70.0
    e_lv: Array = 2.6
    v0_lv: Array = 5.0
    alpha_lv: Array = 1.2
    beta_lv: Array = 0.021
    e_rv: Array = 0.55
    v0_rv: Array = 10.0
    alpha_rv: Array = 0.9
    beta_rv: Array = 0.018
    e_la: Array = 0.25
    min_la: Array = 0.14
    v0_la: Array = 4.0
    e_ra: Array = 0.22
    min_ra: Array = 0.10
    v0_ra: Array = 4.0
    c_ao: Array = 0.35
    c_sa: Array = 1.05
    c_sv: Array = 70.0
    c_pa: Array = 4.0
    c_pv: Array = 12.0
    r_ao: Array = 0.045
    l_ao: Array = 0.002
    r_sys: Array = 0.92
    r_sv: Array = 0.015
    r_pa: Array = 0.085
    r_pv: Array = 0.008
    volume: Array = 1000.0
    a_av: Array = 4.0
    a_mv: Array = 5.0
    a_pv: Array = 4.2
    a_tv: Array = 6.0
    leak_av: Array = 0.0
    leak_mv: Array = 0.0
    leak_pv: Array = 0.0
    leak_tv: Array = 0.0
    late_mv: Array = 0.0
    late_tv: Array = 0.0
    sam: Array = 0.0
    sam_volume: Array = 120.0
    aorta: Array = 0.0
    rate_av: Array = 27.0
    rate_mv: Array = 27.0
    rate_pv: Array = 27.0
    rate_tv: Array = 27.0
    pr: Array = 0.16
    timing: Array = 1.0
    kick: Array = 1.0
    rise_v: Array = 0.269
    fall_v: Array = 0.452
    rise_a: Array = 0.110
    fall_a: Array = 0.180
    yields: Array = 0.0
    wall: Array = 70.0


REFERENCE = Deck()
"""The published defaults (70 kg, HR 70, activation scaled with the period). LVEDP and E/A are too high."""

_HTN: dict[str, Array] = {"r_sys": 1.35, "c_sa": 0.7, "c_ao": 0.25, "e_lv": 3.0}
_AS: dict[str, Array] = {"a_av": 0.8, "e_lv": 3.8}
_HF: dict[str, Array] = {
    "e_lv": 0.8, "v0_lv": 30.0, "beta_lv": 0.012, "volume": 1250.0, "hr": 80.0, "r_sys": 1.1,
}  # fmt: skip

CASES: dict[str, dict[str, Array]] = {
    "healthy": {},
    "HTN": _HTN,
    "AS_mod": {"a_av": 1.2, "e_lv": 3.2},
    "AS_sev": _AS,
    "AS_crit": {"a_av": 0.5, "e_lv": 4.5},
    "MR_sev": {"leak_mv": 0.40, "volume": 1150.0},
    "AR_sev": {"leak_av": 0.30, "volume": 1150.0},
    "MS_sev": {"a_mv": 1.0, "volume": 1100.0, "hr": 80.0},
    "HFrEF": _HF,
    "HFpEF": {
        "alpha_lv": 1.6, "beta_lv": 0.034, "e_lv": 3.2, "r_sys": 1.2, "c_sa": 0.7, "volume": 1200.0,
    },
    "hypovol": {"volume": 800.0},
    "AS_sev_TAVI": _AS | {"a_av": 1.8},
    "HF_ACEi": _HF | {"r_sys": 0.88},
    "HF_BB": _HF | {"hr": 62.0, "e_lv": 0.85},
    "HF_diur": _HF | {"volume": 1100.0},
    "HF_inotr": _HF | {"e_lv": 1.2},
    "HF_LVAD8k": _HF,
    "HF_LVAD9k": _HF,
    "HF_LVAD10k": _HF,
    "HTN_amlo": _HTN | {"r_sys": 1.35 * 0.85, "c_sa": 0.75, "c_ao": 0.27},
    "exercise": {"hr": 130.0, "e_lv": 4.2, "r_sys": 0.5, "volume": 1250.0, "e_rv": 0.9},
}  # fmt: skip
"""Rows of the reference table: what each changes in REFERENCE."""

PUMP_SPEEDS = {"HF_LVAD8k": 8000.0, "HF_LVAD9k": 9000.0, "HF_LVAD10k": 10000.0}
"""Rows of the reference table with an LVAD, rpm."""


def changed(deck: Deck, changes: dict[str, Array]) -> Deck:
    """The deck with other values.

    Raises ValueError for a name that is no parameter.
    """
    if unknown := sorted(set(changes) - set(deck._fields)):
        raise ValueError(f"no parameter of the circulation: {', '.join(unknown)}")
    return deck._replace(**changes)


def period(deck: Deck) -> Array:
    """Length of a beat, s."""
    return 60.0 / deck.hr
