"""Turn a checkpoint of train_refine into a released model: fp16 safetensors and its checksum.

python -m training.release runs/lite-refine/last.pt --name mobilenetv3-lite
"""

import argparse
from pathlib import Path

from matting_rt.network.variants import build_network
from matting_rt.weights import save_weights
from training.checkpoint import load_checkpoint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--name", required=True, help="the model's name, e.g. mobilenetv3-lite")
    parser.add_argument("--output", type=Path, default=Path("models"), help="folder to write into")
    arguments = parser.parse_args()
    state = load_checkpoint(arguments.checkpoint)
    variant = state["config"]["variant"]
    network = build_network(variant, "refine")
    network.load_state_dict(state["averaged"])
    path = arguments.output / f"{arguments.name}.safetensors"
    save_weights(network, path, variant, "refine", {"steps": str(state["step"])})
    print(f"Wrote {path} ({path.stat().st_size / 1e6:.2f} MB) after {state['step']} steps of train_refine")


if __name__ == "__main__":
    main()
