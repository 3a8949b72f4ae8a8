"""How small the base network's picture is and how much is refined, from the size of the frame."""

import math
from dataclasses import dataclass

from matting_rt.config import EngineConfig, Preset, RefineMode
from matting_rt.frame import FrameSize

BASE_SHORT_SIDE = 256
"""The base networks are trained on crops of 256 to 512 pixels, and see people best at that size."""
LEAST_REFINE_PIXELS = 40_000
"""A person's outline shrinks less than the picture's area does."""


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What `build_network` needs besides the variant."""

    backbone_scale: float
    """Side of the base network's picture over the frame's, 0 < scale <= 0.5."""
    refine_sample_pixels: int
    """Pixels of a frame refined at most."""
    refine_mode: str = RefineMode.SAMPLING.value
    refine_threshold: float = 0.1


PRESETS = {Preset.HD: NetworkSettings(0.25, 80_000), Preset.UHD: NetworkSettings(0.125, 320_000)}
"""BackgroundMattingV2's own settings for 1920x1080 and 3840x2160; "auto" comes to the same at these sizes."""


TILE = 20
"""Side of an edge network's tile in pixels of the full picture: it divides the sides of all common frames."""
MARGIN = 2
"""Pixels around a tile that the network sees beside it; 4 take a third more time and give hardly anything."""
REACH = 2
"""Pixels around a soft one that belong to the band; with 6 an eighth more tiles gain nothing."""
LEAST_BASE_SIDE = 64
"""Pixels of the base network's picture in our own variants: of anything smaller, nobody is found in four pixels."""
BASE_MULTIPLES = {"mobilenetv3": 16, "mobilenetv3-lite": 32}
"""What the sides of the base network's picture are rounded up to a multiple of: the encoder's stride."""
OUR_VARIANTS = tuple(BASE_MULTIPLES)
"""Of `variants.VARIANTS`; the others are BackgroundMattingV2's."""
_OUR_SHARE = 0.087
"""Of a frame's pixels, refined at most unless something else is configured: the band around one or two people."""
_ORIGINAL_SHARE = PRESETS[Preset.HD].refine_sample_pixels / (1920 * 1080)
"""The same of BackgroundMattingV2 at its setting for 1920x1080."""


def settings_for(size: FrameSize, config: EngineConfig, variant: str) -> NetworkSettings:
    """The configured settings; for those that are not, the preset's; and in none, what suits frames of `size`.

    Args:
        variant: one of `variants.VARIANTS`.
    """
    share = _OUR_SHARE if variant in OUR_VARIANTS else _ORIGINAL_SHARE
    refined = max(round(size.width * size.height * share), LEAST_REFINE_PIXELS)
    preset = PRESETS.get(config.preset) or NetworkSettings(_backbone_scale(size), refined)
    return NetworkSettings(
        backbone_scale=config.backbone_scale or preset.backbone_scale,
        refine_sample_pixels=config.refine_pixels or preset.refine_sample_pixels,
        refine_mode=config.refine_mode.value,
        refine_threshold=config.refine_threshold,
    )


def _backbone_scale(size: FrameSize) -> float:
    """The smallest multiple of 1/16 that gives the base network a short side of at least 256, and 1/2 at most."""
    return min(math.ceil(BASE_SHORT_SIDE / size.short_side * 16), 8) / 16
