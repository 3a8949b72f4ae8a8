"""Pictures in tar files, named as if a tar file were a folder: shards/0001.tar/000012.webp.

A parallel file system wants a few large files rather than a million small ones, so any folder of a data set may hold
its pictures in tar files. They are read at their places, without unpacking and in any order.
"""

import os
import tarfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from matting_rt import files
from matting_rt.errors import SourceFormatError, SourceNotFoundError

SUFFIX = ".tar"


class _Place(NamedTuple):
    """Of a file in a tar file, bytes."""

    offset: int
    size: int


def archive_of(path: Path) -> Path | None:
    """The tar file that a picture is in; None: it is a file of its own."""
    return next((parent for parent in path.parents if parent.suffix == SUFFIX and not parent.is_dir()), None)


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
    place = _places(archive).get(str(path.relative_to(archive)))
    if place is None:
        raise SourceNotFoundError(f"{archive} holds no {path.relative_to(archive)} any more; start again")
    with archive.open("rb") as file:
        file.seek(place.offset)
        return BytesIO(file.read(place.size))


@cache
def _places(archive: Path) -> dict[str, _Place]:
    """Of the files in a tar file, by name; found once in each process, which reads one header a file."""
    try:
        with tarfile.open(archive, "r:") as opened:
            places = {member.name: _Place(member.offset_data, member.size) for member in opened if member.isfile()}
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
