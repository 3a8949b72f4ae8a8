"""Bring the languages' files up to date with the texts of the window, as `make strings` does.

    python -m tools.update_strings        # all languages
    python -m tools.update_strings fr     # begin with another language, too

Texts are found where the code calls `tr` or `mark`, where the engine makes errors and lines, and in its labels.
Translations stay; a text that is new, or another now, is marked as unfinished, one that is gone is left out. The files
are Qt's own kind, for Qt Linguist and any other translators' program, or for a text editor.
"""

import ast
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from PyQt6.QtCore import QLocale

from gui.look.language import ENGLISH, FOLDER
from gui.settings.schema import SCHEMA
from gui.settings.setting import Kind, Placement, ProgramSettings
from matting_rt import errors
from matting_rt.compositing.backdrop_spec import COLOURS, KINDS
from matting_rt.config import Config
from matting_rt.config.setting import Choice, infos_of
from matting_rt.errors import MattingError
from matting_rt.live.quality import make_rungs
from matting_rt.plate.capture import CaptureMessage

ROOT = Path(__file__).parents[1]
_CONTEXT = "matting-rt"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
_ERRORS = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, MattingError)}
_TERMINAL = ROOT / "matting_rt/cli"
"""What is said there is English."""


class Text(NamedTuple):
    """A text to translate."""

    source: str
    place: str
    """The file it is in."""
    has_plurals: bool = False


def find_texts() -> dict[str, Text]:
    """All texts of the window, by themselves, in the order of the files they are in."""
    found: dict[str, Text] = {}
    for text in (*_texts_of_code(), *_texts_of_settings(), *_texts_of_engine(), *_texts_of_lines()):
        if text.source:
            found.setdefault(text.source, text)
    return found


def _texts_of_code() -> Iterator[Text]:
    for path in sorted((ROOT / "gui").rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
            if isinstance(call.func, ast.Name) and call.func.id in ("tr", "mark"):
                text = call.args[0]
                if isinstance(text, ast.Constant):
                    yield Text(str(text.value), path.relative_to(ROOT).as_posix(), len(call.args) > 1)


def _texts_of_settings() -> Iterator[Text]:
    """Labels, help, units and choices of the settings that the window shows."""
    stages = {each.name: type(getattr(Config(), each.name)) for each in fields(Config)} | {"program": ProgramSettings}
    shown = {each.key for each in SCHEMA if each.placement is not Placement.HIDDEN and each.kind is not Kind.CUSTOM}
    for stage, kind in stages.items():
        place = "gui/settings/setting.py" if kind is ProgramSettings else "matting_rt/config/stages.py"
        for name, info in infos_of(kind).items():
            if f"{stage}.{name}" in shown:
                choice = type(getattr(kind(), name))
                labels = [each.label for each in choice] if issubclass(choice, Choice) else []
                suggested = [label for _, label in info.choices]
                yield from (Text(text, place) for text in (info.label, info.help, info.unit, *labels, *suggested))


def _texts_of_engine() -> Iterator[Text]:
    """Names and sentences that are in a table of the engine."""
    yield from (Text(rung.name, "matting_rt/live/quality.py") for rung in make_rungs(1.0, 16))
    yield from (Text(message.value, "matting_rt/plate/capture.py") for message in CaptureMessage)
    names = [each for kind in KINDS.values() for each in (kind.name, kind.label, kind.caption, kind.syntax)]
    names += [colour.capitalize() for colour in COLOURS]
    yield from (Text(name, "matting_rt/compositing/backdrop_spec.py") for name in names)


def _texts_of_lines() -> Iterator[Text]:
    for path in sorted((ROOT / "matting_rt").rglob("*.py")):
        if _TERMINAL not in path.parents:
            place = path.relative_to(ROOT).as_posix()
            templates = (template for _, template in lines_made(path.read_text(encoding="utf-8")) if template)
            yield from (Text(template, place) for template in templates if has_words(template))


def lines_made(code: str) -> Iterator[tuple[ast.Call, str | None]]:
    """Where code makes an error or a `Line`, in its order, and the template; None where that is not a literal."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        name = ast.unparse(call.func).split(".")[-1]
        if name == "Line" or name in _ERRORS:
            # a pipeline's has its stage before it
            text = call.args[1] if name == "PipelineError" else call.args[0]
            yield call, str(text.value) if isinstance(text, ast.Constant) else None


def has_words(template: str) -> bool:
    """Whether there is something to translate in it but its places."""
    return any(letter.isalpha() for text, *_ in string.Formatter().parse(template) for letter in text)


def updated(path: Path) -> str:
    """What a language's file is to hold now."""
    old = ElementTree.parse(path).getroot()
    before = {message.findtext("source", ""): message.find("translation") for message in old.iter("message")}
    root = ElementTree.Element("TS", old.attrib)
    root.extend(each for each in old if each.tag.startswith("extra-"))
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = _CONTEXT
    for text in find_texts().values():
        if text.has_plurals or path.stem != ENGLISH:  # of itself, English needs its plurals only
            context.append(_message(text, before.get(text.source)))
    ElementTree.indent(root, "    ")
    return _HEAD + ElementTree.tostring(root, encoding="unicode") + "\n"


def _message(text: Text, before: ElementTree.Element | None) -> ElementTree.Element:
    message = ElementTree.Element("message", {"numerus": "yes"} if text.has_plurals else {})
    ElementTree.SubElement(message, "location", filename=text.place)
    ElementTree.SubElement(message, "source").text = text.source
    if before is not None and (before.find("numerusform") is not None) is text.has_plurals:
        message.append(before)
        return message
    translation = ElementTree.SubElement(message, "translation", type="unfinished")
    if text.has_plurals:
        ElementTree.SubElement(translation, "numerusform")
    return message


def begin(code: str) -> Path:
    """Make the file of a language that there is none of yet, with nothing translated.

    Raises:
        SystemExit: Qt does not know the language, or there is a file.
    """
    path, locale = FOLDER / f"{code}.ts", QLocale(code)
    if path.exists():
        raise SystemExit(f"update_strings: {path.relative_to(ROOT)} is there already")
    if locale.language() is QLocale.Language.C:
        raise SystemExit(f"update_strings: {code} is not the code of a language that Qt knows, such as fr or pt_BR")
    root = ElementTree.Element("TS", version="2.1", language=code, sourcelanguage="en")
    ElementTree.SubElement(root, "extra-name").text = locale.nativeLanguageName()
    ElementTree.SubElement(root, "extra-plural").text = "n != 1"
    path.write_text(_HEAD + ElementTree.tostring(root, encoding="unicode"), encoding="utf-8")
    return path


def main(codes: Sequence[str]) -> None:
    for code in codes:
        begin(code)
    for path in sorted(FOLDER.glob("*.ts")):
        path.write_text(updated(path), encoding="utf-8")
        count = path.read_text(encoding="utf-8").count('"unfinished"')
        print(f"{path.relative_to(ROOT)}: {count} texts to translate")


if __name__ == "__main__":
    main(sys.argv[1:])
