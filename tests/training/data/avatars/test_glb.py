"""Reading GLB files: what is compressed is what was written, and what is damaged is told."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from tests.training.data.avatars.tiny_human import CLOTH, write_chunks, write_human
from training.data.avatars.glb import Glb


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Glb, Glb]:
    folder = tmp_path_factory.mktemp("glb")
    return Glb(write_human(folder / "plain.glb")), Glb(write_human(folder / "packed.glb", packed=True))


def attribute(glb: Glb, name: str) -> Any:
    return glb.array(glb.document["meshes"][0]["primitives"][0]["attributes"][name])


def test_quantised_and_compressed_places_are_those_that_were_written(files: tuple[Glb, Glb]) -> None:
    plain, packed = files
    np.testing.assert_allclose(2 * attribute(packed, "POSITION"), attribute(plain, "POSITION"), atol=1e-4)


def test_octahedral_normals_are_unfolded(files: tuple[Glb, Glb]) -> None:
    plain, packed = files
    np.testing.assert_allclose(attribute(packed, "NORMAL"), attribute(plain, "NORMAL"), atol=0.02)


def test_compressed_triangles_are_those_that_were_written(files: tuple[Glb, Glb]) -> None:
    plain, packed = (glb.array(glb.document["meshes"][0]["primitives"][0]["indices"]).reshape(-1, 3) for glb in files)
    # the codec may begin a triangle with another of its corners
    assert np.array_equal(np.sort(plain, 1), np.sort(packed, 1))


def test_weights_of_bytes_become_shares(files: tuple[Glb, Glb]) -> None:
    for glb in files:
        assert attribute(glb, "WEIGHTS_0")[0].tolist() == [1, 0, 0, 0]


def test_pictures_are_read_as_webp_and_png_and_once_only(files: tuple[Glb, Glb]) -> None:
    for glb in files:
        picture = glb.picture(0)
        assert picture.shape == (16, 16, 3)
        assert tuple(picture[8, 14]) == CLOTH
        assert glb.picture(0) is picture


def test_a_sparse_accessor_is_filled_in(tmp_path: Path) -> None:
    binary = np.array([1, 3], np.uint8).tobytes() + bytes(2) + np.array([5, 7], np.float32).tobytes()
    sparse = {
        "count": 2,
        "indices": {"bufferView": 0, "componentType": 5121},
        "values": {"bufferView": 1},
    }
    document = {
        "accessors": [{"componentType": 5126, "type": "SCALAR", "count": 4, "sparse": sparse}],
        "bufferViews": [{"byteLength": 2}, {"byteOffset": 4, "byteLength": 8}],
    }
    write_chunks(tmp_path / "sparse.glb", document, binary)
    assert Glb(tmp_path / "sparse.glb").array(0).tolist() == [0, 5, 0, 7]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"nobody\.glb cannot be read: No such file"):
        Glb(tmp_path / "nobody.glb")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda content: content[:-400], "is truncated"),
        (lambda content: b"PK" + content[2:], "is not a binary glTF"),
        (lambda content: content[:20] + b"\0" + content[21:], "no readable JSON"),
        (lambda content: content.replace(b"KHR_mesh_quantization", b"KHR_draco_compression"), "requires KHR_draco"),
    ],
)
def test_damaged_files_are_refused_with_what_is_wrong(tmp_path: Path, damage: Any, told: str) -> None:
    path = write_human(tmp_path / "damaged.glb", packed=True)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SourceFormatError, match=told):
        Glb(path)


def test_an_accessor_that_reaches_too_far_is_refused(tmp_path: Path) -> None:
    accessors = [{"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 9}]
    write_chunks(tmp_path / "far.glb", {"accessors": accessors, "bufferViews": [{"byteLength": 16}]}, bytes(16))
    with pytest.raises(SourceFormatError, match="reaches beyond its buffer view"):
        Glb(tmp_path / "far.glb").array(0)


def test_compressed_content_that_is_damaged_is_refused(tmp_path: Path) -> None:
    path = write_human(tmp_path / "damaged.glb", packed=True)
    content = path.read_bytes()
    binary = 12 + 8 + int.from_bytes(content[12:16], "little") + 8  # behind the chunk of JSON and its own heading
    path.write_bytes(content[:binary] + bytes(len(content) - binary))
    with pytest.raises(SourceFormatError, match="is damaged"):
        Glb(path).array(0)
