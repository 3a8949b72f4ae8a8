"""What every live source must do."""

import threading
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.config import CameraConfig
from matting_rt.frame import Frame
from matting_rt.live.parts import build_live_source
from matting_rt.sources import camera, latest_frame
from matting_rt.sources.base import FrameSource
from matting_rt.sources.camera import CameraSource
from tests.sources.cameras import IMAGE, SIZE, ToldCameras, ToldReader
from tests.sources.media import write_video

CONFIG = CameraConfig(width=SIZE.width, height=SIZE.height, rate_fps=50)


def camera_source(folder: Path) -> FrameSource:
    return CameraSource("7", CONFIG, system=ToldCameras(ToldReader(), ToldReader()))


def video(folder: Path) -> FrameSource:
    write_video(folder / "clip.mp4", [IMAGE] * 5)
    return build_live_source(str(folder / "clip.mp4"), CONFIG)


def one_image(folder: Path) -> FrameSource:
    cv2.imwrite(str(folder / "one.png"), IMAGE[..., ::-1])
    return build_live_source(str(folder / "one.png"), CONFIG)


def image_directory(folder: Path) -> FrameSource:
    for index in range(3):
        cv2.imwrite(str(folder / f"{index}.png"), IMAGE[..., ::-1])
    return build_live_source(str(folder), CONFIG)


MAKERS: dict[str, Callable[[Path], FrameSource]] = {
    "camera": camera_source,
    "video": video,
    "one image": one_image,
    "image directory": image_directory,
}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS.keys())
def source(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FrameSource:
    # A tenth of a second is no frame on a machine that is busy with other tests.
    for module in (camera, latest_frame):
        monkeypatch.setattr(module, "WATCHDOG_PERIODS", 25)
    return request.param(tmp_path)


def test_frames_are_stamped_by_the_clock_and_numbered(source: FrameSource) -> None:
    before_s = time.perf_counter()
    with source:
        frames = list(islice(source, 5))
        assert source.info.time_base == Fraction(1, 1_000_000)
        assert source.info.frame_count is None
    assert [frame.index for frame in frames] == list(range(5))
    assert all(frame.time_base == Fraction(1, 1_000_000) for frame in frames)
    assert all(earlier.pts < later.pts for earlier, later in pairwise(frames))
    assert before_s <= frames[0].time_s <= frames[-1].time_s <= time.perf_counter()


def test_frames_are_rgb_bytes_of_the_size_that_was_told(source: FrameSource) -> None:
    with source:
        for frame in islice(source, 3):
            assert frame.size == source.info.size == SIZE
            assert frame.image.dtype == np.uint8
            assert frame.image.flags.c_contiguous
            np.testing.assert_allclose(frame.image[8::48, 8::64].astype(int), IMAGE[8::48, 8::64], atol=4)


def test_close_on_another_thread_ends_the_iteration(source: FrameSource) -> None:
    frames: list[Frame] = []
    source.open()
    reader = threading.Thread(target=lambda: frames.extend(source))
    reader.start()
    while not frames and reader.is_alive():
        time.sleep(0.01)
    source.close()
    reader.join(1.0)
    assert not reader.is_alive()


def test_it_opens_again_after_close(source: FrameSource) -> None:
    for _ in range(2):
        with source:
            assert next(iter(source)).index == 0


def test_it_closes_twice_and_unopened(source: FrameSource) -> None:
    source.close()
    source.open()
    source.close()
    source.close()


def test_the_painted_scene_is_a_live_source() -> None:
    config = CameraConfig(width=160, height=96, rate_fps=60)
    with build_live_source("synthetic", config) as source:
        assert source.info.rate_fps == 60
        assert {frame.image.shape for frame in islice(source, 3)} == {(96, 160, 3)}


@pytest.mark.parametrize("name", ["0", "/dev/video0", "C920"])
def test_what_is_no_file_is_a_camera(name: str) -> None:
    assert isinstance(build_live_source(name, CONFIG), CameraSource)
