"""The settings of a user: in memory as immutable values, on disk as TOML, and told to whoever shows or uses them."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from gui.files import quarantine
from gui.gallery.backgrounds import GREEN, PAINTED
from gui.look.language import line_of, tr
from gui.settings import setting as settings
from gui.settings.history import History
from gui.settings.schema import SCHEMA, setting
from gui.settings.setting import PROGRAM, Placement, ProgramSettings
from matting_rt.config import BackdropConfig, Config, from_toml, to_toml
from matting_rt.config.toml import read_toml
from matting_rt.errors import ConfigError, SourceFormatError, SourceNotFoundError
from matting_rt.files import read_text, replacing, user_config_folder

_SAVE_DELAY_MS = 500
"""A slider that is drawn along changes a setting many times a second."""
_MAX_RECENT = 60
_CHOSEN = ("language", "countdown_s", "countdown_sound", "keep_in_tray", "motion", "global_keys", "profile")
"""Of the program's settings, what the person has chosen; the program has learnt the others."""
_UNDONE = {
    *(each.key for each in SCHEMA if not each.key.startswith(f"{PROGRAM}.") or each.placement is Placement.DIALOG),
    "program.recent_backgrounds",
    "program.background_names",
    "program.background_order",
    "program.background_folders",
} - {"live.output", "live.microphone"}
"""What can be undone. Neither which camera films, nor which microphone hears, nor who sees the picture: that is never
changed by the way."""


def first_config() -> Config:
    """What a new user begins with: as the command line does, but before a picture, which shows what it is about."""
    return replace(Config(), backdrop=BackdropConfig(next(iter(PAINTED))))


class SettingsStore(QObject):
    """Settings by their keys, see `gui.settings.setting`. Used on the GUI thread.

    In the folder are `settings.toml`, which the command line's --config reads too, `program.toml`, and `profiles/`.
    """

    changed = pyqtSignal(str)
    """The key of a setting that has another value now."""
    profiles_changed = pyqtSignal()
    notice = pyqtSignal(str)
    """A line for the person: the settings could not be saved."""

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Read what is there; what cannot be read is set aside, and `problems` says so. Raises nothing."""
        super().__init__(parent)
        self.folder = user_config_folder() if folder is None else folder
        self.config = first_config()
        self.program = ProgramSettings()
        self.problems: list[str] = []
        """Lines for the person on what was found damaged."""
        self.history = History(self._apply, self)
        """Undo and redo. Whoever drags, turns the wheel or tries out says so by its `gesture`, or `begin` and `end`."""
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(_SAVE_DELAY_MS)
        self._saving.timeout.connect(self._save)
        self._config_path, self._program_path = self.folder / "settings.toml", self.folder / "program.toml"
        self._load()
        self._try_to_write()

    # --- values

    def value(self, key: str) -> Any:
        return settings.read(self.config, self.program, key)

    def set(self, key: str, value: Any) -> None:
        """Give a setting another value. Raises ConfigError: it is out of its range, and stays as it was."""
        self._apply({key: value})

    def reset(self, *keys: str) -> None:
        """Restore the defaults of these settings."""
        name = setting(keys[0]).label if len(keys) == 1 else tr("Restore defaults")
        with self.history.gesture(name):
            self._apply({key: settings.read(first_config(), ProgramSettings(), key) for key in keys})

    def reset_all(self) -> None:
        """Restore the defaults of all but what the program has learnt: camera, recent files, that it was started."""
        with self.history.gesture(tr("Restore all defaults")):
            self._take_over(first_config())
            self.reset(*(f"program.{name}" for name in _CHOSEN))

    def choose_background(self, spec: str) -> None:
        """Stand in front of it from now on; a file or colour is remembered among the recent ones."""
        changes: dict[str, Any] = {"backdrop.spec": spec}
        recent, folders = self.program.recent_backgrounds, self.program.background_folders
        is_known = spec in (GREEN, *PAINTED, *recent) or os.path.dirname(spec) in folders
        if not is_known and (os.path.isabs(spec) or spec.startswith("#")):
            changes["program.recent_backgrounds"] = (spec, *recent)[:_MAX_RECENT]
        with self.history.gesture(setting("backdrop.spec").label):
            self._apply(changes)

    # --- profiles

    @property
    def profiles(self) -> tuple[str, ...]:
        """Names, in the order of the alphabet."""
        return tuple(sorted((path.stem for path in self._profile_folder.glob("*.toml")), key=str.casefold))

    def profile_path(self, name: str) -> Path:
        """The file of a profile, for --config. Raises ConfigError: no file can be called so."""
        if not name.strip() or name != name.strip() or name.startswith(".") or set(name) & set('/\\:*?"<>|\n\t'):
            raise ConfigError(
                tr('a profile cannot be called "{name}"; use letters, digits, spaces, - and _').format(name=name)
            )
        return self._profile_folder / f"{name}.toml"

    def save_profile(self, name: str) -> None:
        """Keep the present settings under a name; one of that name is replaced. Raises ConfigError."""
        path = self.profile_path(name)
        try:
            with replacing(path) as part:
                part.write_text(to_toml(self.config), encoding="utf-8")
        except OSError as error:
            said = tr(
                "the profile {name} cannot be saved as {path}: {reason}; free some space there, or allow writing to it"
            )
            raise ConfigError(said.format(name=name, path=path, reason=error.strerror)) from error
        self.set("program.profile", name)
        self.profiles_changed.emit()

    def load_profile(self, name: str) -> None:
        """Use the settings of a profile. Raises MattingError, and all stays as it was."""
        with self.history.gesture(tr("Profile {name}").format(name=name)):
            self.load_file(self.profile_path(name))
            self.set("program.profile", name)

    def delete_profile(self, name: str) -> None:
        """Raises ConfigError."""
        try:
            self.profile_path(name).unlink(missing_ok=True)
        except OSError as error:
            said = tr("the profile {name} cannot be deleted: {reason}; allow writing to its folder")
            raise ConfigError(said.format(name=name, reason=error.strerror)) from error
        if self.program.profile == name:
            self.reset("program.profile")
        self.profiles_changed.emit()

    def load_file(self, path: Path) -> None:
        """Use the settings of a TOML file, such as `matting-rt live --config` takes.

        Raises:
            SourceNotFoundError: it cannot be read.
            ConfigError: it does not hold a valid configuration; all stays as it was.
        """
        try:
            config = from_toml(read_text(path))
        except OSError as error:
            said = tr("The profile {path} cannot be read: {reason}; choose another file").format(
                path=path, reason=error.strerror
            )
            raise SourceNotFoundError(said) from error
        except SourceFormatError as error:
            raise ConfigError(tr("{error}; a profile is a TOML file").format(error=line_of(error))) from None
        with self.history.gesture(tr("Profile {name}").format(name=path.stem)):
            self._take_over(config)

    # --- on disk

    def flush(self) -> None:
        """Write now what is not written yet; before the program ends."""
        if self._saving.isActive():
            self._saving.stop()
            self._save()

    @property
    def _profile_folder(self) -> Path:
        return self.folder / "profiles"

    def _take_over(self, config: Config) -> None:
        keys = (each.key for each in SCHEMA if not each.key.startswith(f"{PROGRAM}."))
        self._apply({key: settings.read(config, self.program, key) for key in keys})

    def _apply(self, values: Mapping[str, Any]) -> None:
        """Give settings other values, all or none. Raises ConfigError: one is out of its range."""
        config, program = self.config, self.program
        before = {key: self.value(key) for key, value in values.items() if self.value(key) != value}
        for key in before:
            config, program = settings.with_value(config, program, key, values[key])
        self.config, self.program = config, program
        undone = {key: value for key, value in before.items() if key in _UNDONE}
        if undone:
            self.history.note(setting(next(iter(undone))).label, undone, {key: values[key] for key in undone})
        for key in before:
            self._saving.start()
            self.changed.emit(key)

    def _load(self) -> None:
        for path, read in ((self._config_path, self._read_config), (self._program_path, self._read_program)):
            try:
                read(read_text(path))
            except (FileNotFoundError, NotADirectoryError):
                pass
            except (ConfigError, SourceFormatError, OSError) as error:
                self._quarantine(path, line_of(error))

    def _try_to_write(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            TemporaryFile(dir=self.folder).close()
        except OSError as error:
            said = tr(
                "Settings and plates are not kept: {folder} cannot be written ({reason}). "
                "Allow writing to it, or choose another folder with --settings-dir."
            )
            self.problems.append(said.format(folder=self.folder, reason=error.strerror))

    def _read_config(self, text: str) -> None:
        self.config = from_toml(text)

    def _read_program(self, text: str) -> None:
        # another version of the program may know more
        self.program = read_toml(text, ProgramSettings, skips_unknown=True)

    def _quarantine(self, path: Path, reason: str) -> None:
        kept = quarantine(path)
        said = tr("The settings could not be read and were reset to defaults ({reason}); the file was kept as {path}.")
        self.problems.append(said.format(reason=reason, path=kept))

    def _save(self) -> None:
        texts = ((self._config_path, to_toml(self.config)), (self._program_path, to_toml(self.program)))
        try:
            for path, text in texts:
                with replacing(path) as part:
                    part.write_text(text, encoding="utf-8")
        except OSError as error:
            said = tr(
                "The settings cannot be saved in {folder}: {reason}; free some space there, or allow writing to it"
            )
            self.notice.emit(said.format(folder=self.folder, reason=error.strerror))
