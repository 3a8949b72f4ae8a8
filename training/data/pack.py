"""Pack a data set into shards: tar files of some hundred pictures, beside each an index with its checksum.

    python -m training.data.pack p3m10k --output /scratch/me/shards/p3m10k

Pictures are copied as they are, those of stills in random order; clips stay whole and in order. Damaged pictures are
left out and named. Of photographs the estimated foregrounds are packed. A shard gets its name when it is whole; the
same command again makes those that are missing. A folder takes the shards of one set, which its set.txt names.
`python -m training.data.check NAME --all` checks shards.
"""

import argparse
import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from matting_rt.errors import ConfigError, SinkError
from matting_rt.files import read_text, replacing
from training.command import run_command
from training.data.estimate import estimated_listing
from training.data.inspection import require_whole
from training.data.listing import Listing, list_set
from training.data.packed import Place, index_of, open_file, read_index
from training.data.paths import DataPaths, load_paths
from training.data.picture_files import size_of
from training.data.registry import DataSet, Kind
from training.data.settings import Split

SHARD_MB = 256
FOLDERS = {Split.TRAIN: "train", Split.VALID: "valid"}
RECORD = "set.txt"
"""In the folder of the shards: of which set they are."""
_SEED = 1
"""Of the pictures' order, so that the command makes the same shards again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, and what it is called in its shard."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Shard:
    """A tar file that is to be."""

    path: Path
    entries: tuple[Entry, ...]

    @property
    def plan(self) -> str:
        """Changes when other files are to be in it."""
        lines = "\n".join(f"{entry.path} {entry.name}" for entry in self.entries)
        return hashlib.sha256(lines.encode()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="of the data set, as in the paths file")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="where its shards go")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="default datasets.toml")
    parser.add_argument("--shard-mb", type=float, default=SHARD_MB, help="size of a shard, default %(default)s")
    given = parser.parse_args(arguments)

    def work() -> None:
        pack(given.name, load_paths(given.data_paths), given.output.absolute(), given.shard_mb)

    return run_command("pack", work)


def pack(name: str, paths: DataPaths, output: Path, shard_mb: float) -> None:
    """Pack both parts of a set, and print the table that names the shards in a paths file.

    Raises:
        UsageError, SourceError: the set is not there, or too much of it is damaged.
        SinkError: a shard cannot be written; those before it are whole.
    """
    if shard_mb <= 0:
        raise ConfigError(f"shard-mb is {shard_mb:g}; choose a size above 0")
    data_set, root = paths.locate(name)
    if data_set.kind is Kind.PAINTED:
        raise ConfigError(f"{name} is painted while training runs; there is nothing to pack")
    shards = []
    for split in Split:
        listing = estimated_listing(list_set(data_set, root, split), root, paths.cache)
        if any(listing.colour(0).is_relative_to(output / folder) for folder in FOLDERS.values()):
            raise ConfigError(f"{output} is where {name} itself lies; choose another --output")
        found = require_whole(listing, paths.cache)
        for index in found.damaged:
            print(f"left out, damaged: {listing.colour(index)}", file=sys.stderr)
        shards += plan_shards(listing, frozenset(found.damaged), output / FOLDERS[split], shard_mb * 1e6)
    _claim(output, {shard.path for shard in shards}, f"{name} of {paths.folder_of(name)}")
    waiting = [shard for shard in shards if not is_packed(shard)]
    for shard in tqdm(waiting, desc="packing", unit="shard", mininterval=5, disable=None):
        write_shard(shard)
    print(f"{name}: {len(waiting)} shards packed, {len(shards) - len(waiting)} were there; in datasets.toml write\n")
    print(describe(data_set, output, has_alphas=any("pha" in shard.path.parts[-2:] for shard in shards)))


def _claim(output: Path, ours: set[Path], origin: str) -> None:
    """Record whose shards the folder takes, unless it has another set's, or some that this command would not make.

    Raises:
        ConfigError: it has: this command would write over them, or they would be trained on too.
        SinkError: nothing can be written there.
    """
    record, found = output / RECORD, sorted(output.glob("*/*/*.tar"))
    try:
        held = read_text(record) if record.is_file() else ""
        if found and held.strip() != origin:
            raise ConfigError(
                f"{output} holds shards of {held.strip() or 'an unknown set'}, not of {origin}; choose another "
                "--output, or delete those tar files"
            )
        others = [path for path in found if path not in ours]
        if others:
            raise ConfigError(
                f"{others[0]} is of another set, or of another --shard-mb; choose another --output, or delete it"
            )
        if held.strip() != origin:
            with replacing(record) as part:
                part.write_text(origin + "\n", encoding="utf-8")
    except OSError as error:
        raise _unwritten(record, error) from error


def plan_shards(listing: Listing, damaged: frozenset[int], folder: Path, shard_bytes: float) -> list[Shard]:
    """Which pictures go into which shards of a part: colours and alphas into shards of the same names."""
    is_background = listing.data_set.kind is Kind.BACKGROUNDS
    places = [folder / ("bgr" if is_background else "fgr"), *([folder / "pha"] if listing.alphas is not None else [])]
    shards: list[Shard] = []
    rows: list[list[Entry]] = []
    size = 0

    def close() -> None:
        nonlocal rows, size
        number = len(shards) // len(places)
        shards.extend(
            Shard(place / f"{number:05}.tar", tuple(row[part] for row in rows)) for part, place in enumerate(places)
        )
        rows, size = [], 0

    for clip in _clips(listing, damaged):
        rows += clip
        size += sum(size_of(row[0].path) for row in clip)
        if size >= shard_bytes:
            close()
    if rows:
        close()
    return shards


def _clips(listing: Listing, damaged: frozenset[int]) -> Iterator[list[list[Entry]]]:
    """Each clip's pictures, with their alphas, under names whose order is that of their shards."""
    is_clips = listing.data_set.kind is Kind.CLIPS
    order = np.random.default_rng(_SEED).permutation(listing.clip_count)
    for number, clip in enumerate(order.tolist()):
        first, end = (int(start) for start in listing.clip_starts[clip : clip + 2])
        rows = []
        for index in sorted(set(range(first, end)) - damaged):
            colour, alpha = listing.colour(index), listing.alpha(index)
            stem = f"{number:06}-{colour.parent.name}/{index - first:06}" if is_clips else f"{number:06}-{colour.stem}"
            rows.append([Entry(path, stem + path.suffix.lower()) for path in (colour, alpha) if path is not None])
        yield rows


def is_packed(shard: Shard) -> bool:
    """Whether it is there, whole by its size, and holds what it is to hold."""
    index = read_index(shard.path)
    return index is not None and index.plan == shard.plan


def write_shard(shard: Shard) -> None:
    """Write a shard and then its index, each under its name when it is whole.

    Raises:
        SourceError: a file cannot be read.
        SinkError: the shard cannot be written; nothing of it is left.
    """
    places: dict[str, Place] = {}
    try:
        index_of(shard.path).unlink(missing_ok=True)
        with replacing(shard.path) as part:
            with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as archive:
                for entry in shard.entries:
                    with open_file(entry.path) as file:
                        content = file.read()
                    info = tarfile.TarInfo(entry.name)
                    info.size = len(content)
                    archive.addfile(info, io.BytesIO(content))
                    places[entry.name] = Place(archive.offset - _padded(len(content)), len(content))
            written, checksum = part.stat().st_size, checksum_of(part)
        index = {"bytes": written, "sha256": checksum, "plan": shard.plan, "files": places}
        with replacing(index_of(shard.path)) as part:
            part.write_text(json.dumps(index), encoding="utf-8")
    except OSError as error:
        raise _unwritten(shard.path, error) from error


def _unwritten(path: Path, error: OSError) -> SinkError:
    return SinkError(f"{path} cannot be written: {error.strerror or error}; free space or choose another folder")


def _padded(size: int) -> int:
    return -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE


def checksum_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(8 << 20):
            digest.update(block)
    return digest.hexdigest()


def describe(data_set: DataSet, output: Path, has_alphas: bool) -> str:
    """The table of the shards for a paths file."""
    word, folder = ("backgrounds", "bgr") if data_set.kind is Kind.BACKGROUNDS else ("foregrounds", "fgr")
    lines = [f"[{data_set.name}-shards]", f'{word} = "{output / "train" / folder}"']
    if has_alphas:
        lines.append(f'alphas = "{output / "train" / "pha"}"')
    lines.append(f'valid_{word} = "{output / "valid" / folder}"')
    if has_alphas:
        lines.append(f'valid_alphas = "{output / "valid" / "pha"}"')
    if data_set.kind is Kind.CLIPS:
        lines.append("clips = true")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
