"""Encoders: the frame beside its plate, in; features from fine to coarse, out.

Every encoder takes `src` and `bgr` concatenated, (B, 6, H, W) RGB 0..1, and returns a list of features whose first
element is the input as the decoder sees it at full size, and whose last is the coarsest. Built from torchvision's
blocks with random weights; nothing is ever downloaded.
"""

from typing import List  # noqa: UP035 - TorchScript on Python 3.10 reads annotations

import torch
from torch import Tensor, nn
from torchvision.models import mobilenet_v3_large, mobilenet_v3_small


class MobileNetV3Encoder(nn.Module):
    """MobileNetV3 without its last convolution, fed with frame, plate and their largest channel difference.

    The difference is what the whole task turns on, and a narrow stem that need not spend its channels on finding it
    can spend them on edges.
    """

    input_channels = 7

    def __init__(self, features: nn.Sequential, tap_ends: List[int]) -> None:
        """
        Args:
            features: torchvision's `features`; the first convolution is replaced by one for seven channels.
            tap_ends: index in `features` after which each tap is taken, from fine to coarse.
        """
        super().__init__()
        stem = features[0][0]
        features[0][0] = nn.Conv2d(self.input_channels, stem.out_channels, 3, stride=2, padding=1, bias=False)
        starts = [0] + [end + 1 for end in tap_ends[:-1]]
        self.stages = nn.ModuleList(features[start : end + 1] for start, end in zip(starts, tap_ends, strict=True))

    def forward(self, src_bgr: Tensor) -> List[Tensor]:
        difference = (src_bgr[:, :3] - src_bgr[:, 3:]).abs().amax(dim=1, keepdim=True)
        x = torch.cat([(src_bgr - 0.5) * 4, difference * 4], dim=1)
        features = [x]
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        return features


def mobilenet_v3_large_encoder() -> MobileNetV3Encoder:
    """Taps of 16, 24, 40 and 160 channels at 1/2, 1/4, 1/8 and 1/16; the last stage is dilated instead of strided."""
    return MobileNetV3Encoder(mobilenet_v3_large(weights=None, dilated=True).features, [1, 3, 6, 15])


def mobilenet_v3_small_encoder() -> MobileNetV3Encoder:
    """Taps of 16, 16, 24, 48 and 96 channels at 1/2, 1/4, 1/8, 1/16 and 1/32."""
    return MobileNetV3Encoder(mobilenet_v3_small(weights=None).features, [0, 1, 3, 8, 11])
