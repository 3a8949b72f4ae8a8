"""A video is matted by a job, with more flags behind the script's name."""

import sys
from fractions import Fraction
from pathlib import Path

import av

from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.clip import SyntheticClip
from tests.slurm.jobs import submit, wait_for_end

SIZE, RESIZED = FrameSize(256, 144), FrameSize(128, 72)
RATE_FPS = 12


def main(folder: Path) -> None:
    clip = SyntheticClip(SIZE, RATE_FPS, 1.0, seed=5)
    source, plate = folder / "src.mp4", folder / "room.png"
    write_png(plate, clip.plate())
    sink = VideoFileSink(source)
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), RATE_FPS))
    for index, (image, _) in enumerate(clip.frames()):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()

    flags = f"--backend pytorch --video-resize {RESIZED.width} {RESIZED.height}"
    output = folder / "results" / "matted.mp4"
    job = submit(folder, "matte", flags, BACKBONE="mobilenetv3-lite", SRC=source, BGR=plate, OUTPUT=output)
    wait_for_end(job)
    with av.open(str(output)) as container:
        sizes = [FrameSize(frame.width, frame.height) for frame in container.decode(video=0)]
    assert sizes == [RESIZED] * RATE_FPS, sizes
    print(f"matte: a job matted {len(sizes)} frames, resized to {RESIZED}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
