"""A network in two parts, for frame paths that keep whole pictures as bytes: the base on a small picture, and the edge
network on tiles that are cut from frame and plate.

Both take and give bytes where they can, so that nothing at the frame's size ever is floating point. What lies between
the two (which tiles, and how the coarse maps are enlarged to them) is `inference.tiles`.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from matting_rt.network.edges import EdgeNetwork
from matting_rt.network.matting import MattingRefine

_BOUNDS = [(0, 1), *[(-torch.inf, torch.inf)] * 3, (0, 1)]
"""Of alpha, foreground residual and expected error; hidden features are 0 or more."""


class BasePart(nn.Module):
    """The base network, pictures as bytes."""

    lowest: Tensor
    highest: Tensor

    def __init__(self, network: MattingRefine) -> None:
        super().__init__()
        self.network = network
        edges = network.refiner
        assert isinstance(edges, EdgeNetwork), "the originals have no parts"
        hidden = edges.from_context.in_channels - 1
        bounds = torch.tensor([*_BOUNDS, *[(0, torch.inf)] * hidden], dtype=torch.float32)
        self.register_buffer("lowest", bounds[:, 0].view(-1, 1, 1))
        self.register_buffer("highest", bounds[:, 1].view(-1, 1, 1))

    def forward(self, frame: Tensor, plate: Tensor, known: Tensor) -> Tensor:
        """
        Args:
            frame, plate: uint8 (h, w, 3) RGB, h and w multiples of the network's `base_multiple`.
            known: (h, w) 0..1, how far the plate is known.

        Returns:
            (h', w', 5 + C) at the decoder's resolution: alpha 0..1, foreground residual 3, expected error 0..1, hidden
            features.
        """
        # pictures of a batch of one, whose channels come last, are what runtimes take as they are
        src, bgr = (x.unsqueeze(0).float().permute(0, 3, 1, 2) for x in (frame, plate))
        maps = self.network.maps(src, bgr, known.unsqueeze(0).unsqueeze(0), white=255.0)
        maps = torch.minimum(torch.maximum(maps, self.lowest), self.highest)
        return maps.permute(0, 2, 3, 1)[0]


class EdgePart(nn.Module):
    """The edge network on tiles, pictures as bytes, the coarse maps as patches that are enlarged here."""

    def __init__(self, edges: EdgeNetwork) -> None:
        super().__init__()
        self.edges = edges

    def forward(
        self,
        frame: Tensor,
        plate: Tensor,
        known: Tensor,
        patches: Tensor,
        rows: Tensor,
        columns: Tensor,
        half_rows: Tensor,
        half_columns: Tensor,
        last_frame: Tensor,
        last_alpha: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """
        Args:
            frame, plate, last_frame: uint8 (N, S, S, 3), tiles with their margins, S = tile + 2 margin.
            known: (N, S/2, S/2) 0..1.
            patches: (N, K, K, 5 + C), what `BasePart` gives around each tile.
            rows, columns: (N, S, K), the weights that enlarge a patch to the tile's rows and columns.
            half_rows, half_columns: (N, S/2, K), to those of the picture of half size.
            last_alpha: (N, S, S) 0..1; -1 throughout where there is none.

        Returns:
            alpha (N, tile, tile) 0..1, and foreground uint8 (N, tile, tile, 3): the person's own colours where that
            alpha is neither 0 nor 255 levels, elsewhere the frame's.
        """
        edges = self.edges
        matte = _enlarge(patches[..., :4], rows, columns)
        context = _enlarge(patches[..., 4:], half_rows, half_columns)
        src, bgr, last_src = (x.permute(0, 3, 1, 2).float() / 255 for x in (frame, plate, last_frame))
        known_there = F.interpolate(known.unsqueeze(1), scale_factor=2.0, mode="nearest")
        pha = edges.refine(src, bgr, matte, known_there, context)
        pha = edges.steady(pha, src, last_src, last_alpha.unsqueeze(1))
        inner = slice(edges.margin, edges.margin + edges.tile)
        pha, src, residual = pha[:, :, inner, inner], src[:, :, inner, inner], matte[:, 1:, inner, inner]
        is_soft = ((pha - 0.5).abs() < 0.5 - 0.5 / 255).to(pha.dtype)
        fgr = (src + residual * is_soft).clamp(0, 1)
        return pha[:, 0], (fgr * 255).round().to(torch.uint8).permute(0, 2, 3, 1)


def _enlarge(patches: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """(N, K, K, C) by the weights (N, S, K) of rows and columns to (N, C, S, S)."""
    count, size, _, channels = patches.shape
    side = rows.shape[1]
    x = torch.bmm(rows, patches.reshape(count, size, size * channels))
    x = x.reshape(count, side, size, channels).permute(0, 2, 1, 3).reshape(count, size, side * channels)
    x = torch.bmm(columns, x).reshape(count, side, side, channels)  # (N, x, y, C)
    return x.permute(0, 3, 2, 1)
