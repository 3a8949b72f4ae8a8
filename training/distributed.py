"""One run on several processes: on the GPUs of one computer or of many, or on CPUs, as torchrun starts them.

    torchrun --nproc-per-node=2 -m training.train_base ...

Every process draws its own part of a step's pictures, and gradients are averaged. A run that was not started by
torchrun is a team of one.
"""

import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from matting_rt.errors import ConfigError
from training.command import choose_device

# NCCL's own. Others wait while the first process validates and writes; who waits longer waits for a dead process.
_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Team:
    """The processes that train one network together, as one of them sees it."""

    device: torch.device
    rank: int = 0
    """Number of this process, from 0."""
    size: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this is the process that writes files."""
        return self.rank == 0

    def wrap(self, network: nn.Module) -> nn.Module:
        """The network to train through: its gradients become the team's average."""
        if self.size == 1:
            return network
        devices = [self.device] if self.device.type == "cuda" else None
        return DistributedDataParallel(network, device_ids=devices)

    def mean(self, tensors: Sequence[Tensor]) -> None:
        """Replace each tensor by its mean over the team."""
        for tensor in tensors if self.size > 1 else ():
            total = tensor.detach().clone()
            dist.all_reduce(total)
            tensor.copy_(total / self.size)

    def largest(self, *values: float) -> list[float]:
        """The largest that any process gives, of each value."""
        if self.size == 1:
            return list(values)
        largest = torch.tensor(values, dtype=torch.float64)
        dist.all_reduce(largest, dist.ReduceOp.MAX)
        return [float(value) for value in largest]

    def wait(self) -> None:
        """Until all have come here."""
        if self.size > 1:
            self.largest(0.0)


@contextmanager
def join_team(device_name: str) -> Iterator[Team]:
    """The team that torchrun has started, or a team of one.

    Raises:
        ConfigError: there is no such device, or there are fewer GPUs than processes.
    """
    device = choose_device(device_name)
    size = int(os.environ.get("WORLD_SIZE", 1))
    if device.type == "cuda":
        local_size = int(os.environ.get("LOCAL_WORLD_SIZE", 1))
        device = choose_gpu(int(os.environ.get("LOCAL_RANK", 0)), local_size, torch.cuda.device_count())
        torch.cuda.set_device(device)
    if size == 1:
        yield Team(device)
        return
    backend = "cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo"
    dist.init_process_group(backend, timeout=_PATIENCE)
    try:
        yield Team(device, dist.get_rank(), size)
    finally:
        dist.destroy_process_group()


def choose_gpu(local_rank: int, local_size: int, found: int) -> torch.device:
    """The GPU of a process among the `local_size` of its computer.

    Raises:
        ConfigError: there are not enough of them.
    """
    if local_size > found:
        raise ConfigError(
            f"{local_size} processes on {platform.node()} need a GPU each, and PyTorch finds {found}: start fewer "
            f"(--nproc-per-node={found}), or ask Slurm for more (--gpus-per-node={local_size})"
        )
    return torch.device("cuda", local_rank)
