"""The examples of the documentation run and end in the number that they pin."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "docs" / "examples").glob("*.py"))
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
PIN = re.compile(rf"# ends in ({NUMBER.pattern})(?: ± ({NUMBER.pattern}))?")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_ends_in_its_pinned_number(path):
    """The last number printed is the one in the last line: `# ends in 42.0` or `# ends in 42.0 ± 0.5`."""
    pin = PIN.fullmatch(path.read_text(encoding="utf-8").rstrip().splitlines()[-1])
    assert pin, f"{path.name}: the last line must read '# ends in NUMBER' or '# ends in NUMBER ± NUMBER'"
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    last = float(NUMBER.findall(done.stdout)[-1])
    assert last == pytest.approx(float(pin[1]), abs=float(pin[2] or 0), rel=0 if pin[2] else 1e-9)


def test_there_is_an_example():
    """The folder of examples is not empty."""
    assert EXAMPLES
