"""Small real videos for tests, written by FFmpeg."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from matting_rt.frame import Image

RATE_FPS = 25
SOUND_RATE_HZ = 48_000
_SOUND_SAMPLES_PER_FRAME = SOUND_RATE_HZ // RATE_FPS


def textured_image(width: int, height: int) -> Image:
    """A fixed picture whose four quarters differ, in blocks that survive compression."""
    image = np.zeros((height, width, 3), dtype=np.uint8)
    image[: height // 2, : width // 2] = (220, 20, 60)
    image[: height // 2, width // 2 :] = (30, 200, 40)
    image[height // 2 :, : width // 2] = (40, 60, 210)
    image[height // 2 :, width // 2 :] = (200, 200, 200)
    return image


def flat_image(width: int, height: int, colour: Sequence[int]) -> Image:
    return np.full((height, width, 3), colour, dtype=np.uint8)


def write_video(
    path: Path,
    images: Iterable[Image],
    *,
    times: Sequence[int] | None = None,
    time_base: Fraction = Fraction(1, RATE_FPS),
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    colorspace: int | None = None,
    color_range: int = ColorRange.MPEG,
    sound: str | None = None,
    container_options: dict[str, str] | None = None,
    prepare: Callable[[av.VideoStream], None] = lambda stream: None,
) -> None:
    """Write a video at high quality.

    Args:
        times: pts of each picture in `time_base`; one after another by default.
        colorspace: convert with this matrix and tag the file with it; None converts as BT.601 and leaves no tag.
        sound: codec of a tone that lasts as long as the pictures.
        prepare: called with the video stream before it is first used.
    """
    images = list(images)
    times = times if times is not None else range(len(images))
    with av.open(str(path), "w", container_options=container_options or {}) as container:
        video = container.add_stream(codec, rate=RATE_FPS)
        assert isinstance(video, av.VideoStream)
        video.height, video.width = images[0].shape[:2]
        video.pix_fmt = pixel_format
        if codec.startswith("libx26"):
            video.options = {"crf": "10", "preset": "ultrafast", "x265-params": "log-level=none"}
        context = video.codec_context
        context.time_base = time_base
        if colorspace is not None:
            context.colorspace, context.color_range = colorspace, color_range
        prepare(video)
        audio = container.add_stream(sound, rate=SOUND_RATE_HZ, layout="stereo") if sound else None
        for position, (image, pts) in enumerate(zip(images, times, strict=True)):
            frame = av.VideoFrame.from_ndarray(image, "rgb24").reformat(
                format=pixel_format,
                dst_colorspace=Colorspace.ITU601 if colorspace is None else colorspace,
                dst_color_range=color_range,
                threads=1,  # see VideoFileSink: several damage odd sizes of 10 bits
            )
            frame.pts, frame.time_base = pts, time_base
            container.mux(video.encode(frame))
            if audio is not None:
                container.mux(audio.encode(_tone(position, round(pts * time_base * SOUND_RATE_HZ))))
        container.mux(video.encode(None))
        if audio is not None:
            container.mux(audio.encode(None))


def _tone(position: int, pts: int) -> av.AudioFrame:
    samples = position * _SOUND_SAMPLES_PER_FRAME + np.arange(_SOUND_SAMPLES_PER_FRAME)
    wave = np.sin(2 * np.pi * 440 / SOUND_RATE_HZ * samples) * 10_000
    frame = av.AudioFrame.from_ndarray(np.repeat(wave, 2).astype(np.int16)[None], format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE_HZ, pts, Fraction(1, SOUND_RATE_HZ)
    return frame
