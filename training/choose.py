"""Choose the best of several models or checkpoints by what `training.evaluate` measures, and copy it to a file.

    python -m training.choose A/last.safetensors B/last.safetensors --output BEST.safetensors --evaluation DIR \
        --engine torch --set synthetic people --people HELD-OUT --photos PHOTOS --size 480x272 --count 20

All flags but --output and --evaluation are those of `training.evaluate`. The best has the lowest geometric mean of its
mean absolute errors on all sets and plates, so that one that halves the error of any set gains the same. Bases are
measured by --engine torch, at the size that they see of a frame.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import geometric_mean

from matting_rt.errors import UsageError
from matting_rt.files import replacing
from training.command import run_command
from training.evaluate import evaluate, parse_arguments


def main(arguments: Sequence[str] | None = None) -> int:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout, allow_abbrev=False)
    parser.add_argument("candidates", type=Path, nargs="+", metavar="FILE", help="weights files and checkpoints")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="a copy of the best")
    parser.add_argument("--evaluation", type=Path, required=True, metavar="DIR", help="for tables and worst pictures")
    given, others = parser.parse_known_args(arguments)
    models = [str(path) for path in given.candidates]
    wanted = parse_arguments([*others, "--no-baselines", "--model", *models, "--output", str(given.evaluation)])
    return run_command("choose", lambda: choose(given, wanted))


def choose(given: argparse.Namespace, wanted: argparse.Namespace) -> None:
    """Raises UsageError: a candidate is no file, or there is no error to choose by; and as `evaluate`."""
    missing = next((path for path in given.candidates if not path.is_file()), None)
    if missing is not None:
        raise UsageError(f"There is no checkpoint {missing}; check the path")
    evaluate(wanted)
    rows = json.loads((given.evaluation / "evaluation.json").read_text(encoding="utf-8"))["rows"]
    rows = [row for row in rows if "source" not in row]  # what others have published
    names = list(dict.fromkeys(row["model"] for row in rows))  # in the order of the candidates
    means = [geometric_mean(max(row["mad"], 1e-6) for row in rows if row["model"] == name) for name in names]
    for path, mean in zip(given.candidates, means, strict=True):
        print(f"{path}: {mean:.3f}")
    best = given.candidates[means.index(min(means))]
    given.output.parent.mkdir(parents=True, exist_ok=True)
    with replacing(given.output) as part:
        shutil.copyfile(best, part)
    print(f"Wrote {given.output}, which is {best}")


if __name__ == "__main__":
    sys.exit(main())
