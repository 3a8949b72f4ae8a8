"""The matting networks: the coarse one alone, and with the refiner behind it."""

from fractions import Fraction
from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from matting_rt.errors import ConfigError, FrameShapeError
from matting_rt.network.edges import EdgeNetwork
from matting_rt.network.refiner import CELL, Refiner, resize
from matting_rt.network.settings import LEAST_BASE_SIDE


class CoarseNetwork(nn.Module):
    """The part that both networks share, under the same parameter names."""

    takes_known: Final[bool]  # final, so that TorchScript compiles one kind of refiner's call alone

    def __init__(self, backbone: nn.Module, aspp: nn.Module, decoder: nn.Module, takes_known: bool) -> None:
        """
        Args:
            backbone: src and bgr (and known) concatenated -> features from fine to coarse.
            aspp: coarsest feature -> context.
            decoder: context and features -> (B, 5 + C, h, w), see `decode`.
            takes_known: whether the backbone is given how far the plate is known: ours are, the originals believe it.
        """
        super().__init__()
        self.backbone = backbone
        self.aspp = aspp
        self.decoder = decoder
        self.takes_known = takes_known

    def decode(self, src: Tensor, bgr: Tensor, known: Tensor | None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """
        Args:
            src, bgr: (B, 3, H, W) RGB 0..1, frame and plate.
            known: (B, 1, any size) 0..1, how far the plate is known; None: wholly.

        Returns:
            pha, the foreground residual to be added to the frame, err, hid.
        """
        if known is None:
            known = torch.ones_like(src[:, :1])
        x = self.maps(src, bgr, resize(known, [src.shape[2], src.shape[3]]))
        return x[:, 0:1].clamp(0, 1), x[:, 1:4], x[:, 4:5].clamp(0, 1), x[:, 5:].relu()

    def maps(self, src: Tensor, bgr: Tensor, known: Tensor, white: float = 1.0) -> Tensor:
        """What `decode` gives, in one, (B, 5 + C, h, w), and not yet within its ranges.

        Args:
            src, bgr: (B, 3, H, W) RGB 0..white, which the originals take for 1.
            known: (B, 1, H, W) 0..1.
        """
        if self.takes_known:
            features: list[Tensor] = self.backbone(src, bgr, known, white)
        else:
            features = self.backbone(torch.cat([src, bgr], dim=1))
        x: Tensor = self.decoder(self.aspp(features[-1]), features)
        return x


class MattingBase(CoarseNetwork):
    """Alpha, foreground and predicted error at the decoder's resolution (Lin et al. 2021, sec. 3.1)."""

    def forward(self, src: Tensor, bgr: Tensor, known: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """
        Args:
            src: (B, 3, H, W) RGB 0..1, the frame; H and W are multiples of 16 in our own variants.
            bgr: (B, 3, H, W) RGB 0..1, the plate.
            known: (B, 1, any size) 0..1, how far the plate is known; None: wholly. The originals take no notice.

        Returns:
            pha (B, 1, h, w) 0..1, fgr (B, 3, h, w) 0..1, err (B, 1, h, w) 0..1 the expected absolute error of pha, and
            hid (B, C, h, w) features for the refiner. h and w are H and W, or half of them, rounded up, in
            mobilenetv3-lite.
        """
        if not torch.jit.is_scripting():  # type: ignore[attr-defined]
            check_frames(src, bgr, multiple=1)
        pha, residual, err, hid = self.decode(src, bgr, known)
        return pha, add_residual(src, residual), err, hid


class MattingRefine(CoarseNetwork):
    """The base network on a small picture, and the refiner at full size (Lin et al. 2021, sec. 3)."""

    def __init__(
        self,
        backbone: nn.Module,
        aspp: nn.Module,
        decoder: nn.Module,
        takes_known: bool,
        refiner: Refiner | EdgeNetwork,
        backbone_scale: float = 0.25,
        base_multiple: int = 1,
    ) -> None:
        """
        Args:
            backbone_scale: side of the base network's picture over the frame's, 0 < scale <= 0.5.
            base_multiple: the base network's picture is rounded up to multiples of this. 1 is the original, which
                resizes straight from the frame and so skips pixels at small scales; more resizes from the half-size
                frame, which averages them.

        Raises:
            ConfigError: the scale is out of its range.
        """
        super().__init__(backbone, aspp, decoder, takes_known)
        if not 0 < backbone_scale <= 0.5:
            raise ConfigError(
                "backbone_scale is {backbone_scale}; choose a value above 0 and up to 0.5",
                backbone_scale=backbone_scale,
            )
        self.refiner = refiner
        self.backbone_scale = backbone_scale
        self.base_multiple = base_multiple
        self.least_base_side = LEAST_BASE_SIDE if base_multiple > 1 else 1

    def forward(
        self,
        src: Tensor,
        bgr: Tensor,
        known: Tensor | None = None,
        last_src: Tensor | None = None,
        last_pha: Tensor | None = None,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """
        Args:
            src: (B, 3, H, W) RGB 0..1, the frame; H and W are multiples of 4.
            bgr: (B, 3, H, W) RGB 0..1, the plate.
            known: (B, 1, any size) 0..1, how far the plate is known; None: wholly. This and what follows is for our
                own variants: the originals take no notice.
            last_src, last_pha: the frame before this one, and the pha that was returned for it; -1 throughout, or None,
                where there is none.

        Returns:
            pha (B, 1, H, W) 0..1 and fgr (B, 3, H, W) 0..1; the same from the base network at its size, and the error
            err (B, 1, h, w) 0..1 it expects in its alpha; and (B, 1, H/4, W/4), 1 where a cell of 4x4 was refined.
        """
        if not torch.jit.is_scripting():  # type: ignore[attr-defined]
            check_frames(src, bgr, multiple=CELL)
        src_sm, bgr_sm = self.shrink(src, bgr)
        pha_sm, residual, err_sm, hid = self.decode(src_sm, bgr_sm, known)
        coarse = torch.cat([pha_sm, residual], dim=1)
        if self.takes_known:
            if known is None:
                known = torch.ones_like(pha_sm)
            refined, ref_sm = self.refiner(src, bgr, known, coarse, err_sm, hid, last_src, last_pha)
        else:
            half_src_bgr = torch.cat([F.avg_pool2d(src, 2), F.avg_pool2d(bgr, 2)], dim=1)
            refined, ref_sm = self.refiner(src, bgr, half_src_bgr, coarse, err_sm, hid)
        fgr_sm = add_residual(src_sm, residual)
        return refined[:, :1].clamp(0, 1), (src + refined[:, 1:]).clamp(0, 1), pha_sm, fgr_sm, err_sm, ref_sm

    def shrink(self, src: Tensor, bgr: Tensor) -> tuple[Tensor, Tensor]:
        """Frame and plate (B, 3, H, W) as the base network sees them, (B, 3, h, w)."""
        size = [self.base_side(src.shape[2]), self.base_side(src.shape[3])]
        if self.base_multiple > 1:
            src, bgr = F.avg_pool2d(src, 2), F.avg_pool2d(bgr, 2)
        return resize(src, size), resize(bgr, size)

    def base_side(self, side: int) -> int:
        """Pixels along one side of the base network's picture for `side` pixels of the frame."""
        if torch.jit.is_scripting():  # type: ignore[attr-defined]
            return max(self.rounded_up(int(side * self.backbone_scale)), self.least_base_side)
        return torch.sym_max(self.rounded_up(scaled_side(side, self.backbone_scale)), self.least_base_side)  # type: ignore[return-value]

    def rounded_up(self, side: int) -> int:
        """To a multiple of base_multiple; of positive numbers, as ONNX rounds a negative quotient towards zero."""
        return (side + self.base_multiple - 1) // self.base_multiple * self.base_multiple


def scaled_side(side: int | torch.SymInt, scale: float) -> int:
    """`side` times `scale`, rounded down.

    Where an exporter to ONNX leaves the side open, by whole numbers: the exporter would take the rounding of a floating
    one for a constant, without a word.
    """
    if isinstance(side, torch.SymInt):
        share = Fraction(scale).limit_denominator(10_000)
        return side * share.numerator // share.denominator  # type: ignore[return-value]
    return int(side * scale)


def add_residual(src: Tensor, residual: Tensor) -> Tensor:
    """The foreground's colour at the residual's size, (B, 3, h, w) 0..1."""
    if src.shape[2:] != residual.shape[2:]:
        src = F.interpolate(src, size=residual.shape[2:], mode="bilinear", align_corners=False)
    return (src + residual).clamp(0, 1)


def check_frames(src: Tensor, bgr: Tensor, multiple: int) -> None:
    """Raise FrameShapeError unless both are (B, 3, H, W) of one shape, with H and W multiples of `multiple`."""
    for name, x in (("src", src), ("bgr", bgr)):
        if x.dim() != 4 or x.shape[1] != 3 or not x.is_floating_point():
            raise FrameShapeError(
                "{name} is {kind} of shape {shape}; give RGB as floating point of shape (B, 3, H, W)",
                name=name,
                kind=x.dtype,
                shape=tuple(x.shape),
            )
    if src.shape != bgr.shape:
        raise FrameShapeError(
            "src is of shape {shape} and bgr of {plate_shape}; they must agree",
            shape=tuple(src.shape),
            plate_shape=tuple(bgr.shape),
        )
    if src.shape[2] % multiple or src.shape[3] % multiple:
        raise FrameShapeError(
            "src is {width}x{height}; both sides must be multiples of {multiple}",
            width=src.shape[3],
            height=src.shape[2],
            multiple=multiple,
        )
