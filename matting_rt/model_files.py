"""The files of models: where they lie, what they say they are, and whether they are what they were. Without PyTorch.

A model called NAME is NAME.safetensors, whose header says what network it is of, and NAME.safetensors.sha256, as
sha256sum writes it. Released models lie in `models/`, each with a card NAME.md and with what runs without PyTorch (see
`program_paths`), which has checksums too; imported ones lie in the user's folder.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open

import matting_rt
from matting_rt.errors import SourceFormatError, UsageError, WeightsError
from matting_rt.files import WEIGHTS_LIMIT_BYTES, check_file, read_file, read_text, user_data_folder, user_path
from matting_rt.network.settings import OUR_VARIANTS

SUFFIX = ".safetensors"
FORMAT = "matting-rt"
FORMAT_VERSION = "1"
_CHECKPOINT_SUFFIXES = (".pth", ".pt", ".ckpt")
PERSON = "person"
"""Name, variant and kind of the person network, which comes with the program and mattes nothing by itself."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A weights file, and the network it is of."""

    name: str
    """What the user calls it: the file's name without its suffix."""
    variant: str
    """One of `matting_rt.network.variants.VARIANTS`."""
    kind: str
    """"refine" for MattingRefine, "base" for MattingBase, "person" for PersonSegmenter."""
    path: Path
    sha256: str
    """Of the file, in hexadecimal; from the checksum file, or computed where there is none."""


def released_models() -> list[ModelSpec]:
    """The models that come with the program, by name; not verified, and read no further than their headers."""
    return _models_in(released_folder())


def imported_models() -> list[ModelSpec]:
    """The models that this user has imported, by name; not verified."""
    return _models_in(user_folder())


def person_model() -> ModelSpec:
    """The network that comes with the program to tell people from room; not verified."""
    return read_spec(released_folder() / f"{PERSON}{SUFFIX}")


def user_folder() -> Path:
    """Where imported models lie; need not exist."""
    return user_data_folder() / "models"


def find_imported(name: str) -> Path:
    """The weights file of an imported model; it need not be whole.

    Raises:
        UsageError: no imported model is called so; the message lists those that are.
    """
    paths = {path.stem: path for path in _weights_in(user_folder())}
    if name in paths:
        return paths[name]
    if (released_folder() / f"{name}{SUFFIX}").is_file():
        raise UsageError("{name} comes with the program and stays; only imported models can be removed", name=name)
    raise UsageError(
        "no imported model is called {name!r}; there are: {models}", name=name, models=", ".join(paths) or "none"
    )


def remove_model(path: Path) -> None:
    """Delete a weights file, and then its checksum.

    Raises:
        WeightsError: it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
        checksum_path(path).unlink(missing_ok=True)
    except OSError as error:
        raise WeightsError("{path} cannot be deleted ({reason})", path=path, reason=error.strerror) from None


def find_model(name_or_path: str) -> ModelSpec:
    """A model by its name, or by the path of its weights file, verified.

    Raises:
        UsageError: there is no such model or file, or it is no matting network; the message lists the names there are.
        WeightsError: the file is not one of ours, or its checksum is not the one beside it.
    """
    model = find_unverified(name_or_path)
    if model.kind == PERSON:
        raise UsageError(
            "{model} only tells people from room; choose a model that mattes: {models}",
            model=model.name,
            models=", ".join(model_names()),
        )
    verify_model(model)
    return model


def find_unverified(name_or_path: str) -> ModelSpec:
    """As `find_model`, of any kind, without comparing checksums."""
    return read_spec(_locate(name_or_path))


def _locate(name_or_path: str) -> Path:
    path = user_path(name_or_path)
    if path.exists() and not path.is_dir():
        if is_exported(path):
            raise UsageError("{path} is an exported program; give the weights that it was made of", path=path)
        if path.suffix in _CHECKPOINT_SUFFIXES and not is_weights_file(path):
            raise UsageError(
                "{path} is a PyTorch file; import it first with: matting-rt models import {path}", path=path
            )
        return path
    if path.suffix in (SUFFIX, ".onnx", *_CHECKPOINT_SUFFIXES):
        raise UsageError("there is no weights file {path}; choose another model", path=path)
    for folder in (released_folder(), user_folder()):
        if path.name == name_or_path and (folder / f"{name_or_path}{SUFFIX}").is_file():
            return folder / f"{name_or_path}{SUFFIX}"
    names = model_names()
    if not names:
        raise UsageError(
            "no model is called {name!r}; none is installed: give the path of a {suffix} file",
            name=name_or_path,
            suffix=SUFFIX,
        )
    raise UsageError(
        "no model is called {name!r}; choose {models}, or give the path of a {suffix} file",
        name=name_or_path,
        models=", ".join(names),
        suffix=SUFFIX,
    )


def model_names() -> list[str]:
    """What `find_model` takes besides paths: the released and the imported networks that matte; no file is opened."""
    return sorted(path.stem for path in all_weights() if path.stem != PERSON)


def all_weights() -> list[Path]:
    """The weights files of all models, released and imported ones; no file is opened."""
    return [path for folder in (released_folder(), user_folder()) for path in _weights_in(folder)]


def verify_model(model: ModelSpec) -> None:
    """Compare the file with its checksum.

    Raises:
        WeightsError: it is another file than the one the checksum was taken of.
    """
    require_sha256(model.path, sha256_of(model.path), model.sha256)


def verify_files(model: ModelSpec) -> bool:
    """Compare all files of a model with their checksums; False: the user's own weights have none to compare with.

    Raises:
        WeightsError: a file is damaged, or one of a released model is missing.
    """
    is_released = model.path.parent == released_folder()
    for path in program_paths(model):
        if is_released or path.is_file():
            read_verified(path)
    if is_released or checksum_path(model.path).is_file():
        read_verified(model.path)
        return True
    return False


def program_paths(model: ModelSpec) -> tuple[Path, ...]:
    """The ONNX files beside a model's weights, which run without PyTorch; only released models must have them.

    Of a matting network of ours those of its base and of its edge network, in this order; the original's have none.
    """
    if model.kind == PERSON:
        return (model.path.with_suffix(".onnx"),)
    parts = (".base", ".edges") if model.kind == "refine" and model.variant in OUR_VARIANTS else ()
    return tuple(model.path.with_name(f"{model.path.stem}{part}.onnx") for part in parts)


def read_spec(path: Path) -> ModelSpec:
    """What a weights file says it is.

    Raises:
        WeightsError: it is not a safetensors file, or not one that this version of the program has written.
    """
    with reading_weights(path), safe_open(path, framework="numpy") as file:
        metadata = file.metadata() or {}
    if metadata.get("format") != FORMAT or not {"variant", "kind"} <= metadata.keys():
        raise WeightsError(
            "{path} was not written by Matting RT: its header names no network; use a released model", path=path
        )
    if metadata.get("format_version") != FORMAT_VERSION:
        raise WeightsError(
            "{path} is of format {version}; this program reads {known}; choose another model",
            path=path,
            version=metadata.get("format_version"),
            known=FORMAT_VERSION,
        )
    return ModelSpec(path.stem, metadata["variant"], metadata["kind"], path, written_sha256(path) or sha256_of(path))


@contextmanager
def reading_weights(path: Path) -> Iterator[None]:
    """For reading a weights file. Raises WeightsError: it is not an ordinary file, too large, or damaged."""
    try:
        check_file(path, WEIGHTS_LIMIT_BYTES)
        yield
    except SourceFormatError as error:
        raise WeightsError("{error}", error=error) from None
    except (SafetensorError, OSError) as error:
        raise WeightsError(
            "{path} is not a whole {suffix} file ({error}); fetch it again", path=path, suffix=SUFFIX, error=error
        ) from None


def _models_in(folder: Path) -> list[ModelSpec]:
    return [spec for spec in map(read_spec, _weights_in(folder)) if spec.kind != PERSON]


def _weights_in(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def is_exported(path: Path) -> bool:
    """Whether this is a network as a program: an ONNX file, by its name, or a TorchScript archive.

    TorchScript and plain checkpoints are both zip files; only the former have constants and code.

    Raises:
        WeightsError: it is an archive that is too large, or damaged.
    """
    if not path.is_file():
        return False
    if path.suffix.lower() == ".onnx":
        return True
    if not zipfile.is_zipfile(path):
        return False
    from matting_rt.pytorch_files import open_archive

    with open_archive(path) as archive:
        return any(name.endswith("/constants.pkl") for name in archive.namelist())


def is_weights_file(path: Path) -> bool:
    """Whether this is a safetensors file, whatever it is called: the length of a header, and a JSON object."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(9)
    return len(start) == 9 and start[8:] == b"{" and int.from_bytes(start[:8], "little") <= path.stat().st_size


# --- where files lie, and their checksums


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
        raise WeightsError("{error}", error=error) from None
    except OSError as error:
        raise WeightsError(
            "{path} cannot be read ({reason}); it comes with the program: reinstall it",
            path=path,
            reason=error.strerror,
        ) from None
    expected = written_sha256(path)
    if expected is None:
        raise WeightsError("{path} is missing; it comes with the program: reinstall it", path=checksum_path(path))
    require_sha256(path, hashlib.sha256(content).hexdigest(), expected)
    return content


def require_sha256(path: Path, found: str, expected: str) -> None:
    """Raise WeightsError unless both checksums of `path` are the same."""
    if found != expected:
        raise WeightsError(
            "{path} is damaged or was changed: its sha256 begins with {found} instead of {expected}; "
            "fetch it again (a released model comes with the program: reinstall it)",
            path=path,
            found=found[:12],
            expected=expected[:12],
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
        raise WeightsError("{path} holds no sha256; write it again with sha256sum", path=checksum_path(path))
    return words[0]


def checksum_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def checksum_line(path: Path, content: bytes) -> bytes:
    """What the checksum file beside `path` holds, as sha256sum writes it."""
    return f"{hashlib.sha256(content).hexdigest()}  {path.name}\n".encode("ascii")


def sha256_of(path: Path) -> str:
    return hashlib.sha256(read_file(path, WEIGHTS_LIMIT_BYTES)).hexdigest()
