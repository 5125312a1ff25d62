from vitruvian.records.formats import known_formats
from vitruvian.records.formats.format import Notes


def test_notes_count_how_often_a_remark_holds():
    """The same remark is kept once, with its count."""
    notes = Notes()
    notes.say("left out")
    notes.say("left out", 4)
    assert notes.said == {"left out": 5}


def test_every_format_has_a_name_of_its_own():
    """Formats are told apart by name."""
    names = [form.name for form in known_formats()]
    assert len(set(names)) == len(names)


def test_no_format_claims_nothing():
    """No format believes that an empty head is its own."""
    assert [form.sniff(b"", "file") for form in known_formats()] == [0.0] * len(known_formats())
