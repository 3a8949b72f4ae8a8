"""The variants by name, and what each is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from torch import nn

from matting_rt.errors import ConfigError
from matting_rt.network import backbones, decoder
from matting_rt.network.matting import MattingBase


@dataclass(frozen=True, slots=True)
class Architecture:
    """How a variant's parts are made."""

    backbone: Callable[[], nn.Module]
    aspp: Callable[[], nn.Module]
    decoder: Callable[[], nn.Module]


VARIANTS: dict[str, Architecture] = {
    "mobilenetv3-lite": Architecture(
        # Channel counts are multiples of 16, the width that ONNX Runtime's blocked convolutions work in.
        backbone=backbones.mobilenet_v3_small_encoder,
        aspp=partial(decoder.LiteContext, 96, 96),
        decoder=partial(
            decoder.SeparableDecoder,
            96,
            [48, 24, 16, 16],
            [96, 64, 48, 32],
            input_channels=7,
            stride=2,
            out_channels=16,
        ),
    ),
}


def build_network(variant: str, kind: str = "base") -> nn.Module:
    """A network with random weights, in training mode.

    Args:
        variant: one of VARIANTS.
        kind: "base" for MattingBase.
    """
    try:
        architecture = VARIANTS[variant]
    except KeyError:
        raise ConfigError(f"no network is called {variant!r}; choose one of {', '.join(VARIANTS)}") from None
    return MattingBase(architecture.backbone(), architecture.aspp(), architecture.decoder())
