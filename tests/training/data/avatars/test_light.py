"""Light from probes: what falls on a surface is what physics says."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from training.data.avatars.light import (
    BRIGHTEST,
    HEIGHT,
    WIDTH,
    directions,
    draw_light,
    list_probes,
    load_probe,
    shine_on,
    to_light,
)
from training.data.avatars.skeleton import Floats

SIDES = np.concatenate([np.eye(3), -np.eye(3)]).astype(np.float32)


def write_probe(path: Path, picture: Floats) -> Path:
    assert cv2.imwrite(str(path), picture[..., ::-1])
    return path


def test_even_light_falls_evenly_on_every_side() -> None:
    light = to_light(np.ones((HEIGHT, WIDTH, 3), np.float32))
    np.testing.assert_allclose(shine_on(light, SIDES), 1, atol=0.01)


def test_light_from_one_side_falls_on_that_side_in_its_colour() -> None:
    surround = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    surround[directions()[..., 0] > 0.95] = (2, 1, 0)
    shone = shine_on(to_light(surround), SIDES)
    assert shone[0].argmax() == 0
    assert shone[0, 0] == pytest.approx(2 * shone[0, 1], rel=1e-4)
    # nine harmonics cannot do better than a few percent of light on the dark side
    assert shone[3, 0] < 0.15 * shone[0, 0]


def test_a_probe_is_reduced_to_a_mean_of_one_with_its_sun_cut_off(tmp_path: Path) -> None:
    picture = np.ones((64, 128, 3), np.float32)
    picture[10:12, 20:22] = 50_000
    probe = load_probe(write_probe(tmp_path / "sun.hdr", picture))
    assert probe.shape == (HEIGHT, WIDTH, 3)
    assert probe.mean() == pytest.approx(1, rel=1e-3)
    assert probe.max() / np.median(probe) < BRIGHTEST * 30


def test_a_probe_keeps_its_channels(tmp_path: Path) -> None:
    probe = load_probe(write_probe(tmp_path / "red.hdr", np.full((64, 128, 3), (4, 1, 0.5), np.float32)))
    assert probe[0, 0, 0] == pytest.approx(8 * probe[0, 0, 2], rel=0.02)


def test_every_drawn_light_exposes_a_face_for_a_picture() -> None:
    draws = np.random.default_rng(1)
    probe = np.ones((HEIGHT, WIDTH, 3), np.float32)
    shone = [shine_on(draw_light(draws, probe), SIDES[2]).mean() for _ in range(60)]
    assert 0.02 < np.min(shone) < 0.6 < np.max(shone) < 3


def test_what_is_no_probe_is_refused(tmp_path: Path) -> None:
    (tmp_path / "probe.hdr").write_bytes(b"#?RADIANCE\nnot really")
    with pytest.raises(SourceFormatError, match=r"probe\.hdr is not a picture that can be read"):
        load_probe(tmp_path / "probe.hdr")


def test_a_folder_without_probes_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="holds no light probes"):
        list_probes(tmp_path)
    with pytest.raises(SourceNotFoundError, match="There is no folder"):
        list_probes(tmp_path / "nowhere")
