import json

import pytest

from vitruvian.core.errors import FormatError
from vitruvian.records.row import OFFSET_UNKNOWN

AT = "2024-04-05T20:{:02d}:00.000Z"


def entry(minute: int, sgv: int, **more: object) -> dict:
    return {"type": "sgv", "sgv": sgv, "dateString": AT.format(minute), "utcOffset": 0, **more}


def treatment(minute: int, kind: str, **more: object) -> dict:
    return {"eventType": kind, "created_at": AT.format(minute), "enteredBy": "iAPS", **more}


def test_entries_and_treatments_become_signals(import_):
    """Sensor glucose, bolus, small bolus and carbohydrate; a sensor start waits as no signal."""
    account, timeline = import_(
        json.dumps(
            [
                entry(30, 162),
                treatment(1, "SMB", insulin=0.1),
                treatment(2, "Bolus", insulin=1.5),
                treatment(3, "Carb Correction", carbs=25, insulin=None),
                treatment(4, "Sensor Start", carbs=None, insulin=None),
                treatment(5, "Meal Bolus", carbs=40, insulin=4),
            ]
        )
    )
    assert timeline.values("insulin_bolus").value.tolist() == [0.1, 1.5, 4.0]
    assert timeline.values("carbs").value.tolist() == [25.0, 40.0]
    assert timeline.values("glucose_interstitial").value.tolist() == [162.0]
    assert (account.read, account.visible, account.reasons) == (7, 6, {"no-signal": 1})


def test_temporary_basal_ends_at_the_next_one(import_):
    """Thirty minutes ordered, replaced after five, were five."""
    _, timeline = import_(
        json.dumps(
            [
                treatment(5, "Temp Basal", absolute=0, duration=30),
                treatment(0, "Temp Basal", absolute=1.25, duration=30),
            ]
        )
    )
    found = timeline.values("insulin_basal_rate")
    assert found.value.tolist() == [1.25, 0.0]
    assert ((found.t1 - found.t0) / 60_000_000).tolist() == [5.0, 30.0]


def test_profile_fills_between_temporary_rates_in_any_order_of_files(batch, import_):
    """The schedule holds where no order does, whether the profile came first or last."""
    basal = [{"time": "00:00", "value": 0.8}, {"time": "20:30", "value": 1}]
    profile = {
        "store": {"d": {"timezone": "UTC", "basal": basal}},
        "defaultProfile": "d",
        "startDate": "2024-01-01T00:00:00.000Z",
        "created_at": "2024-01-01T00:00:00.000Z",
    }
    orders = [treatment(m, "Temp Basal", absolute=2, duration=10) for m in (0, 50)]
    shown = []
    for documents in ([profile, *orders], [*orders, profile]):
        _, timeline = import_(json.dumps(documents))
        found = timeline.values("insulin_basal_rate")
        shown.append(
            [(v, (b - a) // 60_000_000) for a, b, v in zip(found.t0, found.t1, found.value, strict=True)]
        )
    assert shown[0] == shown[1] == [(2.0, 10), (0.8, 20), (1.0, 20), (2.0, 10)]


def test_stamp_in_utc_leaves_the_local_clock_unknown(import_):
    """An offset of zero with Z says nothing of where the person is, unless a zone is given."""
    _, bare = import_(json.dumps([entry(0, 100)]))
    _, placed = import_(json.dumps([entry(0, 100)]), zone="Europe/Moscow")
    assert (bare.rows.off[0], placed.rows.off[0]) == (OFFSET_UNKNOWN, 180)
    assert bare.rows.t0[0] == placed.rows.t0[0]
    _, stated = import_(json.dumps([entry(0, 100, utcOffset=120)]))
    assert (stated.rows.off[0], stated.rows.t0[0]) == (120, bare.rows.t0[0])


def test_meal_entered_later_was_not_known_before(import_):
    """A meal of 20:00 typed at 20:56 is known from then on."""
    _, timeline = import_(
        json.dumps([treatment(0, "Carb Correction", carbs=25, creation_date=AT.format(56))])
    )
    assert timeline.rows.known[0] - timeline.rows.t0[0] == 56 * 60_000_000


def test_receiver_codes_are_limits_and_errors(import_):
    """39 is below 40, 401 above 400; a value under 13 is an error code of the sensor and waits."""
    account, timeline = import_(json.dumps([entry(0, 39), entry(5, 401), entry(10, 9)]))
    found = timeline.values("glucose_interstitial")
    assert (found.value.tolist(), found.cmp.tolist()) == ([40.0, 400.0], [-1, 1])
    assert account.reasons == {"value-impossible": 1}


def test_what_is_not_read_yet_waits(import_):
    """A basal in percent and an extended bolus wait instead of being guessed."""
    account, _ = import_(
        json.dumps(
            [
                treatment(0, "Temp Basal", percent=-50, duration=30),
                treatment(5, "Combo Bolus", insulin=4, duration=60),
                entry(0, 100),
            ]
        )
    )
    assert account.reasons == {"not-supported": 2}


def test_deleted_treatment_does_not_stand(import_):
    """A dose that its program marks as invalid is hidden, and still counted."""
    account, timeline = import_(json.dumps([treatment(0, "Bolus", insulin=2, isValid=False), entry(0, 100)]))
    assert (account.hidden, timeline.signals) == (1, ("glucose_interstitial",))


def test_broken_document_waits_and_the_others_come_in(import_):
    """One entry without its stamp does not stop the file."""
    account, _ = import_(json.dumps([{"type": "sgv", "sgv": 100}, entry(0, 100), 7]))
    assert (account.read, account.visible, account.reasons) == (3, 1, {"syntax": 2})


def test_cut_json_is_refused(batch):
    """Half a list is an incomplete export."""
    with pytest.raises(FormatError, match="breaks off"):
        batch(json.dumps([entry(0, 100)])[:-10])


def test_genuine_export_is_conserved(batch, shared):
    """1,000 entries and 1,000 treatments: 524 treatments are signals, 476 wait as no signal."""
    folder = shared / "data/glucose/vendor"
    files = [
        (folder / f"nightscout_{kind}.json").read_bytes() for kind in ("entries", "treatments", "profile")
    ]
    found = batch(*files)
    assert [(len(reading.rows), len(reading.waiting)) for reading in found.readings] == [
        (1000, 0),
        (524, 476),
        (37, 0),
    ]


@pytest.mark.parametrize(
    "document",
    [
        entry(1, 120, utcOffset=10**30),
        treatment(1, "Temp Basal", absolute=1, duration="inf"),
        treatment(1, "Temp Basal", absolute=1, duration=1e300),
        {"defaultProfile": "D", "store": [], "created_at": AT.format(1), "startDate": AT.format(1)},
        *(
            {"defaultProfile": "D", "created_at": AT.format(1), "startDate": AT.format(1),
             "store": {"D": {"timezone": zone, "basal": [{"time": at, "value": 1}]}}}
            for zone, at in (("Mars/X", "00:00"), ("../../etc/passwd", "00:00"), ("Europe/Berlin", "99:99"))
        ),
    ],
)  # fmt: skip
def test_document_that_cannot_be_waits(import_, document):
    """An offset, length, zone or clock that cannot be is in quarantine; the record can still be read."""
    account, timeline = import_(json.dumps([entry(30, 162), document]))
    assert (account.visible, account.reasons) == (1, {"syntax": 1})
    assert len(timeline.values("glucose_interstitial")) == 1
