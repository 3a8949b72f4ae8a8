"""Videos are shared out among the tasks of an array; one that is killed and one that is queued again lose nothing."""

import json
import sys
from fractions import Fraction
from pathlib import Path

import av

from matting_rt.cli.__main__ import main as run_command
from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.clip import SyntheticClip
from tests.slurm.jobs import command, state_of, submit, wait_for_end, wait_until

SIZE = FrameSize(256, 144)
RATE_FPS, COUNT = 24, 300
"""More than a segment has."""
CLIPS = 4
LIST = """[defaults]
model = "mobilenetv3-lite"
engine = "onnx"
device = "cpu"
keep = "people"
backdrop = "blur:6"
plate = "room.png"

[[job]]
src = "clips"
output = "{output}/{{name}}.mp4"
"""


def make_clips(folder: Path) -> None:
    clip = SyntheticClip(SIZE, RATE_FPS, 2.0, seed=5)
    write_png(folder / "room.png", clip.plate())
    (folder / "clips").mkdir()
    images = [image for image, _ in clip.frames()]
    for number in range(CLIPS):
        sink = VideoFileSink(folder / "clips" / f"{number}.mp4")
        sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), COUNT))
        for index in range(COUNT):
            image = images[(index + 7 * number) % len(images)]
            sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
        sink.finish()


def main(folder: Path) -> None:
    make_clips(folder)
    path, alone = folder / "jobs.toml", folder / "alone.toml"
    path.write_text(LIST.format(output="matted"), encoding="utf-8")
    alone.write_text(LIST.format(output="alone"), encoding="utf-8")
    state = folder / "jobs.toml.state"
    array = submit(folder, "matte_array", "", "--array=0-2", ARRAY=1, JOBS=path)

    wait_until("a first segment is whole", lambda: any((folder / "matted").glob(".*/state-*.npz")))
    command("scancel", "--signal=KILL", f"{array}_0")
    command("scontrol", "requeue", f"{array}_1")
    wait_until(
        f"the array {array} ends", lambda: not {"PENDING", "RUNNING", "COMPLETING"} & set(state_of(array).split())
    )
    again = submit(folder, "matte_array", "", "--array=0-1", ARRAY=1, JOBS=path)
    wait_for_end(again)

    results = [json.loads(each.read_text()) for each in state.glob("*/result.json")]
    assert [result["frames"] for result in results] == [COUNT] * CLIPS, results
    assert {each.name for each in state.glob("*/*")} == {"done", "result.json"}
    assert sorted(each.name for each in (folder / "matted").iterdir()) == [f"{number}.mp4" for number in range(CLIPS)]
    assert run_command(["jobs", str(alone)]) == 0
    for number in range(CLIPS):
        found, expected = (folder / name / f"{number}.mp4" for name in ("matted", "alone"))
        assert packets_of(found) == packets_of(expected), found
    print(f"matte array: {CLIPS} videos of {COUNT} frames by three tasks, one killed and one queued again, as by one")


def packets_of(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
