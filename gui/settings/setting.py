"""What a setting is to the window: its key, its value in immutable objects, and where it is shown.

What the engine is told is a `matting_rt.config.Config`, whose keys are "stage.field"; what only the window needs is a
`ProgramSettings`, whose keys are "program.field". `gui.settings.schema` lists them all.
"""

from dataclasses import dataclass, fields, replace
from enum import Enum
from types import UnionType
from typing import Any

from gui.look.language import mark, number, tr
from gui.look.motion import Motion
from matting_rt.config import Config
from matting_rt.config.setting import Choice, SettingInfo, Stage, infos_of, setting

PROGRAM = "program"


class TrayAnswer(Choice):
    """What closing the window does while others see its output."""

    ASK = "ask", "Ask"
    KEEP = "keep", "Continue in the tray"
    QUIT = "quit", "Stop and quit"


class BackgroundOrder(Choice):
    """In which order the person's own backgrounds are."""

    OWN = "own", mark("Own order")
    NAME = "name", mark("By name")
    NEWEST = "newest", mark("Newest first")


@dataclass(frozen=True, slots=True)
class ProgramSettings(Stage):
    """What the window remembers beside the engine's configuration."""

    language: str = setting("", label="Language", help="Of this window. Takes effect when the program starts again.")
    camera: str = setting("", label="Camera", help="The camera that films you; empty until one is chosen.")
    recent_backgrounds: tuple[str, ...] = setting(
        (), label="Recent backgrounds", help="Files and colours, in the order of the person."
    )
    background_names: tuple[str, ...] = setting(
        (), label="Names of backgrounds", help="Each a file or colour, a tab, and what it is called."
    )
    background_order: BackgroundOrder = setting(
        BackgroundOrder.OWN, label="Order of backgrounds", help="Of your own; those that come along stay as they are."
    )
    background_folders: tuple[str, ...] = setting(
        (), label="Folders of backgrounds", help="Whose pictures and videos are shown as they are there."
    )
    countdown_s: int = setting(
        5,
        label="Countdown",
        help="Time to step out of the picture before a plate is taken.",
        low=0,
        high=60,
        unit="s",
        choices=tuple((seconds, f"{seconds} seconds") for seconds in (3, 5, 10, 15, 30)),
    )
    countdown_sound: bool = setting(
        True,
        label="Countdown sound",
        help="A tick each second and a tone when the plate is taken, for when you cannot see the screen.",
    )
    keep_in_tray: TrayAnswer = setting(
        TrayAnswer.ASK,
        label="Closing the window while live",
        help="Whether others still see you after the window is closed.",
    )
    motion: Motion = setting(
        Motion.AUTOMATIC, label="Motion in the window", help="Reduced: nothing moves by itself but your picture."
    )
    global_keys: bool = setting(
        False,
        label="Keys that work in every program",
        help="Start, pause, record and take a plate while another window is in front. Your desktop asks first.",
    )
    is_first_start_done: bool = setting(False, label="First start done", help="Whether the introduction was shown.")
    geometry: str = setting("", label="Window", help="Place and size of the main window, as Qt saves them, in base64.")
    page: int = setting(0, label="Page", help="Of the main window, the one that was open last; from 0.", low=0, high=1)
    folded_panels: tuple[str, ...] = setting(
        (), label="Folded panels", help="Titles of the panels whose bodies are folded away."
    )
    recording_folder: str = setting("", label="Folder of recordings", help="Empty: your system's folder for videos.")
    profile: str = setting("", label="Profile", help="The profile that was used last.")


class Kind(Enum):
    """What a setting is set with."""

    SWITCH = "switch"
    SLIDER = "slider"
    """A number that is found by looking at the picture."""
    CHOICE = "choice"
    NAME = "name"
    """A text, with suggestions."""
    CUSTOM = "custom"
    """Something made for it alone, if anything."""


class Section(Enum):
    """Where a setting belongs."""

    CAMERA = mark("Camera")
    PLATE = mark("Plate")
    BACKGROUND = mark("Background")
    OUTPUT = mark("Output")
    QUALITY = mark("Quality")
    KEYS = mark("Keys")
    PROGRAM = mark("Program")


class Placement(Enum):
    """Where a setting is shown."""

    PANEL = "panel"
    """Beside the picture, in the panel of its section."""
    DIALOG = "dialog"
    """In the settings dialog, on the page of its section."""
    HIDDEN = "hidden"
    """The program remembers it by itself."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting in the window."""

    key: str
    """Such as "composite.light_wrap"."""
    kind: Kind
    info: SettingInfo
    section: Section
    placement: Placement
    choices: tuple[tuple[Any, str], ...]
    """Values and what they are called, in English; of a NAME, suggestions."""

    @property
    def label(self) -> str:
        return tr(self.info.label)

    @property
    def help(self) -> str:
        """A sentence or two, without the label."""
        return tr(self.info.help)

    @property
    def default(self) -> Any:
        return read(Config(), ProgramSettings(), self.key)

    def to_text(self, value: Any) -> str:
        """The value as a person reads it."""
        if self.kind is Kind.SWITCH:
            return tr("on") if value else tr("off")
        if self.kind is Kind.SLIDER:
            factor, unit = (100, "%") if self.info.is_percent else (1, self.info.unit)
            decimals = 0 if self.info.step * factor >= 1 else 1
            return f"{number(value * factor, decimals)} {tr(unit)}".rstrip()
        return tr(str(dict(self.choices).get(value, value)))


def settings_of(stage: str, kind: type, section: Section, placement: Placement) -> dict[str, Setting]:
    """Every setting of a dataclass, by its key; what it is set with follows from its type and what is known of it."""
    infos = infos_of(kind)
    return {
        (key := f"{stage}.{each.name}"): Setting(
            key, _kind_of(each.type, info := infos[each.name]), info, section, placement, _choices_of(each.type, info)
        )
        for each in fields(kind)
    }


def _kind_of(kind: Any, info: SettingInfo) -> Kind:
    if kind is bool:
        return Kind.SWITCH
    if info.registry is not None:
        return Kind.CHOICE
    if kind is str:
        return Kind.NAME
    if info.choices or _choices_of(kind, info):
        return Kind.CHOICE
    is_number = not isinstance(kind, UnionType) and kind in (int, float)
    return Kind.SLIDER if is_number and info.low is not None and info.high is not None else Kind.CUSTOM


def _choices_of(kind: Any, info: SettingInfo) -> tuple[tuple[Any, str], ...]:
    if isinstance(kind, type) and issubclass(kind, Choice):
        return tuple((member, member.label) for member in kind)
    return info.choices if info.registry is None else info.registry()


def read(config: Config, program: ProgramSettings, key: str) -> Any:
    """The value of a setting. Raises AttributeError: there is no such setting."""
    stage, _, name = key.partition(".")
    return getattr(program if stage == PROGRAM else getattr(config, stage), name)


def with_value(config: Config, program: ProgramSettings, key: str, value: Any) -> tuple[Config, ProgramSettings]:
    """Both, with another value of one setting. Raises ConfigError: the value is out of its range."""
    stage, _, name = key.partition(".")
    if stage == PROGRAM:
        return config, replace(program, **{name: value})
    changed: Any = replace(getattr(config, stage), **{name: value})
    return replace(config, **{stage: changed}), program
