"""Reads binary glTF 2.0 files (.glb): compressed buffers, quantised numbers, pictures inside."""

import io
import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matting_rt.errors import SourceFormatError, SourceNotFoundError, UsageError
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file

MAGIC, JSON_CHUNK, BINARY_CHUNK = 0x46546C67, 0x4E4F534A, 0x004E4942

COMPONENTS: Mapping[int, type[np.generic]] = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
"""Numbers of glTF's component types (specification 2.0, section 3.6.2.2)."""

WIDTHS: Mapping[str, int] = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}

UNDERSTOOD = frozenset({"EXT_meshopt_compression", "EXT_texture_webp", "KHR_mesh_quantization"})
"""Extensions that a file may require; Pillow reads WebP like any other picture."""


class Glb:
    """One file: `document` is its JSON, `array` and `picture` give what the JSON refers to.

    Raises:
        SourceNotFoundError: no such file.
        SourceFormatError: truncated, not binary glTF 2.0, or it requires an extension that is not understood.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            content = read_file(path, PICTURE_LIMIT_BYTES)
        except OSError as error:
            raise SourceNotFoundError(f"{path} cannot be read: {error.strerror}; check the path") from error
        self.document, self._binary = _chunks(content, path)
        unknown = set(self.document.get("extensionsRequired", ())) - UNDERSTOOD
        if unknown:
            raise SourceFormatError(f"{path} requires {', '.join(sorted(unknown))}; convert it without")
        self._views: dict[int, NDArray[np.uint8]] = {}
        self._pictures: dict[int, NDArray[np.uint8]] = {}

    def array(self, index: int) -> NDArray[Any]:
        """The accessor `index` as (count,) or (count, width); normalised integers become floats -1..1 or 0..1."""
        accessor = self._entry("accessors", index)
        kind, count = COMPONENTS[accessor["componentType"]], accessor["count"]
        width = WIDTHS[accessor["type"]]
        numbers: NDArray[Any] = np.zeros((count, width), kind)
        if "bufferView" in accessor:
            numbers = self._numbers(accessor["bufferView"], accessor.get("byteOffset", 0), kind, (count, width))
        if "sparse" in accessor:
            numbers = self._with_sparse(numbers, accessor["sparse"])
        if accessor.get("normalized"):
            numbers = np.maximum(numbers.astype(np.float32) / np.iinfo(numbers.dtype).max, -1)
        return numbers[:, 0] if width == 1 else numbers

    def picture(self, texture: int) -> NDArray[np.uint8]:
        """The picture of a texture, (H, W, 3) RGB as it is stored, one array each. Raises SourceFormatError."""
        if texture not in self._pictures:
            self._pictures[texture] = self._read_picture(texture)
        return self._pictures[texture]

    def _read_picture(self, texture: int) -> NDArray[np.uint8]:
        from PIL import Image, UnidentifiedImageError

        entry = self._entry("textures", texture)
        source = entry.get("extensions", {}).get("EXT_texture_webp", entry).get("source")
        image = self._entry("images", source) if source is not None else {}
        if "bufferView" not in image:
            raise SourceFormatError(f"{self.path}: texture {texture} is not inside the file; export it embedded")
        try:
            with Image.open(io.BytesIO(self._view(image["bufferView"])[0].tobytes())) as picture:
                return np.asarray(picture.convert("RGB"))
        except (UnidentifiedImageError, OSError) as error:
            raise SourceFormatError(f"{self.path}: the picture of texture {texture} cannot be read") from error

    def _entry(self, kind: str, index: int) -> dict[str, Any]:
        entries: list[dict[str, Any]] = self.document.get(kind, [])
        if not 0 <= index < len(entries):
            raise SourceFormatError(f"{self.path} refers to {kind} {index}, of which it has {len(entries)}")
        return entries[index]

    def _numbers(self, view: int, offset: int, kind: type[np.generic], shape: tuple[int, int]) -> NDArray[Any]:
        content, stride = self._view(view)
        item = np.dtype(kind).itemsize
        stride = stride or item * shape[1]
        if offset + (shape[0] - 1) * stride + item * shape[1] > len(content):
            raise SourceFormatError(f"{self.path} is damaged: an accessor reaches beyond its buffer view")
        window = np.ndarray(shape, kind, content.data, offset, (stride, item))
        return window.copy()

    def _with_sparse(self, numbers: NDArray[Any], sparse: dict[str, Any]) -> NDArray[Any]:
        count = sparse["count"]
        where, what = sparse["indices"], sparse["values"]
        index_kind = COMPONENTS[where["componentType"]]
        rows = self._numbers(where["bufferView"], where.get("byteOffset", 0), index_kind, (count, 1))
        values = self._numbers(
            what["bufferView"], what.get("byteOffset", 0), numbers.dtype.type, (count, numbers.shape[1])
        )
        numbers = numbers.copy()
        numbers[rows[:, 0]] = values
        return numbers

    def _view(self, index: int) -> tuple[NDArray[np.uint8], int]:
        """The bytes of a buffer view and the distance between its rows, 0 where they are packed."""
        view = self._entry("bufferViews", index)
        packed = view.get("extensions", {}).get("EXT_meshopt_compression")
        if index not in self._views:
            source = packed or view
            start, length = source.get("byteOffset", 0), source["byteLength"]
            content = np.frombuffer(self._binary, np.uint8)[start : start + length]
            if len(content) != length or source.get("buffer", 0) != 0:
                raise SourceFormatError(f"{self.path} is damaged or refers to other files: buffer view {index} lacks")
            self._views[index] = self._decompressed(content, packed) if packed else content
        return self._views[index], (packed or view).get("byteStride", 0)

    def _decompressed(self, content: NDArray[np.uint8], packed: dict[str, Any]) -> NDArray[np.uint8]:
        decoder = _decoder()
        count, stride, mode = packed["count"], packed["byteStride"], packed["mode"]
        try:
            if mode == "ATTRIBUTES":
                decoded = decoder.decode_vertex_buffer(count, stride, content, np.dtype((np.void, stride)))
                decoded = _filtered(decoded, packed.get("filter", "NONE"), stride)
            else:
                decode = decoder.decode_index_buffer if mode == "TRIANGLES" else decoder.decode_index_sequence
                decoded = decode(count, stride, content)
        except (RuntimeError, ValueError) as error:
            raise SourceFormatError(f"{self.path} is damaged: {error}") from error
        # indices of two bytes come packed into the first half of an array of four
        return np.ascontiguousarray(decoded).view(np.uint8)[: count * stride]


def _filtered(decoded: NDArray[Any], name: str, stride: int) -> NDArray[np.uint8]:
    """Undo a filter of EXT_meshopt_compression, in place."""
    decoder, content = _decoder(), decoded.view(np.uint8)
    filters = {
        "OCTAHEDRAL": decoder.decode_filter_oct,
        "QUATERNION": decoder.decode_filter_quat,
        "EXPONENTIAL": decoder.decode_filter_exp,
    }
    if name == "NONE":
        return content
    return np.ascontiguousarray(filters[name](content, len(decoded), stride)).view(np.uint8)


def _decoder() -> Any:
    try:
        from meshoptimizer import decoder
    except ImportError as error:
        raise UsageError("meshoptimizer, which unpacks avatars, is not installed; pip install -e .[avatars]") from error
    return decoder


def _chunks(content: bytes, path: Path) -> tuple[dict[str, Any], bytes]:
    """The JSON and the binary chunk of a file."""
    if len(content) < 20 or struct.unpack_from("<II", content) != (MAGIC, 2):
        raise SourceFormatError(f"{path} is not a binary glTF 2.0 file; export the avatar as .glb")
    if struct.unpack_from("<I", content, 8)[0] != len(content):
        raise SourceFormatError(f"{path} is truncated; copy it again")
    found: dict[int, bytes] = {}
    offset = 12
    while offset + 8 <= len(content):
        length, kind = struct.unpack_from("<II", content, offset)
        found.setdefault(kind, content[offset + 8 : offset + 8 + length])
        offset += 8 + length
    try:
        document = json.loads(found[JSON_CHUNK])
    except (KeyError, ValueError) as error:
        raise SourceFormatError(f"{path} has no readable JSON chunk; export the avatar again") from error
    return document, found.get(BINARY_CHUNK, b"")
