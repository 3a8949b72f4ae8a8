"""Options that `images` and `video` share, and how they become a `Config`."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

from matting_rt.cli.paths import require_file
from matting_rt.config import (
    BackdropConfig,
    Config,
    DeviceKind,
    EngineConfig,
    EngineKind,
    Precision,
    Preset,
    from_toml,
)
from matting_rt.errors import UsageError


def add_job_options(parser: argparse.ArgumentParser) -> None:
    """Everything but source, plate and output. What is not given stays None, so that --config shows through."""
    parser.add_argument(
        "--backdrop",
        metavar="SPEC",
        help="what the person is put in front of: a colour name or #rrggbb, blur[:sigma], transparent, "
        f"or an image or video file (default: {Config().backdrop.spec})",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace outputs that exist")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="write counts, speed and settings of the run")
    parser.add_argument("--config", type=Path, metavar="FILE.toml", help="settings; options given here win over it")
    add_network_options(parser)
    plate = parser.add_argument_group("plate")
    for name, meaning in (
        ("align", "follow small movements of the camera since the plate was taken"),
        ("compensate", "follow changes of exposure and white balance since the plate was taken"),
        ("check", "refuse a plate that does not show the scene of the frames"),
    ):
        plate.add_argument(f"--{name}", choices=("auto", "off"), help=f"{meaning} (default: auto)")


def add_network_options(parser: argparse.ArgumentParser) -> None:
    """Which network, and how it runs."""
    network = parser.add_argument_group("network")
    network.add_argument(
        "--model",
        metavar="NAME|FILE",
        help="a released model (see matting-rt models) or a weights file (default: mobilenetv3-lite)",
    )
    network.add_argument("--engine", choices=_values(EngineKind), help="what runs the network (default: auto)")
    network.add_argument("--device", choices=_values(DeviceKind), help="where it runs (default: auto)")
    network.add_argument("--precision", choices=_values(Precision), help="floating-point width (default: auto)")
    network.add_argument(
        "--preset",
        choices=_values(Preset),
        help="how closely it looks: hd and 4k are BackgroundMattingV2's settings for 1920x1080 and 3840x2160, auto "
        "follows the size of the frames (default: auto)",
    )


def _values(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


def config_of(arguments: argparse.Namespace) -> Config:
    """Defaults, then the file of --config, then the options given.

    Raises:
        SourceNotFoundError: there is no such configuration file.
        ConfigError: it does not hold a valid configuration.
    """
    config = Config()
    if arguments.config is not None:
        config = from_toml(_read_text(arguments.config))
    backdrop = config.backdrop if arguments.backdrop is None else BackdropConfig(arguments.backdrop)
    return replace(
        config,
        engine=engine_config_of(arguments, config.engine),
        plate=replace(config.plate, **_given(arguments, align=_is_on, compensate=_is_on, check=_is_on)),
        backdrop=backdrop,
    )


def engine_config_of(arguments: argparse.Namespace, config: EngineConfig) -> EngineConfig:
    """`config` with the options of `add_network_options` that are given."""
    given = _given(arguments, model=str, engine=EngineKind, device=DeviceKind, precision=Precision, preset=Preset)
    return replace(config, **given)


def _given(arguments: argparse.Namespace, **kinds: Callable[[str], Any]) -> dict[str, Any]:
    """The options that are given, as what `kinds` makes of them."""
    values = {name: getattr(arguments, name) for name in kinds}
    return {name: kinds[name](value) for name, value in values.items() if value is not None}


def _is_on(choice: str) -> bool:
    return choice != "off"


def _read_text(path: Path) -> str:
    require_file(path, "--config")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not a text file; --config takes a TOML file") from None
