"""The flags of BackgroundMattingV2's scripts, and how they become settings of Matting RT.

Each flag has the name that the seed of this project documents and, beside it, the one of the original scripts. What
they ask for is done by `matting_rt`: a script translates its flags and hands over to the `matting-rt` command, or to
the same functions.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matting_rt import engines
from matting_rt.cli.__main__ import report_error
from matting_rt.cli.models import write_export
from matting_rt.cli.paths import require_distinct, require_file, require_free_file
from matting_rt.config import Config, DeviceKind, EngineConfig, PlateConfig, Precision, RefineMode, to_toml
from matting_rt.errors import MattingError, UsageError, WeightsError
from matting_rt.extras import EXPORT, GPU, require_extra
from matting_rt.frame import FrameSize
from matting_rt.outputs import written_outputs

if TYPE_CHECKING:
    from matting_rt.inference.exported import ExportFormat

ENGINES = {row.seed_name or row.name: row.name for row in engines.ENGINES.values() if row.networks}
KINDS = {"mattingbase": "base", "mattingrefine": "refine"}
PRECISIONS = {"float32": Precision.FP32, "float16": Precision.FP16}
BACKBONE_SCALE, SAMPLE_PIXELS, THRESHOLD = 0.25, 80_000, 0.7
"""The original's defaults, whatever the frames' size. An exported file keeps those that it was exported with."""
EXPORT_THRESHOLD = 0.1
"""The original's, of what it exports."""
TYPES = {output.seed_name: output for output in written_outputs().values() if output.seed_name}


def run_script(
    run: Callable[[argparse.Namespace], int | None], parser: argparse.ArgumentParser, words: Sequence[str] | None
) -> int:
    """Parse, run, and turn what is raised on purpose into one line; the exit status, as `matting-rt` has it."""
    arguments = parser.parse_args(words)
    try:
        require_extra(GPU, "this script")
        return run(arguments) or 0
    except (MattingError, OSError) as error:
        return report_error(error)


def make_parser(description: str | None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def add_model_flags(
    parser: argparse.ArgumentParser, needs_path: bool = True, refine_threshold: float = THRESHOLD
) -> None:
    """Which network, and with what settings; see `engine_config`."""
    model = parser.add_argument_group("model")
    model.add_argument(
        "--model-type",
        choices=(*ENGINES, *KINDS),
        default="pytorch",
        help="what runs the network (default: pytorch); mattingbase and mattingrefine, as the originals have it, name "
        "the kind of network instead, which is run by --backend",
    )
    model.add_argument("--backend", "--model-backend", choices=ENGINES, help="what runs mattingbase or mattingrefine")
    model.add_argument("--model-backbone", required=True, metavar="NAME", help="the network it must be")
    model.add_argument(
        "--model-path",
        "--model-checkpoint",
        type=Path,
        required=needs_path,
        metavar="FILE",
        help="a .safetensors file, a checkpoint of BackgroundMattingV2 (.pth), or a file that was exported",
    )
    model.add_argument(
        "--model-backbone-scale",
        type=float,
        metavar="SCALE",
        help=f"default: {BACKBONE_SCALE}; an exported file has its own",
    )
    model.add_argument(
        "--model-refine-mode",
        choices=[mode.value for mode in RefineMode],
        default="sampling",
        help="default: sampling",
    )
    model.add_argument(
        "--model-refine-sample-pixels",
        type=int,
        metavar="N",
        help=f"default: {SAMPLE_PIXELS}; an exported file has its own",
    )
    model.add_argument(
        "--model-refine-threshold",
        type=float,
        default=refine_threshold,
        metavar="ERROR",
        help=f"default: {refine_threshold}",
    )
    model.add_argument(
        "--model-refine-kernel-size", type=int, choices=(1, 3), help="refused where the weights are of another"
    )


def add_output_flags(parser: argparse.ArgumentParser, default_backdrop: str) -> None:
    """What is written, and before which backdrop."""
    parser.add_argument(
        "--output-types",
        nargs="+",
        choices=TYPES,
        default=("com",),
        metavar="TYPE",
        help="of com, pha, fgr, err (the error that the network expects in its alpha) and ref (where it was refined)",
    )
    parser.add_argument(
        "--backdrop",
        "--video-target-bgr",
        metavar="SPEC",
        help=f"what the composite is put in front of, as matting-rt has it (default: {default_backdrop})",
    )
    parser.add_argument("--preprocess-alignment", action="store_true", help="follow small movements of the camera")
    parser.add_argument("--num-workers", type=int, help="accepted and not needed: reading has a thread of its own")
    parser.add_argument("-y", "--overwrite", action="store_true", help="replace outputs that exist")


def add_device_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", choices=[kind.value for kind in DeviceKind], default="auto", help="default: auto")


def plate_config(arguments: argparse.Namespace) -> PlateConfig:
    """As the original: the plate is what it is, unless --preprocess-alignment moves it."""
    return PlateConfig(check=False, align=arguments.preprocess_alignment, compensate=False)


def engine_config(arguments: argparse.Namespace, stack: ExitStack) -> EngineConfig:
    """What `add_model_flags` and `add_device_flag` ask for.

    Args:
        stack: keeps what a checkpoint was turned into for as long as it is needed.

    Raises:
        MattingError: the file is not there, is damaged, or holds another network than the flags say.
    """
    require_file(arguments.model_path, "--model-path")
    from matting_rt.model_files import is_exported
    from matting_rt.weights import to_model_file

    path = to_model_file(arguments.model_path, stack)
    check_fits(path, arguments)
    explaining = sorted(name for name in getattr(arguments, "output_types", ()) if TYPES[name].needs_details)
    runs = arguments.backend if arguments.model_type in KINDS else arguments.model_type
    if explaining and runs not in (None, "pytorch"):
        asked = " and ".join(explaining)
        raise UsageError(
            f"--output-types asks for {asked}, which {runs} does not give; choose pytorch, or leave it out"
        )
    if arguments.model_type in KINDS:
        engine = ENGINES[arguments.backend] if arguments.backend else engines.AUTO
    else:
        engine = ENGINES[arguments.model_type]
        if arguments.backend and ENGINES[arguments.backend] is not engine:
            raise UsageError(f"--model-type is {arguments.model_type} and --backend {arguments.backend}; give one")
    has_settings, precision = is_exported(path), getattr(arguments, "precision", None)
    return EngineConfig(
        model=str(path),
        engine=engine,
        device=DeviceKind(arguments.device),
        precision=PRECISIONS[precision] if precision else Precision.AUTO if has_settings else Precision.FP32,
        refine_mode=RefineMode(arguments.model_refine_mode),
        backbone_scale=_given(arguments.model_backbone_scale, None if has_settings else BACKBONE_SCALE),
        refine_pixels=_given(arguments.model_refine_sample_pixels, None if has_settings else SAMPLE_PIXELS),
        refine_threshold=arguments.model_refine_threshold,
    )


def _given(value: float | None, default: float | None) -> Any:
    """The flag's value, where it was given."""
    return default if value is None else value


def check_fits(path: Path, arguments: argparse.Namespace) -> None:
    """Check that the file holds what --model-backbone, --model-type and --model-refine-kernel-size say.

    Raises:
        WeightsError: it holds something else, or is damaged.
    """
    from matting_rt.model_files import is_exported, read_spec
    from matting_rt.network.variants import REFINER_KERNEL_SIZE, VARIANTS
    from matting_rt.weights import kernel_size_in

    if arguments.model_backbone not in VARIANTS:
        known = ", ".join(VARIANTS)
        raise UsageError(f"no network is called {arguments.model_backbone}; give --model-backbone one of {known}")
    given = arguments.model_path
    if is_exported(path):
        from matting_rt.inference.exported import read_exported

        spec = read_exported(path).spec
    else:
        spec = read_spec(path)
    if spec.variant != arguments.model_backbone:
        raise WeightsError(f"{given} holds a {spec.variant}, not a {arguments.model_backbone}; see --model-backbone")
    kind = KINDS.get(getattr(arguments, "model_type", ""), spec.kind)
    if spec.kind != kind:
        raise WeightsError(f"{given} holds a matting{spec.kind}, not a matting{kind}; see --model-type")
    if spec.kind == "base" and "ref" in getattr(arguments, "output_types", ()):
        raise UsageError(f"--output-types asks for ref, and {given} holds a mattingbase, which has no refiner")
    size = arguments.model_refine_kernel_size
    if size is not None and not is_exported(path) and size != (kernel_size_in(path) or REFINER_KERNEL_SIZE):
        raise WeightsError(f"the refiner in {given} has no kernels of size {size} alone; leave the kernel size out")


def random_weights(arguments: argparse.Namespace, stack: ExitStack) -> Path:
    """A file of the network that --model-backbone and --model-type name, for where only its speed matters."""
    from matting_rt.model_files import SUFFIX
    from matting_rt.network.variants import build_network
    from matting_rt.weights import save_weights

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    kind = KINDS.get(arguments.model_type, "refine")
    network = build_network(arguments.model_backbone, kind, refine_kernel_size=arguments.model_refine_kernel_size)
    return save_weights(network, folder / f"random{SUFFIX}", arguments.model_backbone, kind).path


@contextmanager
def settings_file(config: Config) -> Iterator[Path]:
    """`config` as a file that `matting-rt --config` reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_text(to_toml(config), encoding="utf-8")
        yield path


def add_export_flags(parser: argparse.ArgumentParser) -> None:
    """Where an exported file goes and in which precision; see `export`."""
    parser.add_argument("--output-path", "--output", type=Path, required=True, metavar="FILE")
    parser.add_argument("--precision", choices=PRECISIONS, default="float32", help="default: float32")
    parser.add_argument("-y", "--overwrite", action="store_true", help="replace the output if it exists")
    parser.set_defaults(resolution=None, device="cpu")


def export(arguments: argparse.Namespace, kind: "ExportFormat") -> None:
    """Write the exported file, as `matting-rt models export` but for the defaults. Raises MattingError."""
    output: Path = arguments.output_path
    require_distinct({"--model-path": arguments.model_path}, {"--output-path": output})
    require_free_file(output, "--output-path", arguments.overwrite)
    from matting_rt.model_files import find_model, is_exported
    from matting_rt.network.settings import NetworkSettings

    with ExitStack() as stack:
        config = engine_config(arguments, stack)
        if is_exported(Path(config.model)):
            raise UsageError(f"{arguments.model_path} is an exported file already; give the weights it was made of")
        settings = NetworkSettings(
            config.backbone_scale or BACKBONE_SCALE,
            config.refine_pixels or SAMPLE_PIXELS,
            config.refine_mode.value,
            config.refine_threshold,
        )
        require_extra(EXPORT, "exporting a model")
        size = FrameSize(*arguments.resolution) if arguments.resolution else None
        write_export(find_model(config.model), output, kind, settings, config.precision, size)
