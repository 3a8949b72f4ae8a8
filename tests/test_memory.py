import platform
import subprocess
import sys

import pytest

COUNT_FAULTS = """
import resource, sys, threading
import numpy as np
from matting_rt.memory import keep_freed_memory

if sys.argv[1] == "kept":
    keep_freed_memory()
faults = []

def work():
    for _ in range(20):
        pictures = [np.ones(2_764_800, np.float32) for _ in range(4)]
        del pictures
        faults.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt)

thread = threading.Thread(target=work)
thread.start()
thread.join()
print(faults[-1] - faults[9])
"""


def count_faults(how: str) -> int:
    """Page faults in ten rounds of taking and freeing 44 MB."""
    command = [sys.executable, "-c", COUNT_FAULTS, how]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="there is nothing to set")
def test_pictures_are_taken_from_memory_that_was_used_before() -> None:
    assert count_faults("kept") < 1000 < count_faults("given back")


GIVE_BACK = """
import numpy as np
from matting_rt.memory import give_back_freed_memory, keep_freed_memory
from matting_rt.timing import resident_bytes

keep_freed_memory()
pictures = [np.ones(2_764_800, np.float32) for _ in range(16)]
between = [bytes(100_000) for _ in range(4)]
del pictures
kept = resident_bytes()
give_back_freed_memory()
print(kept - resident_bytes())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="there is nothing to give back")
def test_kept_memory_can_be_given_back() -> None:
    given = subprocess.run([sys.executable, "-c", GIVE_BACK], capture_output=True, text=True, check=True).stdout
    assert int(given) > 80_000_000
