"""What `tools.benchmark` mattes: the demo's scene as a video file, with its plate."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.media.files import open_media
from matting_rt.plate.store import load_plate
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.sources.video_file import VideoFileSource
from matting_rt.synthetic.film import RenderedClip

RENDERED = 60
"""Frames of the film that are rendered; then they run backwards, so that whoever loops it sees no jump."""


@dataclass(frozen=True, slots=True)
class Film:
    """A video file and a picture of its empty room."""

    path: Path
    plate_path: Path
    size: FrameSize
    rate_fps: int
    frame_count: int

    def plate(self) -> Image:
        """uint8 (H, W, 3) RGB."""
        return load_plate(self.plate_path).image

    def frames(self) -> Iterator[Image]:
        """uint8 (H, W, 3) RGB."""
        source = VideoFileSource(self.path)
        source.open()
        try:
            yield from (frame.image for frame in source)
        finally:
            source.close()

    def repeated(self, times: int) -> "Film":
        """So many rounds of it in one file beside it; what is encoded already is copied."""
        path = self.path.with_stem(f"{self.path.stem}-{times}")
        with open_media(self.path) as source, av.open(str(path), "w") as target:
            stream = source.streams.video[0]
            copy = target.add_stream_from_template(stream)
            assert stream.time_base, "a file tells its time base"
            round_ticks = round(Fraction(self.frame_count, self.rate_fps) / stream.time_base)
            for number in range(times):
                source.seek(0)
                for packet in source.demux(stream):
                    if packet.pts is None or packet.dts is None:  # the last one, which is empty
                        continue
                    packet.pts += number * round_ticks
                    packet.dts += number * round_ticks
                    packet.stream = copy
                    target.mux(packet)
        return Film(path, self.plate_path, self.size, self.rate_fps, times * self.frame_count)


def make_film(folder: Path, size: FrameSize, rate_fps: int) -> Film:
    """One round of the scene, there and back."""
    clip = RenderedClip(size, rate_fps, RENDERED / rate_fps)
    there = [image for image, _ in clip.frames()]
    images = there + there[-2:0:-1]
    path, plate_path, time_base = folder / f"{size}.mp4", folder / f"{size}.png", Fraction(1, rate_fps)
    sink = VideoFileSink(path)
    sink.open(StreamInfo(size, Fraction(rate_fps), time_base, len(images)))
    for index, image in enumerate(images):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=time_base))
    sink.finish()
    write_png(plate_path, clip.plate())
    return Film(path, plate_path, size, rate_fps, len(images))
