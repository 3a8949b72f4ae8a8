"""The language of the window. Texts are English in the code; every other language is one file `gui/languages/CODE.ts`.

A text goes through `tr` where it is shown. Tables that are made before the language is known keep English, and `mark`
their texts, so that `python -m tools.update_strings` finds them. A text is a whole sentence or label, with places such
as "{count}" to fill in, never a piece of one: other languages have another order.
"""

import gettext
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PyQt6.QtGui import QGuiApplication, QKeySequence

from matting_rt import errors
from matting_rt.lines import Line

FOLDER = Path(__file__).parents[1] / "languages"
ENGLISH = "en"
_DEFAULT_PLURAL = "n != 1"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the window can speak."""

    code: str
    name: str
    """As its speakers call it."""
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By the English text: the translation, or one for each plural form; what is missing stays English."""
    plural: Callable[[int], int] = lambda count: int(count != 1)
    """Which form goes with a count."""

    def say(self, text: str, count: int | None = None) -> str:
        forms = self.forms.get(text)
        if forms is None:
            return text
        return forms[0 if count is None else min(self.plural(count), len(forms) - 1)]


_present = Language(ENGLISH, "English")


def tr(text: str, count: int | None = None) -> str:
    """A text in the present language; from any thread.

    Args:
        count: where the wording depends on a number, that number. It is put into the text by the caller, as any other.
    """
    return _present.say(text, count)


def mark(text: str) -> str:
    """The same text: it is one to translate, by `tr`, when it is shown."""
    return text


def line_of(what: BaseException | str) -> str:
    """An error, or a line of the engine, as a line for the person.

    A `Line` is translated before it is filled in, and so are the lines in it; any other text only as a whole.
    """
    line = errors.line_of(what) if isinstance(what, BaseException) else what
    if not isinstance(line, Line):
        return tr(line)
    arguments = {name: line_of(each) if isinstance(each, Line) else each for name, each in line.arguments.items()}
    return _Filler().format(tr(line.template), **arguments) if arguments else tr(line.template)


class _Filler(string.Formatter):
    """Fills in numbers as the language writes them."""

    def format_field(self, value: object, format_spec: str) -> str:
        text = format(value, format_spec)
        if not isinstance(value, float):
            return text
        locale = QLocale()
        return text.translate({ord("."): locale.decimalPoint(), ord(","): locale.groupSeparator()})


def with_keys(text: str, keys: str) -> str:
    """A tooltip with the keys that do the same.

    Args:
        keys: such as "Ctrl+R"; or a label in which & stands before a letter, for Alt and that letter.
    """
    sequence = QKeySequence.mnemonic(keys) if "&" in keys else QKeySequence(keys)
    shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
    return tr("{text} ({keys})").format(text=text, keys=shown) if shown else text


def number(value: float, decimals: int) -> str:
    """With the decimal sign of the language."""
    return QLocale().toString(float(value), "f", decimals)


def clock_text(duration_s: float) -> str:
    """Such as "00:12" or "1:00:12"; the same in all languages."""
    minutes, seconds = divmod(int(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def percent(share: float) -> str:
    """A share of 0..1, rounded."""
    return tr("{number}%").format(number=round(share * 100))


def languages() -> dict[str, str]:
    """All languages by their codes, as their speakers call them."""
    return {path.stem: load(path.stem).name for path in sorted(FOLDER.glob("*.ts"))}


def load(code: str) -> Language:
    """A language with its texts. Raises FileNotFoundError: there is none of this code."""
    root = ElementTree.parse(FOLDER / f"{code}.ts").getroot()
    forms = {
        message.findtext("source", ""): each
        for message in root.iter("message")
        if all(each := translations_of(message))
    }
    plural = gettext.c2py(root.findtext("extra-plural", _DEFAULT_PLURAL))
    return Language(code, root.findtext("extra-name", code), forms, plural)


def translations_of(message: ElementTree.Element) -> tuple[str, ...]:
    """Of a message of such a file: its translation, or one for each plural form; empty texts where they are missing."""
    translation = message.find("translation")
    assert translation is not None, message.findtext("source")
    forms = translation.findall("numerusform")
    return tuple(each.text or "" for each in forms or [translation])


def first_of(wanted: Iterable[str]) -> str:
    """The code of the first language that there is; English where there is none.

    Args:
        wanted: as desktops spell them, such as "de-AT", the preferred one first.
    """
    codes = {path.stem for path in FOLDER.glob("*.ts")}
    names = (name.replace("-", "_") for name in wanted)
    return next((each for name in names for each in (name, name.split("_")[0]) if each in codes), ENGLISH)


def use(code: str = "") -> None:
    """Speak a language from now on; what is shown already stays as it is.

    Args:
        code: one of `languages`; empty, or one that there is no longer: that of the desktop.
    """
    global _present
    system = QLocale.system()
    is_chosen = (FOLDER / f"{code}.ts").is_file()
    _present = load(code if is_chosen else first_of(system.uiLanguages()))
    QLocale.setDefault(QLocale(code) if is_chosen and not system.name().startswith(code) else system)
    application = QCoreApplication.instance()
    if isinstance(application, QGuiApplication):
        application.setLayoutDirection(QLocale(_present.code).textDirection())
        _translate_qt(application, _present.code)


def _translate_qt(application: QGuiApplication, code: str) -> None:
    """Qt's own dialogs, as far as Qt speaks the language."""
    for earlier in application.findChildren(QTranslator):
        application.removeTranslator(earlier)
        earlier.deleteLater()
    translator = QTranslator(application)
    if translator.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
