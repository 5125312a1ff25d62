"""What all tests share."""

import os
import subprocess
import sys

NOTHING_COLLECTED = 5
USES_SHARED = "def test_uses_it(shared):\n    assert (shared / 'data').is_dir()\n"


def outcome(root, tmp_path, **environment) -> tuple[int, str]:
    """Exit code and output of pytest on one test that uses the shared data."""
    (tmp_path / "test_it.py").write_text(USES_SHARED)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    science\n    browser\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-rs",
        "-p",
        "conftest",
        "-p",
        "no:cacheprovider",
        str(tmp_path),
    ]
    variables = {**os.environ, "PYTHONPATH": f"{root / 'tests'}{os.pathsep}{root / 'src'}", **environment}
    done = subprocess.run(command, capture_output=True, text=True, env=variables, cwd=tmp_path, check=False)
    return done.returncode, done.stdout


def test_absent_data_skips_with_the_reason(root, tmp_path):
    """On a developer's machine a test without its data is skipped and says why."""
    code, printed = outcome(root, tmp_path, CI="", VITRUVIAN_DATA=str(tmp_path / "none"))
    assert code == 0
    assert "1 skipped" in printed
    assert "set VITRUVIAN_DATA" in printed


def test_absent_data_fails_in_ci(root, tmp_path):
    """With CI=true the same test fails."""
    code, printed = outcome(root, tmp_path, CI="true", VITRUVIAN_DATA=str(tmp_path / "none"))
    assert code == 1
    assert "set VITRUVIAN_DATA" in printed


def test_data_folder_may_be_named(root, tmp_path):
    """$VITRUVIAN_DATA names the folder that holds data/."""
    (tmp_path / "mine" / "data").mkdir(parents=True)
    code, _ = outcome(root, tmp_path, CI="true", VITRUVIAN_DATA=str(tmp_path / "mine"))
    assert code == 0


def test_mark_follows_from_the_path(root):
    """No test of the tools is a science test, though all are collected."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", str(root / "tests" / "tools")]
    every = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    science = subprocess.run(
        [*command, "-m", "science"], capture_output=True, text=True, cwd=root, check=False
    )
    assert (every.returncode, science.returncode) == (0, NOTHING_COLLECTED)
