"""The demo's input: a rendered video with audio, its plate, a landscape as backdrop, and the truth."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.film import LANDSCAPE, RenderedClip, load_place

SIZE = FrameSize(1280, 720)
RATE_FPS = 24
DURATION_S = 5.0
AUDIO_RATE_HZ = 48_000
MELODY_HZ = (261.63, 329.63, 392.00, 523.25, 440.00, 392.00, 329.63, 293.66, 261.63, 196.00)
"""C major, two notes a second."""


@dataclass(frozen=True, slots=True, eq=False)
class DemoScene:
    """Files and truth of the rendered scene."""

    video: Path
    plate: Path
    backdrop: Path
    plate_image: Image
    """uint8 (H, W, 3) RGB."""
    true_alphas: list[Image]
    """uint8 (H, W), one for each frame."""
    kept_frames: dict[int, Image]
    """Some frames as rendered, uint8 (H, W, 3) RGB, by index."""


def render_scene(
    directory: Path, kept: int, size: FrameSize | None = None, duration_s: float | None = None
) -> DemoScene:
    """Render input.mp4, plate.png and backdrop.png into `directory`, keeping `kept` frames spread over the video."""
    size, duration_s = size or SIZE, duration_s or DURATION_S
    count = round(RATE_FPS * duration_s)
    clip = RenderedClip(size, RATE_FPS, duration_s)
    plate, backdrop = directory / "plate.png", directory / "backdrop.png"
    plate_image = clip.plate()
    write_png(plate, plate_image)
    write_png(backdrop, load_place(LANDSCAPE, size))
    kept_indices = {round((place + 0.5) * count / kept) for place in range(kept)}
    true_alphas: list[Image] = []
    kept_frames: dict[int, Image] = {}
    melody = directory / ".melody.m4a"
    write_melody(melody, duration_s)
    sink = VideoFileSink(directory / "input.mp4", carry_from=melody, overwrite=True)
    time_base = Fraction(1, RATE_FPS)
    try:
        sink.open(StreamInfo(size, Fraction(RATE_FPS), time_base, count))
        for index, (image, alpha) in enumerate(clip.frames()):
            sink.write(MattedFrame(image, None, None, index, pts=index, time_base=time_base))
            true_alphas.append(alpha)
            if index in kept_indices:
                kept_frames[index] = image
        sink.finish()
    finally:
        sink.abort()
        melody.unlink(missing_ok=True)
    return DemoScene(directory / "input.mp4", plate, backdrop, plate_image, true_alphas, kept_frames)


def write_melody(path: Path, duration_s: float | None = None) -> None:
    """A soft tune as AAC, as long as the video."""
    duration_s = duration_s or DURATION_S
    times_s = np.arange(round(duration_s * AUDIO_RATE_HZ)) / AUDIO_RATE_HZ
    note_s = duration_s / len(MELODY_HZ)
    notes = (times_s / note_s).astype(int)
    since_s = times_s - notes * note_s
    # Struck and fading, from and to silence, so that notes do not click.
    envelope = np.minimum(since_s / 0.02, 1) * np.exp(-4 * since_s) * np.minimum((note_s - since_s) / 0.02, 1)
    samples = 0.2 * envelope * np.sin(2 * np.pi * np.asarray(MELODY_HZ)[notes] * since_s)
    with av.open(str(path), "w", format="ipod") as container:
        stream = container.add_stream("aac", rate=AUDIO_RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.astype(np.float32)[None], format="fltp", layout="mono")
        frame.sample_rate = AUDIO_RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
