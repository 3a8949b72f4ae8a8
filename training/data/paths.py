"""Where the user keeps data sets: one TOML file, see datasets.example.toml beside this module."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matting_rt.errors import ConfigError, SourceFormatError, UsageError
from matting_rt.files import read_text, user_path
from training.data.registry import BENCHMARKS, REGISTRY, Colour, DataSet, Folder, Kind, Layout, Part, find_set

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

VARIABLE = "MATTING_RT_DATASETS"
DEFAULT_FILE = "datasets.toml"
EXAMPLE = "training/data/datasets.example.toml"
DEFAULT_CACHE = "~/.cache/matting-rt/training"
_WORDS = {
    "foregrounds": (Kind.STILLS, Colour.FOREGROUND),
    "photographs": (Kind.STILLS, Colour.PHOTOGRAPH),
    "backgrounds": (Kind.BACKGROUNDS, Colour.FOREGROUND),
}
"""What says, in the table of a user's own set, where its pictures are, and what they are."""


@dataclass(frozen=True, slots=True)
class DataPaths:
    """What the file says."""

    file: Path
    cache: Path
    roots: dict[str, Path] = field(default_factory=dict)
    """Path of each set that has one."""
    own: dict[str, DataSet] = field(default_factory=dict)
    """The user's own sets; their folders are absolute."""

    def locate(self, name: str) -> tuple[DataSet, Path]:
        """A set and its path.

        Raises:
            ConfigError: no such set, or no path is given for it.
        """
        found = find_set(name, self.own)
        if found.kind is Kind.PAINTED:
            return found, Path()
        return found, self.root_of(name)

    def folder_of(self, name: str) -> Path:
        """Where a set's pictures are, for people: of their own sets the folder of those to train on.

        Raises as `locate`.
        """
        data_set, root = self.locate(name)
        return root / data_set.layouts[0].train.folders[0].colours if name in self.own else root

    def root_of(self, name: str) -> Path:
        """The path of a set, or of benchmarks. Raises ConfigError: none is given."""
        if name not in self.roots:
            if not self.file.exists():
                raise ConfigError(f"no path is known for {name}: write {self.file} after {EXAMPLE}")
            raise ConfigError(f'{self.file} gives no path for {name}; add a table [{name}] with path = "..."')
        return self.roots[name]


def load_paths(file: str = "") -> DataPaths:
    """Read the file named, else the one of the environment's MATTING_RT_DATASETS, else datasets.toml here.

    Raises:
        UsageError: a file that is named is not there.
        ConfigError: it is not TOML, or says what nobody understands.
    """
    named = file or os.environ.get(VARIABLE, "")
    path = user_path(named or DEFAULT_FILE).absolute()
    if not path.is_file():
        if named:
            raise UsageError(f"There is no file {path} with the paths of data sets; check --data-paths and {VARIABLE}")
        return DataPaths(path, _expand(DEFAULT_CACHE, path))
    try:
        tables = tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, SourceFormatError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    cache = tables.pop("cache", DEFAULT_CACHE)
    if not isinstance(cache, str):
        raise ConfigError(f"{path}: cache is {cache!r}; it must be a path in quotes")
    paths = DataPaths(path, _expand(cache, path))
    known = REGISTRY.keys() | {benchmark.path for benchmark in BENCHMARKS.values()}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError(f'{path}: {name} must be a table: [{name}], and below it path = "..."')
        if name in known:
            paths.roots[name] = _expand(_only_path(path, name, table), path)
        else:
            paths.own[name], paths.roots[name] = _own_set(path, name, table), Path("/")
    return paths


def _expand(text: str, file: Path) -> Path:
    """An absolute path. Raises ConfigError for a variable that is not set."""
    expanded = os.path.expandvars(text)
    if "$" in expanded:
        raise ConfigError(f"{file}: a variable in {text!r} is not set; set it, or write the path out")
    return file.parent / user_path(expanded)


def _only_path(file: Path, name: str, table: dict[str, Any]) -> str:
    if list(table) != ["path"] or not isinstance(table["path"], str):
        raise ConfigError(f'{file}: [{name}] is a known set and needs path = "..." and nothing else')
    return str(table["path"])


def _own_set(file: Path, name: str, table: dict[str, Any]) -> DataSet:
    """A user's own set."""
    words = [word for word in _WORDS if word in table]
    if len(words) != 1:
        raise ConfigError(f"{file}: [{name}] must have one of {', '.join(_WORDS)}, the folder of its pictures")
    word = words[0]
    kind, colour = _WORDS[word]
    known = {word: str, "alphas": str, "clips": bool, f"valid_{word}": str, "valid_alphas": str}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f"{file}: unknown setting {key} in [{name}]; known are {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise ConfigError(f"{file}: {key} in [{name}] is {value!r}; it must be a {known[key].__name__}")
    if kind is Kind.STILLS and table.get("clips"):
        kind = Kind.CLIPS

    def part(colours: str, alphas: str) -> Part:
        return Part((Folder(str(_expand(colours, file)), alphas and str(_expand(alphas, file))),))

    valid = table.get(f"valid_{word}")
    layout = Layout(
        part(table[word], table.get("alphas", "")), part(valid, table.get("valid_alphas", "")) if valid else None
    )
    return DataSet(name, f"your own, from {file.name}", kind, (layout,), colour)
