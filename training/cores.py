"""How a run shares the cores of its computer between its own threads and the processes that draw its pictures."""

import os

import torch


def count_cores() -> int:
    """Cores that this process may use: those it is bound to, and in a Slurm job no more than each task was given."""
    bound = len(os.sched_getaffinity(0))
    given = os.environ.get("SLURM_CPUS_PER_TASK", "")
    return min(bound, int(given)) if given.isdecimal() and int(given) else bound


def leave_cores_to(loaders: int) -> None:
    """Compute with the threads for which there are cores besides those of `loaders` processes, one core each.

    A number of threads that is set from outside, in OMP_NUM_THREADS, stays: torchrun sets it too, to 1.
    """
    if "OMP_NUM_THREADS" not in os.environ:
        processes = int(os.environ.get("LOCAL_WORLD_SIZE", 1))
        torch.set_num_threads(max(count_cores() // processes - loaders, 1))
