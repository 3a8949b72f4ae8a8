"""An image format is added by one row."""

import re
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

import matting_rt
from matting_rt import load_image
from matting_rt.cli.__main__ import main
from matting_rt.errors import ConfigError
from matting_rt.frame import DeepImage, FrameSize, Image
from matting_rt.pictures import formats
from matting_rt.pictures.formats import FORMATS, ImageFormat, Pixels
from matting_rt.sinks.image_files import write_image
from tests.cli.conftest import Scene, scene

__all__ = ["scene"]  # a fixture

MAGIC = b"bare"


def read_size(content: bytes) -> FrameSize:
    return FrameSize(*struct.unpack_from("<II", content, len(MAGIC)))


def encode_bare(image: Image | DeepImage) -> bytes:
    rgb = image[..., :3] if image.ndim == 3 else np.stack([image] * 3, axis=2)
    return MAGIC + struct.pack("<II", image.shape[1], image.shape[0]) + rgb.astype(np.uint8).tobytes()


def decode_bare(content: bytes, flags: int) -> Pixels:
    size = read_size(content)
    rgb = np.frombuffer(content, np.uint8, offset=len(MAGIC) + 8).reshape(size.height, size.width, 3)
    return rgb if flags == cv2.IMREAD_COLOR_RGB else rgb[..., ::-1]


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> ImageFormat:
    bare = ImageFormat("bare", re.compile(MAGIC), read_size, (".bare",), decode=decode_bare, encode=encode_bare)
    monkeypatch.setitem(FORMATS, bare.name, bare)
    return bare


def test_it_is_written_and_read_by_the_command_line(scene: Scene, tmp_path: Path) -> None:
    arguments = scene.arguments("images", tmp_path / "png")
    assert main([*arguments, "--write", "alpha"]) == 0
    arguments = scene.arguments("images", tmp_path / "bare")
    assert main([*arguments, "--write", "alpha", "--image-format", "bare"]) == 0
    bare, png = load_image(tmp_path / "bare" / "a.alpha.bare"), load_image(tmp_path / "png" / "a.alpha.png")
    np.testing.assert_array_equal(bare, png)


def test_a_folder_of_it_is_matted(scene: Scene, tmp_path: Path, added: ImageFormat) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    write_image(folder / "a.bare", load_image(scene.pictures / "a.png"), added)
    assert main(scene.arguments("images", tmp_path / "out", src=folder)) == 0
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["a.composite.png"]


def test_it_is_a_picture_for_dialogs_and_backdrops(tmp_path: Path, added: ImageFormat) -> None:
    from matting_rt.compositing.backdrop_spec import IMAGE, parse_backdrop

    write_image(tmp_path / "sea", np.zeros((8, 16, 3), np.uint8), added)
    assert ".bare" in formats.image_suffixes()
    assert parse_backdrop(str(tmp_path / "sea")).kind is IMAGE


def test_what_is_only_read_is_refused_as_an_output(scene: Scene, tmp_path: Path) -> None:
    job = matting_rt.ImagesJob(scene.pictures, scene.plate, tmp_path, image_format="webp")
    with pytest.raises(ConfigError, match="no images are written as 'webp'; choose of png, tiff"):
        matting_rt.open_batch(job)
