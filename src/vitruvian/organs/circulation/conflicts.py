"""Numbers of a heart that cannot be, or that contradict each other: named and refused, never averaged."""

from __future__ import annotations

from collections.abc import Mapping

from vitruvian.core.errors import RecordError

FURTHEST_STROKE, FURTHEST_EF = 1.4, 15.0
"""Ratio of two stroke volumes, and points between two ejection fractions, at which one of them is wrong.
Ours: about twice what two good echo readings of one heart differ by."""


def refuse_impossible(newest: Mapping[str, float]) -> None:
    """Raise RecordError for values that no body has. newest: the newest value by signal."""
    edv, esv = newest.get("lv_edv"), newest.get("lv_esv")
    if edv is not None and esv is not None and esv >= edv:
        raise RecordError(
            f"lv_esv {esv:g} mL is not below lv_edv {edv:g} mL: a ventricle cannot be larger emptied than "
            "filled; check whether the two were exchanged, and correct the file"
        )
    high, low = newest.get("bp_systolic"), newest.get("bp_diastolic")
    if high is not None and low is not None and low >= high:
        raise RecordError(
            f"bp_diastolic {low:g} mmHg is not below bp_systolic {high:g} mmHg: check whether the two were "
            "exchanged, and correct the file"
        )
    ef = newest.get("lvef")
    if ef is not None and not 3.0 <= ef <= 95.0:
        raise RecordError(
            f"lvef {ef:g} % cannot be: it is a share of the filled ventricle; check the value and its unit"
        )


def refuse_contradictions(newest: Mapping[str, float], outflow_cm2: float, leaks: bool) -> None:
    """Raise RecordError where two ways to the same number disagree.

    outflow_cm2  area of the outflow tract that stroke volume by Doppler needs
    leaks        whether a valve is known to leak: what the ventricle loses is then more than what goes on
    """
    edv, esv, ef = (newest.get(k) for k in ("lv_edv", "lv_esv", "lvef"))
    if edv is None or esv is None:
        return
    by_volumes = 100.0 * (edv - esv) / edv
    if ef is not None and abs(ef - by_volumes) > FURTHEST_EF:
        raise RecordError(
            f"lvef {ef:g} % contradicts the volumes, which give {by_volumes:.0f} % ({edv:g} and {esv:g} mL): "
            f"leave one out, {_how('lvef', 'lv_edv')}"
        )
    vti = newest.get("lvot_vti")
    if vti is None or leaks:
        return
    doppler, volumes = vti * outflow_cm2, edv - esv
    if not 1.0 / FURTHEST_STROKE < doppler / volumes < FURTHEST_STROKE:
        raise RecordError(
            f"stroke volume is {doppler:.0f} mL by lvot_vti ({vti:g} cm x {outflow_cm2:.1f} cm2) and "
            f"{volumes:.0f} mL by the volumes ({edv:g} - {esv:g} mL): they contradict each other and are not "
            f"averaged; import a valve's leak if there is one, or leave one out, {_how('lvot_vti', 'lv_edv')}"
        )


def _how(first: str, second: str) -> str:
    return f"with --without {first} or --without {second}"
