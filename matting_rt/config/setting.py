"""What is known of a setting beside its type and default: one `setting(...)` a field, kept in the field's metadata.

Range checks and their messages, the window's controls, and the command line's flags with their help are made from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any, TypeVar

from matting_rt.errors import ConfigError
from matting_rt.lines import Line

T = TypeVar("T")
_METADATA = "setting"
NO_FLAG = ""


class Choice(str, Enum):
    """A value that files and flags spell as it is, with a label that a person reads."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Choice":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingInfo:
    """What is known of a setting."""

    label: str
    help: str
    """A sentence or two that say more than the label."""
    low: float | None = None
    high: float | None = None
    is_low_excluded: bool = False
    step: float = 1.0
    """Of the window's slider."""
    unit: str = ""
    is_percent: bool = False
    """A share, which the window shows in percent."""
    choices: tuple[tuple[Any, str], ...] = ()
    """Values that the window suggests, with their labels; a `Choice` has its own."""
    registry: Callable[[], tuple[tuple[str, str], ...]] | None = None
    """Gives all values that there are, with their labels, where a registry has them."""
    flag: str | None = None
    """On the command line, without the dashes; None: the field's name; NO_FLAG: a flag sets it together with others."""
    metavar: str | None = None
    """What stands for the value in the command line's help; None: by the type."""

    def allows(self, value: float) -> bool:
        """Whether it is a number within the range."""
        above = self.low is None or (value > self.low if self.is_low_excluded else value >= self.low)
        return above and (self.high is None or value <= self.high)

    @property
    def range_text(self) -> str:
        """Such as "a value from 0 to 20 px"; empty where any number will do."""
        if self.low is None:
            return ""
        if self.high is None:
            return Line("{low} or more", low=self._with_unit(self.low))
        if self.is_low_excluded:
            return Line("a value above {low:g} and up to {high}", low=self.low, high=self._with_unit(self.high))
        return Line("a value from {low:g} to {high}", low=self.low, high=self._with_unit(self.high))

    def _with_unit(self, value: float) -> str:
        return Line("{number:g} {unit}", number=value, unit=Line(self.unit)) if self.unit else f"{value:g}"


def setting(default: T, **known: Any) -> T:
    """A dataclass field that is a setting; `known` are the fields of `SettingInfo`."""
    return field(default=default, metadata={_METADATA: SettingInfo(**known)})


def infos_of(stage: type) -> dict[str, SettingInfo]:
    """What is known of each setting of a stage, by the field's name."""
    return {each.name: each.metadata[_METADATA] for each in fields(stage)}


class Stage:
    """Base of the dataclasses that settings are fields of."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Raises ConfigError: a number is out of its range, or no registry has a name."""
        for name, info in infos_of(type(self)).items():
            value = getattr(self, name)
            if info.registry is not None and value not in dict(info.registry()):
                raise ConfigError(
                    "{name} is {value!r}; choose one of {choices}",
                    name=name,
                    value=value,
                    choices=", ".join(dict(info.registry())),
                )
            if info.range_text and value is not None and not info.allows(value):
                raise ConfigError("{name} is {value:g}; choose {range}", name=name, value=value, range=info.range_text)
