"""What commands that compute share: the compile cache, and the organ they were asked for."""

import click

from vitruvian.cli.places import default_cache
from vitruvian.engine.compile_cache import use_compile_cache
from vitruvian.engine.organ import Organ, organs


def ready() -> None:
    """Switch the compile cache on."""
    use_compile_cache(default_cache())


def organ_named(name: str) -> Organ:
    """The organ of that name. Raises a usage error naming those there are."""
    found = organs()
    if name not in found:
        raise click.UsageError(f"no organ is called {name!r}; there are {', '.join(found) or 'none'}")
    return found[name]
