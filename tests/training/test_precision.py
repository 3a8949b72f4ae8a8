"""What a network computes in."""

import torch
from torch import nn

from matting_rt.network.variants import build_network
from training.precision import DepthwiseConv2d, keep_depthwise_exact


def test_depthwise_convolutions_stay_out_of_autocast_and_others_do_not() -> None:
    plain = nn.Sequential(nn.Conv2d(4, 4, 3, groups=4), nn.Conv2d(4, 4, 1))
    picture = torch.rand(1, 4, 8, 8)
    expected = plain[0](picture)
    keep_depthwise_exact(plain)
    with torch.autocast("cpu", torch.bfloat16):
        depthwise = plain[0](picture)
        assert plain[1](picture).dtype is torch.bfloat16
        assert plain[0](picture.bfloat16()).dtype is torch.bfloat16
    assert torch.equal(depthwise, expected)


def test_a_network_keeps_its_weights_and_its_result() -> None:
    network = build_network("mobilenetv3-lite", "base").eval()
    names = list(network.state_dict())
    src, bgr = torch.rand(2, 1, 3, 64, 64)
    expected = network(src, bgr)[0]
    keep_depthwise_exact(network)
    assert sum(isinstance(module, DepthwiseConv2d) for module in network.modules()) > 10
    assert list(network.state_dict()) == names
    assert torch.equal(network(src, bgr)[0], expected)
