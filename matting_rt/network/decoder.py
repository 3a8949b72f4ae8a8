"""Decoders: from the coarsest features back to a matte, taking in finer features on the way."""

from typing import List  # noqa: UP035 - TorchScript on Python 3.10 reads annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class LiteContext(nn.Module):
    """LR-ASPP's head: a pointwise projection, gated channel by channel by a view of the whole picture.

    Howard et al. 2019 (arXiv:1905.02244), sec. 6.4, without its second branch, which the decoder's skips replace.
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.project = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels), nn.ReLU(inplace=True)
        )
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(in_channels, out_channels, 1, bias=False), nn.Sigmoid()
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.project(x) * self.gate(x)


class SeparableStep(nn.Module):
    """Brings the coarser features to the size of a finer one and adds it; then a depthwise 3x3 convolution.

    The pointwise halves stand before the resize and on the finer feature alone: adding there is a concatenation with
    a pointwise convolution after it, but nothing wide is ever resized, concatenated or read at the finer size.
    """

    def __init__(self, in_channels: int, skip_channels: int, channels: int) -> None:
        super().__init__()
        self.reduce = nn.Sequential(nn.Conv2d(in_channels, channels, 1, bias=False), nn.BatchNorm2d(channels))
        self.lateral = nn.Sequential(nn.Conv2d(skip_channels, channels, 1, bias=False), nn.BatchNorm2d(channels))
        self.smooth = nn.Sequential(
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        x = F.interpolate(self.reduce(x), size=skip.shape[2:], mode="bilinear", align_corners=False)
        return self.smooth(x + self.lateral(skip))


class SeparableDecoder(nn.Module):
    """Depthwise-separable steps from coarse to fine, and a dense head that also sees the input itself."""

    def __init__(
        self,
        in_channels: int,
        skip_channels: List[int],
        channels: List[int],
        input_channels: int,
        stride: int,
        out_channels: int,
    ) -> None:
        """
        Args:
            in_channels: of the context that decoding starts from.
            skip_channels: of the feature that each step takes in, from coarse to fine.
            channels: that each step leaves, from coarse to fine.
            input_channels: of the encoder's input.
            stride: of the finest feature taken in, to the input.
            out_channels: of the result: alpha 1, foreground residual 3, error 1, the rest hidden features.
        """
        super().__init__()
        self.steps = nn.ModuleList(
            SeparableStep(before, skip, out)
            for before, skip, out in zip([in_channels, *channels[:-1]], skip_channels, channels, strict=True)
        )
        self.detail = nn.Sequential(
            nn.Conv2d(input_channels, 16, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(inplace=True),
        )
        self.head = nn.Conv2d(channels[-1] + 16, out_channels, 3, padding=1)
        # An alpha that starts at one half is inside its clamp, where the gradient is not zero.
        nn.init.zeros_(self.head.bias)
        nn.init.constant_(self.head.bias[0:1], 0.5)

    def forward(self, x: Tensor, features: List[Tensor]) -> Tensor:
        """
        Args:
            x: the context, made of the coarsest feature.
            features: as the encoder returns them.

        Returns:
            (B, out_channels, h, w) at the size of the finest feature taken in.
        """
        level = len(features) - 2
        for step in self.steps:
            x = step(x, features[level])
            level -= 1
        return self.head(torch.cat([x, self.detail(features[0])], dim=1))
