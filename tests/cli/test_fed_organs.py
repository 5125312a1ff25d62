"""Which organ a record can feed."""

import pytest

from vitruvian.cli.fed_organs import fed_by

HEART = "time,bp_systolic [mmHg],bp_diastolic [mmHg],weight [kg],pulse [bpm]\n2025-03-01 07:00,130,80,80,70\n"


@pytest.mark.parametrize("command", ["calibrate", "update", "forecast"])
def test_a_heart_record_is_led_to_the_heart(say, empty, tmp_path, command):
    """Without --organ, what is missing for glucose is said, and which organ the record can feed."""
    file = tmp_path / "heart.csv"
    file.write_text(HEART)
    assert say("import", file, "--person", "bob", "--home", empty).code == 0
    said = say(command, "bob", "--home", empty)
    assert said.code == 1
    assert "bob has no glucose_interstitial in the record" in said.err
    assert said.err.strip().endswith("--organ circulation")


def test_an_empty_record_is_not_led_anywhere(say, empty):
    """With nothing in the record there is no other organ to name."""
    said = say("calibrate", "bob", "--home", empty)
    assert said.code == 1
    assert "--organ" not in said.err


def test_the_organ_that_reads_most_comes_first():
    """Of two organs that a record feeds, the one that reads more of it leads."""
    assert fed_by(("bp_systolic", "glucose_interstitial", "lvef")) == ["circulation", "metabolism"]
    assert fed_by(("height",)) == []
