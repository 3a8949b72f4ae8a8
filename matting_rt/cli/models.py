"""`matting-rt models`: list, verify and import weights."""

import argparse
from pathlib import Path
from typing import Any

from matting_rt.cli.paths import require_file
from matting_rt.errors import WeightsError

EXAMPLES = """examples:
  matting-rt models                                        list what --model may name
  matting-rt models verify                                 compare every model with its checksum
  matting-rt models import pytorch_mobilenetv2.pth --name v2   take over a checkpoint of BackgroundMattingV2"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "models",
        parents=[common],
        help="list, verify and import the networks' weights",
        description="Lists the models, unless told to do something else with them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=list_models)
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", parents=[common], help="name the models (the default)")
    verify = actions.add_parser("verify", parents=[common], help="compare weights with their checksums")
    verify.add_argument("models", nargs="*", metavar="NAME|FILE", help="which models (default: all)")
    verify.set_defaults(run=verify_models)
    importer = actions.add_parser(
        "import",
        parents=[common],
        help="take over a published checkpoint (.pth) of BackgroundMattingV2",
        description="Recognises the network by its parameters and keeps a copy. Nothing in the file is executed.",
    )
    importer.add_argument("file", type=Path, metavar="FILE.pth")
    importer.add_argument("--name", help="what to call the model (default: the file's name)")
    importer.set_defaults(run=import_model)


def list_models(arguments: argparse.Namespace) -> None:
    """One line a model: its name, network, size and where it is from."""
    from matting_rt.weights import imported_models, released_models, user_folder

    origins = [(model, "released") for model in released_models()]
    origins += [(model, "imported") for model in imported_models()]
    for model, origin in origins:
        size_mb = model.path.stat().st_size / 1e6
        print(f"{model.name:<20} {model.variant:<17} {model.kind:<7} {size_mb:6.1f} MB  {origin}")
    if not origins:
        print(f"There are no models: none came with the program, and none is in {user_folder()}")


def verify_models(arguments: argparse.Namespace) -> None:
    """Compare models with their checksums, all of them before saying that one is damaged."""
    from matting_rt.weights import find_model, imported_models, released_models

    names = arguments.models or [str(model.path) for model in (*released_models(), *imported_models())]
    damaged = []
    for name in names:
        try:
            model = find_model(name)
            print(f"{model.name}: sound (sha256 {model.sha256})")
        except WeightsError as error:
            damaged.append(error)
    if damaged:
        raise WeightsError("; ".join(map(str, damaged)))


def import_model(arguments: argparse.Namespace) -> None:
    """Import a checkpoint and say what it holds."""
    require_file(arguments.file, "models import")
    from matting_rt.weights import import_checkpoint

    print(f"Reading {arguments.file} ...", flush=True)
    report = import_checkpoint(arguments.file, arguments.name)
    spec = report.spec
    print(f"It is a {spec.variant} ({spec.kind}) of {report.parameter_count / 1e6:.2f} million parameters.")
    print(f"Wrote {spec.path}; use it with --model {spec.name}")
