"""Where a report goes: judged before the work begins, so that a minute's fit is not lost at its end."""

from __future__ import annotations

import os
from pathlib import Path

import click


def writable(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """The file, if it can be written; for an option of click. Raises BadParameter with what is in the way."""
    if value is not None and (why := _in_the_way(value)):
        raise click.BadParameter(f"cannot write {value}: {why}", context, parameter)
    return value


def _in_the_way(file: Path) -> str:
    folder = file.absolute().parent
    if file.is_dir():
        return "it is a folder: name a file in it"
    if not folder.is_dir():
        return f"{folder} is no folder: make it, or name another place"
    if not os.access(file if file.exists() else folder, os.W_OK):
        return f"{file if file.exists() else folder} may not be written by you: name another place"
    return ""
