import os

from vitruvian.cli.threads import LIBRARIES, environment, one_unless_told


def test_one_thread_means_one_thread_everywhere(monkeypatch):
    """Every library is told; flags that were set stay; more threads leave the compiler free."""
    monkeypatch.setenv("XLA_FLAGS", "--xla_mine=1")
    told = environment(1)
    assert {told[name] for name in LIBRARIES} == {"1"}
    assert told["XLA_FLAGS"].startswith("--xla_mine=1 --xla_cpu_multi_thread_eigen=false")
    assert "multi_thread" not in environment(2)["XLA_FLAGS"]


def test_what_the_user_set_is_kept(monkeypatch):
    """Only what is not set becomes one."""
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    one_unless_told()
    assert (os.environ["OMP_NUM_THREADS"], os.environ["MKL_NUM_THREADS"]) == ("7", "1")
    monkeypatch.delenv("MKL_NUM_THREADS")
