"""Lines for a person, which keep what they were put together of, so that a window can say them in its language."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any


class Line(str):
    """A line in English: a template, such as "there is no video {path}", with its places filled in.

    The template is by what a language finds its own; it is a literal in the code, where `make strings` collects it. An
    argument that is a `Line` itself is translated too; any other is a name, a number, or what a library says. Without
    arguments the template is the line, and braces in it mean nothing.
    """

    template: str
    arguments: Mapping[str, Any]
    """By their names in the template; of an error, its line or text."""

    def __new__(cls, template: str, /, **arguments: object) -> "Line":
        if isinstance(template, Line) and not arguments:
            return template
        kept = {name: _without_traceback(argument) for name, argument in arguments.items()}
        line = super().__new__(cls, template.format(**kept) if kept else template)
        line.template, line.arguments = template, kept
        return line


def to_data(line: str) -> Any:
    """A line for JSON, so that a language can find it when it is read again, by `from_data`."""
    if not isinstance(line, Line):
        return str(line)
    arguments = {
        name: each if isinstance(each, int | float) else to_data(each if isinstance(each, str) else str(each))
        for name, each in line.arguments.items()
    }
    return {"template": line.template, "arguments": arguments}


def from_data(data: Any) -> str:
    """A line of `to_data`; what is none is only text."""
    try:
        arguments = {
            name: from_data(each) if isinstance(each, dict) else each for name, each in data["arguments"].items()
        }
        return Line(data["template"], **arguments)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return str(data)


def _without_traceback(argument: object) -> object:
    """An error holds on to whatever was in use where it was raised: its line does not."""
    if not isinstance(argument, BaseException):
        return argument
    line = argument.args[0] if argument.args else ""
    return line if isinstance(line, Line) else str(argument)


def note_once(notes: list[str], path: object, line: str) -> None:
    """Add a line on a file to others, unless it is among them."""
    note = Line("{path}: {line}", path=path, line=line)
    if note not in notes:
        notes.append(note)


def any_of(names: Iterable[str]) -> str:
    """What there is to choose from: "a or b or c"."""
    return functools.reduce(lambda some, last: Line("{some} or {last}", some=some, last=last), names)


def all_of(names: Iterable[str]) -> str:
    """What is all needed: "a and b and c"."""
    return functools.reduce(lambda some, last: Line("{some} and {last}", some=some, last=last), names)


def join(lines: Iterable[str]) -> str:
    """As ", ".join does, of what may be lines."""
    kept = list(lines)
    return functools.reduce(lambda some, last: Line("{some}, {last}", some=some, last=last), kept) if kept else ""
