"""A film with a cut whose plates come from the film itself, joined and read back by the ffmpeg command line."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from matting_rt import VideoJob, open_batch
from matting_rt.config import Config, DeviceKind, EngineConfig, Precision
from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic.film import FOLDER, LANDSCAPE, ROOM, fit, load_place
from matting_rt.synthetic.pictures import decode_picture, list_pictures
from tests.sources.media import write_video

pytestmark = pytest.mark.ffmpeg
SIZE, FRAMES = FrameSize(320, 180), 24
"""Of each shot."""


def paint_shot(place: Path, is_back: bool) -> tuple[list[Image], list[Image]]:
    """Somebody crosses the picture, from the left or back, without a plate ever being shown: frames and true alphas."""
    room = load_place(place, SIZE).astype(np.float32)
    person = fit(decode_picture(list_pictures(FOLDER)[0]), SIZE)
    noise, frames, alphas = np.random.default_rng(3), [], []
    for index in range(FRAMES):
        way = round((index / (FRAMES - 1) - 0.5) * 1.4 * SIZE.width)
        rgba = shift(person, -way if is_back else way)
        share = rgba[..., 3:] / np.float32(255)
        grain = noise.standard_normal(share.shape, np.float32)
        frames.append((room + (rgba[..., :3] - room) * share + grain).clip(0, 255).round().astype(np.uint8))
        alphas.append(rgba[..., 3])
    return frames, alphas


def shift(picture: Image, way: int) -> Image:
    shifted = np.zeros_like(picture)
    if way >= 0:
        shifted[:, way:] = picture[:, : SIZE.width - way]
    else:
        shifted[:, :way] = picture[:, -way:]
    return shifted


@pytest.mark.slow
def test_each_shot_of_a_film_is_matted_with_the_room_that_it_shows(tmp_path: Path) -> None:
    shots = [paint_shot(ROOM, False), paint_shot(LANDSCAPE, True)]
    for number, (frames, _) in enumerate(shots):
        write_video(tmp_path / f"{number}.mp4", frames)
    (tmp_path / "list.txt").write_text("file 0.mp4\nfile 1.mp4\n")
    film, matte = tmp_path / "film.mp4", tmp_path / "matte.mkv"
    ffmpeg = ("ffmpeg", "-v", "error")
    subprocess.run([*ffmpeg, "-f", "concat", "-i", tmp_path / "list.txt", "-c", "copy", film], check=True)
    engine = EngineConfig("mobilenetv3-lite", engine="onnx", device=DeviceKind.CPU, precision=Precision.FP32)
    job = VideoJob(film, None, None, {"alpha": matte}, config=Config(engine=engine), codec="ffv1")
    with open_batch(job) as batch:
        report = batch.run()
    assert [shot["frame_count"] for shot in report["shots"]] == [FRAMES, FRAMES]
    decoded = subprocess.run(
        [*ffmpeg, "-i", matte, "-f", "rawvideo", "-pix_fmt", "gray", "-"], check=True, capture_output=True
    ).stdout
    alphas = np.frombuffer(decoded, np.uint8).reshape(-1, SIZE.height, SIZE.width).astype(float)
    true = np.array([alpha for _, shown in shots for alpha in shown])
    errors = np.abs(alphas - true).mean((1, 2)) / 255
    assert len(errors) == 2 * FRAMES
    assert errors.mean() < 0.015
    assert errors.max() < 0.04  # the cut's own frames too
