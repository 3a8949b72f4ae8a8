"""Pictures in tar files, named as if a tar file were a folder: shards/0001.tar/000012.webp.

A parallel file system wants a few large files rather than a million small ones, so any folder of a data set may hold
its pictures in tar files. They are read at their places, without unpacking and in any order. `training.data.pack` puts
an index beside a tar file, which says where each picture is; of others the headers in them are read, once a process.
"""

import json
import os
import tarfile
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import BinaryIO, NamedTuple

from matting_rt import files
from matting_rt.errors import SourceFormatError, SourceNotFoundError

SUFFIX = ".tar"
INDEX_LIMIT_BYTES = 64 << 20


class Place(NamedTuple):
    """Of a file in a tar file, in bytes."""

    offset: int
    size: int


class Index(NamedTuple):
    """What stands beside a shard."""

    sha256: str
    plan: str
    """What `training.data.pack` was to put into it."""
    places: dict[str, Place]


def index_of(archive: Path) -> Path:
    return archive.with_name(archive.name + ".json")


def read_index(archive: Path) -> Index | None:
    """None: the tar file has no index, is not there, or has another size than that says."""
    try:
        found = json.loads(files.read_text(index_of(archive), INDEX_LIMIT_BYTES))
        if archive.stat().st_size != found["bytes"]:
            return None
        places = {name: Place(*place) for name, place in found["files"].items()}
        return Index(found["sha256"], found["plan"], places)
    except (OSError, SourceFormatError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def archive_of(path: Path) -> Path | None:
    """The tar file that a picture is in; None: it is a file of its own."""
    return next((parent for parent in path.parents if parent.suffix == SUFFIX and _is_archive(parent)), None)


@cache
def _is_archive(path: Path) -> bool:
    """Asked of the file system once in each process."""
    return not path.is_dir()


def names_in(archive: Path) -> list[str]:
    """Names of all files in a tar file. Raises SourceFormatError: it is none, is compressed, or its end is missing."""
    return list(_places(archive))


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading, wherever it is.

    Raises:
        FileNotFoundError: there is no such file, or tar file.
        SourceNotFoundError, SourceFormatError: the tar file lacks it, is not whole, or is not an ordinary file.
    """
    archive = archive_of(path) if SUFFIX in str(path) else None
    if archive is None:
        return files.open_file(path, files.PICTURE_LIMIT_BYTES)
    place = place_of(archive, path)
    held = READ_AHEAD.find(archive, place)
    return BytesIO(_read(Stretch(archive, *place)) if held is None else held)


def place_of(archive: Path, path: Path) -> Place:
    """Where a picture lies in its tar file. Raises as `names_in`, and SourceNotFoundError: it is not in there."""
    place = _places(archive).get(str(path.relative_to(archive)))
    if place is None:
        raise SourceNotFoundError(f"{archive} holds no {path.relative_to(archive)} any more; start again")
    return place


class Stretch(NamedTuple):
    """Of a tar file, in bytes."""

    archive: Path
    offset: int
    size: int


def _read(stretch: Stretch) -> bytes:
    with stretch.archive.open("rb", buffering=0) as file:
        file.seek(stretch.offset)
        content = file.read(stretch.size)
        while len(content) < stretch.size and (more := file.read(stretch.size - len(content))):
            content += more
        return content


class ReadAhead:
    """Stretches of tar files in memory, and those that a thread reads meanwhile, of each of several readers."""

    def __init__(self) -> None:
        self._now: dict[object, tuple[Stretch, ...]] = {}
        self._held: dict[object, dict[Stretch, bytes]] = {}
        self._coming: dict[object, _Reading] = {}

    def turn_to(self, reader: object, now: tuple[Stretch, ...], later: tuple[Stretch, ...]) -> None:
        """Have `now` in memory and nothing else of this reader, and begin to read `later`."""
        if self._now.get(reader) == now:
            return
        self._now[reader] = now
        reading = self._coming.pop(reader, None)
        if reading is None or reading.stretches != now:
            reading = _Reading(now)
        reading.join()
        self._held[reader] = reading.contents
        if later:
            self._coming[reader] = _Reading(later)

    def find(self, archive: Path, place: Place) -> bytes | None:
        """A file, if it is in memory."""
        for held in self._held.values():
            for stretch, content in held.items():
                start = place.offset - stretch.offset
                if stretch.archive == archive and min(start, len(content) - start - place.size) >= 0:
                    return content[start : start + place.size]
        return None


READ_AHEAD = ReadAhead()
"""Of this process."""


class _Reading(Thread):
    """Reads stretches, one after the other; one that cannot be read is left out, and told when a picture of it is."""

    def __init__(self, stretches: tuple[Stretch, ...]) -> None:
        super().__init__(name="read ahead", daemon=True)
        self.stretches, self.contents = stretches, dict[Stretch, bytes]()
        self.start()

    def run(self) -> None:
        for stretch in self.stretches:
            with suppress(OSError):
                self.contents[stretch] = _read(stretch)


@cache
def _places(archive: Path) -> dict[str, Place]:
    """Of the files in a tar file, by name; found once in each process: in its index, else one header a file is read."""
    index = read_index(archive)
    if index:
        return index.places
    try:
        with tarfile.open(archive, "r:") as opened:
            places = {member.name: Place(member.offset_data, member.size) for member in opened if member.isfile()}
            end = opened.offset
        # the format ends with blocks of zeros: without them, a file that was cut between two others looks whole
        with archive.open("rb") as file:
            file.seek(end)
            is_whole = file.read(tarfile.BLOCKSIZE) == bytes(tarfile.BLOCKSIZE)
    except FileNotFoundError:
        raise
    except (tarfile.TarError, OSError, EOFError) as error:
        raise SourceFormatError(f"{archive} cannot be read as a tar file ({error}); copy it again") from error
    if not is_whole:
        raise SourceFormatError(f"{archive} is cut off, the end of the file is missing; copy it again")
    return {os.path.normpath(name): place for name, place in places.items()}
