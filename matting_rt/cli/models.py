"""`matting-rt models`: list, verify, import, export and remove weights."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matting_rt.cli.paths import require_distinct, require_file, require_free_file
from matting_rt.cli.values import parse_size
from matting_rt.errors import UsageError, WeightsError
from matting_rt.extras import EXPORT, GPU, require_extra
from matting_rt.files import user_path

if TYPE_CHECKING:
    from matting_rt.config import Precision
    from matting_rt.frame import FrameSize
    from matting_rt.inference.exported import ExportFormat
    from matting_rt.model_files import ModelSpec
    from matting_rt.network.settings import NetworkSettings

EXPORT_BACKBONE_SCALE = 0.25
"""BackgroundMattingV2's for 1920x1080; an exported file holds its settings for good."""
EXPORT_REFINE_PIXELS = {"torchscript": 80_000, "onnx": 61_440}
"""BackgroundMattingV2's for 1920x1080, and as near to it as TensorRT's top-k comes: 3840 cells of 16 pixels."""

EXAMPLES = """examples:
  matting-rt models                                        list what --model may name
  matting-rt models verify                                 compare every file of every model with its checksum
  matting-rt models import pytorch_mobilenetv2.pth --name v2   take over a checkpoint of BackgroundMattingV2
  matting-rt models export mobilenetv3-lite --output lite.onnx   write the network for other programs
  matting-rt models remove v2                              delete a model that was imported"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "models",
        parents=[common],
        help="list, verify, import, export and remove the networks' weights",
        description="Lists the models, or does something else with them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=list_models)
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", parents=[common], help="name the models (the default)")
    verify = actions.add_parser("verify", parents=[common], help="compare files with their checksums")
    verify.add_argument("models", nargs="*", metavar="NAME|FILE", help="which models (default: all)")
    verify.set_defaults(run=verify_models)
    importer = actions.add_parser(
        "import",
        parents=[common],
        help="take over a published checkpoint (.pth) of BackgroundMattingV2",
        description="Recognises the network by its parameters and keeps a copy. Nothing in the file is executed.",
    )
    importer.add_argument("file", type=user_path, metavar="FILE.pth")
    importer.add_argument("--name", help="what to call the model (default: the file's name)")
    importer.set_defaults(run=import_model)
    exporter = actions.add_parser(
        "export",
        parents=[common],
        help="write a network as TorchScript or ONNX, for other programs",
        description="Writes a file that other programs load, and compares it with PyTorch first; see docs/export.md.",
    )
    add_export_options(exporter)
    exporter.set_defaults(run=export_model)
    remover = actions.add_parser("remove", parents=[common], help="delete models that were imported")
    remover.add_argument("models", nargs="+", metavar="NAME", help="which models; what comes with the program stays")
    remover.set_defaults(run=remove_models)


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """What `export_model` takes."""
    parser.add_argument("model", metavar="NAME|FILE", help="a released or imported model, or a weights file")
    parser.add_argument("--output", type=user_path, required=True, metavar="FILE", help="ends in .pt or .onnx")
    parser.add_argument("--precision", choices=("fp32", "fp16"), default="fp32", help="default: fp32")
    parser.add_argument(
        "--backbone-scale",
        type=float,
        default=EXPORT_BACKBONE_SCALE,
        metavar="SCALE",
        help="side of the picture that is looked at as a whole over the frame's (default: %(default)s)",
    )
    parser.add_argument(
        "--refine-pixels",
        type=int,
        metavar="N",
        help="pixels refined in each frame (default: 80000; in ONNX 61440, the most that TensorRT takes)",
    )
    parser.add_argument("--size", type=parse_size, metavar="WxH", help="ONNX: one size alone (default: any)")
    parser.add_argument("--overwrite", action="store_true", help="replace the output if it exists")


def list_models(arguments: argparse.Namespace) -> None:
    """One line a model: its name, network, size and where it is from."""
    from matting_rt.model_files import imported_models, person_model, released_models

    origins = [(model, "released") for model in released_models()]
    origins += [(model, "imported") for model in imported_models()]
    origins += [(person_model(), "released; works beside any of these, and is no --model")]
    for model, origin in origins:
        size_mb = model.path.stat().st_size / 1e6
        print(f"{model.name:<20} {model.variant:<17} {model.kind:<7} {size_mb:6.1f} MB  {origin}")


def verify_models(arguments: argparse.Namespace) -> None:
    """Compare all files of models with their checksums, all of them before saying that one is damaged."""
    from matting_rt.model_files import all_weights, checksum_path, find_unverified, verify_files

    damaged = []
    for name in arguments.models or map(str, all_weights()):
        try:
            model = find_unverified(name)
            if verify_files(model):
                print(f"{model.name}: intact (sha256 {model.sha256})")
            else:
                missing = checksum_path(model.path).name
                print(f"{model.name}: not compared, because {missing} is missing (sha256 {model.sha256})")
        except WeightsError as error:
            damaged.append(error)
    if damaged:
        raise WeightsError("; ".join(map(str, damaged)))


def import_model(arguments: argparse.Namespace) -> None:
    """Import a checkpoint and say what it holds."""
    require_file(arguments.file, "models import")
    require_extra(GPU, "importing a checkpoint")
    from matting_rt.weights import import_checkpoint

    print(f"Reading {arguments.file} ...", flush=True)
    report = import_checkpoint(arguments.file, arguments.name)
    spec = report.spec
    print(f"It is a {spec.variant} ({spec.kind}) of {report.parameter_count / 1e6:.2f} million parameters.")
    print(f"Wrote {spec.path}; use it with --model {spec.name}")


def remove_models(arguments: argparse.Namespace) -> None:
    """Delete imported models: all that are named, or none where one of them cannot be."""
    from matting_rt.model_files import find_imported, remove_model

    for model in [find_imported(name) for name in dict.fromkeys(arguments.models)]:
        remove_model(model)
        print(f"Removed {model}")


def export_model(arguments: argparse.Namespace) -> None:
    """Export, and print how far the file is from PyTorch."""
    suffix = arguments.output.suffix.lower()
    if suffix not in (".pt", ".onnx"):
        raise UsageError(f"{arguments.output} ends in {suffix!r}; name it .pt for TorchScript or .onnx for ONNX")
    require_distinct({"the model": user_path(arguments.model)}, {"--output": arguments.output})
    require_free_file(arguments.output, "--output", arguments.overwrite)
    require_extra(EXPORT, "exporting a model")
    from matting_rt.config import Precision
    from matting_rt.inference.exported import ExportFormat
    from matting_rt.model_files import find_model
    from matting_rt.network.settings import NetworkSettings

    kind = ExportFormat.ONNX if suffix == ".onnx" else ExportFormat.TORCHSCRIPT
    settings = NetworkSettings(arguments.backbone_scale, arguments.refine_pixels or EXPORT_REFINE_PIXELS[kind.value])
    write_export(
        find_model(arguments.model), arguments.output, kind, settings, Precision(arguments.precision), arguments.size
    )


def write_export(
    spec: "ModelSpec",
    output: Path,
    kind: "ExportFormat",
    settings: "NetworkSettings",
    precision: "Precision",
    size: "FrameSize | None" = None,
) -> None:
    """Write an exported file and print how far it is from PyTorch, as it is compared."""
    from matting_rt.inference.export import ExportOptions, export_model, runtimes
    from matting_rt.inference.exported import ExportFormat

    options = ExportOptions(kind, settings, precision, size)
    print(f"Exporting {spec.name} ({spec.variant}, {spec.kind}, {precision.value}) as {kind.value} ...", flush=True)
    print("Absolute difference of its matte (0..1) from PyTorch's in fp32:", flush=True)
    export_model(spec, options, output, lambda difference: print(f"  {difference}", flush=True))
    if kind is ExportFormat.ONNX and "OpenVINO" not in runtimes(kind):
        print("  OpenVINO: not compared, it is not installed (pip install 'matting-rt[export]')")
    print(f"Wrote {output}")
