"""The demo: the whole job on the bundled person. One run serves all these tests."""

import re

import pytest

from vitruvian.cli.group import vitruvian
from vitruvian.cli.output import as_text, execute


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The demo's words, its page, and its home."""
    import contextlib
    import io

    folder = tmp_path_factory.mktemp("demo")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = execute(
            vitruvian, ["demo", "--home", str(folder / "home"), "--report", str(folder / "r.html")]
        )
    assert code == 0
    return printed.getvalue(), (folder / "r.html").read_text(encoding="utf-8"), folder


def test_it_says_what_it_understood_fitted_and_found(shown):
    """Import, the moment asked from and why, the fit, two plans and their difference."""
    words, _, _ = shown
    for said in (
        "d1namo", "glucose_interstitial", "Asked from 2014-10-", "readings without a gap",
        "effective draws", "prior-dominated", "A  as planned", "B against A, over the same futures", "assumed:",
    ):  # fmt: skip
        assert said in words, said


def test_the_report_stands_alone(shown):
    """One page without script or anything loaded."""
    _, page, _ = shown
    assert "<svg" in page
    assert not re.search(r"<script|https?://|@import", page)


def test_a_second_run_reads_the_stored_fit(shown, say):
    """The same person, nothing new to import, no fit: the object of all steps."""
    _, _, folder = shown
    said = say("demo", "--home", folder / "home", "--report", folder / "again.html", "--json")
    found = said.json
    assert said.code == 0
    assert {"person", "import", "origin", "calibration", "what_if", "report"} <= set(found)
    assert found["calibration"]["cpu_s"] == 0.0
    assert found["calibration"]["shows_intervals"] is True
    assert found["import"]["files"][0]["visible"] == 0
    assert len(found["what_if"]["plans"]) == 2
    assert (folder / "again.html").read_text() == (folder / "r.html").read_text() or as_text(found)
