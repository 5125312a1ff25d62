from vitruvian.records.quarantine import Quarantined, reasons


def record(reason: str, at: int = 1) -> Quarantined:
    return Quarantined(reason, "message", "carbs", "raw", "f" * 64, at, "carbs", "table", "1")


def test_reasons_are_counted_in_alphabetical_order():
    """The counts by reason do not depend on the order in which records came to wait."""
    assert reasons([record("time-missing"), record("no-signal"), record("time-missing")]) == {
        "no-signal": 1,
        "time-missing": 2,
    }


def test_origin_is_the_place_in_the_file():
    """Two readings of one record have one origin, whatever their reason."""
    assert record("time-missing").origin == record("no-signal").origin != record("no-signal", 2).origin
