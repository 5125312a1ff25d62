"""Metabolism as an organ: what the entry point `vitruvian.organs` exposes."""

from __future__ import annotations

from typing import Any

from vitruvian.engine.organ import Organ
from vitruvian.organs.metabolism import bench_assimilate, bench_replay
from vitruvian.organs.metabolism.benchmarks import BENCHES
from vitruvian.organs.metabolism.binding import GLUCOSE, READS, bind
from vitruvian.organs.metabolism.replay import Replay
from vitruvian.organs.metabolism.rolling import ROLLING


def _checks(*arguments: Any) -> Any:
    from vitruvian.organs.metabolism.verification import checks

    return checks(*arguments)


USUAL = dict.fromkeys(("basal_u_per_min", "pump_u_per_min", "routine_u", "routine_minutes_ago"), 0.0)
USUAL |= {"weight": 75.0, "glucose_start": 0.0}

ORGAN = Organ(
    name="metabolism",
    title="Glucose metabolism",
    model=Replay(),
    bind=bind,
    primary=GLUCOSE,
    horizon_minutes=240.0,
    window_days=3.0,
    reads=READS,
    checks=_checks,
    benches=BENCHES | bench_replay.BENCHES | bench_assimilate.BENCHES,
    rolling=ROLLING,
    usual=USUAL,
)
