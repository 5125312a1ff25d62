"""The circulation as an organ: what the entry point `vitruvian.organs` exposes."""

from __future__ import annotations

from typing import Any

from vitruvian.engine.organ import Organ
from vitruvian.engine.trend import Follower
from vitruvian.organs.circulation import bench_beats, bench_posterior
from vitruvian.organs.circulation.binding import PRIMARY, READS, bind
from vitruvian.organs.circulation.body import USUAL
from vitruvian.organs.circulation.model import DAY, Heart
from vitruvian.organs.circulation.peptides import KINDS


def _checks(*arguments: Any) -> Any:
    from vitruvian.organs.circulation.verification import checks

    return checks(*arguments)


def _portraits(*arguments: Any) -> Any:
    from vitruvian.organs.circulation.portrayed import portray

    return portray(*arguments)


def _follow(*arguments: Any) -> Any:
    from vitruvian.organs.circulation.home_trend import follow

    return follow(*arguments)


HOME = ("weight", "bp_systolic", "bp_diastolic", "heart_rate", "resting_heart_rate", *KINDS)
LOOKS = 7
"""Days after which a person's usual readings are known."""

DRIFT = {"resting_rate": 0.15, "r_sys": 0.10, "stressed_volume": 0.10}
"""Daily walk in prior SDs: 2 % of the rate, 2.5 % of resistance, 1.5 % of stressed volume (some 60 mL of
retained water); in a month 12, 14 and 8 %. Ours, found on no person: verified=False."""

ORGAN = Organ(
    name="circulation",
    title="Heart and circulation",
    model=Heart(),
    bind=bind,
    primary=PRIMARY,
    called="systolic pressure",
    horizon_minutes=DAY,
    longest_minutes=90.0 * DAY,
    window_days=29.0,
    reads=READS,
    checks=_checks,
    benches=bench_beats.BENCHES | bench_posterior.BENCHES,
    usual=USUAL,
    portraits=_portraits,
    trend=Follower(HOME, LOOKS, _follow),
    drift=DRIFT,
)
