"""The demo: the whole job on the bundled person. One run serves all these tests."""

import json
import re

import pytest

from vitruvian.cli.demo import run_sample
from vitruvian.cli.warm import ONCE
from vitruvian.twin.report import report_html


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What the demo says, its page, its home and its object; the fit is sampled once, as `warm` does."""
    home = tmp_path_factory.mktemp("demo") / "home"
    words: list[str] = []
    found, page = run_sample(home, words.append, ONCE)
    return "\n".join(words), report_html(page), home, found


def test_it_says_what_it_understood_fitted_and_found(shown):
    """Import, the moment asked from and why, the fit, two plans and their difference."""
    words = shown[0]
    steps = ("d1namo", "glucose_interstitial", "Asked from 2014-10-", "readings without a gap")
    answers = ("effective draws", "prior-dominated", "A  as planned", "B against A", "assumed:")
    for said in steps + answers:
        assert said in words, said


def test_the_report_stands_alone(shown):
    """One page without script or anything loaded."""
    page = shown[1]
    assert "<svg" in page
    assert not re.search(r"<script|https?://|@import", page)


def test_the_report_shows_the_composed_heart(shown):
    """Its loops, its beat and its scheme, under the words that nobody has it."""
    page = shown[1]
    for said in (
        "How the heart beats",
        "composed, not measured: nobody has this heart",
        "Pressure and volume",
    ):
        assert said in page
    assert page.count("chart portrait") >= 4
    assert "chart scheme" in page


def test_a_second_run_reads_the_stored_fit(shown, say, tmp_path):
    """The same person, nothing new to import, no fit, the same answers: all steps, and the page written."""
    said = say("demo", "--home", shown[2], "--report", tmp_path / "report.html", "--json")
    found = said.json
    assert said.code == 0
    assert {"person", "import", "origin", "calibration", "what_if", "report"} <= set(found)
    assert found["calibration"]["cpu_s"] == 0.0
    assert found["import"]["files"][0]["visible"] == 0
    assert found["what_if"] == json.loads(json.dumps(shown[3]["what_if"]))
    assert found["circulation"]["metabolism"] == json.loads(json.dumps(shown[3]["circulation"]["metabolism"]))
    assert "</html>" in (tmp_path / "report.html").read_text(encoding="utf-8")
