from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
import torch
from torch import Tensor

from matting_rt.compositing.backdrop import (
    Backdrop,
    BlurredPlateBackdrop,
    ColourBackdrop,
    ImageBackdrop,
    TransparentBackdrop,
    VideoBackdrop,
    cover,
)
from matting_rt.errors import SourceFormatError
from matting_rt.frame import Frame, Image

PLATE = torch.rand(1, 3, 36, 64, generator=torch.Generator().manual_seed(0))
GREY_STEP = 20


def grey_video(count: int, rate_fps: int = 10, first_pts: int = 0) -> Iterator[Frame]:
    """Frame n is grey of level 20 n."""
    for index in range(count):
        image = np.full((9, 16, 3), index * GREY_STEP, dtype=np.uint8)
        yield Frame(image, index, first_pts + index, Fraction(1, rate_fps))


def shown(backdrop: Backdrop, time_s: float, plate: Tensor = PLATE) -> int:
    """Which frame of `grey_video` is shown."""
    tgt = backdrop.tgt(plate, time_s)
    assert tgt is not None
    return round(tgt.mean().item() * 255 / GREY_STEP)


def gradient(width: int, height: int) -> Image:
    """Red rises to the right, green to the bottom, from 0 to 255."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return np.dstack([x, y, np.zeros_like(x)]).round().astype(np.uint8)


@pytest.mark.parametrize(
    "backdrop",
    [
        ColourBackdrop((120, 255, 155)),
        ImageBackdrop(gradient(50, 50)),
        VideoBackdrop(lambda: grey_video(3)),
        BlurredPlateBackdrop(12),
    ],
    ids=lambda backdrop: type(backdrop).__name__,
)
def test_every_backdrop_fits_the_plate_even_when_it_changes(backdrop: Backdrop) -> None:
    for index, plate in enumerate((PLATE, PLATE[..., :31, :45], PLATE.double(), PLATE)):
        tgt = backdrop.tgt(plate, index / 30)
        assert tgt is not None
        assert (tgt.shape, tgt.dtype, tgt.device) == (plate.shape, plate.dtype, plate.device)
        assert 0 <= tgt.min() <= tgt.max() <= 1


def test_a_transparent_backdrop_is_none() -> None:
    assert TransparentBackdrop().tgt(PLATE, 0.0) is None


def test_a_colour_is_exact() -> None:
    tgt = ColourBackdrop((120, 255, 155)).tgt(PLATE, 0.0)
    torch.testing.assert_close(tgt[0, :, 35, 63] * 255, torch.tensor([120.0, 255.0, 155.0]))


@pytest.mark.parametrize("size", [(64, 36), (128, 72), (36, 64), (400, 20), (20, 400), (3, 2), (1, 1)])
def test_a_picture_covers_the_frame_centred_and_not_stretched(size: tuple[int, int]) -> None:
    width, height = size
    tgt = cover(gradient(width, height), PLATE) * 255
    scale = max(64 / width, 36 / height)
    middle = tgt[0, :2, 17:19, 31:33].mean(dim=(1, 2))
    if min(size) > 2:
        torch.testing.assert_close(middle, torch.full((2,), 127.5), atol=4, rtol=0)
        # A pixel of the frame is 1 / scale of the picture's, in both directions.
        across = (tgt[0, 0, 18, 48] - tgt[0, 0, 18, 16]) / 32
        down = (tgt[0, 1, 27, 32] - tgt[0, 1, 9, 32]) / 18
        assert across.item() == pytest.approx(255 / (width - 1) / scale, rel=0.15)
        assert down.item() == pytest.approx(255 / (height - 1) / scale, rel=0.15)
    assert tgt.shape == PLATE.shape


def test_a_picture_of_the_frame_size_is_not_touched() -> None:
    image = np.random.default_rng(0).integers(0, 256, (36, 64, 3), dtype=np.uint8)
    tgt = cover(image, PLATE)
    np.testing.assert_array_equal((tgt[0].permute(1, 2, 0) * 255).round().numpy(), image)


def test_fine_texture_does_not_alias() -> None:
    stripes = np.zeros((360, 640, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    tgt = cover(stripes, PLATE)
    torch.testing.assert_close(tgt, torch.full_like(tgt, 0.5), atol=0.05, rtol=0)


@pytest.mark.parametrize("first_pts", [0, 77])
def test_a_video_runs_at_its_own_speed_and_loops(first_pts: int) -> None:
    backdrop = VideoBackdrop(lambda: grey_video(3, rate_fps=10, first_pts=first_pts))
    times_s = 5.0 + np.arange(0, 14) * 0.05
    assert [shown(backdrop, t) for t in times_s] == [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 0, 0]


def test_a_video_skips_pictures_of_slower_frames() -> None:
    backdrop = VideoBackdrop(lambda: grey_video(9, rate_fps=10))
    assert [shown(backdrop, t) for t in (0.0, 0.4, 0.8, 1.2, 9.0 * 1000 + 0.5)] == [0, 4, 8, 3, 5]


def test_a_video_starts_again_when_time_steps_back() -> None:
    backdrop = VideoBackdrop(lambda: grey_video(5, rate_fps=10))
    assert [shown(backdrop, t) for t in (7.0, 7.2, 3.0, 3.1)] == [0, 2, 0, 1]


def test_a_video_of_one_picture_shows_it_for_ever() -> None:
    opened = []

    def open_frames() -> Iterator[Frame]:
        opened.append(True)
        return grey_video(1)

    backdrop = VideoBackdrop(open_frames)
    assert [shown(backdrop, t) for t in (0.0, 0.5, 1e6)] == [0, 0, 0]
    assert len(opened) == 1


def test_a_video_without_pictures_is_an_error() -> None:
    with pytest.raises(SourceFormatError, match="no picture"):
        VideoBackdrop(lambda: grey_video(0)).tgt(PLATE, 0.0)


@pytest.mark.parametrize("sigma", [1.5, 6.0, 12.0, 24.0])
def test_the_blur_is_as_wide_as_it_says(sigma: float) -> None:
    plate = torch.zeros(1, 3, 360, 360)
    plate[..., 176:184, 176:184] = 1
    tgt = BlurredPlateBackdrop(sigma).tgt(plate, 0.0)[0, 0]
    offsets = torch.arange(360) - 179.5
    variance = (tgt.sum(dim=0) * offsets.square()).sum() / tgt.sum()
    # 360 lines are half of the reference, and the spot itself has the variance of 8 pixels.
    assert (variance.item() - (8**2 - 1) / 12) ** 0.5 == pytest.approx(sigma / 2, rel=0.08)
    assert tgt.sum().item() == pytest.approx(64, rel=0.01)


def test_a_blurred_flat_plate_stays_flat_to_its_edges() -> None:
    tgt = BlurredPlateBackdrop(12).tgt(torch.full((1, 3, 71, 129), 0.25), 0.0)
    torch.testing.assert_close(tgt, torch.full_like(tgt, 0.25))
