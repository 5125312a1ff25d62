"""What commands on one person share."""

import click
import pytest

from vitruvian.cli.session import list_permit, opened, origin_of, plan_of, plan_words, twin_of
from vitruvian.core.errors import PlanError, StoreError, TimeError


def test_the_twin_of_a_person_reads_through_a_permit(home):
    """Who used it, for what and on whom is in the log."""
    with twin_of(home, "ann", "metabolism", seed=3, purpose="research") as twin:
        assert (twin.person.name, twin.seed) == ("Ann", 3)
        used = [a for a in twin.vault.accesses(twin.permit) if a.purpose == "research"]
    assert {a.scope for a in used} == {"ann"}


def test_there_is_no_twin_without_person_or_organ(home):
    """Both are named in the refusal."""
    with pytest.raises(StoreError, match="eve"), twin_of(home, "eve", "metabolism"):
        pass
    with pytest.raises(click.UsageError, match="spleen"), twin_of(home, "ann", "spleen"):
        pass


def test_times_and_plans_are_read_in_the_person_s_zone(home):
    """Half past noon in Zurich is 11:30 UTC; a plan's clock goes on from the moment asked from."""
    with twin_of(home, "ann", "metabolism") as twin:
        noon = origin_of(twin, "2025-03-03 12:30")
        plan = plan_of(twin, "carbs 30g at 13:00", noon)
        assert noon % 86_400_000_000 == 11.5 * 3_600_000_000
        assert plan.items[0].start - noon == 30 * 60_000_000
        assert plan_words(twin, plan) == "carbs 30 g at 13:00 on 3 Mar 2025"
        assert origin_of(twin, None) is None
        with pytest.raises(TimeError):
            origin_of(twin, "yesterday-ish")
        with pytest.raises(PlanError):
            plan_of(twin, "carbs at lunch", noon)


def test_the_list_of_people_has_its_own_permit(home):
    """It lists, and opens no record."""
    with opened(home) as vault:
        assert [p.id for p in vault.people.list(list_permit(vault))] == ["ann"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("9999-12-31T23:59:59-12:00", "1900 to 2200"),
        ("0001-01-01T00:00:00+14:00", "1900 to 2200"),
        ("2024-10-27 02:30", "twice by the clocks of Europe/Zurich"),
        ("2024-03-31 02:30", "never by the clocks of Europe/Zurich"),
    ],
)
def test_moment_that_is_not_one_is_refused(home, at, said):
    """The ends of the calendar, and the hours that the clocks repeat or leave out."""
    with twin_of(home, "ann", "metabolism") as twin, pytest.raises(TimeError, match=said):
        origin_of(twin, at)


@pytest.mark.parametrize("option", [("--hours", "nan"), ("--seed", "-1")])
def test_number_that_is_none_is_asked_wrongly(say, home, option):
    """A range alone lets NaN through; a seed is not below 0."""
    said = say("forecast", "ann", *option, "--home", home)
    assert said.code == 2
    assert option[0] in said.err
