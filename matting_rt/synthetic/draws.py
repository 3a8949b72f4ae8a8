"""Random draws from one seeded generator, on the device that paints."""

from hashlib import blake2b

import torch
import torch.nn.functional as F
from torch import Tensor

_BANK_VALUES = 4_000_000
"""Sixteen megabytes of noise."""


class Draws:
    """Shorthand for the few distributions that painting needs; all draws come from one generator, in call order.

    Args:
        noise: whose bank of noise to use; by default one of its own, which takes longer to fill than a step to train.
    """

    def __init__(self, seed: int, device: torch.device | str = "cpu", noise: "Draws | None" = None) -> None:
        self.device = torch.device(device)
        self.generator = torch.Generator(self.device).manual_seed(seed)
        self._bank: Tensor | None = None
        self._lender = noise  # not itself: in a cycle, megabytes would wait for the garbage collector

    def uniform(self, shape: tuple[int, ...], low: float = 0.0, high: float = 1.0) -> Tensor:
        return torch.rand(shape, generator=self.generator, device=self.device) * (high - low) + low

    def normal(self, shape: tuple[int, ...], sigma: float = 1.0) -> Tensor:
        return torch.randn(shape, generator=self.generator, device=self.device) * sigma

    def noise(self, shape: tuple[int, int, int, int]) -> Tensor:
        """Unit normal noise for pictures (B, C, H, W): for each of them a random stretch of one bank of draws.

        On a CPU, where normal draws run on one core, it takes a tenth of the time of `normal`. Stretches overlap, so
        this is for sensor noise, of which nobody sees a repetition.
        """
        batch, values = shape[0], shape[1] * shape[2] * shape[3]
        bank = (self._lender or self)._filled_bank(values)
        starts = self.integers((batch,), len(bank) - values + 1).tolist()
        noise = torch.empty(shape, device=self.device)
        for picture, start in zip(noise, starts, strict=True):
            picture.copy_(bank[start : start + values].view(shape[1:]))
        return noise

    def _filled_bank(self, values: int) -> Tensor:
        """A bank for pictures of so many values."""
        if self._bank is None or len(self._bank) < 2 * values:
            size = max(2 * values, _BANK_VALUES)
            self._bank = torch.randn(size, generator=self.generator, device=self.device)
        return self._bank

    def log_uniform(self, shape: tuple[int, ...], low: float, high: float) -> Tensor:
        return low * (high / low) ** self.uniform(shape)

    def chance(self, probability: float, shape: tuple[int, ...]) -> Tensor:
        """Float 1.0 with `probability`, else 0.0."""
        return (self.uniform(shape) < probability).float()

    def integers(self, shape: tuple[int, ...], high: int) -> Tensor:
        """Whole numbers 0 to `high` - 1."""
        return torch.randint(high, shape, generator=self.generator, device=self.device)

    def one_integer(self, high: int) -> int:
        return int(self.integers((1,), high))

    def colours(self, shape: tuple[int, ...], saturation: float = 0.35) -> Tensor:
        """RGB colours (*shape, 3) 0..1 with the statistics of indoor things: mostly muted, a few strong ones.

        Saturation follows the square of a uniform draw, so its mean is a third of `saturation`, its maximum; a tenth
        of the colours may be fully saturated.
        """
        hue = self.uniform((*shape, 1)) * 6
        strong = self.chance(0.1, (*shape, 1))
        chroma = self.uniform((*shape, 1)) ** 2 * (saturation + strong * (1 - saturation))
        value = self.uniform((*shape, 1), 0.03, 1.0)
        # hue to RGB by the usual piecewise-linear wheel: red, green and blue peak a third of a turn apart
        wheel = (hue + torch.tensor([0.0, 4.0, 2.0], device=self.device)) % 6
        pure = ((wheel - 3).abs() - 1).clamp(0, 1)
        return value * (1 - chroma + chroma * pure)

    def fractal(
        self, batch: int, channels: int, height: int, width: int, coarsest: int = 2, octaves: int = 6
    ) -> Tensor:
        """Fractal noise (batch, channels, height, width), zero mean, about unit variance.

        Octave k is a random grid of `coarsest` * 2^k cells, bilinearly enlarged, weighted by a persistence that is
        drawn for each picture, so that batches hold smooth clouds and rough plaster alike.
        """
        persistence = self.uniform((batch, 1, 1, 1), 0.35, 0.9)
        total = torch.zeros(batch, channels, height, width, device=self.device)
        power = torch.zeros(batch, 1, 1, 1, device=self.device)
        for octave in range(octaves):
            rows = min(coarsest * 2**octave, height)
            columns = min(max(2, round(rows * width / height)), width)
            grid = self.normal((batch, channels, rows, columns))
            weight = persistence**octave
            total += weight * F.interpolate(grid, (height, width), mode="bilinear", align_corners=False)
            power += weight**2
        # bilinear enlargement averages neighbours, which leaves about 4/9 of a grid's variance
        return total / (power * 4 / 9).sqrt()


class ClipDraws(Draws):
    """Draws for batches of clips: what is drawn for a picture is the same for all frames of its clip; `noise` is not.

    So one light, one shadow and one tripod hold for a clip, and functions that know nothing of clips draw them. A shape
    whose first dimension is not a whole number of clips is drawn as it is.
    """

    def __init__(self, seed: int, device: torch.device | str, clip_length: int, noise: Draws | None = None) -> None:
        super().__init__(seed, device, noise)
        self._clip_length = clip_length

    def uniform(self, shape: tuple[int, ...], low: float = 0.0, high: float = 1.0) -> Tensor:
        return self._for_each_frame(super().uniform(self._of_clips(shape), low, high), shape)

    def normal(self, shape: tuple[int, ...], sigma: float = 1.0) -> Tensor:
        return self._for_each_frame(super().normal(self._of_clips(shape), sigma), shape)

    def _of_clips(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return (shape[0] // self._clip_length, *shape[1:]) if shape[0] % self._clip_length == 0 else shape

    def _for_each_frame(self, drawn: Tensor, shape: tuple[int, ...]) -> Tensor:
        return drawn.repeat_interleave(self._clip_length, 0) if len(drawn) != shape[0] else drawn


def seed_of(*numbers: int | str) -> int:
    """A seed that follows from numbers and words, and is unlike that of any others."""
    return int.from_bytes(blake2b(repr(numbers).encode(), digest_size=8).digest(), "big") >> 1


def pixel_grid(height: int, width: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Coordinates of pixel centres, x and y of (1, H, W), in units of the picture's height, origin at its top left."""
    y = (torch.arange(height, device=device) + 0.5) / height
    x = (torch.arange(width, device=device) + 0.5) / height
    return x.view(1, 1, width).expand(1, height, width), y.view(1, height, 1).expand(1, height, width)


def over(top: Tensor, top_alpha: Tensor, colour: Tensor, alpha: Tensor) -> tuple[Tensor, Tensor]:
    """Porter-Duff "over" of premultiplied layers: colour (B, 3, H, W) and alpha (B, 1, H, W) of the stack."""
    return top + colour * (1 - top_alpha), top_alpha + alpha * (1 - top_alpha)


def unpremultiply(colour: Tensor, alpha: Tensor) -> Tensor:
    """Colour (B, 3, H, W) divided by alpha, continued outside by the average colour of the neighbourhood."""
    height, width = colour.shape[2:]
    small = F.interpolate(torch.cat([colour, alpha], 1), (max(height // 16, 1), max(width // 16, 1)), mode="area")
    small = small + small.mean((2, 3), keepdim=True) * 1e-3
    around = F.interpolate(small[:, :3] / small[:, 3:].clamp(min=1e-6), (height, width), mode="bilinear")
    own = colour / alpha.clamp(min=1e-3)
    return torch.lerp(around, own, (alpha * 20).clamp(0, 1)).clamp(0, 1)


def premultiply(rgba: Tensor) -> Tensor:
    """(B, 4, H, W) with its colours times its alpha."""
    return torch.cat([rgba[:, :3] * rgba[:, 3:], rgba[:, 3:]], 1)


def straighten(rgba: Tensor) -> Tensor:
    """(B, 4, H, W) with its colours divided by its alpha, see `unpremultiply`."""
    return torch.cat([unpremultiply(rgba[:, :3], rgba[:, 3:]), rgba[:, 3:]], 1)
