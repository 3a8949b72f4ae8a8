"""Decoders: from the coarsest features back to a matte, taking in finer features on the way.

All leave the same channels: alpha 1, foreground residual 3, error 1, and hidden features for the refiner.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Decoder(nn.Module):
    """BackgroundMattingV2's decoder: each step concatenates the next finer feature and convolves."""

    def __init__(self, channels: list[int], skip_channels: list[int]) -> None:
        """
        Args:
            channels: of the context, and what each of the four convolutions leaves.
            skip_channels: of the features taken in, from coarse to fine; the last is the input itself.
        """
        super().__init__()
        self.conv1 = nn.Conv2d(channels[0] + skip_channels[0], channels[1], 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels[1])
        self.conv2 = nn.Conv2d(channels[1] + skip_channels[1], channels[2], 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels[2])
        self.conv3 = nn.Conv2d(channels[2] + skip_channels[2], channels[3], 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels[3])
        self.conv4 = nn.Conv2d(channels[3] + skip_channels[3], channels[4], 3, padding=1)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor, features: list[Tensor]) -> Tensor:
        """
        Args:
            x: the context, made of the coarsest feature.
            features: as the encoder returns them.

        Returns:
            (B, channels[-1], H, W) at the size of the input.
        """
        x = self.relu(self.bn1(self.conv1(_join(x, features[3]))))
        x = self.relu(self.bn2(self.conv2(_join(x, features[2]))))
        x = self.relu(self.bn3(self.conv3(_join(x, features[1]))))
        x = self.conv4(_join(x, features[0]))
        return x


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
        gated: Tensor = self.project(x) * self.gate(x)
        return gated


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
        x = self.smooth(_resize(self.reduce(x), skip) + self.lateral(skip))
        return x


class SeparableDecoder(nn.Module):
    """Depthwise-separable steps from coarse to fine, and a head that also sees the input itself.

    The head's dense 3x3 convolution was up to two thirds of a network's multiplications: it works on few channels,
    mixed from what the last step leaves.
    """

    def __init__(
        self,
        in_channels: int,
        skip_channels: list[int],
        channels: list[int],
        input_channels: int,
        stride: int,
        mixed_channels: int,
        out_channels: int,
    ) -> None:
        """
        Args:
            in_channels: of the context that decoding starts from.
            skip_channels: of the feature that each step takes in, from coarse to fine.
            channels: that each step leaves, from coarse to fine.
            input_channels: of the encoder's input, which the head sees through one convolution.
            stride: of the result to the input.
            mixed_channels: that the head's 3x3 convolution reads.
            out_channels: of the result.
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
        self.mix = nn.Conv2d(channels[-1] + 16, mixed_channels, 1, bias=False)
        self.head = nn.Conv2d(mixed_channels, out_channels, 3, padding=1)
        # An alpha that starts at one half is inside its clamp, where the gradient is not zero.
        self.head.bias = nn.Parameter(torch.tensor([0.5] + [0.0] * (out_channels - 1)))

    def forward(self, x: Tensor, features: list[Tensor]) -> Tensor:
        """
        Args:
            x: the context, made of the coarsest feature.
            features: as the encoder returns them.

        Returns:
            (B, out_channels, h, w) at the size of the input over `stride`, rounded up.
        """
        level = len(features) - 2
        for step in self.steps:
            x = step(x, features[level])
            level -= 1
        detail = self.detail(features[0])
        # a sum of both halves, which is the convolution of the two joined, without what joining them would move
        wide = x.shape[1]
        mixed = F.conv2d(x, self.mix.weight[:, :wide])
        x = self.head(_resize(mixed, detail) + F.conv2d(detail, self.mix.weight[:, wide:]))
        return x


def aspp(in_channels: int) -> nn.Module:
    """BackgroundMattingV2's context: torchvision's ASPP with the rates 3, 6 and 9, 256 channels out."""
    from torchvision.models.segmentation.deeplabv3 import ASPP

    module: nn.Module = ASPP(in_channels, [3, 6, 9])
    return module


def _resize(x: Tensor, like: Tensor) -> Tensor:
    """`x` at the size of `like`."""
    if x.shape[2:] == like.shape[2:]:
        return x
    return F.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=False)


def _join(x: Tensor, skip: Tensor) -> Tensor:
    return torch.cat([_resize(x, skip), skip], dim=1)
