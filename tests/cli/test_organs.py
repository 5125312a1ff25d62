import json

from vitruvian.cli.group import vitruvian
from vitruvian.cli.output import execute


def test_our_organ_is_listed_with_what_it_declares(capsys):
    """Origin, version, parameters with their sources, inputs, domain."""
    assert execute(vitruvian, ["organs", "--json"]) == 0
    (one,) = [o for o in json.loads(capsys.readouterr().out)["organs"] if o["name"] == "metabolism"]
    assert one["origin"].startswith("vitruvian ")
    assert {"carbs", "insulin_bolus"} <= {i["signal"] for i in one["inputs"]}
    assert all(p["source"] or not p["verified"] for p in one["parameters"])
    assert one["domain"]
    assert one["verifies"]
    assert one["backtests"]


def test_people_read_the_same(capsys):
    """A few lines an organ."""
    assert execute(vitruvian, ["organs"]) == 0
    assert "glucose_interstitial" in capsys.readouterr().out
