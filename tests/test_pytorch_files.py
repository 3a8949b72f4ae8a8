"""Checkpoints from anywhere: what is in them is neither run nor unpacked without end."""

import io
import pickle
import struct
import zipfile
import zlib
from collections import Counter, OrderedDict
from copy import copy
from pathlib import Path

import pytest
import torch

from matting_rt import pytorch_files
from matting_rt.errors import MattingError, WeightsError
from matting_rt.model_files import is_exported
from matting_rt.pytorch_files import read_checkpoint
from matting_rt.weights import import_checkpoint

TENSORS = {"weight": torch.arange(6.0).reshape(2, 3), "count": torch.tensor(7), "half": torch.ones(2).half()}
MIB = 1 << 20


def assert_same(found: dict[str, torch.Tensor]) -> None:
    assert found.keys() == TENSORS.keys()
    assert all(
        torch.equal(found[name], tensor) and found[name].dtype == tensor.dtype for name, tensor in TENSORS.items()
    )


def repack(path: Path, compression: int = zipfile.ZIP_DEFLATED, extra: dict[str, int] | None = None) -> None:
    """Compress the parts of a checkpoint, and add parts of so many zeros."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old, zipfile.ZipFile(path, "w", compression) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
        for name, size in (extra or {}).items():
            with new.open(name, "w", force_zip64=True) as file:
                for _ in range(size // MIB):
                    file.write(bytes(MIB))


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes were unpacked at a time."""
    sizes: list[int] = []
    inflate = zlib.decompressobj

    class Counting:
        def __init__(self, *arguments: int) -> None:
            self._inner = inflate(*arguments)

        def decompress(self, data: bytes, limit: int = 0) -> bytes:
            result = self._inner.decompress(data, limit)
            sizes.append(len(result))
            return result

        def __getattr__(self, name: str) -> object:
            return getattr(self._inner, name)

    monkeypatch.setattr(zlib, "decompressobj", Counting)
    return sizes


@pytest.mark.parametrize("is_zip", [True, False])
@pytest.mark.parametrize(
    "wrap", [dict, OrderedDict, lambda tensors: {n: torch.nn.Parameter(t, False) for n, t in tensors.items()}]
)
def test_tensors_are_read_from_files_of_all_ages(tmp_path: Path, is_zip: bool, wrap) -> None:
    torch.save(wrap(TENSORS), tmp_path / "a.pth", _use_new_zipfile_serialization=is_zip)
    assert_same(read_checkpoint(tmp_path / "a.pth"))


@pytest.mark.parametrize("is_zip", [True, False])
@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_download_that_broke_off_is_told_without_jargon(tmp_path: Path, is_zip: bool, share: float) -> None:
    path = tmp_path / "a.pth"
    torch.save(TENSORS, path, _use_new_zipfile_serialization=is_zip)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    with pytest.raises(WeightsError) as refusal:
        read_checkpoint(path)
    assert str(refusal.value) == f"{path} is not a PyTorch checkpoint, or is damaged or not whole; fetch it again"


def test_what_a_training_run_kept_beside_its_tensors_is_read(tmp_path: Path) -> None:
    kept = {
        "averaged": TENSORS,
        "config": {"variant": "x", "rates": [1e-3, 2]},
        "step": 7,
        "state": torch.get_rng_state(),
    }
    torch.save(kept, tmp_path / "a.pth")
    found = read_checkpoint(tmp_path / "a.pth")
    assert_same(found["averaged"])
    assert found["config"] == kept["config"]


def test_a_checkpoint_that_somebody_compressed_is_read(tmp_path: Path) -> None:
    torch.save(TENSORS, tmp_path / "a.pth")
    repack(tmp_path / "a.pth")
    assert_same(read_checkpoint(tmp_path / "a.pth"))


def test_an_archive_that_says_it_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path, unpacked: list[int]) -> None:
    path = tmp_path / "bomb.pth"
    torch.save(TENSORS, path)
    repack(path, extra={"archive/data/9": 64 * MIB})
    with zipfile.ZipFile(path, "a") as archive:  # the same zeros under many names
        part = archive.infolist()[-1]
        for number in range(70):
            again = copy(part)
            again.filename = f"archive/data/{10 + number}"
            archive.filelist.append(again)
        archive._didModify = True  # type: ignore[attr-defined]
    assert path.stat().st_size < MIB
    with pytest.raises(WeightsError, match=r"bomb\.pth would unpack to 4,765 MB, and 1,074 MB are the most"):
        import_checkpoint(path)
    assert unpacked == []


def test_an_archive_that_unpacks_to_more_than_it_says_is_unpacked_no_further(
    tmp_path: Path, unpacked: list[int]
) -> None:
    path = tmp_path / "liar.pth"
    torch.save(TENSORS, path)
    repack(path, extra={"archive/data/9": 32 * MIB})
    size = struct.pack("<I", 32 * MIB)
    content = path.read_bytes()
    assert size in content
    path.write_bytes(content.replace(size, struct.pack("<I", 10)))
    with pytest.raises(WeightsError, match=r"liar\.pth is not a PyTorch checkpoint, or is damaged"):
        read_checkpoint(path)
    assert 0 < sum(unpacked) < MIB


def test_an_archive_of_too_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytorch_files, "_MAX_ENTRIES", 10)
    with zipfile.ZipFile(tmp_path / "many.pth", "w") as archive:
        for number in range(11):
            archive.writestr(f"archive/data/{number}", b"")
    with pytest.raises(WeightsError, match="more than 10 parts"):
        is_exported(tmp_path / "many.pth")


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_cannot_be_unpacked_piece_by_piece_are_refused(tmp_path: Path, compression: int) -> None:
    torch.save(TENSORS, tmp_path / "a.pth")
    repack(tmp_path / "a.pth", compression)
    with pytest.raises(WeightsError, match="packed in a way"):
        read_checkpoint(tmp_path / "a.pth")


class Calls:
    """Pickled, it calls something."""

    def __init__(self, what: object, *arguments: object) -> None:
        self.call = what, arguments

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.call


@pytest.mark.parametrize("is_zip", [True, False])
@pytest.mark.parametrize(
    "call", [Calls(bytearray, 1 << 40), Calls(Counter, "a"), Calls(torch.Tensor, 1 << 40), Calls(print)]
)
def test_what_no_tensor_needs_is_not_called_even_where_pytorch_would(tmp_path: Path, is_zip: bool, call: Calls) -> None:
    torch.save({"weight": call}, tmp_path / "a.pth", _use_new_zipfile_serialization=is_zip)
    with pytest.raises(WeightsError, match="holds objects other than tensors and was not opened"):
        read_checkpoint(tmp_path / "a.pth")


def test_a_pickle_that_goes_on_and_on_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytorch_files, "_MAX_PICKLE_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "a.pth", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({}, 2)[:-1] + b"}0" * 600 + b".")
        archive.writestr("archive/version", b"3\n")
    with pytest.raises(WeightsError, match="was not opened"):
        read_checkpoint(tmp_path / "a.pth")


def test_weights_that_are_no_ordinary_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pth").symlink_to("/dev/zero")
    with pytest.raises(MattingError, match=r"a\.pth is a device"):
        import_checkpoint(tmp_path / "a.pth")
