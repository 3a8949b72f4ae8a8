"""Export a network as TorchScript, with the flags of BackgroundMattingV2.

    python tools/export_torchscript.py --model-backbone mobilenetv3 --model-path model.pth --output-path scripted.pt

As `matting-rt models export`; docs/export.md says what the file takes and gives.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # by its file's name it sees its own folder alone

from tools import seed_flags


def main(words: Sequence[str] | None = None) -> int:
    parser = seed_flags.make_parser(__doc__)
    seed_flags.add_model_flags(parser, refine_threshold=seed_flags.EXPORT_THRESHOLD)
    seed_flags.add_export_flags(parser)
    return seed_flags.run_script(run, parser, words)


def run(arguments: argparse.Namespace) -> None:
    from matting_rt.inference.exported import ExportFormat

    seed_flags.export(arguments, ExportFormat.TORCHSCRIPT)


if __name__ == "__main__":
    sys.exit(main())
