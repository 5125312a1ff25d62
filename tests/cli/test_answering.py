"""One answer for the terminal and the report."""

import pytest

from virtual_person import table
from vitruvian.cli.answering import answer_text, assemble, difference_lines
from vitruvian.cli.session import plan_of, twin_of
from vitruvian.engine.plan import Plan


@pytest.fixture
def page(home, say, tmp_path):
    """Two plans asked at 21:00, with what the next hour then brought."""
    (tmp_path / "hour.csv").write_text(table(22.0, start=21.0))
    say("import", tmp_path / "hour.csv", "--person", "ann", "--home", home)
    with twin_of(home, "ann", "metabolism") as twin:
        origin = twin.stretch().end - 3_600_000_000
        plan = plan_of(twin, "carbs 30g at 21:15", origin)
        return assemble(twin, twin.what_if([Plan(), plan], origin), {"files": []})


def test_the_page_holds_the_past_the_doses_and_what_happened(page):
    """Twenty-four hours back at most, readings after the moment apart from those before."""
    assert page["now"] == "2025-03-03T21:00:00+01:00"
    assert len(page["past"]["times"]) == 252
    assert page["past"]["times"][-1] == page["now"]
    assert page["happened"]["times"][0] == "2025-03-03T21:05:00+01:00"
    assert len(page["happened"]["times"]) == 12
    assert [d["signal"] for d in page["events"]].count("carbs") == 3
    assert page["person"] == {"id": "ann", "label": "Ann"}


def test_a_report_without_an_import_says_what_the_record_held(home):
    """Rows by signal as they were known at the moment, in its local time."""
    with twin_of(home, "ann", "metabolism") as twin:
        origin = twin.stretch().end - 3_600_000_000
        found = assemble(twin, twin.what_if([Plan()], origin), {})["understood"]["signals"]
    assert found["glucose_interstitial"]["rows"] == 240
    assert found["glucose_interstitial"]["to"].endswith("+01:00")


def test_the_terminal_gets_a_sentence_a_plan_and_the_difference(page):
    """Letters, sentences, differences in words, and what was assumed."""
    text = answer_text(page)
    assert "A  as planned: " in text
    assert "B  carbs 30" in text
    assert "B against A, over the same futures:" in text
    assert "assumed: " in text


def test_differences_without_intervals_give_none(page):
    """Where no interval may be shown, none is printed; one plan alone has no difference."""
    table_ = page["what_if"]["difference"]
    for row in table_.values():
        row["q05"] = row["q95"] = None
    assert not any(" to " in line for line in difference_lines(page))
    page["what_if"]["difference"] = {}
    assert difference_lines(page) == []
