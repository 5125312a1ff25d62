"""What commands that compute share."""

import click
import jax
import pytest

from vitruvian.cli.computing import organ_named, ready
from vitruvian.cli.places import default_cache


def test_compiled_programs_are_kept_in_the_user_s_cache():
    """After `ready` jax writes below the cache folder, never into the vault."""
    ready()
    assert jax.config.jax_compilation_cache_dir.startswith(str(default_cache()))


def test_an_unknown_organ_is_asked_wrongly_with_those_there_are():
    """The refusal lists what is installed."""
    assert organ_named("metabolism").name == "metabolism"
    with pytest.raises(click.UsageError, match=r"there are .*metabolism"):
        organ_named("spleen")
