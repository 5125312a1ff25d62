import numpy as np
import pytest

from vitruvian.core.errors import UnitMismatch
from vitruvian.records.flags import Flag

HEAD = (
    '"Index","Timestamp (YYYY-MM-DDThh:mm:ss)","Event Type","Event Subtype","Patient Info","Device Info",'
    '"Source Device ID","Glucose Value ({unit})","Insulin Value (u)","Carb Value (grams)",'
    '"Duration (hh:mm:ss)","Glucose Rate of Change ({unit}/min)","Transmitter Time (Long Integer)",'
    '"Transmitter ID"\n'
    '"1","","FirstName","","Ann","","","","","","","",""\n'
    '"2","","Alert","Low","","","phone","70","","","","",""\n'
)


def clarity(*lines: str, unit: str = "mg/dL") -> bytes:
    """A Clarity export with these lines after the preamble, with its byte order mark."""
    return b"\xef\xbb\xbf" + (HEAD.format(unit=unit) + "\n".join(lines) + "\n").encode()


def egv(stamp: str, value: str, counter: int | str = "") -> str:
    return f'"9","{stamp}","EGV","","","","phone","{value}","","","","","{counter}","8XY"'


def test_events_become_their_signals(import_):
    """Glucose, finger-stick, both insulins and carbohydrate, each in its unit; a health note waits."""
    account, timeline = import_(
        clarity(
            egv("2024-03-16T02:21:46", "134", 1),
            '"3","2024-03-16T08:39:00","Insulin","Long-Acting","","","phone","","26.00","","","",""',
            '"4","2024-03-16T08:58:00","Insulin","Fast-Acting","","","phone","","3.50","","","",""',
            '"5","2024-03-16T09:00:00","Carbs","","","","phone","","","45","","",""',
            '"6","2024-03-16T14:20:01","Calibration","","","","phone","167","","","","","","8XY"',
            '"7","2024-03-17T05:32:00","Health","Cycle","","","phone","","","","","",""',
        )
    )
    found = {signal: timeline.values(signal).value.tolist() for signal in timeline.signals}
    assert found == {
        "carbs": [45.0],
        "glucose_capillary": [167.0],
        "glucose_interstitial": [134.0],
        "insulin_bolus": [3.5],
        "insulin_long_acting": [26.0],
    }
    assert (account.read, account.reasons) == (6, {"no-signal": 1})
    assert account.notes["lines of preamble: settings and names, no records"] == 2


def test_low_and_high_are_limits_not_values(import_):
    """Low is below 40, High above 400 mg/dL, with the word kept as written."""
    _, timeline = import_(clarity(egv("2024-03-16T02:00:00", "Low"), egv("2024-03-16T02:05:00", "High")))
    found = timeline.values("glucose_interstitial")
    assert (found.value.tolist(), found.cmp.tolist(), list(found.text)) == (
        [40.0, 400.0],
        [-1, 1],
        ["Low", "High"],
    )
    assert (found.flags & Flag.CENSORED).all()


def test_export_in_mmol_is_converted(import_):
    """The unit stands in the header; the limits are those of that unit."""
    lines = [egv(f"2024-03-16T02:{m:02d}:00", "7.5") for m in range(0, 30, 5)]
    _, timeline = import_(clarity(*lines, egv("2024-03-16T03:00:00", "Low"), unit="mmol/L"))
    found = timeline.values("glucose_interstitial")
    assert found.value[0] == pytest.approx(135.117)
    assert found.value[-1] == pytest.approx(39.63, abs=0.01)


@pytest.mark.parametrize(("unit", "value"), [("mg/dL", "7.5"), ("mmol/L", "135")])
def test_header_with_the_wrong_unit_is_refused(batch, unit, value):
    """Values that fit only the other unit are never rescaled."""
    lines = [egv(f"2024-03-16T02:{m:02d}:00", value) for m in range(0, 30, 5)]
    with pytest.raises(UnitMismatch, match="fix the unit in the header"):
        batch(clarity(*lines, unit=unit))


def test_repeated_hour_is_placed_by_the_transmitter(import_):
    """On the autumn night both passes through 02:00-03:00 lie in order, also when sorted by clock."""
    utc = np.arange(0, 4 * 3600, 300)
    wall = 3600 + utc + np.where(utc < 2 * 3600, 3600, 0)  # summer time ends two hours after the start
    stamps = [f"2024-10-27T{s // 3600 - 1:02d}:{s // 60 % 60:02d}:00" for s in wall.tolist()]
    lines = sorted(
        egv(s, str(100 + k), 1000 + 300 * k) for k, s in enumerate(stamps) if not s.startswith("x")
    )
    _, timeline = import_(clarity(*lines), zone="Europe/Berlin")
    found = timeline.values("glucose_interstitial")
    assert found.value.tolist() == [100 + k for k in range(len(stamps))]
    assert (np.diff(found.t0) == 300_000_000).all()


def test_line_without_a_time_waits(batch):
    """A reading without a time is kept aside with its line."""
    (record,) = batch(clarity(egv("", "120"), egv("2024-03-16T02:00:00", "120"))).waiting
    assert (record.reason, record.at) == ("time-missing", 4)


def test_genuine_export_comes_in_whole(import_, shared):
    """The genuine G6 export: 9,929 readings 118 of them Low, 119 and 35 doses, no hole on the DST night."""
    data = (shared / "data/glucose/vendor/dexcom_clarity_g6.csv").read_bytes()
    account, timeline = import_(data, zone="Europe/Kyiv")
    assert {signal: counts[0] for signal, counts in account.by_signal.items() if signal} == {
        "glucose_interstitial": 9929,
        "insulin_bolus": 119,
        "insulin_long_acting": 35,
        "glucose_capillary": 7,
    }
    cover = timeline.coverage()["glucose_interstitial"]
    assert (cover.censored, len(cover.gaps)) == (118, 4)
    _, unzoned = import_(data)
    assert len(unzoned.coverage()["glucose_interstitial"].gaps) == 4
