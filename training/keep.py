"""Keep what a run has learned so far in the repository: its last averaged weights, fp16, in one file.

    python -m training.keep runs/lite-base

The file is overwritten each time. It is no released model, but what a run goes on from (`--start-from`) where
the folder of the one before is lost. docs/training-log.md says what it holds.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from matting_rt.errors import UsageError
from matting_rt.model_files import find_model
from matting_rt.weights import load_network, save_weights
from training.checkpoint import LAST, load_trained
from training.command import run_command

KEPT = Path("training", "checkpoints", "last.safetensors")
LIMIT_BYTES = 4_000_000
"""Git keeps every version for ever."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the run's folder, its --output")
    parser.add_argument("--output", type=Path, default=KEPT, metavar="FILE", help="default %(default)s")
    given = parser.parse_args(arguments)
    return run_command("keep", lambda: keep(given.run, given.output))


def keep(run: Path, output: Path) -> None:
    """Write the last checkpoint of a run in half precision.

    Raises:
        UsageError: there is none, or it would be too large to keep.
        WeightsError: it cannot be read.
    """
    step = load_trained(run / LAST).step
    model = find_model(str(run / LAST))
    network = load_network(model)
    needed_bytes = sum(2 * tensor.numel() for tensor in network.state_dict().values())
    if needed_bytes > LIMIT_BYTES:
        raise UsageError(
            f"{run / LAST} would take {needed_bytes / 1e6:.1f} MB in fp16, and at most {LIMIT_BYTES / 1e6:.0f} MB are "
            f"kept; keep the run's folder instead"
        )
    save_weights(network, output, model.variant, model.kind, {"steps": str(step)})
    print(f"Wrote {output} ({output.stat().st_size / 1e6:.2f} MB) after {step} steps of {model.variant}, {model.kind}")


if __name__ == "__main__":
    sys.exit(main())
