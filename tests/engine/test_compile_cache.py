import os
import subprocess
import sys

import pytest

from vitruvian.engine.compile_cache import _features, machine

PROGRAM = """
import sys
from pathlib import Path
from vitruvian.engine.compile_cache import use_compile_cache
part = use_compile_cache(Path(sys.argv[1]))
import jax
jax.jit(lambda x: x * 2.0 + 1.0)(3.0).block_until_ready()
print(part, len(list(part.iterdir())), oct(part.stat().st_mode & 0o777))
"""


@pytest.mark.skipif(os.name != "posix", reason="folder modes are a POSIX matter")
def test_small_programs_are_kept_in_a_folder_of_ones_own(tmp_path):
    """A second process compiles nothing new, and nobody else may open the folder."""
    outputs = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "cache")],
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.append(done.stdout.split())
    path, count, mode = outputs[0]
    assert int(count) > 0
    assert mode == "0o700"
    assert outputs[1][0] == path
    compiled = [x for x in os.listdir(path) if not x.endswith("-atime")]
    assert len(compiled) == len(set(compiled))
    assert int(outputs[1][1]) == int(count)


def test_the_folder_is_named_by_the_processor(tmp_path):
    """Machines with other instruction sets have other names; the name is stable."""
    told = tmp_path / "cpuinfo"
    told.write_text("model name : one\nflags : sse avx\n", encoding="utf-8")
    assert _features(told) == "flags : sse avx"
    assert machine() == machine()
    assert len(machine()) == 12
