"""Where the files of models lie, and whether they are what they were when they were written: read without PyTorch."""

import hashlib
from pathlib import Path

import matting_rt
from matting_rt.errors import SourceFormatError, WeightsError
from matting_rt.files import WEIGHTS_LIMIT_BYTES, read_file, read_text


def released_folder() -> Path:
    """Where released models lie: inside the package where it was installed, beside it in a checkout."""
    package = Path(matting_rt.__file__).parent
    installed = package / "models"
    return installed if installed.is_dir() else package.parent / "models"


def read_verified(path: Path) -> bytes:
    """The content of a file that has a checksum beside it.

    Raises:
        WeightsError: either is missing, or the file is another than the one the checksum was taken of.
    """
    try:
        content = read_file(path, WEIGHTS_LIMIT_BYTES)
    except SourceFormatError as error:
        raise WeightsError(str(error)) from None
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read ({error.strerror}); it comes with the program: reinstall it"
        ) from None
    expected = written_sha256(path)
    if expected is None:
        raise WeightsError(f"{checksum_path(path)} is missing; it comes with the program: reinstall it")
    require_sha256(path, hashlib.sha256(content).hexdigest(), expected)
    return content


def require_sha256(path: Path, found: str, expected: str) -> None:
    """Raise WeightsError unless both checksums of `path` are the same."""
    if found != expected:
        raise WeightsError(
            f"{path} is damaged or was changed: its sha256 begins with {found[:12]} instead of "
            f"{expected[:12]}; fetch it again (a released model comes with the program: reinstall it)"
        )


def written_sha256(path: Path) -> str | None:
    """What the checksum file beside `path` says, None where there is none.

    Raises:
        WeightsError: it holds no checksum.
    """
    try:
        words = read_text(checksum_path(path)).split()
    except FileNotFoundError:
        return None
    except SourceFormatError:
        words = []
    if not words or len(words[0]) != 64:
        raise WeightsError(f"{checksum_path(path)} holds no sha256; write it again with sha256sum")
    return words[0]


def checksum_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def checksum_line(path: Path, content: bytes) -> bytes:
    """What the checksum file beside `path` holds, as sha256sum writes it."""
    return f"{hashlib.sha256(content).hexdigest()}  {path.name}\n".encode("ascii")


def sha256_of(path: Path) -> str:
    return hashlib.sha256(read_file(path, WEIGHTS_LIMIT_BYTES)).hexdigest()
