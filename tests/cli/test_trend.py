"""`vitruvian trend`."""


def test_people_see_the_answer_why_and_what_it_does_not_know(say, followed_home):
    """The sentence first, the last two weeks, findings and limits."""
    said = say("trend", "eve", "--home", followed_home)
    assert said.code == 0
    first, why, *rest = said.out.splitlines()
    assert first.startswith("On 2025-03-24 the chance is")
    assert "flagged since" in first
    assert why.startswith("First flagged on 2025-03-")
    assert sum(line.startswith("2025-03-") for line in rest) == 14
    assert "not validated on people" in said.out


def test_programs_get_every_day(say, followed_home):
    """One object with a risk a day, and bands with what was read."""
    found = say("trend", "eve", "--home", followed_home, "--json").json
    assert len(found["days"]) == 24
    assert found["days"][0] == {"date": "2025-03-01", "risk": None, "flag": False}
    assert {"weight", "bp_systolic", "retained", "pcwp_rise"} <= set(found["courses"])
    assert found["first_flagged"] == found["raised"][0]["date"]


def test_a_person_without_weights_is_refused(say, empty):
    """What is missing is named."""
    said = say("trend", "bob", "--home", empty)
    assert (said.code, "bob has no weight" in said.err) == (1, True)


def test_readings_can_be_left_out(say, followed_home):
    """Without the cuff's systolic readings there is no fit, and it says so."""
    said = say("trend", "eve", "--home", followed_home, "--without", "bp_systolic")
    assert (said.code, "systolic" in said.err) == (1, True)


def test_a_page_can_be_written(say, followed_home, tmp_path):
    """With the figure, and without anything loaded."""
    page = tmp_path / "eve.html"
    assert say("trend", "eve", "--home", followed_home, "--report", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert "From day to day at home" in text
    assert "<svg" in text
    assert "<script" not in text
