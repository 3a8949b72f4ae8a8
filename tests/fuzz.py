"""Damage files in many ways and open each as the program does: it gives a result or a line for a person, nothing else.

    python -m tests.fuzz FOLDER TURNS

FOLDER holds whole files, each named after the reader that it is for: video.mp4, picture.png, weights.safetensors, ...
All that is random depends on the file's name and the turn. Prints how many files were read and refused; ends with
status 1 and a traceback at the first surprise.
"""

import random
import resource
import sys
import tempfile
import traceback
import zlib
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from matting_rt import model_files, weights
from matting_rt.config import from_toml
from matting_rt.errors import MattingError
from matting_rt.files import read_text
from matting_rt.inference.exported import read_exported
from matting_rt.plate.store import load_plate
from matting_rt.pytorch_files import read_checkpoint
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.sources.animated_image import AnimatedImageSource
from matting_rt.sources.image_files import load_image
from matting_rt.sources.video_file import VideoFileSource

MEMORY_LIMIT_BYTES = 3 << 30
"""Beyond it an allocation fails, which shows as a surprise."""
CPU_LIMIT_S = 60
"""Of computing, because other programs may take the most of the time; some five seconds are what it needs. Beyond it
the system ends the process."""
FRAMES_READ = 10
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def read_video(path: Path) -> None:
    """Read frames, and write them with the file's audio."""
    with tempfile.TemporaryDirectory() as scratch, VideoFileSource(path) as source:
        sink = VideoFileSink(Path(scratch) / "output.mkv", carry_from=path)
        try:
            sink.open(source.info)
            for frame in islice(source, FRAMES_READ):
                sink.write(MattedFrame(frame.image, None, None, frame.index, frame.pts, frame.time_base))
            sink.finish()
        finally:
            sink.abort()


def read_weights(path: Path) -> None:
    weights.load_network(model_files.find_model(str(path)))


def read_animation(path: Path) -> None:
    with AnimatedImageSource(path, (0, 0, 0)) as source:
        list(islice(source, FRAMES_READ))


READERS: dict[str, Callable[[Path], object]] = {
    "video": read_video,
    "picture": load_image,
    "animation": read_animation,
    "plate": load_plate,
    "weights": read_weights,
    "checkpoint": read_checkpoint,
    "exported": read_exported,
    "settings": lambda path: from_toml(read_text(path)),
}


def damage(content: bytes, chance: random.Random) -> bytes:
    """The content with one to four faults, mostly where its structure is told: at the start and the end."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if not damaged:
            break
        near = min(len(damaged), 600)
        at = chance.choice(
            (chance.randrange(near), len(damaged) - 1 - chance.randrange(near), chance.randrange(len(damaged)))
        )
        length = chance.randint(1, 64)
        match chance.randrange(7):
            case 0:
                damaged[at] ^= 1 << chance.randrange(8)
            case 1:
                damaged[at : at + length] = chance.randbytes(length)
            case 2:
                damaged[at : at + length] = bytes((chance.choice((0, 255)),)) * length
            case 3:
                number = chance.choice(EXTREMES)
                damaged[at : at + 4] = number.to_bytes(4, chance.choice(("big", "little")))
            case 4:
                del damaged[at : at + length * chance.choice((1, 50))]
            case 5:
                damaged[at:at] = damaged[at : at + length]
            case 6:
                del damaged[at:]
    return bytes(damaged)


def run(folder: Path, turns: int) -> Counter[str]:
    """How many damaged files were read, and how many refused."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for whole in sorted(folder.iterdir()):
            read, content = READERS[whole.stem.partition("-")[0]], whole.read_bytes()
            read(whole)  # or nothing that follows would tell anything
            path = Path(scratch) / whole.name
            for turn in range(turns):
                print(
                    f"{whole.name}, turn {turn}", file=sys.stderr, flush=True
                )  # the last line where a library crashes
                path.write_bytes(damage(content, random.Random(zlib.crc32(whole.name.encode()) + turn)))
                try:
                    read(path)
                    outcomes["read"] += 1
                except MattingError as error:
                    if len(str(error).splitlines()) != 1:
                        raise ValueError("the message is not one line") from error
                    outcomes["refused"] += 1
    return outcomes


def main() -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_S, CPU_LIMIT_S))
    try:
        outcomes = run(Path(sys.argv[1]), int(sys.argv[2]))
    except Exception:
        traceback.print_exc()
        return 1
    print(outcomes["read"], outcomes["refused"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
