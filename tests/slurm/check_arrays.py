"""Arrays: a sweep trains one network in each task, and an evaluation measures one model in each."""

import json
import shutil
import sys
from pathlib import Path

from matting_rt.model_files import find_model
from tests.slurm.jobs import SMALL, submit, wait_for_end
from training.checkpoint import LAST, load_trained

RATES = (1e-3, 2e-3)


def main(folder: Path) -> None:
    (folder / "sweep.txt").write_text("".join(f"--rate {rate}\n" for rate in RATES), encoding="utf-8")
    flags = f"{SMALL} --batch 1 --steps 1"
    sweep = submit(folder, "sweep", flags, "--array=1-2", ARRAY=1, SWEEP=folder / "sweep.txt", OUTPUT=folder / "sweep")

    released = find_model("mobilenetv3-lite").path
    (folder / "mine").mkdir()
    mine = shutil.copy(released, folder / "mine" / "best.safetensors")
    flags = "--set synthetic --count 1 --size 160x96 --no-baselines --engine torch"
    evaluation = submit(
        folder,
        "evaluate",
        f"mobilenetv3-lite {mine}",
        "--array=0-1",
        ARRAY=1,
        FLAGS=flags,
        OUTPUT=folder / "evaluation",
    )
    wait_for_end(sweep)
    trained = [load_trained(folder / "sweep" / str(task) / LAST) for task in (1, 2)]
    assert [each.config["rate"] for each in trained] == list(RATES)
    wait_for_end(evaluation)
    tables = {path.parent.name: json.loads(path.read_text()) for path in folder.glob("evaluation/*/evaluation.json")}
    assert sorted(tables) == ["mine-best", "mobilenetv3-lite"]
    errors = [[row["mad"] for row in table["rows"]] for table in tables.values()]
    assert len(errors[0]) == 2
    assert errors[0] == errors[1], errors
    print(f"arrays: two rates trained, two models evaluated (the same one twice: MAD {errors[0]})")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
