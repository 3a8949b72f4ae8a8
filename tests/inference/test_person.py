"""The person network as the program runs it: on pictures of any size, from a verified file, without PyTorch."""

import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt import model_files
from matting_rt.errors import FrameShapeError, WeightsError
from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.inference.person import MULTIPLE, PersonNetwork, map_size
from matting_rt.network import person as architecture
from tests.plate.scenes import paint_room

REFERENCE = Path(__file__).with_name("person_reference.npz")


@pytest.fixture(scope="module")
def network() -> PersonNetwork:
    return PersonNetwork(256)


def person_and_outline() -> tuple[Image, FloatMap]:
    """A painted person, and what TensorFlow Lite says of them, both 256x256."""
    with np.load(REFERENCE) as reference:
        return reference["images"][0], (reference["people"][0] / 65535).astype(np.float32)


def noise(height: int, width: int) -> Image:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


def test_a_picture_of_the_networks_size_gives_what_tensorflow_lite_gives(network: PersonNetwork) -> None:
    with np.load(REFERENCE) as reference:
        for image, expected in zip(reference["images"], reference["people"], strict=True):
            assert np.abs(network.run(image) - expected / 65535).max() < 1e-3


@pytest.mark.parametrize("size", [FrameSize(256, 256), FrameSize(1283, 1281), FrameSize(100, 101)])
@pytest.mark.parametrize("width", [256, 320])
def test_a_person_is_found_at_their_place_at_any_size(size: FrameSize, width: int) -> None:
    image, outline = person_and_outline()
    method = cv2.INTER_AREA if size.width < 256 else cv2.INTER_LINEAR
    found = PersonNetwork(width).find(cv2.resize(image, size, interpolation=method)) > 0.5
    expected = cv2.resize(outline, found.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    assert (found & expected).sum() > 0.9 * (found | expected).sum()


@pytest.mark.parametrize("width", [256, 320])
def test_a_person_in_a_wide_room_is_found_and_nobody_in_the_empty_room(width: int) -> None:
    image, outline = (cv2.resize(x, (640, 640)) for x in person_and_outline())
    network = PersonNetwork(width)
    picture = paint_room(1, FrameSize(1280, 720))
    assert not (network.find(picture) > 0.5).any()
    expected = np.zeros((720, 1280), np.float32)
    expected[80:, 320:960] = outline
    picture[80:, 320:960][outline > 0.5] = image[outline > 0.5]
    found = network.find(picture) > 0.5
    expected = cv2.resize(expected, found.shape[::-1]) > 0.5
    assert (found & expected).sum() > 0.85 * (found | expected).sum()


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (FrameSize(1280, 720), FrameSize(256, 144)),
        (FrameSize(1920, 1080), FrameSize(256, 144)),
        (FrameSize(640, 480), FrameSize(256, 192)),
        (FrameSize(720, 1280), FrameSize(144, 256)),
        (FrameSize(7, 5), FrameSize(256, 176)),
        (FrameSize(1, 1), FrameSize(256, 256)),
        (FrameSize(4000, 10), FrameSize(256, 16)),
        (FrameSize(6000, 4000), FrameSize(256, 176)),
    ],
)
def test_the_map_has_about_the_frames_shape(network: PersonNetwork, size: FrameSize, expected: FrameSize) -> None:
    assert map_size(size, 256) == expected
    person = network.find(noise(size.height, size.width))
    assert person.shape == (expected.height, expected.width)
    assert person.dtype == np.float32
    assert 0 <= person.min() <= person.max() <= 1


def test_its_sizes_are_what_the_network_takes() -> None:
    assert MULTIPLE == architecture.MULTIPLE
    assert map_size(FrameSize(1280, 720), 480) == FrameSize(480, 272)


def test_a_view_into_a_picture_is_taken_as_it_looks(network: PersonNetwork) -> None:
    image = noise(90, 160)
    mirrored = image[:, ::-1]
    np.testing.assert_array_equal(network.find(mirrored), network.find(mirrored.copy()))


def test_what_was_found_is_not_overwritten_by_the_next_picture(network: PersonNetwork) -> None:
    first = network.find(noise(90, 160))
    kept = first.copy()
    network.find(np.zeros((90, 160, 3), np.uint8))
    np.testing.assert_array_equal(first, kept)


@pytest.mark.parametrize("shape", [(90, 160), (90, 160, 4), (0, 160, 3)])
def test_what_is_no_rgb_picture_is_refused(network: PersonNetwork, shape: tuple[int, ...]) -> None:
    with pytest.raises(FrameShapeError, match=r"RGB pictures \(H, W, 3\)"):
        network.find(np.zeros(shape, np.uint8))


def test_a_damaged_or_missing_file_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("person.onnx", "person.onnx.sha256"):
        shutil.copy(model_files.released_folder() / name, tmp_path)
    monkeypatch.setattr("matting_rt.inference.person.released_folder", lambda: tmp_path)
    path = tmp_path / "person.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"person\.onnx is damaged or was changed"):
        PersonNetwork(256)
    (tmp_path / "person.onnx.sha256").unlink()
    with pytest.raises(WeightsError, match=r"person\.onnx\.sha256 is missing; .*reinstall it"):
        PersonNetwork(256)
    path.unlink()
    with pytest.raises(WeightsError, match=r"person\.onnx cannot be read \(No such file or directory\)"):
        PersonNetwork(256)


def test_it_runs_without_pytorch() -> None:
    script = """
import sys
import numpy as np
from matting_rt.build import build_person_network
build_person_network().find(np.zeros((90, 160, 3), np.uint8))
print(sorted({"torch", "torchvision", "onnx"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_person_in_a_seventh_of_the_light_is_found_as_in_all_of_it(network: PersonNetwork) -> None:
    image, _ = person_and_outline()
    in_light, in_the_dark = network.find(image) > 0.5, network.find((image * 0.15).astype(np.uint8)) > 0.5
    assert (in_light & in_the_dark).sum() > 0.97 * (in_light | in_the_dark).sum()
