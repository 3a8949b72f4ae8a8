"""The GPU of each process; that processes train as one is in test_train."""

import pytest
import torch

from matting_rt.errors import ConfigError
from training.distributed import Team, choose_gpu, join_team


def test_each_process_has_a_gpu_of_its_own() -> None:
    assert [choose_gpu(rank, 2, 2) for rank in range(2)] == [torch.device("cuda", 0), torch.device("cuda", 1)]


def test_fewer_gpus_than_processes_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match=r"4 processes on .* need a GPU each, and PyTorch finds 2: start fewer"):
        choose_gpu(0, 4, 2)


def test_a_run_of_one_process_is_a_team_of_one() -> None:
    with join_team("cpu") as team:
        assert team == Team(torch.device("cpu"), 0, 1)
        assert team.is_first
        values = torch.tensor([3.0])
        team.mean([values])
        assert values.item() == 3
        assert team.largest(1.0, 2.0) == [1.0, 2.0]
        network = torch.nn.Linear(1, 1)
        assert team.wrap(network) is network
