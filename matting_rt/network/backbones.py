"""Encoders: the frame beside its plate, in; features from fine to coarse, out.

The originals' take `src` and `bgr` concatenated, (B, 6, H, W) RGB 0..1; ours take them and how far `bgr` is known. All
return a list of features: first the input as the decoder sees it at full size, last the coarsest. They are made of
torchvision's blocks with random weights; nothing is ever downloaded. torchvision is imported when a network is built,
not before: a program that only names variants, or runs exported ones, does not wait for it.
"""

from typing import Any

import torch
from torch import Tensor, nn

from matting_rt.network.person import FEATURE_CHANNELS, PersonSegmenter


class ResNetEncoder(nn.Module):
    """BackgroundMattingV2's ResNet: 64, 256, 512 and 2048 channels at 1/2, 1/4, 1/8 and 1/16."""

    def __init__(self, resnet: Any) -> None:
        """
        Args:
            resnet: torchvision's, with its last stage dilated instead of strided.
        """
        super().__init__()
        self.conv1 = _widen_stem(resnet.conv1, 6)
        self.bn1 = resnet.bn1
        self.relu = resnet.relu
        self.maxpool = resnet.maxpool
        self.layer1 = resnet.layer1
        self.layer2 = resnet.layer2
        self.layer3 = resnet.layer3
        self.layer4 = resnet.layer4

    def forward(self, src_bgr: Tensor) -> list[Tensor]:
        x1 = self.relu(self.bn1(self.conv1(src_bgr)))
        x2 = self.layer1(self.maxpool(x1))
        x3 = self.layer2(x2)
        return [src_bgr, x1, x2, x3, self.layer4(self.layer3(x3))]


class MobileNetV2Encoder(nn.Module):
    """BackgroundMattingV2's MobileNetV2: 16, 24, 32 and 320 channels at 1/2, 1/4, 1/8 and 1/16."""

    def __init__(self, features: Any) -> None:
        """
        Args:
            features: torchvision's; the last, 1280 channels wide convolution is dropped, the last stage dilated.
        """
        super().__init__()
        features[0][0] = _widen_stem(features[0][0], 6)
        features[14].conv[1][0].stride = (1, 1)
        for block in features[15:18]:
            block.conv[1][0].dilation = (2, 2)
            block.conv[1][0].padding = (2, 2)
        self.features = features[:18]

    def forward(self, src_bgr: Tensor) -> list[Tensor]:
        x = src_bgr
        features = [x]
        for index, block in enumerate(self.features):
            x = block(x)
            if index == 1 or index == 3 or index == 6 or index == 17:
                features.append(x)
        return features


class MobileNetV3Encoder(nn.Module):
    """MobileNetV3 without its last convolution, fed with frame, plate, their largest channel difference, how far the
    plate is known, and what the person network makes of the frame.

    The difference is what the whole task turns on where the plate is right; a stem that need not find it can spend its
    channels on edges. Where the plate is unknown or wrong, people must be known as such: the person network's features
    join those of each scale, by convolutions that start at zero. That network is frozen: it knows more people than
    there are to train with.
    """

    INPUT_CHANNELS = 9

    def __init__(self, features: Any, tap_ends: list[int], tap_channels: list[int]) -> None:
        """
        Args:
            features: torchvision's.
            tap_ends: index in `features` after which each tap is taken, from fine to coarse; what follows is dropped.
            tap_channels: of the first four taps, at a half to a sixteenth of the input.
        """
        super().__init__()
        self.person = PersonSegmenter().requires_grad_(False)
        features[0][0] = _widen_stem(features[0][0], self.INPUT_CHANNELS)
        starts = [0] + [end + 1 for end in tap_ends[:-1]]
        self.stages = nn.ModuleList(features[start : end + 1] for start, end in zip(starts, tap_ends, strict=True))
        self.joins = nn.ModuleList(
            nn.Conv2d(person, own, 1, bias=False) for person, own in zip(FEATURE_CHANNELS, tap_channels, strict=True)
        )
        for join in self.joins:
            nn.init.zeros_(join.weight)  # type: ignore[arg-type]  # a convolution's is a tensor

    def forward(self, src: Tensor, bgr: Tensor, known: Tensor, white: float = 1.0) -> list[Tensor]:
        """
        Args:
            src, bgr: (B, 3, H, W) RGB 0..white, frame and plate; H and W multiples of 16.
            known: (B, 1, H, W) 0..1, how far the plate is known.
            white: 255 for pictures in levels: their differences are exact in half precision.
        """
        people = self.person.features(src / white)
        person = self.person.logits(people).sigmoid()
        gain = 4 / white
        plate = (bgr * gain - 2) * known
        difference = (src - bgr).abs().amax(dim=1, keepdim=True) * gain * known
        x = torch.cat([src * gain - 2, plate, difference, known, person * 4 - 2], dim=1)
        features = [x]
        for scale, stage in enumerate(self.stages):
            x = stage(x)
            for joined, join in enumerate(self.joins):
                if joined == scale:
                    x = x + join(people[scale])
            features.append(x)
        return features


def resnet_encoder(depth: int) -> ResNetEncoder:
    """The encoder on ResNet50 or ResNet101."""
    from torchvision.models import resnet50, resnet101

    make = {50: resnet50, 101: resnet101}[depth]
    return ResNetEncoder(make(weights=None, replace_stride_with_dilation=[False, False, True]))


def mobilenet_v2_encoder() -> MobileNetV2Encoder:
    from torchvision.models import mobilenet_v2

    return MobileNetV2Encoder(mobilenet_v2(weights=None).features)


def mobilenet_v3_large_encoder() -> MobileNetV3Encoder:
    """16, 24, 40 and 160 channels at 1/2, 1/4, 1/8 and 1/16; the last stage is dilated instead of strided."""
    from torchvision.models import mobilenet_v3_large

    return MobileNetV3Encoder(mobilenet_v3_large(weights=None, dilated=True).features, [1, 3, 6, 15], [16, 24, 40, 160])


def mobilenet_v3_small_encoder() -> MobileNetV3Encoder:
    """16, 16, 24, 48 and 96 channels at 1/2, 1/4, 1/8, 1/16 and 1/32."""
    from torchvision.models import mobilenet_v3_small

    return MobileNetV3Encoder(mobilenet_v3_small(weights=None).features, [0, 1, 3, 8, 11], [16, 16, 24, 48])


def _widen_stem(stem: Any, in_channels: int) -> nn.Conv2d:
    """A convolution like `stem` for more input channels."""
    return nn.Conv2d(in_channels, stem.out_channels, stem.kernel_size, stem.stride, stem.padding, bias=False)
