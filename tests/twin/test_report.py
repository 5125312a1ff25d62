"""The report."""

import copy
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitruvian.twin.report import NOT_A_DEVICE, report_html

_VOID = {"meta", "br", "hr", "line", "rect", "circle", "path", "polygon"}
_PARTS = ("person", "understood", "remarks", "calibration", "past", "events", "what_if", "happened", "now")


class _Page(HTMLParser):
    """Checks that tags nest, and keeps text, attributes and the parent of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def answer(root: Path) -> Any:
    """A made-up answer of two plans."""
    return json.loads((root / "tests" / "twin" / "made_up_answer.json").read_text())


def _without(answer: Any, *parts: str) -> Any:
    return {key: value for key, value in answer.items() if key not in parts}


def test_the_page_stands_alone(answer: Any) -> None:
    """One well-formed page: no script, nothing loaded, no link out, no handler."""
    page = report_html(answer)
    seen = _Page(page).seen
    assert page.startswith("<!doctype html>")
    assert not {tag for tag, _ in seen} & {"script", "link", "img", "iframe", "object", "base", "form", "a"}
    assert not re.search(r"https?://|url\(|@import|javascript:", page)
    assert not [key for _, attributes in seen for key in attributes if key.startswith("on") or key == "src"]
    assert len(page.encode()) < 200_000


def test_the_page_is_for_everyone(answer: Any) -> None:
    """A language, one h1, the landmarks; each image has a sentence, and data in a table after it."""
    seen = _Page(report_html(answer)).seen
    tags = [tag for tag, _ in seen]
    assert ("html", {"lang": "en"}) in seen
    assert [tags.count(tag) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    images = [attributes for tag, attributes in seen if tag == "svg"]
    assert len(images) == 5
    assert all(i["role"] == "img" and (i["aria-label"] or "").endswith(".") for i in images)
    assert tags.count("figure") == 3
    assert tags.count("details") == 4


def test_the_page_says_what_matters(answer: Any) -> None:
    """Frequencies, ranges, silent parameters, draws, skill, remarks and where it all came from."""
    text = _Page(report_html(answer)).text
    for said in (
        "Sample person 1",
        "Below 70 mg/dL within 4 h: 1 in 100 as planned, 4 in 100 with B.",
        "2 of 7 parameters are prior-dominated: p2, long_acting_share.",
        "1,840 effective draws (512 for the worst parameter)",
        "what the sensor then read",
        "74 better, 11 worse",
        "−31 to −4",
        "60 min ahead",
        "Heart rate covers 12 % of the time",
        "outside 20-600 mg/dL: 6",
        "data up to 12:25 on 3 Oct 2014",
        "posterior 9c1f77ab03de4512",
        NOT_A_DEVICE,
    ):
        assert said in text, said


@pytest.mark.parametrize("part", _PARTS)
def test_a_missing_part_is_absent(answer: Any, part: str) -> None:
    """Without any one part the page is still whole."""
    _Page(report_html(_without(answer, part)))


def test_nothing_at_all_is_said_so() -> None:
    """An empty answer makes a page that says what is missing."""
    text = _Page(report_html({})).text
    for said in (
        "No forecast was made",
        "Nothing is said of what was read",
        "No fitted parameters",
        "Unnamed person",
    ):
        assert said in text


def test_too_few_draws_show_no_range(answer: Any) -> None:
    """Under 100 effective draws there is no band and no interval, and the page says why."""
    poor = copy.deepcopy(answer)
    poor["calibration"]["ess"] = poor["calibration"]["ess_worst"] = 60.0
    for plan in poor["what_if"]["plans"]:
        quantiles = plan["signals"]["glucose_interstitial"]["quantiles"]
        plan["signals"]["glucose_interstitial"]["quantiles"] = {"50": quantiles["50"]}
        for outcome in plan["outcomes"].values():
            outcome["q05"] = outcome["q95"] = None
    page = _Page(report_html(poor))
    assert "fewer than 100, so no ranges are shown" in page.text
    assert "no bands: fewer than 100 effective draws" in page.text
    assert "range not shown" in page.text
    assert not [a for _, a in page.seen if "band" in (a.get("class") or "").split()]


def test_outside_the_domain_is_said(answer: Any) -> None:
    """A plan outside what was tested is marked, with the reason."""
    far = copy.deepcopy(answer)
    far["what_if"]["plans"][1] |= {"in_domain": False, "warnings": ["24 U is twice the largest bolus"]}
    text = _Page(report_html(far)).text
    assert "Outside what this twin has been tested on" in text
    assert "24 U is twice the largest bolus." in text


def test_one_plan_has_no_comparison(answer: Any) -> None:
    """A forecast alone is a report without a difference."""
    alone = {**answer, "what_if": {"plans": answer["what_if"]["plans"][:1]}}
    text = _Page(report_html(alone)).text
    assert "What the change does" not in text
    assert "Below 70 mg/dL within 4 h: 1 in 100." in text


def test_a_backtest_is_shown(answer: Any) -> None:
    """Given a back-test, its horizons stand in a table, coverage in percent."""
    row = {"n": 900, "rmse": 30.2, "persistence_rmse": 41.0, "coverage50": 0.52, "coverage90": 91.0}
    text = _Page(report_html({**answer, "backtest": {"horizon_unit": "min", "horizons": {"60": row}}})).text
    assert "900 30 mg/dL 41 mg/dL 52 % 91 %" in text


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_text_can_be_read(answer: Any) -> None:
    """In light, dark and print each text colour has a contrast of 4.5 on the card, and the page."""
    themes = re.findall(r":root \{(.*?)\}", report_html(answer), re.DOTALL)
    assert len(themes) == 3
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", theme))
        for name in ("ink", "quiet", "a", "b", "c", "good"):
            assert _contrast(colours[name], colours["card"]) >= 4.5, (name, theme)
        for name in ("ink", "quiet"):
            assert _contrast(colours[name], colours["page"]) >= 4.5, (name, theme)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(min_size=1)
    | st.sampled_from(("<script>alert(1)</script>", '"><img src=x onerror=y>', "</style>"))
)
def test_text_of_the_record_cannot_break_the_page(answer: Any, text: str) -> None:
    """Names, remarks, file names and plan words are escaped wherever they stand."""
    hostile = copy.deepcopy(answer)
    hostile["person"] = {"id": text, "label": text}
    hostile["remarks"] = [text]
    hostile["understood"]["files"][0] |= {"path": text, "format": text, "reasons": {text: 1}}
    hostile["understood"]["signals"][text] = {"rows": 1}
    hostile["calibration"]["parameters"][0] |= {"name": text, "status": text, "unit": text}
    hostile["what_if"]["plans"][1]["plan"]["words"] = text
    hostile["what_if"]["plans"][0]["sentence"] = text
    page = _Page(report_html(hostile))
    assert not {tag for tag, _ in page.seen} & {"script", "img"}


@settings(deadline=None, max_examples=25)
@given(dropped=st.sets(st.sampled_from(_PARTS)))
def test_any_parts_may_be_missing(answer: Any, dropped: set[str]) -> None:
    """Whatever combination is absent, the page is well formed."""
    _Page(report_html(_without(answer, *dropped)))
