"""What the presets were sought by: from where, what was free, which readings were aimed at.

`search(name)` finds a preset anew; the numbers in `healthy` and `diseases` are what it found.
"""

from __future__ import annotations

from typing import NamedTuple

from vitruvian.organs.circulation.deck import REFERENCE, YIELDS, Deck
from vitruvian.organs.circulation.diseases import DISEASES
from vitruvian.organs.circulation.find_deck import Found, Goal, find_deck
from vitruvian.organs.circulation.healthy import MAN, WOMAN


class Sought(NamedTuple):
    """A search: start, free parameters, goals, and how far parameters may stray (spread of the logarithm)."""

    stored: Deck
    begin_at: Deck
    free: tuple[str, ...]
    goals: tuple[Goal, ...]
    tether: float


def search(name: str) -> Found:
    """The preset of this name, found anew (some ten seconds)."""
    sought = SOUGHT[name]
    return find_deck(sought.begin_at, sought.free, sought.goals, sought.tether)


def _goals(**aims: tuple[float, float]) -> tuple[Goal, ...]:
    return tuple(Goal(name, middle, spread) for name, (middle, spread) in aims.items())


_EVERYTHING = (
    "e_lv", "v0_lv", "alpha_lv", "beta_lv", "e_rv", "v0_rv", "alpha_rv", "beta_rv", "e_la", "min_la", "e_ra",
    "min_ra", "c_ao", "c_sa", "c_pa", "c_pv", "r_sys", "r_sv", "r_pa", "r_pv", "volume", "a_av", "rise_a",
    "fall_a",
)  # fmt: skip
_RIGHT = {
    "rap": (3.5, 0.7), "rvedp": (4.5, 0.8), "rvsp": (23.0, 2.0), "pa_systolic": (22.0, 2.0),
    "pa_diastolic": (9.5, 0.8), "pa_mean": (14.5, 1.0),
}  # fmt: skip
_LEFT = {
    "lvedp": (9.0, 1.0), "pcwp": (7.5, 1.0), "e_over_a": (1.35, 0.15), "e_peak": (0.85, 0.06),
    "ees_over_ea": (1.5, 0.2), "v_max": (1.3, 0.1), "dpdt": (1500.0, 250.0),
}  # fmt: skip
_MAN = _goals(
    sbp=(117.0, 4.0), dbp=(73.0, 3.0), edv=(120.0, 8.0), esv=(46.0, 4.0), la_max=(46.0, 5.0),
    rv_edv=(130.0, 15.0), ea=(1.6, 0.2), co=(5.3, 0.3), svr=(16.0, 1.5), **_LEFT, **_RIGHT,
)  # fmt: skip
_WOMAN = _goals(
    sbp=(111.0, 3.0), dbp=(69.0, 3.0), edv=(95.0, 4.0), esv=(34.0, 2.5), la_max=(40.0, 4.0),
    rv_edv=(104.0, 8.0), ea=(1.7, 0.2), co=(4.75, 0.2), svr=(17.8, 0.6), pvr=(1.5, 0.2), **_LEFT, **_RIGHT,
)  # fmt: skip


def _disease(place: int, lesion: dict[str, float], free: tuple[str, ...], goals: tuple[Goal, ...]) -> Sought:
    return Sought(DISEASES[place].deck, MAN._replace(**lesion), free, goals, 0.8)


_START = REFERENCE._replace(timing=0.5, yields=YIELDS)
SOUGHT: dict[str, Sought] = {
    "healthy man": Sought(MAN, _START, _EVERYTHING, _MAN, 0.5),
    "healthy woman": Sought(WOMAN, MAN._replace(hr=74.0), _EVERYTHING, _WOMAN, 0.5),
    "aortic stenosis": _disease(
        0,
        {"a_av": 0.75},
        ("e_lv", "alpha_lv", "beta_lv", "volume", "r_sys", "c_sa", "e_la"),
        _goals(
            map=(95.0, 2.0), v_max=(4.6, 0.15), av_mean=(50.0, 3.0), edv=(115.0, 8.0), ef=(0.62, 0.04),
            lvedp=(16.0, 2.0), pcwp=(12.0, 2.0), co=(5.0, 0.3),
        ),
    ),
    "mitral regurgitation": _disease(
        1,
        {"leak_mv": 0.45, "hr": 76.0},
        ("e_lv", "v0_lv", "beta_lv", "volume", "r_sys", "e_la", "min_la", "c_pv", "e_rv"),
        _goals(
            map=(92.0, 2.0), regurgitant_mv=(70.0, 3.0), fraction_mv=(0.55, 0.015), edv=(195.0, 12.0),
            ef=(0.64, 0.03), pcwp=(17.0, 2.0), lvedp=(16.0, 3.0), co=(4.4, 0.2), la_max=(110.0, 12.0),
            pa_mean=(25.0, 3.0),
        ),
    ),
    "aortic regurgitation": _disease(
        2,
        {"leak_av": 0.40, "hr": 74.0},
        ("e_lv", "v0_lv", "beta_lv", "volume", "r_sys", "c_ao", "c_sa"),
        _goals(
            sbp=(140.0, 4.0), dbp=(52.0, 3.0), regurgitant_av=(70.0, 3.0), fraction_av=(0.55, 0.015),
            edv=(225.0, 12.0), ef=(0.56, 0.03), pcwp=(12.0, 2.0), lvedp=(15.0, 2.0), co=(4.5, 0.2),
        ),
    ),
    "mitral stenosis": _disease(
        3,
        {"a_mv": 1.05, "hr": 72.0},
        ("volume", "r_sys", "e_la", "min_la", "c_pv", "r_pa", "e_rv", "alpha_lv", "beta_lv"),
        _goals(
            map=(92.0, 2.0), mv_mean=(11.0, 1.0), pht=(0.20, 0.012), edv=(105.0, 6.0), ef=(0.57, 0.03),
            lvedp=(9.0, 2.0), pcwp=(21.0, 2.0), pa_mean=(33.0, 3.0), co=(4.3, 0.2), la_max=(110.0, 15.0),
            rap=(6.0, 1.0),
        ),
    ),
    "reduced ejection fraction": _disease(
        4,
        {"hr": 82.0},
        (
            "e_lv", "v0_lv", "alpha_lv", "beta_lv", "volume", "r_sys", "e_rv", "e_la", "min_la", "r_pa",
            "c_pv",
        ),
        _goals(
            sbp=(112.0, 3.0), dbp=(73.0, 3.0), ef=(0.27, 0.015), edv=(235.0, 12.0), lvedp=(22.0, 2.0),
            pcwp=(20.0, 2.0), rap=(8.0, 1.5), co=(4.3, 0.2), pa_mean=(29.0, 2.0), la_max=(95.0, 10.0),
        ),
    ),
    "preserved ejection fraction": _disease(
        5,
        {"hr": 74.0},
        (
            "e_lv", "alpha_lv", "beta_lv", "volume", "r_sys", "c_sa", "c_ao", "e_la", "min_la", "r_pa",
            "e_rv", "c_pv",
        ),
        _goals(
            sbp=(146.0, 4.0), dbp=(76.0, 3.0), ef=(0.60, 0.02), edv=(105.0, 6.0), lvedp=(22.0, 2.0),
            pcwp=(19.0, 1.5), co=(4.7, 0.2), la_max=(85.0, 8.0), e_over_a=(1.9, 0.25), pa_mean=(28.0, 2.0),
            rap=(8.0, 1.5),
        ),
    ),
    "pulmonary hypertension": _disease(
        6,
        {"hr": 84.0},
        (
            "r_pa", "c_pa", "e_rv", "v0_rv", "alpha_rv", "beta_rv", "e_ra", "min_ra", "volume", "r_sys",
            "e_lv", "beta_lv",
        ),
        _goals(
            map=(90.0, 2.0), pa_mean=(50.0, 3.0), pvr=(10.5, 0.7), pcwp=(8.0, 1.0), rap=(10.0, 1.5),
            co=(4.0, 0.2), rv_edv=(190.0, 15.0), rvsp=(82.0, 6.0), rvedp=(14.0, 2.0),
        ),
    ),
}  # fmt: skip
"""Name of the preset: how it was sought."""
