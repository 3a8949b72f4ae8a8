"""docs/great-lakes.md, line by line: every command of the page runs as it stands there, or there is a reason not to.

The cluster has Great Lakes' partitions and the sizes of its nodes; toy data sets lie where the page's examples say that
theirs do.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import torch

from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.network.variants import build_network
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.clip import SyntheticClip
from tests.training.data.avatars.tiny_human import write_human
from tests.training.data.trees import make_tree
from training.checkpoint import BEST, LAST, load_trained

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "great-lakes.md").read_text(encoding="utf-8")
SWEEP = (CHECKOUT / "training" / "slurm" / "sweep.sbatch").read_text(encoding="utf-8")
MATTING = (CHECKOUT / "docs" / "from-the-original.md").read_text(encoding="utf-8")

NOT_RUN = {
    "ssh": "another computer",
    "my_accounts": "the university's own program",
    "module": "its modules",
    "python -m venv": "this checkout's environment is linked in its place",
    ".venv/bin/pip": "the same",
    "srun --account=ACCOUNT --partition=spgpu --gpus-per-node=1 --time=0:05:00 nvidia-smi": "there is no GPU",
    "rsync": "another computer",
    "tail -f": "it does not end",
    ".venv/bin/tensorboard": "it does not end",
    "scp": "another computer",
    "matting-rt live": "it does not end; tests/live runs it",
}
"""Beginnings of commands, and why they are left out."""
SETS = {
    "p3m10k": "P3M-10k",
    "bg20k": "BG-20k",
    "videomatte240k": "VideoMatte240K_JPEG_HD",
    "backgrounds": "Backgrounds",
}
"""Whose folders training/data/datasets.example.toml names."""
FRAMES = 8

# sbatch waits until its job has ended, and fails if the job does; the training's last flags make it small.
AROUND = """\
set -euo pipefail
sbatch() {
    case "$*" in
        *train_*|*sweep*) command sbatch --wait "$@" SMALL ;;
        *evaluate*) FLAGS="$FLAGS EVALUATED" command sbatch --wait "$@" ;;
        *run_matting*) command sbatch --wait "$@" --device cpu ;;
        *) command sbatch --wait "$@" ;;
    esac
}
"""
SMALL = "--epochs 1 --batch 2 --width 64 --height 64 --pool 16 --valid-pictures 2 --calibration-pictures 4"
EVALUATED = "--count 1 --size 160x96 --no-baselines --engine torch"


def blocks_of(text: str) -> list[str]:
    """What stands in fences, each command in one line."""
    return [block.replace("\\\n", " ") for block in re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)]


def run_of(block: str) -> Iterator[str]:
    for line in block.splitlines():
        if not any(" ".join(line.split()).startswith(left_out) for left_out in NOT_RUN):
            yield line


def placed(text: str, folder: Path) -> str:
    """With the page's places and words for what differs from person to person replaced by what is here."""
    scratch = f"{folder}/scratch"
    for theirs, ours in (
        ("/scratch/ACCOUNT_root/ACCOUNT", scratch),
        ("git clone REPOSITORY", f"git clone --quiet file://{CHECKOUT}"),
        ("cd VideoMatte240K_JPEG_HD", f"cd {scratch}/VideoMatte240K_JPEG_HD"),
        ("--avatars GLBS --hdri PROBES", f"--avatars {folder}/people --hdri {folder}/people --width 64 --height 48"),
        ("--output DATA", f"--output {scratch}"),
        ("--count 50000", "--count 2"),
        ("--workers 32", "--workers 1"),
        ("=ACCOUNT", "=course"),
    ):
        assert theirs in text, theirs
        text = text.replace(theirs, ours)
    return text


def commands(folder: Path) -> str:
    """A script of all the page's blocks, each begun in the checkout, of the options of its table, which Slurm looks at
    without a job, and of two lines that stand elsewhere."""
    blocks = ["\n".join(run_of(block)) for block in blocks_of(PAGE)]
    for left_out in NOT_RUN:
        assert left_out in " ".join(PAGE.replace("\\\n", " ").split()), f"the page no longer has {left_out}"
    (clone, *rest) = [block for block in blocks if block.strip()]
    assert clone.startswith("git clone")
    sweep = "\n".join(line.removeprefix("#   ") for line in SWEEP.splitlines() if line.startswith("#   "))
    (matting,) = re.findall(r"`(sbatch --account=ACCOUNT tools/slurm/run_matting.sbatch [^`]+)`", MATTING)
    rows = re.findall(r"^\| [^|]+\| (?:add )?`(?:sbatch )?(--[^`]+?)(?: training/[^`]+)?`", PAGE, re.MULTILINE)
    tried = "\n".join(f"command sbatch --test-only {options} training/slurm/train_base.sbatch" for options in rows)
    blocks = (*rest, sweep.replace("\\\n", " "), matting, tried)
    script = "\n".join(f"cd {folder}/matting-rt\n{block}" for block in blocks)
    link = f"ln -s {Path(sys.executable).parents[1]} .venv; cp -r {folder}/brought/. ."
    paths = f"sed -i 's#/scratch/$USER#{folder}/scratch#' ~/datasets.toml\n"
    script = script.replace("~/datasets.toml        # and write your paths into it", f"~/datasets.toml\n{paths}")
    return placed(AROUND.replace("SMALL", SMALL).replace("EVALUATED", EVALUATED) + f"{clone}\n{link}\n{script}", folder)


def lay_out(folder: Path) -> None:
    """What a person brings along: data sets, people to render, videos."""
    scratch = folder / "scratch"
    for name, place in SETS.items():
        make_tree(name, scratch / place)
    (folder / "people").mkdir()
    write_human(folder / "people" / "Anna_Casual.glb")
    cv2.imwrite(str(folder / "people" / "even.hdr"), np.ones((16, 32, 3), np.float32))
    clip = SyntheticClip(FrameSize(256, 144), 24, FRAMES / 24, seed=5)
    user, brought = scratch / os.environ["USER"], folder / "brought"
    places = (*(user / "videos" / name for name in ("one.mp4", "two.mp4")), brought / "videos" / "src_video.mp4")
    for path in (*places, brought / "videos" / "bgr_video.mp4"):
        path.parent.mkdir(parents=True, exist_ok=True)
        sink = VideoFileSink(path)
        sink.open(StreamInfo(FrameSize(256, 144), Fraction(24), Fraction(1, 24), FRAMES))
        for index, (image, _) in enumerate(clip.frames()):
            sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, 24)))
        sink.finish()
    cv2.imwrite(str(user / "room.jpg"), cv2.cvtColor(clip.plate(), cv2.COLOR_RGB2BGR))
    (brought / "models").mkdir()
    torch.save(build_network("mobilenetv3").state_dict(), brought / "models" / "model.pth")


def main(parent: Path) -> None:
    folder = parent / "page"
    os.environ["USER"] = "someone"
    lay_out(folder)
    (folder / "home").mkdir()
    environment = {"HOME": str(folder / "home"), "MODULES": "", "DEVICE": "cpu", "OMP_NUM_THREADS": "1"}
    environment |= {"MEETING": "127.0.0.1:29451"}  # the nodes' names are known to Slurm alone
    done = subprocess.run(
        ["bash", "-c", commands(folder)],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    logs = "".join(f"\n--- {path.name}\n{path.read_text()[-1500:]}" for path in sorted(folder.glob("matting-rt/*.out")))
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-3000:]}{logs}"

    checkout, scratch = folder / "matting-rt", folder / "scratch"
    runs = scratch / "someone" / "runs"
    assert load_trained(runs / "base" / BEST).variant == load_trained(runs / "refine" / BEST).variant == "mobilenetv3"
    rates = [load_trained(runs.parent / "sweep" / str(task) / LAST).config["rate"] for task in (1, 2, 3)]
    assert rates == [5e-4, 1.5e-3, 1.5e-3], rates
    tables = {path.parent.name: json.loads(path.read_text()) for path in checkout.glob("evaluation/*/evaluation.json")}
    assert sorted(tables) == ["mobilenetv3", "refine-best"]
    for table in tables.values():
        assert {row["set"] for row in table["rows"]} == {"synthetic", "p3m10k", "videomatte240k"}
    results = sorted(path.name for path in (runs.parent / "results").iterdir())
    assert results == ["one.mp4", "two.mp4"], results
    assert (checkout / "results" / "job_video.mp4").is_file()
    print(
        f"page: {len(blocks_of(PAGE))} blocks of docs/great-lakes.md followed, {len(NOT_RUN)} kinds of lines left out"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
