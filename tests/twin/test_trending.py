"""Eve followed from day to day."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from vitruvian.cli.session import twin_of
from vitruvian.core.errors import NotEnoughData, PlanError
from vitruvian.core.time import instant
from vitruvian.records.timeline import Timeline
from vitruvian.twin.trending import trend_of, trend_or_refusal
from vitruvian.twin.twin import Twin

DAY = 86_400_000_000


@pytest.fixture
def eve(followed_home: Path) -> Iterator[Twin]:
    """Her heart's twin."""
    with twin_of(followed_home, "eve", "circulation") as opened:
        yield opened


def test_every_day_has_a_risk_and_the_first_flag_a_reason(eve: Twin) -> None:
    """She gains from the tenth on; the flag comes days later and says why."""
    found = trend_of(eve)
    assert (found["from"], found["until"], len(found["days"])) == ("2025-03-01", "2025-03-24", 24)
    assert found["flagged"]
    assert "2025-03-12" < found["first_flagged"] < "2025-03-24"
    assert found["first_flagged"] in found["sentence"] or found["raised"][-1]["date"] in found["sentence"]
    assert "water +" in found["raised"][0]["why"]
    weight = found["courses"]["weight"]
    assert weight["seen"][4] is None
    assert len(weight["quantiles"]["50"]) == 24
    assert any("not validated on people" in limit for limit in found["limits"])


def test_asked_earlier_it_says_what_it_would_have_said_then(eve: Twin) -> None:
    """As known on the fifteenth: the same risks up to then."""
    whole, part = trend_of(eve), trend_of(eve, instant("2025-03-15T12:00:00+01:00", None))
    assert part["until"] == "2025-03-15"
    assert [d["risk"] for d in part["days"]] == [d["risk"] for d in whole["days"][:15]]


def test_a_reading_that_came_late_counts_from_when_it_came(eve: Twin) -> None:
    """Weights of the last days synchronised at the end: those days are judged without them."""
    whole = trend_of(eve)
    rows = eve.timeline.rows
    late = rows.signal.are("weight") & (rows.t0 > rows.t0.max() - 5 * DAY)
    known = np.where(late, rows.t0.max(), rows.known)
    eve._kept["timeline"] = Timeline(rows.replace(known=known))
    after = trend_of(eve)
    assert after["risk_now"] == whole["risk_now"]
    pairs = [(a["risk"], b["risk"]) for a, b in zip(whole["days"], after["days"], strict=True)]
    assert all(a == b for a, b in pairs[:19])
    assert all(b < a for a, b in pairs[20:23])


def test_too_little_is_refused_with_the_day_to_ask_from(eve: Twin) -> None:
    """After four mornings: from the eighth on."""
    with pytest.raises(NotEnoughData, match="ask from 2025-03-08 on"):
        trend_of(eve, instant("2025-03-04T12:00:00+01:00", None))
    with pytest.raises(NotEnoughData, match="no weight before 2024-01-01: it begins on 2025-03-01"):
        trend_of(eve, instant("2024-01-01T12:00:00+01:00", None))


def test_an_organ_that_follows_nobody_says_so(twin: Twin) -> None:
    """The metabolism has no trend."""
    with pytest.raises(PlanError, match="metabolism follows nobody"):
        trend_of(twin)


def test_a_report_says_why_there_is_no_trend(eve: Twin, twin: Twin) -> None:
    """Too little is said in words; who is followed by nothing gets nothing."""
    early = trend_or_refusal(eve, instant("2025-03-04T12:00:00+01:00", None))
    assert "ask from 2025-03-08 on" in (early or {})["refused"]
    assert trend_or_refusal(twin) is None
