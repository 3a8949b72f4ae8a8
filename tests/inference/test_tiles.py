"""The frame path of a CPU: which tiles are refined, what stays, and how coarse maps are enlarged to tiles."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from threading import Lock

import cv2
import numpy as np
import pytest
import torch
import torch.nn.functional as F

from matting_rt.errors import ModelError
from matting_rt.frame import FrameSize, Image, Matte
from matting_rt.inference.axis import SIDE, Axis
from matting_rt.inference.cutting import Floats
from matting_rt.inference.part_sessions import CHUNK, Parts, Shape
from matting_rt.inference.tiles import REFRESH_EVERY, SOFT_FROM, SOFT_TO, TileStream
from matting_rt.network import edges
from matting_rt.network.parts import _enlarge
from matting_rt.network.settings import MARGIN, TILE
from matting_rt.threads.overlap import overlapped

SIZE, COARSE = FrameSize(320, 180), FrameSize(60, 36)
SHAPE = Shape(FrameSize(120, 72), COARSE, 1000)


class HalfSoft(Parts):
    """A base that finds somebody in the middle, with soft edges, whom the edges make as soft as the frame is red."""

    def __init__(self) -> None:
        self._workers = ThreadPoolExecutor(2)
        self.refined: list[int] = []
        """Tiles of each frame."""
        self.coarse = np.zeros((COARSE.height, COARSE.width, 6), np.float32)
        self.coarse[8:28, 20:40, 0] = 1
        self.last: list[bool] = []
        """Whether there was one, of frames of which something was refined."""
        self.lock = Lock()

    def find(self, frame: Image, plate: Image, known: Floats) -> Floats:
        self.refined.append(0)
        return self.coarse

    def refine(self, count: int, **inputs: np.ndarray) -> tuple[Floats, Image]:
        frame = inputs["frame"][:count, MARGIN:-MARGIN, MARGIN:-MARGIN]
        assert {len(x) for x in inputs.values()} == {CHUNK}
        with self.lock:
            if not self.refined[-1]:
                self.last.append(bool((inputs["last_alpha"] >= 0).all()))
            self.refined[-1] += count
        return frame[..., 0].astype(np.float32) / 255, 255 - frame


class Attentive(HalfSoft):
    """Its edges depend on all that they are given, and it takes its time over them."""

    def refine(self, count: int, **inputs: np.ndarray) -> tuple[Floats, Image]:
        time.sleep(0.002)
        seen = sum(x[:count].astype(np.float32).reshape(count, -1).mean(1) for x in inputs.values())
        frame = inputs["frame"][:count, MARGIN:-MARGIN, MARGIN:-MARGIN]
        return (frame[..., 0] * seen[:, None, None] / 9) % 1, frame


def picture(level: int = 100) -> Image:
    return np.full((SIZE.height, SIZE.width, 3), level, np.uint8)


@pytest.fixture
def parts() -> Iterator[HalfSoft]:
    parts = HalfSoft()
    yield parts
    parts.close()


@pytest.fixture
def stream(parts: HalfSoft) -> TileStream:
    stream = TileStream(parts, SHAPE, SIZE)
    stream.set_plate(picture(0))
    return stream


def test_tiles_are_those_of_the_network() -> None:
    assert (TILE, MARGIN) == (edges.TILE, edges.MARGIN)
    assert SOFT_FROM - 1 < edges.SOFT_FROM * 255 < SOFT_FROM
    assert SOFT_TO < edges.SOFT_TO * 255 < SOFT_TO + 1


def test_only_the_soft_band_is_refined_and_coloured(stream: TileStream) -> None:
    alpha, foreground = stream.matte(picture())
    assert alpha[90, 160] == 255
    assert alpha[0, 0] == 0
    refined = alpha == 100
    assert 0.05 < refined.mean() < 0.5
    assert (foreground[refined] == 155).all()
    assert (foreground[~refined] == 100).all()


def test_where_nothing_changes_what_was_refined_stays(stream: TileStream, parts: HalfSoft) -> None:
    first = stream.matte(picture()).alpha
    for _ in range(REFRESH_EVERY):
        assert (stream.matte(picture()).alpha == first).all()
    whole, *later = parts.refined
    assert sum(later) == whole
    assert max(later) < 0.3 * whole
    assert not parts.last[0]
    assert all(parts.last[1:])


def test_noise_changes_nothing_and_a_finger_does(stream: TileStream, parts: HalfSoft) -> None:
    random = np.random.default_rng(0)
    stream.matte(picture())
    stream.matte(picture() + random.integers(0, 3, (SIZE.height, SIZE.width, 3), np.uint8))
    assert parts.refined[1] < 0.3 * parts.refined[0]
    moved = picture()
    moved[40:52, 100:112] = 200
    alpha = stream.matte(moved).alpha
    assert (alpha[42:50, 102:110] == 200).all()


def test_slow_changes_add_up(stream: TileStream) -> None:
    refined = stream.matte(picture(100)).alpha == 100
    for level in range(101, 130):
        alpha = stream.matte(picture(level)).alpha
        assert np.abs(alpha[refined].astype(int) - level).max() <= 4


@pytest.mark.parametrize("event", ["plate", "reset"])
def test_another_plate_and_a_new_start_keep_nothing(stream: TileStream, parts: HalfSoft, event: str) -> None:
    stream.matte(picture())
    if event == "plate":
        stream.set_plate(picture(1))
    else:
        stream.reset()
    stream.matte(picture())
    assert parts.refined[1] == parts.refined[0]
    assert parts.last[1] == (event == "plate")


def test_with_too_few_tiles_all_of_the_outline_is_refined(stream: TileStream, parts: HalfSoft) -> None:
    refined = stream.matte(picture()).alpha == 100
    needed = parts.refined[-1]
    hurried = TileStream(parts, replace(SHAPE, most_tiles=needed // 2), SIZE)
    hurried.set_plate(picture(0))
    alpha, foreground = hurried.matte(picture())
    assert parts.refined[-1] <= needed // 2
    inside = cv2.erode(refined.astype(np.uint8), np.ones((5, 5))) > 0  # at its rim it blends into what is sure
    assert inside.any()
    assert (alpha[inside] == 100).all()
    assert (foreground[inside] == 155).all()


def test_what_there_was_no_time_for_is_refined_as_soon_as_the_rest_stays(stream: TileStream, parts: HalfSoft) -> None:
    whole = stream.matte(picture())
    hurried = TileStream(parts, replace(SHAPE, most_tiles=parts.refined[-1] // 2), SIZE)
    hurried.set_plate(picture(0))
    assert (hurried.matte(picture()).alpha != whole.alpha).any()
    for _ in range(2 * REFRESH_EVERY):
        last = hurried.matte(picture())
    assert (last.alpha == whole.alpha).all()
    assert (last.foreground == whole.foreground).all()


def test_of_far_too_many_tiles_those_with_most_that_is_soft_are_refined(parts: HalfSoft) -> None:
    stream = TileStream(parts, replace(SHAPE, most_tiles=5), SIZE)
    stream.set_plate(picture(0))
    alpha = stream.matte(picture()).alpha
    assert parts.refined == [5]
    blocks = (alpha[:160] == 100).reshape(4, 40, 8, 40).sum((1, 3))
    assert np.count_nonzero(blocks > 600) == 5


def test_a_frame_may_be_begun_while_the_one_before_is_finished(parts: HalfSoft) -> None:
    draws = np.random.default_rng(5)
    shape = (SIZE.height, SIZE.width, 3)
    frames = [draws.integers(0, 256, shape, np.uint8) for _ in range(9)]
    frames[4][:, :160] = frames[3][:, :160]  # there, what was refined stays
    plates = [draws.integers(0, 256, shape, np.uint8) for _ in range(3)]
    known = draws.random((9, 16)).astype(np.float32)

    def prepare(stream: TileStream, index: int) -> None:
        stream.set_plate(plates[index // 3], None if index % 2 else known)
        if index == 5:
            stream.reset()

    def matted(stream: TileStream) -> Iterator[Matte]:
        for index, frame in enumerate(frames):
            prepare(stream, index)
            yield stream.matte(frame)

    def matted_on_two_threads(stream: TileStream) -> Iterator[Matte]:
        def begin(index: int) -> Callable[[], Matte]:
            prepare(stream, index)
            return stream.begin(frames[index])

        return overlapped(begin, range(len(frames)))

    with closing(Attentive()) as attentive:
        streams = [TileStream(attentive, replace(SHAPE, most_tiles=40), SIZE) for _ in range(2)]
        for one, other in zip(matted(streams[0]), matted_on_two_threads(streams[1]), strict=True):
            assert (one.alpha == other.alpha).all()
            assert (one.foreground == other.foreground).all()


def test_nobody_in_view_takes_no_edges(stream: TileStream, parts: HalfSoft) -> None:
    parts.coarse[:] = 0
    alpha, foreground = stream.matte(picture())
    assert not alpha.any()
    assert (foreground == 100).all()
    assert parts.refined == [0]


def test_what_is_no_number_is_no_picture(stream: TileStream, parts: HalfSoft) -> None:
    stream.matte(picture())
    parts.coarse[3, 3, 2] = np.nan
    with pytest.raises(ModelError, match="NaN or infinite"):
        stream.matte(picture())
    parts.coarse[3, 3, 2] = 0
    stream.matte(picture())
    assert parts.last == [False, False], "it follows none"


@pytest.mark.parametrize(("whole", "coarse"), [(720, 144), (180, 36), (1080, 144), (64, 32), (2160, 135), (100, 96)])
def test_patches_are_enlarged_as_whole_maps_are(whole: int, coarse: int) -> None:
    count = -(-whole // TILE)
    reach = min(coarse, -(-SIDE * coarse // whole) + 2)
    axis = Axis(whole, coarse, count, reach)
    values = torch.rand(1, 1, coarse, 1, generator=torch.Generator().manual_seed(coarse))
    for side, weights, step in ((whole, axis.whole, 1), (whole // 2, axis.half, 2)):
        large = F.interpolate(values, size=(side, 1), mode="bilinear", align_corners=False)[0, 0, :, 0]
        for tile in range(count):
            start = int(axis.starts[tile])
            patch = values[0, 0, start : start + reach, 0]
            pixels = (torch.arange(SIDE // step) + (tile * TILE - MARGIN) // step).clamp(0, side - 1)
            torch.testing.assert_close(torch.from_numpy(weights[tile]) @ patch, large[pixels], atol=1e-5, rtol=0)


def test_rows_and_columns_are_not_mixed_up() -> None:
    patch = torch.arange(9.0).view(1, 3, 3, 1)
    rows, columns = torch.zeros(2, 1, 2, 3).unbind(0)
    rows[0, 0, 1] = rows[0, 1, 2] = columns[0, 0, 0] = columns[0, 1, 2] = 1
    assert _enlarge(patch, rows, columns)[0, 0].tolist() == [[3, 5], [6, 8]]


@pytest.mark.parametrize("size", [(64, 64), (65, 67), (101, 177), (1279, 719), (640, 64)])
def test_frames_of_any_size_come_back_whole(parts: HalfSoft, size: tuple[int, int]) -> None:
    stream = TileStream(parts, SHAPE, FrameSize(*size))
    image = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), np.uint8)
    stream.set_plate(image, np.linspace(0, 1, 54 * 96, dtype=np.float32).reshape(54, 96))
    for _ in range(2):
        alpha, foreground = stream.matte(image)
        assert alpha.shape == image.shape[:2]
        assert foreground.shape == image.shape
        refined = (foreground != image).any(-1)
        assert (alpha[refined] == image[refined][:, 0]).all()
        assert (foreground[refined] == 255 - image[refined]).all()
