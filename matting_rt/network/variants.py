"""The variants by name, and what each is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from torch import nn

from matting_rt.errors import ConfigError
from matting_rt.network import backbones, decoder
from matting_rt.network.edges import EdgeNetwork
from matting_rt.network.matting import MattingBase, MattingRefine
from matting_rt.network.refiner import Refiner
from matting_rt.network.settings import BASE_MULTIPLES

REFINER_KERNEL_SIZE = 3
"""Of the refiners of all variants, but where an original's was trained with 1."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """How a variant's parts are made."""

    backbone: Callable[[], nn.Module]
    aspp: Callable[[], nn.Module]
    decoder: Callable[[], nn.Module]
    refiner: Callable[..., Refiner | EdgeNetwork]
    """Takes mode, sample_pixels, threshold and prevent_oversampling by name."""
    takes_known: bool = True
    """Whether it is given how far the plate is known."""
    base_multiple: int = 1
    """What the sides of the base network's picture are rounded up to a multiple of."""


def _background_matting_v2(backbone: Callable[[], nn.Module], skips: list[int], context: int) -> Architecture:
    """The original, parameter names included, so that its published checkpoints load strictly."""
    return Architecture(
        backbone=backbone,
        aspp=partial(decoder.aspp, context),
        decoder=partial(decoder.Decoder, [256, 128, 64, 48, 5 + 32], skips),
        refiner=partial(Refiner, [32 + 10, 24, 16, 12, 4]),
        takes_known=False,
    )


VARIANTS: dict[str, Architecture] = {
    "mobilenetv3": Architecture(
        backbone=backbones.mobilenet_v3_large_encoder,
        aspp=partial(decoder.LiteContext, 160, 128),
        decoder=partial(
            decoder.SeparableDecoder,
            128,
            [40, 24, 16],
            [96, 64, 48],
            input_channels=9,
            stride=1,
            mixed_channels=32,
            out_channels=5 + 19,
        ),
        refiner=partial(EdgeNetwork, 19),
        base_multiple=BASE_MULTIPLES["mobilenetv3"],
    ),
    "mobilenetv3-lite": Architecture(
        # Channels come in multiples of 16 where they can, the width of ONNX Runtime's blocked convolutions.
        backbone=backbones.mobilenet_v3_small_encoder,
        aspp=partial(decoder.LiteContext, 96, 96),
        decoder=partial(
            decoder.SeparableDecoder,
            96,
            [48, 24, 16, 16],
            [96, 64, 48, 32],
            input_channels=9,
            stride=2,
            mixed_channels=16,
            out_channels=5 + 11,
        ),
        refiner=partial(EdgeNetwork, 11),
        base_multiple=BASE_MULTIPLES["mobilenetv3-lite"],
    ),
    "mobilenetv2": _background_matting_v2(backbones.mobilenet_v2_encoder, [32, 24, 16, 6], context=320),
    "resnet50": _background_matting_v2(partial(backbones.resnet_encoder, 50), [512, 256, 64, 6], context=2048),
    "resnet101": _background_matting_v2(partial(backbones.resnet_encoder, 101), [512, 256, 64, 6], context=2048),
}


def build_network(
    variant: str,
    kind: str = "refine",
    *,
    backbone_scale: float = 0.25,
    refine_mode: str = "sampling",
    refine_sample_pixels: int = 80_000,
    refine_threshold: float = 0.1,
    refine_kernel_size: int | None = None,
    refine_prevent_oversampling: bool = True,
) -> MattingBase | MattingRefine:
    """A network with random weights, in training mode.

    Args:
        variant: one of VARIANTS.
        kind: "refine" for MattingRefine, "base" for MattingBase, which takes none of the settings.
        backbone_scale: see MattingRefine.
        refine_mode: a value of RefineMode; with the following, see Refiner.
        refine_kernel_size: 3 or 1, of all the convolutions of the originals' refiner; ours has no such setting.

    Raises:
        ConfigError: no such variant, or a setting is out of its range.
    """
    if variant not in VARIANTS:
        raise ConfigError(
            "no network is called {variant!r}; choose one of {variants}", variant=variant, variants=", ".join(VARIANTS)
        )
    if kind not in ("base", "refine"):
        raise ConfigError("no kind of network is called {kind!r}; choose base or refine", kind=kind)
    architecture = VARIANTS[variant]
    backbone, aspp, decode = architecture.backbone(), architecture.aspp(), architecture.decoder()
    if kind == "base":
        return MattingBase(backbone, aspp, decode, architecture.takes_known)
    refiner = architecture.refiner(
        mode=refine_mode,
        sample_pixels=refine_sample_pixels,
        threshold=refine_threshold,
        prevent_oversampling=refine_prevent_oversampling,
        **({"kernel_sizes": (refine_kernel_size,) * 4} if refine_kernel_size and not architecture.takes_known else {}),
    )
    return MattingRefine(
        backbone, aspp, decode, architecture.takes_known, refiner, backbone_scale, architecture.base_multiple
    )
