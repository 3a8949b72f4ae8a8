"""PyTorch's own files, which come from anywhere: read in bounded memory, and without running anything in them.

A checkpoint is a zip archive of a pickle and of raw numbers, or, before PyTorch 1.6, several pickles in a row. An
archive can unpack to a thousand times its size, and a pickle of a few bytes can ask for any amount of memory.
"""

import io
import pickle
import pickletools
import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from matting_rt.errors import SourceFormatError, WeightsError, reason_of
from matting_rt.files import WEIGHTS_LIMIT_BYTES, check_file, read_file

if TYPE_CHECKING:
    from torch import Tensor

_WRAPPERS = ("averaged", "model_state", "model_state_dict", "state_dict")
"""Under which training scripts keep the weights beside an optimiser's state; the first was ours, before safetensors."""
_MAX_ENTRIES = 10_000
"""Of an archive: a tensor each, of which the largest network has some 800, and three times as many in training."""
_MAX_PICKLE_BYTES = 4 << 20
"""Some 200 bytes tell of a tensor; what PyTorch builds from them takes up to a hundred times the space."""
_CENTRAL_ENTRY = b"PK\x01\x02"
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEGACY_PICKLES = 5
"""A magic number, the protocol, the machine, the object, the names of its storages; then raw numbers."""
_TENSOR_GLOBALS = re.compile(
    r"collections OrderedDict|torch\._utils _rebuild_(tensor|tensor_v2|parameter)|torch \w+Storage"
    r"|torch\.storage \w+Storage|torch\.nn\.parameter Parameter|torch Size"
)
"""What pickles of tensors call. PyTorch's own list has more, such as `bytearray`, which makes gigabytes of a number."""


def read_content(path: Path) -> bytes:
    """The content of a file of weights. Raises WeightsError: it is not an ordinary file, or too large; OSError."""
    try:
        return read_file(path, WEIGHTS_LIMIT_BYTES)
    except SourceFormatError as error:
        raise WeightsError("{error}", error=error) from None


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip archive in memory whose parts are no more, and no larger in all, than a checkpoint's.

    Raises:
        WeightsError: they are, it is damaged, or no ordinary file.
        OSError: it cannot be read.
    """
    content = read_content(path)
    try:
        if content.count(_CENTRAL_ENTRY) > _MAX_ENTRIES:
            raise WeightsError(
                "{path} has more than {limit} parts and is no checkpoint; fetch another", path=path, limit=_MAX_ENTRIES
            )
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        unpacked_bytes = sum(part.file_size for part in parts)
        if unpacked_bytes > WEIGHTS_LIMIT_BYTES:
            raise WeightsError(
                "{path} would unpack to {size_mb:,.0f} MB, and {limit_mb:,.0f} MB are the most; it was not opened",
                path=path,
                size_mb=unpacked_bytes / 1e6,
                limit_mb=WEIGHTS_LIMIT_BYTES / 1e6,
            )
        if any(part.compress_type not in _PACKINGS or part.flag_bits & 1 for part in parts):
            raise WeightsError("{path} is packed in a way that PyTorch does not know; fetch another", path=path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise WeightsError("{path} is not a whole archive ({error}); fetch it again", path=path, error=error) from None
    return archive


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Unpack one part, as far as the size that it declares. Raises zipfile.BadZipFile, zlib.error: it is damaged."""
    with archive.open(part) as file:
        return file.read(part.file_size)


def repacked(path: Path) -> bytes:
    """An archive with the same parts, none of which is compressed.

    So what PyTorch unpacks is what was counted, whatever its own reader would have made of the file.

    Raises:
        WeightsError, OSError: see `open_archive`.
        zipfile.BadZipFile, zlib.error: a part is damaged.
    """
    buffer = io.BytesIO()
    with open_archive(path) as archive, zipfile.ZipFile(buffer, "w") as plain:
        for part in archive.infolist():
            plain.writestr(part.filename, read_part(archive, part))
    return buffer.getvalue()


def read_checkpoint(path: Path) -> Any:
    """What a checkpoint holds: tensors in plain containers, on the CPU.

    Raises:
        WeightsError: it is too large, damaged, holds objects other than tensors, or is no checkpoint.
    """
    import torch  # archives are looked into without it

    try:
        check_file(path)
        if zipfile.is_zipfile(path):
            content = repacked(path)
            _check_archive(content)
        else:
            content = read_content(path)
            _check_pickles(io.BytesIO(content), _LEGACY_PICKLES)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch warns of other pickle protocols before it refuses what they hold
            return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise WeightsError(
            "{path} is not a PyTorch checkpoint, or holds objects other than tensors and was not "
            "opened; import a file that holds a plain state_dict",
            path=path,
        ) from None
    except SourceFormatError as error:
        raise WeightsError("{error}", error=error) from None
    except WeightsError:
        raise
    except OSError as error:
        raise WeightsError("{path} cannot be read ({reason})", path=path, reason=reason_of(error)) from None
    except Exception:  # Damaged bytes raise whatever the zip reader and the unpickler stumble over.
        raise WeightsError(
            "{path} is not a PyTorch checkpoint, or is damaged or not whole; fetch it again", path=path
        ) from None


def find_state_dict(content: Any) -> "dict[str, Tensor] | None":
    """The state_dict that a checkpoint is, or that it holds under a name of `_WRAPPERS`; None: there is none.

    Names lose the prefix that a run under DataParallel gives them.
    """
    from torch import Tensor

    if isinstance(content, Mapping):
        content = next((content[name] for name in _WRAPPERS if isinstance(content.get(name), Mapping)), content)
    if not isinstance(content, Mapping) or not all(isinstance(value, Tensor) for value in content.values()):
        return None
    return {str(name).removeprefix("module."): tensor for name, tensor in content.items()}


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename.endswith(".pkl"):
                _check_pickles(io.BytesIO(archive.read(part)), 1)


def _check_pickles(stream: BinaryIO, count: int) -> None:
    """Raise UnpicklingError where one of so many pickles in a row calls what no tensor needs, or is very long."""
    for _ in range(count):
        for opcode, argument, position in pickletools.genops(stream):
            if position is not None and position > _MAX_PICKLE_BYTES:
                raise pickle.UnpicklingError("too long")
            is_call = opcode.name in ("GLOBAL", "INST", "STACK_GLOBAL")
            if is_call and not (isinstance(argument, str) and _TENSOR_GLOBALS.fullmatch(argument)):
                raise pickle.UnpicklingError(f"calls {argument}")
