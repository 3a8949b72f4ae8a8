"""Settings kept in a folder: what is written comes back, and what is damaged costs nothing but itself."""

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtWidgets import QApplication

from gui.gallery.backgrounds import PAINTED
from gui.settings.setting import TrayAnswer
from gui.settings.store import SettingsStore, first_config
from matting_rt.cli.live import add_parser
from matting_rt.cli.options import config_of
from matting_rt.config import Config
from matting_rt.config.toml import to_toml
from matting_rt.errors import ConfigError, SourceNotFoundError

OpenStore = Callable[[], SettingsStore]


@pytest.fixture
def open_store(qapp: QApplication, tmp_path: Path) -> Iterator[OpenStore]:
    opened: list[SettingsStore] = []

    def open_one() -> SettingsStore:
        opened.append(SettingsStore(tmp_path))
        return opened[-1]

    yield open_one
    for store in opened:
        store.flush()


def test_what_was_set_is_there_at_the_next_start(open_store: OpenStore) -> None:
    store = open_store()
    store.set("composite.light_wrap", 0.4)
    store.set("program.keep_in_tray", TrayAnswer.KEEP)
    store.choose_background("/pictures/sea.jpg")
    store.flush()
    again = open_store()
    assert (again.config, again.program) == (store.config, store.program)
    assert again.program.recent_backgrounds == ("/pictures/sea.jpg",)


def test_a_change_is_told_once_and_no_change_not_at_all(open_store: OpenStore) -> None:
    store, told = open_store(), []
    store.changed.connect(told.append)
    store.set("composite.light_wrap", 0.4)
    store.set("composite.light_wrap", 0.4)
    store.reset("composite.light_wrap", "composite.edge_choke")
    assert told == ["composite.light_wrap", "composite.light_wrap"]


def test_a_value_out_of_range_changes_nothing(open_store: OpenStore) -> None:
    store = open_store()
    with pytest.raises(ConfigError):
        store.set("composite.person_scale", 9.0)
    assert store.config == first_config()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("settings.toml", "composite = 7"),
        ("settings.toml", "\x00\ufffd["),
        ("program.toml", 'countdown_s = "five"'),
        ("program.toml", 'keep_in_tray = "perhaps"'),
        ("settings.toml", "a = " + "[" * 100_000),
        ("program.toml", "#" * 2_000_000),
    ],
)
def test_a_damaged_file_is_set_aside_and_said(open_store: OpenStore, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    store = open_store()
    assert store.config == first_config()
    (problem,) = store.problems
    (kept,) = tmp_path.glob("*.damaged-*")
    assert str(kept) in problem
    assert kept.read_text() == text


def test_what_a_newer_program_wrote_beside_ours_is_left_out(open_store: OpenStore, tmp_path: Path) -> None:
    (tmp_path / "program.toml").write_text('countdown_s = 8\nhologram = "yes"\n')
    store = open_store()
    assert store.program.countdown_s == 8
    assert not store.problems


def test_a_folder_that_cannot_be_written_is_said_and_the_settings_still_hold(
    open_store: OpenStore, tmp_path: Path
) -> None:
    store, said = open_store(), []
    (tmp_path / "settings.toml").mkdir()
    store.notice.connect(said.append)
    store.set("composite.light_wrap", 0.4)
    store.flush()
    assert store.config.composite.light_wrap == 0.4
    assert str(tmp_path) in said[0]
    assert not list(tmp_path.glob(".*"))


def test_a_profile_is_what_the_command_line_reads(open_store: OpenStore) -> None:
    store = open_store()
    store.set("composite.light_wrap", 0.3)
    store.save_profile("At home")
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers(), argparse.ArgumentParser(add_help=False))
    arguments = parser.parse_args(["live", "--camera", "synthetic", "--config", str(store.profile_path("At home"))])
    assert config_of(arguments).composite.light_wrap == 0.3


def test_profiles_are_loaded_listed_and_deleted(open_store: OpenStore) -> None:
    store, told = open_store(), []
    store.set("composite.light_wrap", 0.3)
    store.save_profile("office")
    store.reset_all()
    store.save_profile("Bare")
    store.changed.connect(told.append)
    store.load_profile("office")
    assert store.profiles == ("Bare", "office")
    assert (store.config.composite.light_wrap, store.program.profile) == (0.3, "office")
    assert told == ["composite.light_wrap", "program.profile"]
    store.delete_profile("office")
    assert (store.profiles, store.program.profile) == (("Bare",), "")


@pytest.mark.parametrize("name", ["", " ", ".hidden", "a/b", "..", "a:b"])
def test_a_profile_needs_a_name_that_a_file_can_have(open_store: OpenStore, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be called"):
        open_store().save_profile(name)


def test_a_profile_that_cannot_be_read_leaves_all_as_it_was(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.set("composite.light_wrap", 0.3)
    (tmp_path / "other.toml").write_text("[composite]\nlight_wrap = 3\n")
    with pytest.raises(ConfigError):
        store.load_file(tmp_path / "other.toml")
    with pytest.raises(SourceNotFoundError):
        store.load_profile("nowhere")
    assert store.config.composite.light_wrap == 0.3


def test_recent_backgrounds_are_files_newest_first_and_stay_where_they_are(open_store: OpenStore) -> None:
    store = open_store()
    for number in range(80):
        store.choose_background(f"/pictures/{number}.jpg")
    store.choose_background("/pictures/75.jpg")
    store.choose_background("blur")
    recent = store.program.recent_backgrounds
    assert recent[:2] == ("/pictures/79.jpg", "/pictures/78.jpg")
    assert len(set(recent)) == len(recent) == 60


def test_a_new_user_is_before_a_picture_and_who_has_chosen_a_colour_keeps_it(
    open_store: OpenStore, tmp_path: Path
) -> None:
    store = open_store()
    assert store.config.backdrop.spec in PAINTED
    profile = tmp_path / "plain.toml"
    profile.write_text("", encoding="utf-8")
    store.load_file(profile)
    assert store.config == Config()
    store.flush()
    assert open_store().config == Config()
    store.reset_all()
    assert store.config.backdrop.spec in PAINTED


WRITTEN_BY_0_2_0 = {
    "settings.toml": """[engine]
model = "mobilenetv3"
device = "cpu"
precision = "fp16"
preset = "hd"
refine_mode = "thresholding"
refine_threshold = 0.2

[plate]
check = false
learn = false

[guard]
keep = "people"

[backdrop]
spec = "/pictures/sea.jpg"

[camera]
width = 1920
height = 1080
rate_fps = 30.0
pixel_format = "mjpg"
lock = false

[composite]
light_wrap = 0.05
person_x = 0.05
mirror = true

[live]
output = "virtual"
quality = "fast"
mirror_output = true
""",
    "program.toml": """language = "de"
recent_backgrounds = [
    "/pictures/sea.jpg",
]
countdown_s = 8
keep_in_tray = "keep"
is_first_start_done = true
folded_panels = []
profile = ""
""",
}


def test_what_0_2_0_has_written_is_read(open_store: OpenStore, tmp_path: Path) -> None:
    for name, text in WRITTEN_BY_0_2_0.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    store = open_store()
    assert store.problems == []
    again = to_toml(store.config) + to_toml(store.program)
    for text in WRITTEN_BY_0_2_0.values():
        assert set(text.splitlines()) <= set(again.splitlines())


def test_a_folder_that_cannot_be_written_is_named_at_the_start(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "settings"
    (problem,) = SettingsStore(folder).problems
    assert problem.startswith(f"Settings and plates are not kept: {folder} cannot be written (Not a directory).")
