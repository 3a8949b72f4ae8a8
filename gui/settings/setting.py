"""What a setting is: its key, its value in immutable objects, and what is known of it.

What the engine is told is a `matting_rt.config.Config`, whose keys are "stage.field"; what only the window needs is a
`ProgramSettings`, whose keys are "program.field". `gui.settings.schema` lists them all.
"""

from dataclasses import asdict, dataclass, fields, replace
from enum import Enum
from typing import Any

from matting_rt.config import Config
from matting_rt.errors import ConfigError

PROGRAM = "program"


class TrayAnswer(str, Enum):
    """What closing the window does while others see its output."""

    ASK = "ask"
    KEEP = "keep"
    """Go on in the tray."""
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class ProgramSettings:
    """What the window remembers beside the engine's configuration."""

    camera: str = ""
    """As `LiveController.open` takes it; empty: none was chosen yet."""
    recent_backgrounds: tuple[str, ...] = ()
    """Files and colours, the newest first."""
    countdown_s: int = 5
    """Seconds to step out of the picture."""
    countdown_sound: bool = True
    keep_in_tray: TrayAnswer = TrayAnswer.ASK
    is_first_start_done: bool = False
    geometry: str = ""
    """Of the main window, as Qt saves it, in base64."""
    folded_panels: tuple[str, ...] = ()
    """Titles of the panels whose bodies are folded away."""
    recording_folder: str = ""
    """Empty: the user's folder of films."""
    profile: str = ""
    """The profile that was used last."""

    def __post_init__(self) -> None:
        if not 0 <= self.countdown_s <= 60:
            raise ConfigError(f"countdown_s is {self.countdown_s}; choose a value from 0 to 60")


class Kind(Enum):
    """What a setting is set with."""

    SWITCH = "switch"
    SLIDER = "slider"
    """A number that is found by looking at the picture."""
    CHOICE = "choice"
    NAME = "name"
    """A text, with suggestions."""
    OWN = "own"
    """Something made for it alone, such as the gallery."""


class Section(Enum):
    """Where a setting belongs."""

    CAMERA = "Camera"
    PLATE = "Plate"
    BACKGROUND = "Background"
    OUTPUT = "Output"
    QUALITY = "Quality"
    PROGRAM = "Program"


class Home(Enum):
    """Where a setting is shown."""

    PANEL = "panel"
    """Beside the picture, in the panel of its section."""
    DIALOG = "dialog"
    """In the settings dialog, on the page of its section."""
    NOWHERE = "nowhere"
    """The program remembers it by itself."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a setting."""

    key: str
    """Such as "composite.light_wrap"."""
    label: str
    help: str
    """A sentence or two, without the label."""
    kind: Kind
    section: Section
    home: Home = Home.DIALOG
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    factor: float = 1.0
    """What is shown is the value times this."""
    unit: str = ""
    choices: tuple[tuple[Any, str], ...] = ()
    """Values and what they are called; of a NAME, suggestions."""

    @property
    def default(self) -> Any:
        return read(Config(), ProgramSettings(), self.key)

    def to_text(self, value: Any) -> str:
        """The value as a person reads it."""
        if self.kind is Kind.SWITCH:
            return "on" if value else "off"
        if self.kind is Kind.SLIDER:
            decimals = 0 if self.step * self.factor >= 1 else 1
            return f"{value * self.factor:.{decimals}f}{self.unit}"
        return str(dict(self.choices).get(value, value))


def all_keys() -> tuple[str, ...]:
    """Of all settings there are, stage by stage."""
    stages = asdict(Config())
    return (
        *(f"{stage}.{name}" for stage, table in stages.items() for name in table),
        *(f"{PROGRAM}.{field.name}" for field in fields(ProgramSettings)),
    )


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
