"""Export a network as ONNX, with the flags of BackgroundMattingV2.

    python tools/export_onnx.py --model-backbone mobilenetv3 --model-path model.pth --output-path model.onnx

As `matting-rt models export`; docs/export.md says what the file takes and gives. It takes any batch of any size, unless
--resolution names the only one. For TensorRT, which takes no more, add --model-refine-sample-pixels 61440.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # by its file's name it sees its own folder alone

from matting_rt.errors import UsageError
from tools import seed_flags

OPSET = 18
"""Of `matting_rt.inference.onnx`, which is not imported before the flags are read."""
METHODS = {"crop": ("gather", "roi_align", "unfold"), "replace": ("scatter_element", "scatter_nd")}
"""How the original can cut out patches and put them back; ours is the first."""


def main(words: Sequence[str] | None = None) -> int:
    parser = seed_flags.make_parser(__doc__)
    seed_flags.add_model_flags(parser, refine_threshold=seed_flags.EXPORT_THRESHOLD)
    seed_flags.add_export_flags(parser)
    parser.add_argument("--resolution", type=int, nargs=2, metavar=("W", "H"), help="of the only frames it takes")
    for name, methods in METHODS.items():
        parser.add_argument(f"--model-refine-patch-{name}-method", choices=methods, help=f"accepted: is {methods[0]}")
    parser.add_argument("--onnx-opset-version", type=int, default=OPSET, metavar="N", help=f"{OPSET} alone")
    parser.add_argument("--onnx-constant-folding", action="store_true", help="accepted: constants are always folded")
    parser.add_argument("--onnx-verbose", nargs="?", const="True", help="accepted: each comparison is told")
    parser.add_argument("--validate", action="store_true", help="accepted: the file is always compared with PyTorch")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="accepted: the export runs on the CPU")
    return seed_flags.run_script(run, parser, words)


def run(arguments: argparse.Namespace) -> None:
    if arguments.onnx_opset_version != OPSET:
        asked = arguments.onnx_opset_version
        raise UsageError(f"ONNX files are written with opset {OPSET}, not {asked}; leave --onnx-opset-version out")
    for name, (method, *_) in METHODS.items():
        asked = getattr(arguments, f"model_refine_patch_{name}_method")
        if asked not in (None, method):
            print(f"Patches go by {method}, not by {asked}: the results are the same")
    from matting_rt.inference.exported import ExportFormat

    seed_flags.export(arguments, ExportFormat.ONNX)


if __name__ == "__main__":
    sys.exit(main())
