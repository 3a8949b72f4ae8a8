"""Parts of a run that need no run."""

import torch
from torch import nn

from training.checkpoint import optimizer_to_channels_last


def test_moments_that_were_loaded_lie_in_memory_as_their_weights_do() -> None:
    layer = nn.Conv2d(4, 8, 3).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(layer.parameters())
    layer(torch.rand(1, 4, 8, 8)).sum().backward()
    optimizer.step()
    kept = optimizer.state_dict()
    moments = {
        number: {name: tensor.contiguous() for name, tensor in moments.items()}
        for number, moments in kept["state"].items()
    }
    optimizer.load_state_dict({**kept, "state": moments})
    optimizer_to_channels_last(optimizer)
    for name in ("exp_avg", "exp_avg_sq"):
        moment = optimizer.state[layer.weight][name]
        assert moment.stride() == layer.weight.stride() != moments[0][name].stride()
        assert torch.equal(moment, moments[0][name])
    assert optimizer.state[layer.weight]["step"] == 1
