from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.compositing.backdrop_spec import (
    BLUR,
    COLOUR,
    IMAGE,
    TRANSPARENT,
    VIDEO,
    BackdropSpec,
    backdrop_syntax,
    parse_backdrop,
)
from matting_rt.config import BackdropConfig
from matting_rt.config.setting import infos_of
from matting_rt.errors import UsageError


@pytest.mark.parametrize(
    ("spec", "colour"),
    [("white", (255, 255, 255)), ("Navy", (0, 0, 128)), ("#78ff9b", (120, 255, 155)), ("#F0a", (255, 0, 170))],
)
def test_colours_are_names_or_hexadecimal(spec: str, colour: tuple[int, int, int]) -> None:
    assert parse_backdrop(spec) == BackdropSpec(COLOUR, colour)


def test_blur_has_a_strength_of_its_own_or_a_given_one() -> None:
    assert parse_backdrop("blur").kind is BLUR
    assert parse_backdrop("blur").value > 0
    assert parse_backdrop("blur:7.5") == BackdropSpec(BLUR, 7.5)


@pytest.mark.parametrize("spec", ["transparent", "none", "None"])
def test_transparent_and_none_are_the_same(spec: str) -> None:
    assert parse_backdrop(spec) == BackdropSpec(TRANSPARENT, True)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tiff", ".bmp", ".avif"])
def test_a_picture_is_known_by_its_content_whatever_its_name(tmp_path: Path, suffix: str) -> None:
    _, data = cv2.imencode(suffix, np.zeros((16, 16, 3), dtype=np.uint8))
    path = tmp_path / "Füße.mp4"
    path.write_bytes(data.tobytes())
    assert parse_backdrop(str(path)) == BackdropSpec(IMAGE, path)


def test_any_other_file_is_taken_for_a_video(tmp_path: Path) -> None:
    path = tmp_path / "blur"
    path.write_bytes(b"\0\0\0\x20ftypisom")
    assert parse_backdrop(str(path)) == BackdropSpec(VIDEO, path)


@pytest.mark.parametrize(
    ("spec", "help_"),
    [
        ("whit", "did you mean white"),
        ("blurr", "did you mean blur"),
        ("beach.jpg", "an image file or a video file"),
        ("", "an image file or a video file"),
        ("#12345", "#rrggbb"),
        ("#ggg", "#rrggbb"),
        ("blur:0", "above 0"),
        ("blur:nan", "above 0"),
        ("blur:soft", "above 0"),
        (".", "is a directory"),
        ("~nobody-at-all/sea.jpg", "a user who is not known"),
        ("/dev/zero", "/dev/zero is a device"),
    ],
)
def test_anything_else_is_refused_with_help(
    spec: str, help_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=help_) as caught:
        parse_backdrop(spec)
    assert "\n" not in str(caught.value)


def test_the_help_of_the_setting_names_every_kind() -> None:
    assert backdrop_syntax() in infos_of(BackdropConfig)["spec"].help.replace("A colour", "a colour")
