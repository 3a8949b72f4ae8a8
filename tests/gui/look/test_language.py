"""Languages: their files hold every text of the window, and a text comes out in the one that was chosen."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QLocale, Qt
from PyQt6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gui.look import language
from gui.look.language import ENGLISH, FOLDER, first_of, line_of, load, tr, translations_of, with_keys
from matting_rt.errors import MattingError, PipelineError, SourceError, UsageError
from matting_rt.lines import Line
from tools import update_strings
from tools.update_strings import ROOT, begin, find_texts, lines_made, updated

FILES = sorted(FOLDER.glob("*.ts"))


@pytest.fixture
def in_language(qapp: QApplication) -> Iterator[None]:
    yield
    language.use(ENGLISH)
    QLocale.setDefault(QLocale.system())


def places_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_as_the_tool_leaves_it_and_nothing_in_it_is_left_to_do(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == updated(path), "run: make strings"
    for message in ElementTree.parse(path).getroot().iter("message"):
        source, forms = message.findtext("source", ""), translations_of(message)
        assert message.find("translation[@type]") is None, source
        for form in forms:
            assert form, source
            assert places_of(form) - places_of(source) == set(), source
            assert ("&" in form, form.endswith("…")) == ("&" in source, source.endswith("…")), source
        # one form may say "a video" in words
        assert places_of(forms[-1]) == places_of(source), source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_count_has_its_form(path: Path) -> None:
    known = load(path.stem)
    count = 1 + max(map(known.plural, range(200)))
    for text in find_texts().values():
        if text.has_plurals:
            assert len(known.forms[text.source]) == count, text.source


def test_texts_counts_and_errors_come_out_in_the_language_that_is_used(in_language: None) -> None:
    language.use("de")
    assert tr("Settings") == "Einstellungen"
    assert tr("{count} frames", 1).format(count=1) == "1 Bild"
    assert tr("{count} frames", 0).format(count=0) == "0 Bilder"
    assert tr("a text that nobody has translated") == "a text that nobody has translated"
    assert language.percent(0.256) == "26 %"
    assert language.number(1.5, 1) == "1,5"
    assert line_of(MattingError("a line of the engine")) == "a line of the engine"
    assert line_of(MattingError("Saved {file}", file="a.mp4")) == "Gespeichert: a.mp4"
    assert line_of(Line("Saved {file}", file="{")) == "Gespeichert: {"
    assert line_of(ValueError("wrong")) == "interner Fehler: ValueError: wrong"


def test_an_error_in_the_line_of_another_is_translated_too(in_language: None) -> None:
    language.use("de")
    template = "cannot read {path}: {reason}; check that you may open it and that it is whole"
    cause = SourceError(template, path="Settings", reason="Settings")
    error = PipelineError("decode", "{reason}; {outcome}", reason=cause, outcome=Line("the window was closed"))
    outer = UsageError('backdrop "{backdrop}": {error}', backdrop="a.mp4", error=error)
    said = "Settings lässt sich nicht lesen: Settings; prüfen, ob sie geöffnet werden darf und vollständig ist; "
    said += "das Fenster wurde geschlossen"
    assert line_of(outer) == f"Hintergrund „a.mp4“: {said}"
    assert line_of(outer.line) == line_of(outer)


def test_numbers_in_a_line_are_written_as_in_the_language(in_language: None) -> None:
    language.use("de")
    line = Line("{a:.1f} of {b:,.0f}, {c}, {d}", a=0.5, b=12345.0, c="1.5", d=3)
    assert line == "0.5 of 12,345, 1.5, 3"
    assert line_of(line) == "0,5 of 12.345, 1.5, 3"


def test_every_line_of_the_engine_has_a_literal_template() -> None:
    """Or no language can find it; what `matting-rt` says in a terminal is English."""
    made = {
        ast.unparse(call)
        for path in sorted((ROOT / "matting_rt").rglob("*.py"))
        if path.parent.name != "cli"
        for call, template in lines_made(path.read_text(encoding="utf-8"))
        if template is None
    }
    assert made == {
        "Line(template, **arguments)",  # the line of any error
        "Line(data['template'], **arguments)",  # one that was kept as JSON
        "Line(kind.syntax)",  # of the table of backdrops, and
        "Line(self.unit)",  # of the settings: both are found there
    }


def test_keys_are_called_as_on_the_keyboard_of_the_language(in_language: None) -> None:
    language.use("de")
    assert with_keys("Los", "Ctrl+R") == "Los (Strg+R)"
    assert with_keys("Los", "&Kopieren") == "Los (Alt+K)"
    language.use(ENGLISH)
    assert with_keys("Go", "Ctrl+R") == "Go (Ctrl+R)"


def test_qt_speaks_it_too_and_no_longer_once_another_is_used(qtbot: QtBot, in_language: None) -> None:
    for code, cancel in (("de", "Abbrechen"), (ENGLISH, "Cancel")):
        language.use(code)
        question = QMessageBox()
        qtbot.addWidget(question)
        button = question.addButton(QMessageBox.StandardButton.Cancel)
        assert button is not None
        assert button.text().replace("&", "") == cancel


@pytest.mark.parametrize(
    ("wanted", "found"),
    [(["de-AT", "en"], "de"), (["xx", "de"], "de"), (["xx"], ENGLISH), (["en-GB", "de"], ENGLISH), ([], ENGLISH)],
)
def test_without_a_choice_it_is_the_first_of_the_desktop_that_there_is(wanted: list[str], found: str) -> None:
    assert first_of(wanted) == found


def test_a_choice_that_is_gone_counts_as_none(in_language: None) -> None:
    language.use("a language that is gone")
    assert tr("Settings") == "Settings"


def test_a_language_is_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_language: None) -> None:
    text = (FOLDER / "en.ts").read_text(encoding="utf-8")
    (tmp_path / "en.ts").write_text(text)
    (tmp_path / "ar.ts").write_text(text.replace(">English<", ">العربية<"))
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    assert language.languages() == {"ar": "العربية", "en": "English"}
    language.use("ar")
    assert QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_a_new_language_begins_with_everything_untranslated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_strings, "FOLDER", tmp_path)
    monkeypatch.setattr(update_strings, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="xx is not the code of a language"):
        begin("xx")
    path = begin("fr")
    monkeypatch.undo()
    root = ElementTree.fromstring(updated(path))
    assert root.findtext("extra-name") == "français"
    assert len(root.findall(".//translation[@type='unfinished']")) == len(find_texts())
