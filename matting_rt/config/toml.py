"""Settings to and from TOML, checked by the types of their fields."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from matting_rt.config.stages import Config
from matting_rt.errors import ConfigError
from matting_rt.lines import Line

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from cattrs import Converter  # imported where TOML is read or written: --help has to be quick

T = TypeVar("T")
_PLAIN: dict[type, tuple[tuple[type, ...], str]] = {
    bool: ((bool,), Line("true or false")),
    int: ((int,), Line("a whole number")),
    float: ((float, int), Line("a number")),
    str: ((str,), Line("a text in quotes")),
}
"""Of a field's type, what TOML may hold (exactly: true is no number), and what a person is told."""


def to_toml(settings: object) -> str:
    """The fields of a dataclass as TOML, one table a stage; settings left to the program (None) are left out."""
    import tomli_w

    return tomli_w.dumps(_without_none(_converter(True).unstructure(settings)))


def from_toml(text: str) -> Config:
    """Read what `to_toml` writes; missing tables and keys keep their defaults.

    Raises:
        ConfigError: not TOML, an unknown table or key, or a value of the wrong kind or out of its range.
    """
    return read_toml(text, Config)


def read_toml(text: str, kind: type[T], skips_unknown: bool = False) -> T:
    """As `from_toml`, for another dataclass of settings.

    Args:
        skips_unknown: leave out tables and keys that `kind` does not have, in place of an error.
    """
    from cattrs import ClassValidationError

    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError("the configuration is not valid TOML: {error}", error=error) from error
    try:
        return _converter(skips_unknown).structure(tables, kind)
    except ClassValidationError as error:
        raise _explain(error, text) from None


def _without_none(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _without_none(item) for key, item in value.items() if item is not None}


@cache
def _converter(skips_unknown: bool) -> "Converter":
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn

    converter = Converter(forbid_extra_keys=not skips_unknown)

    @converter.register_structure_hook_factory(is_dataclass)
    def _(kind: Any) -> Callable[[Any, Any], Any]:
        structure = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=not skips_unknown)

        def read(value: Any, _: Any) -> Any:
            if not isinstance(value, dict):
                raise ConfigError("must be a table")
            return structure(value, kind)

        return read

    for kind in _PLAIN:  # and what inherits from them: all choices are texts
        converter.register_structure_hook(kind, _read_value)
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _read_texts)
    return converter


def _read_value(value: Any, kind: Any) -> Any:
    if issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            choices = ", ".join(str(member.value) for member in kind)
            raise ConfigError("is {value!r}; choose one of {choices}", value=value, choices=choices) from None
    allowed, words = _PLAIN[kind]
    if type(value) not in allowed:
        raise ConfigError("is {value!r}; it must be {words}", value=value, words=words)
    return kind(value)


def _read_texts(value: Any, _: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError("is {value!r}; it must be a list of texts", value=value)
    return tuple(value)


def _explain(error: BaseException, text: str) -> ConfigError:
    """The first thing that is wrong, in a line that names the key, what is allowed, and where in the text it is."""
    reason, path = _find_reason(error)
    line = _find_line(text, path)
    return reason if line is None else ConfigError("{reason} (line {line})", reason=reason, line=line)


def _find_line(text: str, path: Sequence[str]) -> int | None:
    """Where a table, or a key in it, stands, counted from 1; None where it is written in some rarer way."""
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        header, key = re.match(r"\s*\[\s*([\w-]+)\s*\]", line), re.match(r"\s*([\w-]+)\s*=", line)
        if header:
            table = [header[1]]
        if (header and table == [*path]) or (key and [*table, key[1]] == [*path]):
            return number
    return None


def _find_reason(error: BaseException) -> tuple[ConfigError, Sequence[str]]:
    """The first thing that is wrong, and the table and key that it is about."""
    from cattrs import (
        AttributeValidationNote,
        BaseValidationError,
        ForbiddenExtraKeysError,
        IterableValidationNote,
    )

    path: list[str] = []
    while isinstance(error, BaseValidationError):
        error = error.exceptions[0]
        notes = getattr(error, "__notes__", ())
        places = [note.name for note in notes if isinstance(note, AttributeValidationNote)]
        places += [str(note.index) for note in notes if isinstance(note, IterableValidationNote)]
        if places:
            path.append(places[0])
        elif isinstance(error, ForbiddenExtraKeysError):
            unknown, known = min(error.extra_fields), ", ".join(each.name for each in fields(error.cl))
            if not path:
                return ConfigError(
                    "unknown table [{table}] in the configuration; known are {known}", table=unknown, known=known
                ), [unknown]
            return ConfigError(
                "unknown setting {setting} in [{table}]; known are {known}",
                setting=unknown,
                table=".".join(path),
                known=known,
            ), [*path, unknown]
        elif not isinstance(error, BaseValidationError):  # a value out of its range, which names its field
            name = error.line.arguments.get("name") if isinstance(error, ConfigError) else None
            return ConfigError("{prefix}{error}", prefix=".".join((*path, "")), error=error), [*path, str(name)]
    return ConfigError("{path} {error}", path=".".join(path), error=error), path
