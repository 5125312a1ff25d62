"""The section on the days at home."""

from made_up_trend import made_up_trend
from vitruvian.twin.report import report_html, trend_html
from vitruvian.twin.report_trend import trend_section


def test_it_says_the_answer_why_findings_and_limits() -> None:
    """All in words before and after the figure, and the numbers behind it."""
    page = trend_section({"trend": made_up_trend()}) or ""
    for said in (
        "the chance is 45 in 100", "First flagged on 2025-03-10: water +1.2 L", "BNP 20 pg/mL",
        "Not validated on people", "from 30 in 100 on", "Show data", "2025-03-04",
    ):  # fmt: skip
        assert said in page
    assert page.count("<svg") == 2


def test_without_a_flag_it_says_how_things_stand() -> None:
    """The last day's reasons."""
    assert "Now: water +1.2 L" in (trend_section({"trend": made_up_trend(flagged=False)}) or "")


def test_a_refusal_is_said() -> None:
    """With its reason."""
    assert "No trend: too few weights." in (trend_section({"trend": {"refused": "too few weights"}}) or "")


def test_nobody_asked_is_nothing() -> None:
    """No section."""
    assert trend_section({}) is None


def test_it_stands_in_the_report_and_alone() -> None:
    """In the page of an answer, and as a page of its own with who and from what."""
    assert "From day to day at home" in report_html({"trend": made_up_trend()})
    page = trend_html({"person": {"id": "eve", "label": "Eve"}, "trend": made_up_trend()})
    for said in ("<h1>Eve</h1>", "2025-03-01 to 2025-03-12", "Age is not known", "posterior abc"):
        assert said in page
