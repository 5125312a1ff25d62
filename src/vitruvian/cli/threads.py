"""How many threads numerical libraries may use. They read it when they are loaded, so this imports none."""

import os

LIBRARIES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def environment(threads: int) -> dict[str, str]:
    """The variables that hold numerical libraries to so many threads."""
    flags = os.environ.get("XLA_FLAGS", "")
    if threads == 1:
        flags += " --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    return {**dict.fromkeys(LIBRARIES, str(threads)), "XLA_FLAGS": flags.strip()}


def one_unless_told() -> None:
    """One thread for linear algebra, unless the user's environment says otherwise.

    Our matrices are small: threads that wait for each other make them up to twenty times as slow on a busy
    machine (measured: 3 s became 60 s).
    """
    for name in LIBRARIES:
        os.environ.setdefault(name, "1")
