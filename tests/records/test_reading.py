import pytest

from vitruvian.core.errors import TimeError, UnitMismatch
from vitruvian.records.flags import Flag
from vitruvian.records.reading import zone_of

HEAD = "time,glucose_interstitial [mg/dL]\n"
GOOD = "".join(f"2024-01-01 00:{minute:02d}:00,{100 + minute}\n" for minute in range(0, 60, 5))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("NaN", "value-nonnumeric"),
        ("-5", "value-impossible"),
        ("1e9", "value-impossible"),
        ("n/a", "value-nonnumeric"),
    ],
)
def test_impossible_value_waits_with_its_reason(import_, value, reason):
    """NaN, −5 and 10⁹ wait in quarantine; the rows around them are kept."""
    account, timeline = import_(HEAD + GOOD + f"2024-01-01 01:00:00,{value}\n")
    assert (account.read, account.visible, account.reasons) == (13, 12, {reason: 1})
    assert len(timeline) == 12


def test_time_after_the_import_waits(import_):
    """A reading of next year is no reading."""
    account, _ = import_(HEAD + GOOD + "2027-01-01 01:00:00,100\n")
    assert account.reasons == {"time-future": 1}


def test_unreadable_time_waits_with_what_to_do(batch):
    """A date in an unknown order is not guessed: the message says where to give its format."""
    (record,) = batch(HEAD + GOOD + "03/04/2024 01:00,100\n").waiting
    assert record.reason == "time-invalid"
    assert "[time] in a mapping file" in record.message
    assert (record.at, record.raw) == (14, "03/04/2024 01:00,100")


@pytest.mark.parametrize(("unit", "value"), [("mg/dL", 6), ("mmol/L", 110)])
def test_channel_in_the_wrong_unit_is_refused_as_a_whole(batch, unit, value):
    """A mmol/L file read as mg/dL, and the reverse, is refused and named; nothing is rescaled."""
    lines = "".join(f"2024-01-01 00:{m:02d},{value + m / 10}\n" for m in range(0, 60, 5))
    with pytest.raises(UnitMismatch, match=r"^file.csv: glucose_interstitial has a median"):
        batch(f"time,glucose_interstitial [{unit}]\n" + lines)


def test_rows_out_of_order_are_kept(import_):
    """The order of lines does not matter."""
    lines = GOOD.splitlines(keepends=True)
    _, straight = import_(HEAD + GOOD)
    _, turned = import_(HEAD + "".join(reversed(lines)))
    values = [timeline.values("glucose_interstitial").value.tolist() for timeline in (straight, turned)]
    assert values[0] == values[1]


def test_duplicate_lines_are_hidden(import_):
    """A line that stands twice is counted twice and stands once."""
    account, _ = import_(HEAD + GOOD + GOOD)
    assert (account.read, account.visible, account.hidden) == (24, 12, 12)


def test_zone_of_the_hint_places_the_wall_clock(import_):
    """Midnight in Berlin in winter is 23:00 UTC."""
    _, timeline = import_(HEAD + "2024-01-02 00:00,100\n", zone="Europe/Berlin")
    found = timeline.values("glucose_interstitial")
    assert found.t0[0] % 86_400_000_000 == 23 * 3_600_000_000
    assert (found.off[0], found.flags[0]) == (60, 0)


def test_without_zone_the_assumption_is_marked_and_told(import_):
    """Wall-clock times without any zone are flagged, and the account says so."""
    account, timeline = import_(HEAD + GOOD)
    assert (timeline.rows.flags & Flag.ZONE_ASSUMED).all()
    assert account.notes == {"times without a zone, read as UTC: pass the zone": 12}


def test_stated_offset_wins_over_the_zone(import_):
    """A stamp with an offset needs no zone."""
    _, timeline = import_(HEAD + "2024-01-02T00:00:00+03:00,100\n", zone="Europe/Berlin")
    assert timeline.rows.off.tolist() == [180]


def test_latency_of_the_source_is_added_to_what_is_known(import_):
    """A reading is known when it is over and its source's latency has passed."""
    _, timeline = import_(HEAD + GOOD, latency={"glucose_interstitial": 90_000_000})
    assert (timeline.rows.known - timeline.rows.t1 == 90_000_000).all()


def test_decimal_comma_is_read_and_marked(import_):
    """With a semicolon between cells a comma is a decimal point."""
    _, timeline = import_("time;weight [kg]\n2024-01-01 08:00;71,5\n")
    assert timeline.rows.value.tolist() == [71.5]
    assert timeline.rows.flags[0] & Flag.TEXT_NUMBER


def test_unknown_zone_is_refused():
    """A zone that is none is named with an example of one."""
    with pytest.raises(TimeError, match=r"no zone is called 'Berlin'.*Europe/Berlin"):
        zone_of("Berlin")


@pytest.mark.parametrize(
    ("stamp", "reason"),
    [
        ("0001-01-01T00:00:00", "time-invalid"),
        ("0001-01-01T00:00:00+05:00", "time-invalid"),
        ("9999-12-31T23:59:59", "time-future"),
        ("9999-12-31T23:59:59-05:00", "time-future"),
    ],
)
def test_end_of_the_calendar_waits(import_, stamp, reason):
    """A stamp at either end of the calendar does not come into the record, where nothing could show it."""
    account, timeline = import_(HEAD + GOOD + f"{stamp},100\n")
    assert account.reasons == {reason: 1}
    assert len(timeline) == 12


def test_impossible_pair_waits_as_two_records(batch):
    """End-systolic above end-diastolic volume: both wait, named with values, date and what to do."""
    text = "time,lv_edv [mL],lv_esv [mL],lvef [%]\n2024-01-01 07:00,120,160,50\n"
    found = batch(text)
    assert found.rows.signal.words == ("lvef",)
    assert {(w.reason, w.signal, w.at) for w in found.waiting} == {
        ("pair-impossible", "lv_edv", 2), ("pair-impossible", "lv_esv", 2)
    }  # fmt: skip
    said = found.waiting[0].message
    assert said.startswith("2024-01-01 07:00: lv_esv 160 mL is not below lv_edv 120 mL: a ventricle ")
    assert "were the two exchanged?" in said


def test_pair_on_two_lines_names_the_other_line(batch):
    """Where the two stand on different lines each names the other's."""
    text = "time,bp_systolic [mmHg],bp_diastolic [mmHg]\n2024-01-01 07:00,80,\n2024-01-01 07:00,,90\n"
    one, two = batch(text).waiting
    assert (one.at, two.at) == (2, 3)
    assert "(the other is on line 3)" in one.message
    assert "(the other is on line 2)" in two.message
