"""What a network computes in while it trains."""

import logging

import torch
from torch import Tensor, nn

from matting_rt.errors import ConfigError
from matting_rt.processor import computes_in_bf16
from training.config import Precision

log = logging.getLogger(__name__)


def choose_compute_type(precision: Precision, device: torch.device) -> torch.dtype:
    """What the network computes in. Raises ConfigError: the device is not made for it."""
    if device.type == "cpu":
        if precision is Precision.FP16:
            raise ConfigError("a CPU trains in fp32 or bf16; leave --precision fp16 away, or give --device cuda")
        if precision is Precision.BF16 and not computes_in_bf16():
            log.warning("this processor has no bf16, and takes seven times as long for it: --precision fp32 is faster")
        return torch.bfloat16 if precision is Precision.BF16 else torch.float32
    has_bf16 = torch.cuda.is_bf16_supported(including_emulation=False)
    if precision is Precision.BF16 and not has_bf16:
        raise ConfigError(f"{torch.cuda.get_device_name(device)} has no bf16; choose --precision fp16")
    if precision is Precision.AUTO:
        return torch.bfloat16 if has_bf16 else torch.float16
    return {Precision.FP32: torch.float32, Precision.BF16: torch.bfloat16, Precision.FP16: torch.float16}[precision]


class DepthwiseConv2d(nn.Conv2d):
    """Computes in fp32 whatever autocast says, and gives what it was given."""

    def forward(self, input: Tensor) -> Tensor:
        with torch.autocast(input.device.type, enabled=False):
            return super().forward(input.float()).to(input.dtype)


def keep_depthwise_exact(network: nn.Module) -> None:
    """Take all convolutions with groups out of autocast, for training on a CPU in bf16.

    The gradient of such a convolution takes a CPU's bf16 longer than fp32. Measured on one core with avx512_bf16, 16
    pictures of 256x192, forwards and backwards: mobilenetv3-lite 38.7 ms a picture in fp32, 37.8 in bf16, 28.3 so;
    mobilenetv3 203, 144 and 133.
    """
    for module in network.modules():
        if type(module) is nn.Conv2d and module.groups > 1:  # those of the person network have no gradients
            module.__class__ = DepthwiseConv2d
