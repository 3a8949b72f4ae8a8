"""The person network: tells people from room in a single picture, without a plate.

The network of MediaPipe's selfie segmentation (MobileNetV3's blocks, LR-ASPP's head, a decoder of gated skips), written
anew in PyTorch; tools/convert_person_network.py fills it. Modules are registered in the order in which that network
computes them, which is the order of its weights.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from matting_rt.errors import FrameShapeError

MULTIPLE = 16
"""Of a picture's sides: every one of the four halvings then meets an even side."""
FEATURE_CHANNELS = (16, 16, 24, 32)
"""Of `f1` to `f4`, at a half, a quarter, an eighth and a sixteenth of the picture's sides."""


class PersonSegmenter(nn.Module):
    """A person map of a picture, and the features on the way to it."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(SameConv(3, 16, 3, stride=2), nn.Hardswish())
        self.stage2 = Block(16, 16, 16, 3, nn.ReLU, stride=2, squeezed=8)
        self.stage3 = nn.Sequential(
            Block(16, 72, 24, 3, nn.ReLU, stride=2),
            Block(24, 88, 24, 3, nn.ReLU),
        )
        self.stage4 = nn.Sequential(
            Block(24, 96, 32, 5, nn.Hardswish, stride=2, squeezed=24),
            Block(32, 128, 32, 5, nn.Hardswish, squeezed=32),
            Block(32, 128, 32, 5, nn.Hardswish, squeezed=32),
            Block(32, 96, 32, 5, nn.Hardswish, squeezed=24),
            Block(32, 96, 32, 5, nn.Hardswish, squeezed=24),
        )
        self.context = Context(32, 128)
        self.decoder = nn.ModuleList([Merge(128, 24), Merge(24, 16), Merge(16, 16)])
        self.head = nn.ConvTranspose2d(16, 1, 2, stride=2)

    def forward(self, src: Tensor) -> Tensor:
        """
        Args:
            src: (B, 3, H, W) RGB 0..1, H and W multiples of 16. People are found best where they are as large as
                before a webcam; trained at 256x144 and 256x256.

        Returns:
            (B, 1, H, W), 0..1: how sure it is that a pixel shows a person.

        Raises:
            FrameShapeError: the picture is not RGB, or its sides are no multiples of 16.
        """
        if not torch.jit.is_scripting():  # type: ignore[attr-defined]
            _check(src)
        return self.logits(self.features(src)).sigmoid()

    def features(self, src: Tensor) -> list[Tensor]:
        """f1 to f4 (see FEATURE_CHANNELS) of a picture as `forward` takes it."""
        f1 = self.stem(src)
        f2 = self.stage2(f1)
        f3 = self.stage3(f2)
        return [f1, f2, f3, self.stage4(f3)]

    def logits(self, features: list[Tensor]) -> Tensor:
        """What `forward` takes the sigmoid of, (B, 1, H, W), from all of `features`."""
        x: Tensor = self.context(features[3])
        for place, step in enumerate(self.decoder):
            x = step(x, features[2 - place])
        logits: Tensor = self.head(x)
        return logits


class SameConv(nn.Conv2d):
    """A convolution with TensorFlow's SAME padding of even sides: with stride 2, what is odd goes right and below."""

    def __init__(self, in_channels: int, out_channels: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(in_channels, out_channels, kernel, stride, groups=groups)
        before, after = (kernel - stride) // 2, (kernel - stride + 1) // 2
        self.margins = [before, after, before, after]

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self._conv_forward(F.pad(x, self.margins), self.weight, self.bias)
        return y


class Block(nn.Module):
    """MobileNetV3's inverted residual (Howard et al. 2019, arXiv:1905.02244, sec. 5), batch norms folded in."""

    def __init__(
        self,
        in_channels: int,
        wide: int,
        out_channels: int,
        kernel: int,
        activation: type[nn.Module],
        stride: int = 1,
        squeezed: int = 0,
    ) -> None:
        """
        Args:
            wide: channels of the depthwise convolution.
            squeezed: channels of the gate between its two convolutions; 0: there is no gate.
        """
        super().__init__()
        self.expand = nn.Sequential(nn.Conv2d(in_channels, wide, 1), activation())
        self.depthwise = nn.Sequential(SameConv(wide, wide, kernel, stride, groups=wide), activation())
        self.gate = Gate(wide, squeezed) if squeezed else None
        self.project = nn.Conv2d(wide, out_channels, 1)
        self.is_residual = stride == 1

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.depthwise(self.expand(x))
        if self.gate is not None:
            y = y * self.gate(y)
        y = self.project(y)
        return x + y if self.is_residual else y


class Gate(nn.Module):
    """How much of each channel passes, (B, C, 1, 1) 0..1, by what the picture is on the whole."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.excite = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        share: Tensor = self.excite(self.squeeze(_mean(x)).relu()).sigmoid()
        return share


class Context(nn.Module):
    """LR-ASPP's head: a pointwise projection, gated by a view of the whole picture."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.project = nn.Conv2d(in_channels, out_channels, 1)
        self.gate = nn.Conv2d(in_channels, out_channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        gated: Tensor = self.project(x).relu() * self.gate(_mean(x)).sigmoid()
        return gated


class Merge(nn.Module):
    """One step of the decoder: twice as fine, with what the next finer feature adds."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(in_channels, channels, 1)
        self.gate = Gate(channels, channels)
        self.mix = nn.Conv2d(channels, channels, 1)
        self.depthwise = SameConv(channels, channels, 3, groups=channels)

    def forward(self, x: Tensor, feature: Tensor) -> Tensor:
        y: Tensor = self.narrow(F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False))
        y = self.mix(feature * self.gate(feature + y) + y).relu()
        y = y + self.depthwise(y).relu()
        return y


def _check(src: Tensor) -> None:
    if src.dim() != 4 or src.shape[1] != 3 or src.shape[2] % MULTIPLE or src.shape[3] % MULTIPLE:
        raise FrameShapeError(
            "the person network takes (B, 3, H, W), multiples of {multiple}; not {shape}",
            multiple=MULTIPLE,
            shape=src.shape,
        )


def _mean(x: Tensor) -> Tensor:
    return x.mean((2, 3), keepdim=True)
