"""The edge network: alpha at the frame's own resolution, in tiles of the band where the coarse alpha is soft.

It stands in the refiner's place in our own variants. A small U-Net sees frame, plate and coarse matte at full size, and
what the base network thinks of the place; what it says is added to the coarse alpha. Foreground colours stay those of
the coarse residual: with an alpha that is right they are too.

As in `refiner`, shapes are static: so many tiles are taken by top-k, those with most soft pixels first, and a tile
among them that has none keeps its coarse alpha. So no mode ever writes where the coarse alpha is sure.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from matting_rt.config import RefineMode
from matting_rt.network.refiner import CELL, replace_cells, resize
from matting_rt.network.settings import MARGIN, REACH, TILE

SOFT_FROM, SOFT_TO = 0.02, 0.98
"""Coarse alphas between these are soft."""
PICTURE_CHANNELS = 13
"""What `describe` gives for each pixel, both parts."""
FINE_CHANNELS = 8
"""Of those, in the first part: what the last layer sees at the frame's own resolution."""
KEPT = 0.9
"""Share of the last alpha that stays where nothing moves."""
STILL, CHANGED = 0.008, 0.018
"""Largest change of the frame nearby, averaged over 3x3 pixels: below the first it is noise, from the second on nothing
of the last alpha stays. The change of a pixel alone is not enough: strands that move leave ghosts."""
NEARBY = 7
"""Side of the square around a pixel in which nothing may move, as far as its tile and the MARGIN reach."""
OTHERWISE = 0.25
"""Difference of the alpha from the last one from which on nothing of that stays, whatever the frame says: of what moves
slowly and is coloured like the room behind it, the frame shows too little."""


class EdgeNetwork(nn.Module):
    """Refines tiles of the soft band.

    Attributes:
        mode: a value of RefineMode; "full" refines every tile with a soft pixel, however many there are.
        sample_pixels: pixels refined in each picture at most in "sampling" mode, and in "thresholding" mode of a static
            graph; whole tiles, one at the least.
        threshold: predicted error above which a tile with a soft pixel is refined in "thresholding" mode.
        is_static: see `Refiner`.
        prevent_oversampling: in "sampling" mode, leave tiles alone that have no soft pixel.
    """

    def __init__(
        self,
        hidden_channels: int,
        mode: str = "sampling",
        sample_pixels: int = 80_000,
        threshold: float = 0.1,
        prevent_oversampling: bool = True,
        channels: tuple[int, int, int] = (32, 48, 16),
    ) -> None:
        """
        Args:
            hidden_channels: of the base network's `hid`.
            channels: of the layers at a half, at a quarter, and at the full size of the picture; multiples of 16, the
                width of blocked convolutions on CPUs.
        """
        super().__init__()
        self.tile, self.margin, self.cell = TILE, MARGIN, CELL  # TorchScript reads attributes, not globals
        self.soft_from, self.soft_to, self.reach = SOFT_FROM, SOFT_TO, REACH
        self.kept, self.still, self.changed, self.nearby, self.otherwise = KEPT, STILL, CHANGED, NEARBY, OTHERWISE
        self.mode = RefineMode(mode).value
        self.sample_pixels = sample_pixels
        self.threshold = threshold
        self.prevent_oversampling = prevent_oversampling
        self.is_static = False

        half, quarter, full = channels
        self.from_pixels = nn.Conv2d(PICTURE_CHANNELS, half, 2, 2, bias=False)
        self.from_context = nn.Conv2d(1 + hidden_channels, half, 1, bias=False)
        self.enter = nn.Sequential(nn.BatchNorm2d(half), nn.ReLU(inplace=True))
        self.before = _layer(half, half, 3)
        self.down = _layer(half, quarter, 3, stride=2)
        self.deep = nn.ModuleList(_layer(quarter, quarter, 3) for _ in range(3))
        self.up = nn.Sequential(nn.Conv2d(quarter, half, 1, bias=False), nn.BatchNorm2d(half))
        self.after = _layer(half, half, 3)
        self.spread = _layer(half, 4 * (full - FINE_CHANNELS), 1)
        self.shuffle = nn.PixelShuffle(2)
        self.fine = _layer(full, full, 3)
        self.head = nn.Conv2d(full, 1, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)  # type: ignore[arg-type]  # it has one

    def forward(
        self,
        src: Tensor,
        bgr: Tensor,
        known: Tensor,
        coarse: Tensor,
        err: Tensor,
        hid: Tensor,
        last_src: Tensor | None,
        last_pha: Tensor | None,
    ) -> tuple[Tensor, Tensor]:
        """
        Args:
            src: (B, 3, H, W) RGB 0..1, the frame; H and W are multiples of 4.
            bgr: (B, 3, H, W) RGB 0..1, the plate.
            known: (B, 1, h, w) 0..1, how far the plate is known.
            coarse: (B, 4, h, w), coarse alpha and foreground residual.
            err: (B, 1, h, w), predicted error of the coarse alpha.
            hid: (B, C, h, w), hidden features.
            last_src, last_pha: the frame before this one and its alpha, of the size of `src`; -1 throughout, or None,
                where there is none. Where the frame did not change, some of that alpha stays: edges stand still.

        Returns:
            (B, 4, H, W) alpha and foreground residual, not clamped, and (B, 1, H/4, W/4), 1 where a cell was refined.
        """
        height, width = src.shape[2], src.shape[3]
        matte = resize(coarse, [height, width])
        rows, columns = (height + self.tile - 1) // self.tile, (width + self.tile - 1) // self.tile
        whole = [rows * self.tile, columns * self.tile]
        softness = self.softness(_fit(matte[:, :1], whole), rows, columns)
        count = rows * columns
        wanted = softness > 0
        if self.mode == "thresholding":
            errors = F.max_pool2d(resize(err, [rows * 4, columns * 4]), 4).flatten(1)
            wanted = wanted & (errors > self.threshold)
            softness = softness * wanted  # those that are not wanted come last
        if self.mode == "thresholding" and not self.is_static:
            count = max(1, int(wanted.sum(dim=1).max().item()))
        elif self.mode != "full":
            count = min(max(1, self.sample_pixels // (self.tile * self.tile)), count)
        # tiles that are equally soft come in their order: left to themselves, runtimes break ties each in its own way
        order = torch.arange(rows * columns, device=src.device) * 1e-6
        tiles = (softness.float() - order).topk(count, dim=1, sorted=False)[1]

        # each at the size at which it comes: what is moved as a whole costs as much as the convolutions
        half_size = [height // 2, width // 2]
        half = torch.cat([resize(torch.cat([err, hid], dim=1), half_size), resize(known, half_size)], dim=1)
        context = take(half, self.places(tiles, rows, columns, 2, half_size[0], half_size[1]))
        places = self.places(tiles, rows, columns, 1, height, width)
        frame, plate = take(src, places), take(bgr, places)
        known_there = F.interpolate(context[:, -1:], scale_factor=2.0, mode="nearest")
        pha = self.refine(frame, plate, take(matte, places), known_there, context[:, :-1])
        if last_src is not None and last_pha is not None:
            pha = self.steady(pha, frame, take(last_src, places), take(last_pha, places))
        inner = slice(self.margin, self.margin + self.tile)
        pha = pha[:, :, inner, inner]

        chosen = wanted.gather(1, tiles)
        if self.mode == "sampling" and not self.prevent_oversampling:
            chosen = torch.ones_like(chosen)
        refined = replace_cells(_fit(matte[:, :1], whole), pha, tiles, chosen)[:, :, :height, :width]
        per_tile = self.tile // self.cell
        regions = torch.zeros_like(softness).scatter(1, tiles, chosen.to(src.dtype)).view(-1, 1, rows, columns)
        regions = regions.repeat_interleave(per_tile, 2).repeat_interleave(per_tile, 3)
        regions = regions[:, :, : height // self.cell, : width // self.cell]
        return torch.cat([refined, matte[:, 1:]], dim=1), regions

    def softness(self, pha: Tensor, rows: int, columns: int) -> Tensor:
        """(B, rows * columns), the share of soft pixels in each tile and REACH pixels around it."""
        soft = ((pha > self.soft_from) & (pha < self.soft_to)).to(pha.dtype)
        share = F.avg_pool2d(soft, self.tile + 2 * self.reach, self.tile, self.reach)
        return share.reshape(-1, rows * columns)

    def places(self, tiles: Tensor, rows: int, columns: int, scale: int, height: int, width: int) -> Tensor:
        """Where the pixels of tiles and their margins lie in a picture (B, C, height, width), 1 / `scale` of the frame.

        Outside the picture its border goes on.

        Args:
            tiles: (B, K) indices, counted along rows of tiles.

        Returns:
            (B * K, N, N), counted along the pixels of all pictures of the batch.
        """
        tile, margin = self.tile // scale, self.margin // scale
        step = torch.arange(tile + 2 * margin, device=tiles.device) - margin
        # looked up instead of divided: a remainder by a width that is left open cannot be exported to ONNX
        tops = (torch.arange(rows, device=tiles.device) * tile).unsqueeze(1).expand(rows, columns).flatten()
        lefts = (torch.arange(columns, device=tiles.device) * tile).unsqueeze(0).expand(rows, columns).flatten()
        y = (tops.index_select(0, tiles.flatten()).unsqueeze(1) + step).clamp(0, height - 1)
        x = (lefts.index_select(0, tiles.flatten()).unsqueeze(1) + step).clamp(0, width - 1)
        picture = torch.arange(tiles.shape[0], device=tiles.device).unsqueeze(1).expand_as(tiles).flatten()
        return picture.view(-1, 1, 1) * (height * width) + y.unsqueeze(2) * width + x.unsqueeze(1)

    def refine(self, src: Tensor, bgr: Tensor, matte: Tensor, known: Tensor, context: Tensor) -> Tensor:
        """The convolutions, on tiles or on crops of any size.

        Args:
            src, bgr: (N, 3, h, w) RGB 0..1, frame and plate; sides in fours.
            matte: (N, 4, h, w), coarse alpha 0..1 and foreground residual.
            known: (N, 1, h, w) 0..1, how far the plate is known.
            context: (N, 1 + C, h/2, w/2): expected error and hidden features.

        Returns:
            (N, 1, h, w), the alpha, not clamped.
        """
        fine, rest = describe(src, bgr, matte, known)
        pixels = torch.cat([fine, rest], dim=1)
        skip = self.before(self.enter(self.from_pixels(pixels) + self.from_context(context)))
        x = self.down(skip)
        for layer in self.deep:
            x = x + layer(x)
        x = F.interpolate(self.up(x), scale_factor=2.0, mode="nearest")
        x = self.spread(self.after(F.relu(skip + x)))
        x = self.fine(torch.cat([fine, self.shuffle(x)], dim=1))
        pha: Tensor = matte[:, :1] + self.head(x)
        return pha

    def steady(self, pha: Tensor, src: Tensor, last_src: Tensor, last_pha: Tensor) -> Tensor:
        """Alphas of tiles (N, 1, h, w), with what stays of the last one's.

        Args:
            pha: (N, 1, h, w).
            src: (N, 3, h, w), the frame.
            last_src, last_pha: (N, 3 and 1, h, w), the frame before and its alpha; below 0 where there is none.
        """
        pha = pha.clamp(0, 1)
        change = _side_by_side(src - last_src)
        change = largest(F.avg_pool2d(change, 3, 1, 1).abs().reshape(src.shape))
        change = _side_by_side(change)
        for sides in ([self.nearby, 1], [1, self.nearby]):
            change = F.max_pool2d(change, sides, 1, [sides[0] // 2, sides[1] // 2])
        change = change.reshape(pha.shape)
        stillness = ((self.changed - change) / (self.changed - self.still)).clamp(0, 1)
        agreement = (1 - (pha - last_pha).abs() / self.otherwise).clamp(0, 1)
        return torch.lerp(pha, last_pha, self.kept * stillness * agreement)


def take(x: Tensor, places: Tensor) -> Tensor:
    """The pixels of `x` (B, C, H, W) at `places` (N, h, w), see `EdgeNetwork.places`; (N, C, h, w)."""
    rows = x.permute(0, 2, 3, 1).reshape(-1, x.shape[1])
    side = places.shape[1]
    return rows.index_select(0, places.flatten()).view(-1, side, side, x.shape[1]).permute(0, 3, 1, 2)


def describe(src: Tensor, bgr: Tensor, matte: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
    """What the edge network sees of each pixel, (N, 8, h, w) and (N, 5, h, w), from what `EdgeNetwork.refine` takes.

    Frame; largest difference from the plate; coarse alpha; the alpha that explains the frame as a mixture of plate and
    foreground, and how far those two colours are apart (it is worth nothing where they are alike); how much of the
    difference a change of brightness leaves, which is none in a shadow. And how bright the frame is over the plate, the
    plate, and known. What is said of the plate is said as far as it is known.
    """
    bgr = torch.lerp(src, bgr, known)
    fgr = (src + matte[:, 1:]).clamp(0, 1)
    apart = fgr - bgr
    difference = src - bgr
    power = total(apart * apart)
    mixture = (total(difference * apart) / (power + 1e-3)).clamp(-0.2, 1.2)
    shade = (total(src * bgr) / (total(bgr * bgr) + 1e-4)).clamp(0.55, 1.1)
    unshaded = largest((src - shade * bgr).abs())
    confidence = (power + 1e-6).sqrt()
    fine = [src, largest(difference.abs()), matte[:, :1], mixture, confidence, 2 * unshaded]
    return torch.cat(fine, dim=1), torch.cat([shade, bgr, known], dim=1)


def total(x: Tensor) -> Tensor:
    """(N, 1, h, w), the sum of three channels; runtimes add faster than they reduce."""
    return x[:, 0:1] + x[:, 1:2] + x[:, 2:3]


def largest(x: Tensor) -> Tensor:
    """(N, 1, h, w), the largest of three channels."""
    return torch.maximum(torch.maximum(x[:, 0:1], x[:, 1:2]), x[:, 2:3])


def _side_by_side(x: Tensor) -> Tensor:
    """(N, C, h, w) as the channels of one picture: CPUs pool sixteen channels in the time of one."""
    return x.reshape(1, -1, x.shape[2], x.shape[3])


def _layer(in_channels: int, out_channels: int, kernel_size: int, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel_size, stride, kernel_size // 2, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(inplace=True),
    )


def _fit(x: Tensor, size: list[int]) -> Tensor:
    """`x` continued to the right and below with its last pixels, to `size`; most frames are of whole tiles."""
    below, right = size[0] - x.shape[2], size[1] - x.shape[3]
    return F.pad(x, [0, right, 0, below], mode="replicate") if below > 0 or right > 0 else x
