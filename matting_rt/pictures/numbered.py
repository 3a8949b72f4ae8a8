"""Names of numbered pictures, such as shot.%04d.exr."""

import re
from dataclasses import dataclass
from pathlib import Path

from matting_rt.specs import VIDEO_SUFFIXES

_PLACE = re.compile(r"%(?:0(?P<digits>\d))?d|(?P<hashes>#+)")


@dataclass(frozen=True, slots=True)
class FramePattern:
    """What the names of a sequence have in common."""

    folder: Path
    before: str
    digits: int
    """At least; shorter numbers begin with zeros."""
    after: str

    def path(self, number: int) -> Path:
        return self.folder / f"{self.before}{number:0{self.digits}d}{self.after}"

    def find(self) -> dict[int, Path]:
        """The files that are there, by number and in its order."""
        name = re.compile(re.escape(self.before) + rf"(\d{{{self.digits},}})" + re.escape(self.after))
        numbered = ((name.fullmatch(path.name), path) for path in self.folder.glob("*"))
        return dict(sorted((int(found[1]), path) for found, path in numbered if found is not None))

    def __str__(self) -> str:
        place = f"%0{self.digits}d" if self.digits > 1 else "%d"
        return str(self.folder / f"{self.before}{place}{self.after}")


def parse_pattern(path: Path) -> FramePattern | None:
    """The pattern that a name is: %d, %04d or #### stands for the number; None: it is a file's own name.

    In the name of a video # is a sign as any other, and so is all in that of a file that is there.
    """
    found = _PLACE.search(path.name)
    if found is None or path.is_file() or (found["hashes"] and path.suffix.lower() in VIDEO_SUFFIXES):
        return None
    digits = len(found["hashes"] or "") or int(found["digits"] or 1)
    return FramePattern(path.parent, path.name[: found.start()], digits, path.name[found.end() :])


def is_sequence(path: Path) -> bool:
    """Whether a name is a pattern."""
    return parse_pattern(path) is not None


def stem_of(path: Path) -> str:
    """What a file is called without its suffix, and a sequence without its number and what separates it, too."""
    pattern = parse_pattern(path)
    return path.stem if pattern is None else pattern.before.rstrip("._- ") or path.absolute().parent.name


def pattern_of(path: Path) -> FramePattern | None:
    """The sequence that a file belongs to, by the last number in its name; None: there is none."""
    found = re.fullmatch(r"(?P<before>.*?)(?P<number>\d+)(?P<after>\D*)", path.name)
    if found is None:
        return None
    number = found["number"]
    return FramePattern(path.parent, found["before"], len(number) if number[0] == "0" else 1, found["after"])
