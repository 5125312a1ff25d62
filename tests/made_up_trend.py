"""A trend as `twin.trending.trend_of` gives it, invented: twelve days, flagged from the tenth on."""

from typing import Any

DAYS = 12


def _course(name: str, unit: str, middle: float, seen: list[float | None] | None) -> dict[str, Any]:
    rising = [middle + 0.2 * k for k in range(DAYS)]
    quantiles = {"05": [v - 2.0 for v in rising], "50": rising, "95": [v + 2.0 for v in rising]}
    dates = [f"2025-03-{k + 1:02d}" for k in range(DAYS)]
    return {"name": name, "unit": unit, "dates": dates, "quantiles": quantiles, "seen": seen}


def made_up_trend(flagged: bool = True) -> dict[str, Any]:
    """The object; `flagged`: whether its last three days are."""
    weights: list[float | None] = [80.0 + 0.2 * k for k in range(DAYS)]
    weights[3] = None
    chances = [None] * 7 + [0.02, 0.1, *((0.35, 0.4, 0.45) if flagged else (0.1, 0.1, 0.1))]
    days = [
        {"date": f"2025-03-{k + 1:02d}", "risk": risk, "flag": bool(risk and risk >= 0.3)}
        for k, risk in enumerate(chances)
    ]
    why = "water +1.2 L by the trend"
    return {
        "organ": "circulation", "person": "eve", "asked": "a rise", "threshold": 0.3, "from": "2025-03-01",
        "until": "2025-03-12", "risk_now": chances[-1], "flagged": flagged,
        "first_flagged": "2025-03-10" if flagged else None,
        "raised": [{"date": "2025-03-10", "risk": 0.35, "why": why}] if flagged else [],
        "why": why, "days": days,
        "courses": {
            "weight": _course("weight", "kg", 80.0, weights),
            "retained": _course("water <retained>", "L", 0.0, None),
        },
        "findings": ["BNP 20 pg/mL: heart failure is unlikely"], "limits": ["not validated on people"],
        "assumptions": ["age is not known"], "looks": 7, "offset_min": 60, "posterior": "abc",
        "sentence": "on 2025-03-12 the chance is 45 in 100",
    }  # fmt: skip
