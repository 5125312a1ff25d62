"""Vitruvian: a person's record, the models of their organs, and forecasts with honest uncertainty.

The names below are the public interface. They are loaded at first use, so that `import vitruvian`
imports neither numpy nor jax.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# public name -> the module that holds it
_HOMES: dict[str, str] = {
    "VitruvianError": "vitruvian.core.errors",
    "Signal": "vitruvian.core.signals",
    "signal": "vitruvian.core.signals",
    "signals": "vitruvian.core.signals",
    "convert": "vitruvian.core.units",
}

__all__ = ["Signal", "VitruvianError", "__version__", "convert", "signal", "signals"]


def __getattr__(name: str) -> Any:
    """The public object called `name`, imported at its first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'vitruvian' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *_HOMES})
