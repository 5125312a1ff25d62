"""Another program as a peer: its venv, a script run in it, and the command line that all benches share."""

import argparse
import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

HERE = Path(__file__).resolve().parent


def interpreter(packages: Sequence[str], proof: str, no_deps: bool = False) -> Path:
    """A Python that has the packages, the peer last; its venv is made once.

    proof    what must import;  no_deps: install the peer without following its own list
    """
    peer = packages[-1]
    folder = user_cache_path("vitruvian") / "bench" / peer
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"making a venv for {peer} in {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True)
    if _call(python, "-c", f"import {proof}").returncode:
        parts = ([*packages[:-1]], ["--no-deps", peer]) if no_deps else ([*packages],)
        for part in parts:
            done = _call(python, "-m", "pip", "install", "-q", *part)
            if done.returncode:
                sys.exit(f"could not install {peer}: {done.stderr.strip()}")
    return python


def answer(python: Path, script: str, asked: Any) -> Any:
    """What a script of this folder prints as JSON when it is asked in JSON by the peer's interpreter."""
    done = _call(python, HERE / script, stdin=json.dumps(asked))
    if done.returncode:
        sys.exit(f"{script} failed: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout)


def run(parser: argparse.ArgumentParser, compare: Callable[[argparse.Namespace], dict[str, Any]]) -> int:
    """Parse, compare, print; 0 when the comparison passed."""
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    out = compare(arguments)
    print(json.dumps(out) if arguments.json else json.dumps(out, indent=2))
    return 0 if out["pass"] else 1


def _call(*command: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)  # noqa: S603 - ours
