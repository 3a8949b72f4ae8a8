"""A rigged human of thirteen boxes, written as GLB, plain or as small as exporters for the web make it."""

import io
import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from training.data.avatars.skeleton import rotation

JOINTS: Mapping[str, tuple[str, tuple[float, float, float]]] = {
    "Hips": ("", (0, 1.0, 0)),
    "Spine": ("Hips", (0, 1.1, 0)),
    "Neck": ("Spine", (0, 1.45, 0)),
    "Head": ("Neck", (0, 1.55, 0)),
    "LeftArm": ("Spine", (0.18, 1.4, 0)),
    "LeftForeArm": ("LeftArm", (0.45, 1.4, 0)),
    "LeftHand": ("LeftForeArm", (0.7, 1.4, 0)),
    "LeftUpLeg": ("Hips", (0.1, 0.95, 0)),
    "LeftLeg": ("LeftUpLeg", (0.1, 0.5, 0)),
    "LeftFoot": ("LeftLeg", (0.1, 0.08, 0)),
    "RightArm": ("Spine", (-0.18, 1.4, 0)),
    "RightForeArm": ("RightArm", (-0.45, 1.4, 0)),
    "RightHand": ("RightForeArm", (-0.7, 1.4, 0)),
    "RightUpLeg": ("Hips", (-0.1, 0.95, 0)),
    "RightLeg": ("RightUpLeg", (-0.1, 0.5, 0)),
    "RightFoot": ("RightLeg", (-0.1, 0.08, 0)),
}
"""With the parent and the place of each, metres."""

BOXES: Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "Spine": ((-0.18, 0.95, -0.1), (0.18, 1.45, 0.1)),
    "Head": ((-0.08, 1.5, -0.1), (0.08, 1.75, 0.1)),
    "LeftArm": ((0.18, 1.36, -0.04), (0.45, 1.44, 0.04)),
    "LeftForeArm": ((0.45, 1.36, -0.04), (0.7, 1.44, 0.04)),
    "LeftHand": ((0.7, 1.37, -0.04), (0.88, 1.43, 0.04)),
    "LeftUpLeg": ((0.03, 0.5, -0.06), (0.17, 0.95, 0.06)),
    "LeftLeg": ((0.04, 0.0, -0.05), (0.16, 0.5, 0.05)),
    "RightArm": ((-0.45, 1.36, -0.04), (-0.18, 1.44, 0.04)),
    "RightForeArm": ((-0.7, 1.36, -0.04), (-0.45, 1.44, 0.04)),
    "RightHand": ((-0.88, 1.37, -0.04), (-0.7, 1.43, 0.04)),
    "RightUpLeg": ((-0.17, 0.5, -0.06), (-0.03, 0.95, 0.06)),
    "RightLeg": ((-0.16, 0.0, -0.05), (-0.04, 0.5, 0.05)),
}
"""Lower and upper corner of what a joint holds."""

SKIN, HAIR, CLOTH = (200, 150, 120), (40, 30, 25), (40, 80, 170)

AXES = rotation((0, 0, 1), 1.1) @ rotation((1, 0, 0), 0.4)
"""Of every joint: no rig's are the body's."""


def write_human(path: Path, *, packed: bool = False, joints: Mapping[str, Any] = JOINTS) -> Path:
    """Write one, 1.75 m tall; `packed`: quantised, compressed, with WebP."""
    glb = _Writer(packed)
    names = list(joints)
    nodes: list[dict[str, Any]] = []
    for name in names:
        parent, place = joints[name]
        step = np.array(place) - (joints[parent][1] if parent else np.zeros(3))
        node: dict[str, Any] = {"name": name, "translation": (step if not parent else AXES.T @ step).tolist()}
        if not parent:
            node["rotation"] = _quaternion(AXES)
        children = [names.index(other) for other in names if joints[other][0] == name]
        nodes.append(node | ({"children": children} if children else {}))
    nodes.append({"mesh": 0, "skin": 0})
    inverse = np.zeros((len(names), 4, 4), np.float32)
    for row, name in enumerate(names):
        inverse[row] = np.eye(4)
        inverse[row, :3, :3], inverse[row, :3, 3] = AXES.T, -AXES.T @ np.array(joints[name][1])
        inverse[row, :3, :3] *= 2 if packed else 1
    attributes, targets, indices = _skin(glb, names, packed)
    document = {
        "asset": {"version": "2.0"},
        "nodes": nodes,
        "skins": [
            {"joints": list(range(len(names))), "inverseBindMatrices": glb.add(inverse.transpose(0, 2, 1), "MAT4")}
        ],
        "meshes": [
            {
                "name": "Body",
                "extras": {"targetNames": ["h_expressions.MouthOpen_h"]},
                "primitives": [{"attributes": attributes, "indices": indices, "targets": targets, "material": 0}],
            }
        ],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        "images": [glb.add_picture(_texture())],
        "textures": [{"extensions": {"EXT_texture_webp": {"source": 0}}} if packed else {"source": 0}],
    }
    glb.write(path, document)
    return path


def _skin(glb: "_Writer", names: list[str], packed: bool) -> tuple[dict[str, int], list[dict[str, int]], int]:
    held = [name for name in BOXES if name in names]
    boxes = [_box(*BOXES[name]) for name in held]
    places = np.concatenate([box[0] for box in boxes]).astype(np.float32)
    normals = np.concatenate([box[1] for box in boxes]).astype(np.float32)
    textures = np.concatenate([_texture_places(name, box[0]) for name, box in zip(held, boxes, strict=True)])
    joints = np.zeros((len(places), 4), np.uint8)
    joints[:, 0] = np.repeat([names.index(name) for name in held], 24)
    weights = np.tile(np.array([255, 0, 0, 0], np.uint8), (len(places), 1))
    moves = np.zeros_like(places)
    moves[24 * held.index("Head") : 24 * held.index("Head") + 2, 1] = -0.03
    triangles = np.concatenate([box[2] + 24 * number for number, box in enumerate(boxes)]).astype(np.uint16)
    attributes = {
        "POSITION": glb.add(_quantised(places) if packed else places, "VEC3"),
        "NORMAL": glb.add_normals(normals),
        "TEXCOORD_0": glb.add(textures.astype(np.float32), "VEC2"),
        "JOINTS_0": glb.add(joints, "VEC4"),
        "WEIGHTS_0": glb.add(weights, "VEC4", normalized=True),
    }
    targets = [{"POSITION": glb.add(_quantised(moves) if packed else moves, "VEC3")}]
    return attributes, targets, glb.add_indices(triangles)


def _quantised(places: Any) -> Any:
    return np.round(places / 2 * 32767).astype(np.int16)


def _box(low: tuple[float, ...], high: tuple[float, ...]) -> tuple[Any, Any, Any]:
    """Places and normals (24, 3) of four corners a side, and indices (36,)."""
    corners, normals, indices = [], [], []
    for axis in range(3):
        for sign in (-1, 1):
            first = len(corners)
            for u, v in ((0, 0), (0, 1), (1, 1), (1, 0)):
                corner = np.zeros(3)
                corner[axis] = (low, high)[(sign + 1) // 2][axis]
                corner[(axis + 1) % 3] = (low, high)[u][(axis + 1) % 3]
                corner[(axis + 2) % 3] = (low, high)[v][(axis + 2) % 3]
                corners.append(corner)
                normals.append(sign * np.eye(3)[axis])
            indices += [first, first + 1, first + 2, first, first + 2, first + 3]
    return np.array(corners), np.array(normals), np.array(indices)


def _texture() -> Any:
    picture = np.zeros((16, 16, 3), np.uint8)
    picture[:, :] = CLOTH
    picture[:, :5] = SKIN
    picture[:, 5:10] = HAIR
    return picture


def _texture_places(name: str, corners: Any) -> Any:
    """Skin on the face and the hands, hair on the head's upper edge and back, else clothes."""
    columns = np.full(len(corners), 0.85 if "Hand" not in name else 0.15)
    if name == "Head":
        columns = np.where((corners[:, 1] > 1.7) | (corners[:, 2] < 0), 0.47, 0.15)
    return np.stack([columns, np.full(len(corners), 0.5)], 1)


def _quaternion(matrix: Any) -> list[float]:
    w = np.sqrt(1 + np.trace(matrix)) / 2
    x, y, z = (matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1]) / (4 * w)
    return [float(x), float(y), float(z), float(w)]


class _Writer:
    """Collects accessors and buffer views."""

    TYPES: Mapping[Any, int] = {np.int8: 5120, np.uint8: 5121, np.int16: 5122, np.uint16: 5123, np.float32: 5126}

    def __init__(self, packed: bool) -> None:
        self._packed = packed
        self._binary = bytearray()
        self._accessors: list[dict[str, Any]] = []
        self._views: list[dict[str, Any]] = []

    def add(self, numbers: Any, kind: str, normalized: bool = False, filtered: str = "NONE") -> int:
        from meshoptimizer import encoder

        rows = np.ascontiguousarray(numbers).reshape(len(numbers), -1)
        width = rows.dtype.itemsize * rows.shape[1]
        stride = -(-width // 4) * 4
        padded = np.zeros((len(rows), stride), np.uint8)
        padded[:, :width] = rows.view(np.uint8).reshape(len(rows), width)
        view: dict[str, Any] = {"byteStride": stride}
        content = padded.tobytes()
        if self._packed:
            content = encoder.encode_vertex_buffer(padded, len(rows), stride)
            view = self._compressed(content, {"mode": "ATTRIBUTES", "byteStride": stride, "count": len(rows)}, filtered)
        normalized = normalized or rows.dtype in (np.int16, np.int8)
        return self._accessor(self._view(content, view), numbers, kind, normalized)

    def add_normals(self, normals: Any) -> int:
        if not self._packed:
            return self.add(normals, "VEC3")
        # the octahedral filter by hand: a box has normals along the axes only
        x, y, z = np.round(normals * 127).astype(np.int8).T
        down = z < 0
        stored = np.stack([np.where(down, 127, x), np.where(down, 127, y), np.full_like(x, 127), np.zeros_like(x)], 1)
        accessor = self.add(stored.astype(np.int8), "VEC3", filtered="OCTAHEDRAL")
        return accessor

    def add_indices(self, indices: Any) -> int:
        from meshoptimizer import encoder

        content, view = indices.tobytes(), {}
        if self._packed:
            content = encoder.encode_index_buffer(indices.astype(np.uint32), len(indices), int(indices.max()) + 1)
            view = self._compressed(content, {"mode": "TRIANGLES", "byteStride": 2, "count": len(indices)}, "NONE")
        return self._accessor(self._view(content, view), indices, "SCALAR", False)

    def add_picture(self, picture: Any) -> dict[str, Any]:
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "WEBP" if self._packed else "PNG", lossless=True)
        return {"mimeType": "image/webp", "bufferView": self._view(buffer.getvalue(), {})}

    def write(self, path: Path, document: dict[str, Any]) -> None:
        if self._packed:
            document["extensionsRequired"] = ["EXT_meshopt_compression", "EXT_texture_webp", "KHR_mesh_quantization"]
        document |= {"accessors": self._accessors, "bufferViews": self._views}
        document["buffers"] = [{"byteLength": len(self._binary)}]
        write_chunks(path, document, bytes(self._binary))

    def _view(self, content: bytes, view: dict[str, Any]) -> int:
        entry = {"buffer": 0, "byteOffset": len(self._binary), "byteLength": len(content)} | view
        extension = entry.get("extensions", {}).get("EXT_meshopt_compression")
        if extension:
            extension["byteOffset"] = len(self._binary)
        self._binary += content + bytes(-len(content) % 4)
        self._views.append(entry)
        return len(self._views) - 1

    def _compressed(self, content: bytes, packing: dict[str, Any], filtered: str) -> dict[str, Any]:
        extension = {"buffer": 0, "byteLength": len(content), "filter": filtered} | packing
        length = packing["byteStride"] * packing["count"]
        return {"buffer": 1, "byteLength": length, "extensions": {"EXT_meshopt_compression": extension}}

    def _accessor(self, view: int, numbers: Any, kind: str, normalized: bool) -> int:
        component = self.TYPES[numbers.dtype.type]
        entry = {"bufferView": view, "componentType": component, "type": kind, "count": len(numbers)}
        self._accessors.append(entry | ({"normalized": True} if normalized else {}))
        return len(self._accessors) - 1


def write_chunks(path: Path, document: dict[str, Any], binary: bytes) -> None:
    """A GLB file of a JSON and a binary chunk."""
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    binary += bytes(-len(binary) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(binary), 0x004E4942) + binary
    path.write_bytes(struct.pack("<III", 0x46546C67, 2, 12 + len(chunks)) + chunks)
