"""The matting networks: the coarse one alone, and with the refiner behind it."""

from typing import List, Tuple  # noqa: UP035 - TorchScript on Python 3.10 reads annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class MattingBase(nn.Module):
    """Alpha, foreground and predicted error at the decoder's resolution (Lin et al. 2021, sec. 3.1)."""

    def __init__(self, backbone: nn.Module, aspp: nn.Module, decoder: nn.Module) -> None:
        """
        Args:
            backbone: src and bgr concatenated -> features from fine to coarse.
            aspp: coarsest feature -> context.
            decoder: context and features -> (B, 5 + C, h, w), see `decode`.
        """
        super().__init__()
        self.backbone = backbone
        self.aspp = aspp
        self.decoder = decoder

    def decode(self, src: Tensor, bgr: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `forward`, with the foreground as a residual to be added to `src`."""
        features: List[Tensor] = self.backbone(torch.cat([src, bgr], dim=1))
        x = self.decoder(self.aspp(features[-1]), features)
        return x[:, 0:1].clamp(0, 1), x[:, 1:4], x[:, 4:5].clamp(0, 1), x[:, 5:].relu()

    def forward(self, src: Tensor, bgr: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        """
        Args:
            src: (B, 3, H, W) RGB 0..1, the frame.
            bgr: (B, 3, H, W) RGB 0..1, the plate.

        Returns:
            pha (B, 1, h, w) 0..1, fgr (B, 3, h, w) 0..1, err (B, 1, h, w) 0..1 the expected absolute error of pha, and
            hid (B, C, h, w) features for the refiner. h and w are H and W, or half of them, rounded up, in
            mobilenetv3-lite.
        """
        pha, residual, err, hid = self.decode(src, bgr)
        small_src = F.interpolate(src, size=pha.shape[2:], mode="bilinear", align_corners=False)
        return pha, (small_src + residual).clamp(0, 1), err, hid
