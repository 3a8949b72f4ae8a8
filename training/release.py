"""Turn a checkpoint of a whole network into a released model: fp16 safetensors, and its parts for CPUs as ONNX.

Each comes with its checksum; it says how far the parts are from the network.

python -m training.release runs/lite-edges/best.safetensors --name mobilenetv3-lite
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from matting_rt.errors import ConfigError
from matting_rt.inference.onnx_export import export_parts
from matting_rt.inference.verify import compare_parts
from matting_rt.model_files import program_paths
from matting_rt.network.settings import OUR_VARIANTS
from matting_rt.network.variants import build_network
from matting_rt.weights import first_misfit, kernel_size_of, save_weights, write_checked
from training.checkpoint import load_trained
from training.command import run_command


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--name", required=True, help="the model's name, e.g. mobilenetv3-lite")
    parser.add_argument("--output", type=Path, default=Path("models"), help="folder to write into")
    given = parser.parse_args(arguments)
    return run_command("release", lambda: release(given))


def release(given: argparse.Namespace) -> None:
    trained = load_trained(given.checkpoint)
    variant = trained.variant
    if not variant:
        raise ConfigError(
            f"{given.checkpoint} does not say of which network it is; release one of train_edges or train_refine"
        )
    network = build_network(variant, "refine", refine_kernel_size=kernel_size_of(trained.weights))
    misfit = first_misfit(trained.weights, network.state_dict())
    if misfit:
        raise ConfigError(
            f"{given.checkpoint} is not of a whole {variant}: {misfit}; release one of train_edges or train_refine"
        )
    network.load_state_dict(trained.weights)
    path = given.output / f"{given.name}.safetensors"
    spec = save_weights(network, path, variant, "refine", {"steps": str(trained.step)})
    written = [path]
    if variant in OUR_VARIANTS:
        for part, content in zip(program_paths(spec), export_parts(spec), strict=True):
            write_checked(part, content)
            written.append(part)
        print(f"The parts' alpha differs from the network's by {compare_parts(spec):.2g} levels on average")
    for file in written:
        print(f"Wrote {file} ({file.stat().st_size / 1e6:.2f} MB) after {trained.step} steps")


if __name__ == "__main__":
    sys.exit(main())
