"""Settings as flags, made from what the configuration says of each field, and how flags become a `Config`."""

import argparse
from collections.abc import Callable
from dataclasses import Field, fields, replace
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any

from matting_rt.cli.paths import require_file
from matting_rt.cli.values import parse_report
from matting_rt.config import Config, from_toml
from matting_rt.config.setting import NO_FLAG, SettingInfo, infos_of
from matting_rt.errors import ConfigError, SourceFormatError, UsageError
from matting_rt.files import read_text, user_path
from matting_rt.pictures.formats import PNG, writable_formats

INCOMPLETE = 3
"""Exit status: all that there is was written, and of the source something is missing or cannot be read; or a recording
has ended before live video did."""
GROUPS = {"engine": "network", "plate": "plate", "composite": "person"}
"""Stages whose flags stand under a heading of their own in the help."""
_ON_OFF = {"on": True, "off": False, "auto": True, "keep": True}
"""What a switch takes; the last two are what some took before all had on and off."""


def add_job_options(parser: argparse.ArgumentParser) -> None:
    """Everything but source, plate and output; what is not given is left to --config."""
    parser.add_argument("--overwrite", action="store_true", help="replace outputs that exist")
    parser.add_argument(
        "--report",
        type=parse_report,
        metavar="FILE",
        help="write a report of what was done, lost and changed, and of the speed: .html to read, .json for programs",
    )
    parser.add_argument(
        "--config", type=user_path, metavar="FILE.toml", help="settings; options on the command line take precedence"
    )
    for stage in ("backdrop", "guard", "engine", "composite", "plate"):
        group = add_setting_options(parser, stage)
        if stage == "composite":
            group.add_argument(
                "--person-position",
                **spread("composite.person_x", "composite.person_y"),
                type=_position,
                metavar="X,Y",
                help="how far you are moved to the right and down, as shares of the frame's width and height (-1..1; "
                "default: 0,0); write --person-position=-0.2,0 where the first is negative",
            )


def add_image_format(parser: "argparse._ActionsContainer") -> None:
    parser.add_argument(
        "--image-format",
        choices=writable_formats(),
        default=PNG.name,
        help=f"of the image files that are written (default: {PNG.name})",
    )


def add_setting_options(parser: argparse.ArgumentParser, stage: str, kind: type = Config) -> Any:
    """A flag for each setting of a stage, for `with_options`; gives the group that they are in.

    Args:
        kind: whose field `stage` is.
    """
    group: Any = parser.add_argument_group(GROUPS[stage]) if stage in GROUPS else parser
    defaults = getattr(kind(), stage)
    infos = infos_of(type(defaults))
    for each in fields(defaults):
        info = infos[each.name]
        if info.flag != NO_FLAG:
            convert, metavar = _reading(each, info)
            flag = info.flag or each.name.replace("_", "-")
            group.add_argument(
                f"--{flag}",
                dest=f"{stage}.{each.name}",
                default=argparse.SUPPRESS,
                type=_within(convert, info),
                metavar=info.metavar or metavar,
                help=_help(flag, info, getattr(defaults, each.name)),
            )
    return group


def spread(*keys: str) -> dict[str, Any]:
    """For `add_argument` of a flag that gives several settings, such as "camera.width", a value each."""
    return {"action": _Spread, "const": keys, "default": argparse.SUPPRESS}


class _Spread(argparse.Action):
    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        for key, value in zip(self.const, values, strict=True):
            stage, name = key.split(".")
            try:
                _require_range(value, infos_of(type(getattr(Config(), stage)))[name])
            except argparse.ArgumentTypeError as error:
                raise argparse.ArgumentError(self, str(error)) from None
            setattr(namespace, key, value)


def _reading(setting: Field[Any], info: SettingInfo) -> tuple[Callable[[str], Any], str]:
    """How a flag's value is read, and what stands for it in the help."""
    kind: Any = setting.type
    if isinstance(kind, UnionType):  # with None, which is not to be given
        kind = kind.__args__[0]
    if info.registry is not None:
        names = {name: name for name, _ in info.registry()}
        return (lambda text: _choose(text, names, names)), "|".join(names)
    if kind is bool:
        return (lambda text: _choose(text, _ON_OFF, ("on", "off"))), "on|off"
    if issubclass(kind, Enum):
        values = {str(member.value): member for member in kind}
        return (lambda text: _choose(text, values, values)), "|".join(values)
    return kind, "N" if kind in (int, float) else "TEXT"


def _within(convert: Callable[[str], Any], info: SettingInfo) -> Callable[[str], Any]:
    """As `convert`, refusing what is out of the setting's range, so that argparse names the flag."""

    def read(text: str) -> Any:
        value = convert(text)
        _require_range(value, info)
        return value

    read.__name__ = getattr(convert, "__name__", "value")  # as argparse calls it: invalid float value
    return read


def _require_range(value: Any, info: SettingInfo) -> None:
    if info.range_text and not info.allows(value):
        raise argparse.ArgumentTypeError(f"{value:g} is out of its range; choose {info.range_text}")


def _choose(text: str, values: dict[str, Any], named: Any) -> Any:
    if text not in values:
        raise argparse.ArgumentTypeError(f"{text!r} is not a choice; give one of {', '.join(named)}")
    return values[text]


def _help(flag: str, info: SettingInfo, default: Any) -> str:
    """In argparse's manner: small letters and no full stop."""
    notes = [info.range_text.removeprefix("a value ")] if info.range_text else []
    if default is not None:
        notes.append(f"default: {_to_text(default)}")
    text = _uncapitalised(info.help).rstrip(".")
    if info.label.lower() != flag.replace("-", " "):
        text = f"{_uncapitalised(info.label)}: {text}"
    return (f"{text} ({'; '.join(notes)})" if notes else text).replace("%", "%%")


def _to_text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Enum):
        return str(value.value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _uncapitalised(text: str) -> str:
    is_word = text[1:2].islower() or text[1:2] == " "
    return text[:1].lower() + text[1:] if is_word else text


def _position(text: str) -> tuple[float, float]:
    try:
        x, y = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a position; write X,Y, for example 0.25,0") from None
    return x, y


def config_of(arguments: argparse.Namespace) -> Config:
    """Defaults, then the file of --config, then the options given.

    Raises:
        SourceNotFoundError: there is no such configuration file.
        ConfigError: it, or an option, does not hold a valid configuration.
    """
    return with_options(arguments, Config() if arguments.config is None else _read_config(arguments.config))


def with_options(arguments: argparse.Namespace, config: Config) -> Config:
    """`config` with the flags that are given. Raises ConfigError: a value is out of its range."""
    for each in fields(config):
        prefix = f"{each.name}."
        given = {key.removeprefix(prefix): value for key, value in vars(arguments).items() if key.startswith(prefix)}
        config = replace(config, **{each.name: replace(getattr(config, each.name), **given)})
    return config


def _read_config(path: Path) -> Config:
    require_file(path, "--config")
    try:
        return from_toml(read_text(path))
    except SourceFormatError as error:
        raise UsageError(f"{error}; --config takes a TOML file") from None
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None
