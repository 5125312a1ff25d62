"""The report's part on the record."""

import json
from pathlib import Path
from typing import Any

import pytest

from vitruvian.twin.picture import picture
from vitruvian.twin.report_record import record_section, summary


@pytest.fixture
def answer(root: Path) -> Any:
    """A made-up answer of two plans."""
    return json.loads((root / "tests" / "twin" / "made_up_answer.json").read_text())


def test_the_record_is_summed_up(answer: Any) -> None:
    """Rows, signals, files and what was set aside, in a line."""
    assert summary(answer) == "1,879 rows of 5 signals from 3 files; 6 rows set aside, with the reason."
    assert summary({}) == "Nothing is said of the record that this rests on."


def test_ranges_add_up_in_any_unit(answer: Any) -> None:
    """A record in mmol/L has the same shares of time as in mg/dL."""
    before = record_section(answer, picture(answer))
    answer["past"] |= {"unit": "mmol/L", "values": [v / 18.0156 for v in answer["past"]["values"]]}
    after = record_section(answer, picture(answer))
    shares = [part[part.index('<ul class="ranges">') : part.index("</ul>")] for part in (before, after)]
    assert shares[0] == shares[1]


def test_a_short_record_has_no_strip(answer: Any) -> None:
    """What the forecast's own chart shows whole is not drawn twice."""
    past = answer["past"]
    answer["past"] = {**past, "times": past["times"][-8:], "values": past["values"][-8:]}
    assert 'class="chart"' not in record_section(answer, picture(answer))


def test_only_the_name_of_a_file_is_shown(answer: Any) -> None:
    """Where the files lay is nobody's business."""
    section = record_section(answer, picture(answer))
    assert "glucose.csv" in section
    assert "samples/001" not in section
