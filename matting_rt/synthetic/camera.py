"""What a camera does to a picture: light, blur, sensor noise, compression, and a tripod that moved."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.synthetic.draws import Draws


def cast_shadow(draws: Draws, background: Tensor, pha: Tensor) -> Tensor:
    """Darken the background (B, 3, H, W) by shadows of the alpha (B, 1, H, W): a wide one far off, a dense one nearby.

    Each falls in half of the pictures. The close one is what lies around feet and hands that touch something.
    """
    batch, _, height, width = background.shape
    small = F.interpolate(pha, (max(height // 8, 4), max(width // 8, 4)), mode="area")
    for reach, blur_cells, strongest in ((0.25, 5, 0.4), (0.06, 3, 0.6)):
        shift = draws.uniform((batch, 2), -reach, reach)
        moved = affine(small, shift=shift, scale=draws.uniform((batch,), 1 - reach, 1 + 1.5 * reach))
        soft = F.avg_pool2d(F.avg_pool2d(moved, blur_cells, 1, blur_cells // 2), 3, 1, 1)
        shadow = F.interpolate(soft, (height, width), mode="bilinear", align_corners=False)
        strength = draws.chance(0.5, (batch, 1, 1, 1)) * draws.uniform((batch, 1, 1, 1), 0.05, strongest)
        background = background * (1 - shadow * strength)
    return background


def change_light(draws: Draws, picture: Tensor, amount: float = 1.0) -> Tensor:
    """Another exposure, gamma and white balance, and light that moved a little within the room.

    `amount` 1 is what is left after the plate was compensated in a room whose light drifts; a fifth of the pictures get
    twice and a half of it.
    """
    batch, _, height, width = picture.shape
    shape = (batch, 1, 1, 1)
    amount_each = amount * torch.where(draws.uniform(shape) < 0.2, 2.5, 1.0)
    exposure = (draws.normal(shape, 0.05) * amount_each).exp()
    balance = (draws.normal((batch, 3, 1, 1), 0.025) * amount_each).exp()
    gamma = (draws.normal(shape, 0.05) * amount_each).exp()
    field = draws.fractal(batch, 1, height, width, coarsest=2, octaves=1)
    local = 1 + field * (0.03 * amount_each)
    offset = draws.normal(shape, 0.008) * amount_each
    return (picture.clamp(1e-4, 1) ** gamma * (exposure * balance * local) + offset).clamp(0, 1)


def add_noise(draws: Draws, picture: Tensor, sigma_max: float = 0.025) -> Tensor:
    """Sensor noise: white in a half of the pictures, else blotchy as after a camera's denoiser."""
    batch, _, height, width = picture.shape
    sigma = draws.uniform((batch, 1, 1, 1)) ** 2 * sigma_max
    noise = draws.noise((batch, 3, height, width))
    blotchy = draws.chance(0.5, (batch,)).nonzero().flatten()
    if len(blotchy):
        coarse = draws.noise((len(blotchy), 3, (height + 1) // 2, (width + 1) // 2))
        noise[blotchy] = F.interpolate(coarse, (height, width), mode="bilinear", align_corners=False) * 1.5
    return picture + noise * sigma


def move_camera(draws: Draws, picture: Tensor, shift_px: float, probability: float = 0.5) -> Tensor:
    """Shift by up to `shift_px` pixels each way, with the turn and zoom that moves a corner by as much."""
    batch, _, height, width = picture.shape
    moved = draws.chance(probability, (batch,))
    reach = moved * shift_px * draws.uniform((batch,))
    direction = draws.uniform((batch, 2), -1, 1)
    shift = direction * reach.unsqueeze(1) / torch.tensor([width, height], device=picture.device) * 2
    diagonal = math.hypot(width, height) / 2
    angle = draws.uniform((batch,), -1, 1) * reach / diagonal
    scale = 1 + draws.uniform((batch,), -1, 1) * reach / diagonal
    return affine(picture, shift=shift, scale=scale, angle=angle, padding="border")


def misplace(draws: Draws, picture: Tensor) -> tuple[Tensor, Tensor]:
    """A plate (B, C, H, W) as its alignment leaves it, and where it has data, (B, 1, H, W) 0..1.

    Half lie within a pixel of their place; most others are a few pixels (of 720 lines) off, shifted, turned, zoomed and
    bent as parallax and lenses bend; a few are far off.
    """
    batch, _, height, width = picture.shape
    kind = draws.uniform((batch,))
    reach_px = torch.where(kind < 0.5, 1.0, torch.where(kind < 0.92, 4.0 * height / 720, 16.0 * height / 720))
    reach = draws.uniform((batch,)) * torch.where(kind < 0.25, 0.0, reach_px)
    half = torch.tensor([width / 2, height / 2], device=picture.device)
    diagonal = math.hypot(width, height) / 2
    moved = affine(
        torch.cat([picture, torch.ones_like(picture[:, :1])], 1),
        shift=draws.uniform((batch, 2), -1, 1) * reach.unsqueeze(1) / half,
        scale=1 + draws.uniform((batch,), -1, 1) * reach / diagonal,
        angle=draws.uniform((batch,), -1, 1) * reach / diagonal,
        bend=draws.normal((batch, 2, 3, 4), 0.4) * (reach.unsqueeze(1) / half).view(batch, 2, 1, 1),
    )
    return moved[:, :-1], (moved[:, -1:] > 0.99).float()


def affine(
    picture: Tensor,
    *,
    shift: Tensor,
    scale: Tensor,
    angle: Tensor | None = None,
    flip: Tensor | None = None,
    bend: Tensor | None = None,
    size: tuple[int, int] | None = None,
    padding: str = "zeros",
) -> Tensor:
    """Move, turn, enlarge and mirror each picture of a batch about its centre.

    Args:
        shift: (B, 2) x and y, in half widths and half heights of the result.
        scale: (B,) how much larger things become, relative to the picture filling the result's height.
        angle: (B,) radians.
        flip: (B,) 1 mirrors left and right.
        bend: (B, 2, rows, columns) x and y by which each part is moved beside, in half widths and half heights.
        size: (H, W) of the result; the picture's own by default. Its aspect may differ: nothing is stretched.
    """
    batch, channels, height, width = picture.shape
    out_height, out_width = size or (height, width)
    angle = torch.zeros_like(scale) if angle is None else angle
    mirror = torch.ones_like(scale) if flip is None else 1 - 2 * flip
    cos, sin = angle.cos() / scale, angle.sin() / scale
    out_aspect, aspect = out_width / out_height, width / height
    # result coordinates (-1..1) to units of half heights, turned and scaled back, to picture coordinates (-1..1)
    theta = torch.zeros(batch, 2, 3, device=picture.device)
    theta[:, 0, 0] = cos * out_aspect / aspect * mirror
    theta[:, 0, 1] = sin / aspect * mirror
    theta[:, 1, 0] = -sin * out_aspect
    theta[:, 1, 1] = cos
    theta[:, :, 2] = -(theta[:, :, :2] @ shift.unsqueeze(2)).squeeze(2)
    grid = F.affine_grid(theta, [batch, channels, out_height, out_width], align_corners=False)
    if bend is not None:
        bent = F.interpolate(bend, (out_height, out_width), mode="bilinear", align_corners=False)
        grid = grid + bent.permute(0, 2, 3, 1)
    return F.grid_sample(picture, grid, mode="bilinear", padding_mode=padding, align_corners=False)


def blur_kernels(draws: Draws, batch: int, radius: int, motion: float = 0.5) -> Tensor:
    """A blur for each picture, (batch, 2 * radius + 1, 2 * radius + 1), sum 1: round (focus) or a line (motion)."""
    axis = torch.arange(-radius, radius + 1, device=draws.device, dtype=torch.float32)
    y, x = axis.view(1, -1, 1), axis.view(1, 1, -1)
    shape = (batch, 1, 1)
    angle = draws.uniform(shape, 0, math.pi)
    along, across = x * angle.cos() + y * angle.sin(), y * angle.cos() - x * angle.sin()
    length = draws.uniform(shape, 0.4, radius / 1.5)
    is_round = draws.uniform(shape) < 1 - motion
    width = torch.where(is_round, length.clamp(max=1.5), torch.full_like(length, 0.4))
    kernel = torch.exp(-0.5 * ((along / length) ** 2 + (across / width) ** 2))
    return kernel / kernel.sum((1, 2), keepdim=True)


def blur(picture: Tensor, kernels: Tensor) -> Tensor:
    """Blur each picture of (B, C, H, W) with its own kernel of (B, K, K), edges continued."""
    batch, channels, height, width = picture.shape
    radius = kernels.shape[-1] // 2
    padded = F.pad(picture, (radius,) * 4, mode="replicate").view(1, batch * channels, height + 2 * radius, -1)
    weights = kernels.repeat_interleave(channels, 0).unsqueeze(1)
    return F.conv2d(padded, weights, groups=batch * channels).view(batch, channels, height, width)


def compress(draws: Draws, picture: Tensor) -> Tensor:
    """JPEG's loss (also MJPG's): 4:2:0 chroma and quantised 8x8 cosine blocks, quality 40 to 95.

    Quantisation tables: ITU-T T.81, annex K, scaled by quality as libjpeg does.
    """
    batch, _, height, width = picture.shape
    padded = F.pad(picture, (0, -width % 16, 0, -height % 16), mode="replicate") * 255
    luma, chroma = _to_ycc(padded)
    chroma = F.avg_pool2d(chroma, 2)
    quality = draws.uniform((batch, 1, 1, 1, 1, 1), 40, 95)
    strength = torch.where(quality < 50, 50 / quality, 2 - quality / 50)
    luma = _quantise_blocks(luma - 128, _LUMA_STEPS.to(picture.device), strength)
    chroma = _quantise_blocks(chroma, _CHROMA_STEPS.to(picture.device), strength)
    chroma = F.interpolate(chroma, scale_factor=2.0, mode="bilinear", align_corners=False)
    return (_from_ycc(luma + 128, chroma) / 255)[:, :, :height, :width].clamp(0, 1)


def _to_ycc(rgb: Tensor) -> tuple[Tensor, Tensor]:
    red, green, blue = rgb.unbind(1)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return luma.unsqueeze(1), torch.stack([(blue - luma) * 0.564, (red - luma) * 0.713], 1)


def _from_ycc(luma: Tensor, chroma: Tensor) -> Tensor:
    blue_less, red_less = chroma.unbind(1)
    luma = luma.squeeze(1)
    return torch.stack(
        [luma + 1.403 * red_less, luma - 0.344 * blue_less - 0.714 * red_less, luma + 1.773 * blue_less], 1
    )


def _quantise_blocks(plane: Tensor, steps: Tensor, strength: Tensor) -> Tensor:
    batch, channels, height, width = plane.shape
    cosines = _COSINES.to(plane.device)
    blocks = plane.view(batch, channels, height // 8, 8, width // 8, 8).permute(0, 1, 2, 4, 3, 5)
    step = (steps * strength).clamp(min=1)
    frequencies = (cosines @ blocks @ cosines.T / step).round() * step
    blocks = cosines.T @ frequencies @ cosines
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(batch, channels, height, width)


def _cosine_matrix() -> Tensor:
    index = torch.arange(8, dtype=torch.float32)
    matrix = torch.cos((2 * index + 1) * index.unsqueeze(1) * math.pi / 16) / 2
    matrix[0] /= math.sqrt(2)
    return matrix


_COSINES = _cosine_matrix()
_LUMA_STEPS = torch.tensor(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    dtype=torch.float32,
)
_CHROMA_STEPS = torch.full((8, 8), 99.0)
_CHROMA_STEPS[:4, :4] = torch.tensor(
    [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]], dtype=torch.float32
)
