"""The batch scripts as far as they can be tried without Slurm, which `make test-slurm` starts."""

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import pytest

from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from tests.plate.scenes import paint_room, put_person

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path for room in ("tools", "training") for path in (ROOT / room / "slurm").glob("*.sbatch"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_is_bash_with_a_header_to_override(script: Path) -> None:
    assert subprocess.run(["bash", "-n", script], capture_output=True, check=False).returncode == 0
    header = [line for line in script.read_text().splitlines() if line.startswith("#SBATCH ")]
    given = {line.split()[1].split("=")[0] for line in header}
    assert {"--job-name", "--account", "--partition", "--nodes", "--gpus-per-node", "--time", "--output"} <= given
    assert "#SBATCH --account=CHANGE-ME" in header


@pytest.mark.parametrize(
    "script", [each for each in SCRIPTS if "--resume if-there" in each.read_text()], ids=lambda each: each.stem
)
def test_a_job_that_trains_is_warned_before_its_time_is_up_and_queued_again(script: Path) -> None:
    header = script.read_text().splitlines()
    assert {"#SBATCH --signal=USR1@300", "#SBATCH --requeue", "#SBATCH --open-mode=append"} <= set(header)


def test_the_job_that_mattes_the_videos_of_a_list_runs_its_line(tmp_path: Path) -> None:
    size = FrameSize(256, 144)
    room, time_base = paint_room(1, size), Fraction(1, 24)
    write_png(tmp_path / "room.png", room)
    sink = VideoFileSink(tmp_path / "me.mp4")
    sink.open(StreamInfo(size, Fraction(24), time_base, 3))
    for index in range(3):
        sink.write(MattedFrame(put_person(room, 0.2)[0], None, None, index, pts=index, time_base=time_base))
    sink.finish()
    job = 'src = "me.mp4"\nplate = "room.png"\noutput = "out.mp4"\nmodel = "mobilenetv3-lite"\ndevice = "cpu"\n'
    (tmp_path / "jobs.toml").write_text(f"[[job]]\n{job}")
    srun = tmp_path / "srun"
    srun.write_text('#!/bin/sh\nexec "$@"\n')
    srun.chmod(0o755)
    settings = {"MODULES": "", "PYTHON": sys.executable, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["bash", ROOT / "tools/slurm/matte_array.sbatch", "--restart"]
    environment = {**os.environ, **settings, "SCRATCH": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 of 1 done" in done.stdout
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert len(list(container.decode(video=0))) == 3
