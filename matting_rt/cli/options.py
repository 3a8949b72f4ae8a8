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
    CompositeConfig,
    Config,
    DeviceKind,
    EngineConfig,
    EngineKind,
    Keep,
    Precision,
    Preset,
    from_toml,
)
from matting_rt.errors import SourceFormatError, UsageError
from matting_rt.files import read_text, user_path


def add_job_options(parser: argparse.ArgumentParser) -> None:
    """Everything but source, plate and output. What is not given stays None, so that --config shows through."""
    parser.add_argument(
        "--backdrop",
        metavar="SPEC",
        help="what the person is put in front of: a colour name or #rrggbb, blur[:sigma], transparent, "
        f"or an image or video file (default: {Config().backdrop.spec})",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace outputs that exist")
    parser.add_argument(
        "--report", type=user_path, metavar="FILE.json", help="write counts, speed and settings of the run"
    )
    parser.add_argument(
        "--config", type=user_path, metavar="FILE.toml", help="settings; options given here win over it"
    )
    add_network_options(parser)
    add_composite_options(parser)
    parser.add_argument(
        "--keep",
        choices=_values(Keep),
        help="people: people and what they hold; everything: whatever differs from the plate; auto: everything in "
        "files that have a plate, else people (default: auto)",
    )
    plate = parser.add_argument_group("plate")
    for name, meaning in (
        ("align", "follow small movements of the camera since the plate was taken"),
        ("compensate", "follow changes of exposure and white balance since the plate was taken"),
        ("check", "refuse a plate that does not show the scene of the frames"),
        ("learn", "learn what has changed in the room, where only people are kept"),
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


def add_composite_options(parser: argparse.ArgumentParser) -> None:
    """How the person is put in front of the backdrop; see `composite_config_of`."""
    person = parser.add_argument_group("person")
    for option, metavar, meaning in (
        ("light-wrap", "0..1", "how much of the backdrop's light falls around the person's edge"),
        ("feather", "PIXELS", "soften the edge by so many pixels of a frame of 720 lines, 0..20"),
        ("choke", "-1..1", "take the edge in (above 0) or let it out (below 0)"),
        ("person-scale", "FACTOR", "size of the person over what the camera saw, 0.2..4"),
    ):
        person.add_argument(f"--{option}", type=float, metavar=metavar, help=meaning)
    person.add_argument(
        "--person-position",
        type=_position,
        metavar="X,Y",
        help="move the person to the right and downwards by these shares of the frame's width and height, -1..1; "
        "write --person-position=-0.2,0 where the first is negative",
    )
    person.add_argument(
        "--shadow", choices=("keep", "off"), help="whether the person's shadow falls on the backdrop (default: off)"
    )


def _position(text: str) -> tuple[float, float]:
    try:
        x, y = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no position; write X,Y, for example 0.25,0") from None
    return x, y


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
        plate=replace(config.plate, **_given(arguments, align=_is_on, compensate=_is_on, check=_is_on, learn=_is_on)),
        guard=replace(config.guard, **_given(arguments, keep=Keep)),
        backdrop=backdrop,
        composite=composite_config_of(arguments, config.composite),
    )


def composite_config_of(arguments: argparse.Namespace, config: CompositeConfig) -> CompositeConfig:
    """`config` with the options of `add_composite_options` that are given. Raises ConfigError."""
    given = _given(arguments, light_wrap=float, person_scale=float, shadow=_is_on)
    for option, name in (("feather", "edge_feather_px"), ("choke", "edge_choke")):
        if getattr(arguments, option) is not None:
            given[name] = getattr(arguments, option)
    if arguments.person_position is not None:
        given["person_x"], given["person_y"] = arguments.person_position
    return replace(config, **given)


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
        return read_text(path)
    except SourceFormatError as error:
        raise UsageError(f"{error}; --config takes a TOML file") from None
