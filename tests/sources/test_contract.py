"""What every source of files must do."""

import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from matting_rt.errors import SourceError, SourceNotFoundError
from matting_rt.frame import Frame, FrameSize
from matting_rt.sources.animated_image import AnimatedImageSource
from matting_rt.sources.base import FrameSource
from matting_rt.sources.image_files import ImageFilesSource
from matting_rt.sources.image_sequence import ImageSequenceSource
from matting_rt.sources.synthetic import SyntheticSource
from matting_rt.sources.video_file import VideoFileSource
from tests.sources.media import textured_image, write_video

IMAGE = textured_image(96, 64)
COUNT = 5


def video(folder: Path) -> FrameSource:
    write_video(folder / "clip.mp4", [IMAGE] * COUNT)
    return VideoFileSource(folder / "clip.mp4")


def one_image(folder: Path) -> FrameSource:
    cv2.imwrite(str(folder / "one.png"), IMAGE[..., ::-1])
    return ImageFilesSource(folder / "one.png")


def image_directory(folder: Path) -> FrameSource:
    for index in range(COUNT):
        cv2.imwrite(str(folder / f"{index}.png"), IMAGE[..., ::-1])
    return ImageFilesSource(folder)


def image_sequence(folder: Path) -> FrameSource:
    for number in range(7, 7 + COUNT):
        cv2.imwrite(str(folder / f"shot.{number:04d}.png"), IMAGE[..., ::-1])
    return ImageSequenceSource(folder / "shot.%04d.png")


def animated_image(folder: Path) -> FrameSource:
    first, *others = [PillowImage.fromarray(np.roll(IMAGE, index, axis=0)) for index in (0, 1, 2)]
    first.save(folder / "a.webp", save_all=True, append_images=others, duration=[100, 200, 40], lossless=True)
    return AnimatedImageSource(folder / "a.webp", (0, 0, 0))


def synthetic(folder: Path) -> FrameSource:
    return SyntheticSource(FrameSize(96, 64))


MAKERS: dict[str, Callable[[Path], FrameSource]] = {
    "video": video,
    "one image": one_image,
    "image directory": image_directory,
    "image sequence": image_sequence,
    "animated image": animated_image,
    "synthetic": synthetic,
}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS.keys())
def source(request: pytest.FixtureRequest, tmp_path: Path) -> FrameSource:
    return request.param(tmp_path)


def test_every_frame_comes_once_and_in_order(source: FrameSource) -> None:
    with source:
        frames = list(source)
        assert len(frames) == source.info.frame_count
        assert {frame.time_base for frame in frames} == {source.info.time_base}
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert all(earlier.pts < later.pts for earlier, later in pairwise(frames))


def test_frames_are_rgb_bytes_of_the_size_that_was_told(source: FrameSource) -> None:
    with source:
        for frame in source:
            assert frame.image.dtype == np.uint8
            assert frame.image.flags.c_contiguous
            assert source.info.size in (frame.size, None)
            if not isinstance(source, SyntheticSource):
                np.testing.assert_allclose(frame.image[8::48, 8::64].astype(int), IMAGE[8::48, 8::64], atol=4)


def test_a_frame_keeps_its_picture_after_the_next_one(source: FrameSource) -> None:
    with source:
        frames = list(source)
    first = frames[0].image.copy()
    assert all(not np.shares_memory(frames[0].image, frame.image) for frame in frames[1:])
    np.testing.assert_array_equal(frames[0].image, first)


def test_it_closes_twice_and_unopened(source: FrameSource) -> None:
    source.close()
    source.open()
    source.close()
    source.close()


def test_it_is_read_on_another_thread_than_it_was_opened_on(source: FrameSource) -> None:
    frames: list[Frame] = []
    with source:
        reader = threading.Thread(target=lambda: frames.extend(source))
        reader.start()
        reader.join()
        assert len(frames) == source.info.frame_count


@pytest.mark.parametrize("kind", [VideoFileSource, ImageFilesSource])
def test_a_missing_file_is_named_in_one_line(kind: Callable[[Path], FrameSource], tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError) as caught:
        kind(tmp_path / "absent.xyz").open()
    assert "absent.xyz" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.is_user_mistake


@pytest.mark.parametrize("kind", [VideoFileSource, ImageFilesSource])
@pytest.mark.parametrize("content", [b"", b"this is but text\n" * 100])
def test_what_is_no_picture_is_named_in_one_line(
    kind: Callable[[Path], FrameSource], content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "text.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"text\.mp4") as caught:
        kind(path).open()
    assert "\n" not in str(caught.value)
