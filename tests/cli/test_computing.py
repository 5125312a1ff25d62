import click
import pytest

from vitruvian.cli.computing import organ_named


def test_an_unknown_organ_is_asked_wrongly():
    """The error names those there are."""
    with pytest.raises(click.UsageError, match="metabolism"):
        organ_named("spleen")
    assert organ_named("metabolism").name == "metabolism"
