"""The refiner: a small network at full resolution, only where the coarse matte is expected to be wrong.

Lin et al. 2021, sec. 3.2. The picture is cut into cells of 4x4 pixels. As in the original, a cell is refined from
the patch around it at half resolution (coarse matte, hidden features, frame and plate), then at full resolution.

Unlike the original, the shapes are static in "sampling" mode: a fixed number of cells of largest error is taken by
top-k, and a cell among them that shall not be refined gets its coarse value written back. There is no `nonzero`, whose
result a GPU must report to the host before the next operation can be queued, and which no static graph can hold. In
"thresholding" mode the number of cells is reported, unless the graph must be static: then it has a limit.

Patches are gathered pixel by pixel as rows of channels, and written back as runs of four pixels, because both are
long copies. In ONNX Runtime on one CPU core (2,500 patches of 8x8 at random places, 21 channels) a gather
of rows takes 15 ms with its two transpositions, and one of pairs of pixels, which needs none, 84 ms.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from matting_rt.config import RefineMode

CELL = 4
"""Side of a cell in pixels of the full picture."""


class Refiner(nn.Module):
    """Refines the cells of largest predicted error.

    Attributes:
        mode: a value of RefineMode.
        sample_pixels: pixels refined in each picture at most in "sampling" mode, and in "thresholding" mode of a static
            graph; 16 a cell.
        threshold: predicted error above which a cell is refined in "thresholding" mode.
        is_static: whether shapes depend on those of the pictures alone, as ONNX files need it.
        prevent_oversampling: in "sampling" mode, leave cells alone whose predicted error is zero.
    """

    def __init__(
        self,
        channels: list[int],
        kernel_sizes: tuple[int, ...] = (3, 3, 3, 3),
        mode: str = "sampling",
        sample_pixels: int = 80_000,
        threshold: float = 0.1,
        prevent_oversampling: bool = True,
    ) -> None:
        """
        Args:
            channels: of the input (hidden features, alpha 1, foreground residual 3, frame and plate 6) and of what each
                of the four convolutions leaves; the last is 4, alpha and foreground residual.
            kernel_sizes: of the four convolutions, 1 or 3.
        """
        super().__init__()
        self.cell = CELL  # TorchScript reads attributes, not globals
        self.mode = RefineMode(mode).value
        self.sample_pixels = sample_pixels
        self.threshold = threshold
        self.prevent_oversampling = prevent_oversampling
        self.is_static = False

        context = [size // 2 for size in kernel_sizes]
        # Margins around a cell that the convolutions, which do not pad, eat up: in full pixels for the second pair, and
        # in half pixels for the first, whose result must cover the margin of the second.
        self.full_margin = context[2] + context[3]
        self.covered_margin = (self.full_margin + 1) // 2
        self.half_margin = context[0] + context[1] + self.covered_margin

        self.conv1 = nn.Conv2d(channels[0], channels[1], kernel_sizes[0], bias=False)
        self.bn1 = nn.BatchNorm2d(channels[1])
        self.conv2 = nn.Conv2d(channels[1], channels[2], kernel_sizes[1], bias=False)
        self.bn2 = nn.BatchNorm2d(channels[2])
        self.conv3 = nn.Conv2d(channels[2] + 6, channels[3], kernel_sizes[2], bias=False)
        self.bn3 = nn.BatchNorm2d(channels[3])
        self.conv4 = nn.Conv2d(channels[3], channels[4], kernel_sizes[3], bias=True)
        self.relu = nn.ReLU(inplace=True)

    def forward(
        self, src: Tensor, bgr: Tensor, half_src_bgr: Tensor, coarse: Tensor, err: Tensor, hid: Tensor
    ) -> tuple[Tensor, Tensor]:
        """
        Args:
            src: (B, 3, H, W) RGB 0..1, the frame; H and W are multiples of 4.
            bgr: (B, 3, H, W) RGB 0..1, the plate.
            half_src_bgr: (B, 6, H/2, W/2), both at half size.
            coarse: (B, 4, h, w), coarse alpha and foreground residual.
            err: (B, 1, h, w), predicted error of the coarse alpha.
            hid: (B, C, h, w), hidden features.

        Returns:
            (B, 4, H, W) alpha and foreground residual, not clamped, and (B, 1, H/4, W/4), 1 where a cell was refined.
        """
        half_size = list(half_src_bgr.shape[2:])
        half = torch.cat([resize(torch.cat([hid, coarse], dim=1), half_size), half_src_bgr], dim=1)
        cell_size = [src.shape[2] // self.cell, src.shape[3] // self.cell]
        if self.mode == "full":
            refined = self.refine(
                F.pad(half, [self.half_margin] * 4), F.pad(torch.cat([src, bgr], dim=1), [self.full_margin] * 4)
            )
            return refined, torch.ones_like(err[:, :, :1, :1]).expand(-1, -1, cell_size[0], cell_size[1])

        err = resize(err, cell_size).flatten(1)
        count = min(self.sample_pixels // (self.cell * self.cell), err.shape[1])
        if self.mode == "thresholding" and not self.is_static:
            count = int((err > self.threshold).sum(dim=1).max().item())
        err, cells = err.topk(count, dim=1, sorted=False)
        full = [gather_patches(x, cells, self.cell, self.full_margin) for x in [src, bgr]]
        patches = self.refine(gather_patches(half, cells, self.cell // 2, self.half_margin), torch.cat(full, dim=1))

        if self.mode == "thresholding":
            chosen = err > self.threshold
        elif self.prevent_oversampling:
            chosen = err > 0
        else:
            chosen = torch.ones_like(err, dtype=torch.bool)
        refined = replace_cells(resize(coarse, list(src.shape[2:])), patches, cells, chosen)
        regions = (
            torch.zeros_like(src[:, 0, :: self.cell, :: self.cell]).flatten(1).scatter(1, cells, chosen.to(src.dtype))
        )
        return refined, regions.view(-1, 1, cell_size[0], cell_size[1])

    def refine(self, half: Tensor, full: Tensor) -> Tensor:
        """The convolutions, on patches or on the whole picture, which come with their margins and lose them."""
        x: Tensor = self.relu(self.bn1(self.conv1(half)))
        x = self.relu(self.bn2(self.conv2(x)))
        x = F.interpolate(x, size=[2 * x.shape[2], 2 * x.shape[3]], mode="nearest")
        surplus = 2 * self.covered_margin - self.full_margin
        if surplus > 0:
            x = x[:, :, surplus:-surplus, surplus:-surplus]
        x = self.relu(self.bn3(self.conv3(torch.cat([x, full], dim=1))))
        x = self.conv4(x)
        return x


def gather_patches(x: Tensor, cells: Tensor, cell: int, margin: int) -> Tensor:
    """Cut out cells with a margin around them; outside the picture is zero.

    Args:
        x: (B, C, H, W), H and W multiples of `cell`.
        cells: (B, K) indices, counted along rows of cells.
        cell: side of a cell in pixels of `x`.
        margin: pixels around it.

    Returns:
        (B * K, C, N, N) with N = cell + 2 * margin.
    """
    batch, channels, height, width = x.shape
    rows, columns = height // cell, width // cell
    side = cell + 2 * margin
    height, width = height + 2 * margin, width + 2 * margin
    pixels = F.pad(x, [margin] * 4).permute(0, 2, 3, 1).reshape(batch * height * width, channels)

    picture = torch.arange(batch, device=x.device).unsqueeze(1) * (height * width)
    corner = picture + cell_corners(cells, rows, columns, cell * width, cell)
    step = torch.arange(side, device=x.device)
    within = (step.unsqueeze(1) * width + step).flatten()
    index = (corner.flatten().unsqueeze(1) + within).flatten()
    return pixels.index_select(0, index).view(-1, side, side, channels).permute(0, 3, 1, 2)


def replace_cells(x: Tensor, patches: Tensor, cells: Tensor, chosen: Tensor) -> Tensor:
    """`x` with the chosen cells replaced.

    Args:
        x: (B, C, H, W), H and W multiples of N.
        patches: (B * K, C, N, N).
        cells: (B, K) indices, counted along rows of cells, none twice in a picture.
        chosen: (B, K), False where `x` shall stay as it is.
    """
    batch, channels, height, width = x.shape
    cell = patches.shape[3]
    columns = width // cell
    runs = x.reshape(-1, cell)

    step = torch.arange(cell, device=x.device) * columns
    plane = torch.arange(channels, device=x.device) * (height * columns)
    within = (plane.unsqueeze(1) + step).flatten()
    picture = torch.arange(batch, device=x.device).unsqueeze(1) * (channels * height * columns)
    corner = picture + cell_corners(cells, height // cell, columns, cell * columns, 1)
    index = (corner.flatten().unsqueeze(1) + within).flatten()

    kept = runs.index_select(0, index).view(-1, channels, cell, cell)
    runs = runs.index_put([index], torch.where(chosen.view(-1, 1, 1, 1), patches.to(x.dtype), kept).reshape(-1, cell))
    return runs.view(batch, channels, height, width)


def cell_corners(cells: Tensor, rows: int, columns: int, row_step: int, column_step: int) -> Tensor:
    """Where each of `cells` (B, K) begins, in a grid whose rows and columns lie so many elements apart; (B, K).

    Looked up instead of divided: a remainder by a width that is left open cannot be exported to ONNX.
    """
    down = torch.arange(rows, device=cells.device) * row_step
    right = torch.arange(columns, device=cells.device) * column_step
    return (down.unsqueeze(1) + right).flatten().index_select(0, cells.flatten()).view_as(cells)


def resize(x: Tensor, size: list[int]) -> Tensor:
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)
