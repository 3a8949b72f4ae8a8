"""The entry in a desktop's menu: where it goes, what it starts, and what is said when it cannot be."""

import configparser
import shlex
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeDatabase
from PyQt6.QtSvg import QSvgRenderer
from PyQt6.QtWidgets import QApplication

from gui.app import desktop_entry
from matting_rt.errors import SinkError
from matting_rt.specs import VIDEO_SUFFIXES


def entry_of(path: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return parser["Desktop Entry"]


def test_entry_and_icon_go_where_desktops_look_for_them(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    entry, icon = desktop_entry.install()
    assert entry == tmp_path / "applications" / f"{desktop_entry.NAME}.desktop"
    assert icon == tmp_path / "icons/hicolor/scalable/apps/matting-rt.svg"
    assert QSvgRenderer(str(icon)).isValid()
    values = entry_of(entry)
    assert (values["Type"], values["Icon"], values["StartupWMClass"]) == (
        "Application",
        desktop_entry.NAME,
        desktop_entry.NAME,
    )
    command = shlex.split(values["Exec"])
    assert Path(command[0]).exists()
    assert command[-1] == "%F"
    assert desktop_entry.install() == (entry, icon)
    assert len(list(entry.parent.iterdir())) == 1


def test_every_kind_of_video_that_folders_are_searched_for_can_be_opened_from_a_desktop(tmp_path: Path) -> None:
    types = entry_of(desktop_entry.install(tmp_path)[0])["MimeType"].split(";")
    for suffix in VIDEO_SUFFIXES:
        kind = QMimeDatabase().mimeTypeForFile(f"video{suffix}", QMimeDatabase.MatchMode.MatchExtension)
        assert kind.name() in types, suffix


def test_an_appimage_is_started_itself_and_not_what_it_has_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPIMAGE", "/opt/Matting RT.AppImage")
    values = entry_of(desktop_entry.install(tmp_path)[0])
    assert shlex.split(values["Exec"])[0] == "/opt/Matting RT.AppImage"


def test_a_relative_data_folder_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    entry, _ = desktop_entry.install()
    assert entry == tmp_path / ".local/share/applications/matting-rt.desktop"


@pytest.mark.parametrize(
    ("path", "quoted"),
    [
        ("/opt/my apps/gui", '"/opt/my apps/gui"'),
        ("/opt/100%/gui", '"/opt/100%%/gui"'),
        ("/opt/$x/gui", r'"/opt/\\$x/gui"'),
        ('/opt/"x"/gui', r'"/opt/\\"x\\"/gui"'),
        ("/opt/a\\b/gui", r'"/opt/a\\\\b/gui"'),
    ],
)
def test_any_path_can_be_started(path: str, quoted: str) -> None:
    assert desktop_entry.quote(path) == quoted


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "icons").write_text("a file where a folder should be")
    with pytest.raises(SinkError, match=r"cannot write .*icons"):
        desktop_entry.install(tmp_path)
    assert not (tmp_path / "applications").exists()
