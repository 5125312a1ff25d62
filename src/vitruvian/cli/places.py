"""Where things are on this machine: the vault's home, the checkout, the shared data, the sample person."""

import os
from importlib.resources import files
from pathlib import Path

import vitruvian


def default_home() -> Path:
    """The folder of the vault: $VITRUVIAN_HOME, else the user's data folder. It need not exist yet."""
    chosen = os.environ.get("VITRUVIAN_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("vitruvian", appauthor=False)


def default_cache() -> Path:
    """The folder of compiled programs: $VITRUVIAN_CACHE, else the user's cache folder. Holds no data."""
    chosen = os.environ.get("VITRUVIAN_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("vitruvian", appauthor=False)


def checkout() -> Path | None:
    """The root of the checkout that this package runs from, or None when it was installed from a wheel."""
    root = Path(vitruvian.__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "src" / "vitruvian").is_dir() else None


def shared_data(chosen: Path | None = None) -> Path | None:
    """The folder that holds the shared `data/` and `reference/`, or None when there is none.

    The first that is named wins: `chosen` (--data), $VITRUVIAN_DATA, `../shared` beside the checkout.
    """
    named = os.environ.get("VITRUVIAN_DATA")
    root = checkout()
    folder = chosen or (Path(named) if named else root.parent / "shared" if root else None)
    return folder.resolve() if folder is not None and (folder / "data").is_dir() else None


def samples() -> Path:
    """The folder of the bundled sample person, in the wheel or in the checkout."""
    root = checkout()
    return root / "samples" if root else Path(str(files("vitruvian") / "samples"))
