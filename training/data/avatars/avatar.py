"""A rigged human, read from a GLB file into the arrays that a renderer takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from training.data.avatars.glb import Glb
from training.data.avatars.skeleton import Floats, Skeleton


@dataclass(frozen=True, slots=True)
class Part:
    """Triangles that share a picture."""

    name: str
    """That of its mesh, lower case."""
    indices: NDArray[np.uint32]
    """(3 T,) into the avatar's vertices."""
    texture: NDArray[np.uint8]
    """(H, W, 3) RGB as displayed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A blend shape: how far some vertices go when it is fully on."""

    vertices: NDArray[np.int64]
    """(K,) into the avatar's vertices."""
    moves: Floats
    """(K, 3) metres."""


@dataclass(frozen=True, slots=True)
class Avatar:
    """A human in the resting pose, all meshes joined; axes and unit as in `skeleton`."""

    name: str
    skeleton: Skeleton
    positions: Floats
    """(N, 3)"""
    normals: Floats
    """(N, 3)"""
    texture_places: Floats
    """(N, 2) 0..1, the origin at the top left."""
    joints: NDArray[np.uint8]
    """(N, 4) into the skeleton."""
    weights: Floats
    """(N, 4), their sum is 1."""
    parts: Sequence[Part]
    shapes: Mapping[str, Sequence[Shape]]
    """By name, lower case without affixes: "mouthopen"; several meshes may move with one."""

    def with_face(self, shares: Mapping[str, float]) -> Floats:
        """(N, 3) resting positions with blend shapes on by `shares`; a shape that it lacks is passed over."""
        positions = self.positions.copy()
        for name, share in shares.items():
            for shape in self.shapes.get(name, ()):
                positions[shape.vertices] += share * shape.moves
        return positions

    def part_of(self, vertex_count_of: str) -> Part | None:
        """The first part whose name contains the text."""
        return next((part for part in self.parts if vertex_count_of in part.name), None)

    def held_by(self, *names: str) -> Floats:
        """(N,) 0..1, how much the joints with these names, and all that hangs on them, hold each vertex."""
        skeleton = self.skeleton
        held = np.zeros(len(skeleton.names), np.float32)
        for joint, (name, parent) in enumerate(zip(skeleton.names, skeleton.parents, strict=True)):
            held[joint] = name in names or (parent >= 0 and held[parent] > 0)
        result: Floats = (held[self.joints] * self.weights).sum(1)
        return result


def list_avatars(folder: Path, only: Sequence[str] = (), leave_out: Sequence[str] = ()) -> list[Path]:
    """The GLB files below a folder, by name: those of the people `only`, if any, without those of `leave_out`.

    Args:
        only, leave_out: beginnings of file names, up to an underscore: White_M_1 is White_M_1_Casual.glb, not
            White_M_12_Casual.glb.

    Raises:
        SourceNotFoundError: no such folder.
        SourceFormatError: no avatars in it, or none is left.
    """
    if not folder.is_dir():
        raise SourceNotFoundError(f"There is no folder {folder}; give one that holds avatars (.glb)")
    paths = sorted((path for path in folder.rglob("*.glb")), key=lambda path: path.name)
    if not paths:
        raise SourceFormatError(f"The folder {folder} holds no avatars (.glb)")
    left = [path for path in paths if (not only or _is_of(path, only)) and not _is_of(path, leave_out)]
    if not left:
        raise SourceFormatError(f"Every avatar of {folder} is left out; name others, or leave out fewer")
    return left


def _is_of(path: Path, names: Sequence[str]) -> bool:
    return any(f"{path.stem}_".startswith(f"{name}_") for name in names)


def load_avatar(path: Path) -> Avatar:
    """Read one.

    The skin must fit the resting joints, as exporters leave it: what the resting joints make of the skin is taken for
    the body.

    Raises:
        SourceNotFoundError, SourceFormatError: see `Glb`; no skin, or joints without which nobody can be posed lack.
    """
    glb = Glb(path)
    try:
        return _Reading(glb).avatar()
    except (KeyError, IndexError, ValueError) as error:
        raise SourceFormatError(f"{path} does not hold a rigged human that can be read: {error!r}") from error


class _Reading:
    """One pass over a file; it collects the arrays of all its meshes."""

    def __init__(self, glb: Glb) -> None:
        self._glb = glb
        nodes = glb.document.get("nodes", [])
        self._order, parents = _ordered(nodes)
        self._matrices = _rest_matrices(nodes, self._order, parents)
        place = {node: joint for joint, node in enumerate(self._order)}
        self._joint_of = place
        self.skeleton = Skeleton(
            [_plain_name(nodes[node].get("name", "")) for node in self._order],
            [place[parents[node]] if node in parents else -1 for node in self._order],
            np.stack([self._matrices[node][:3, 3] for node in self._order]).astype(np.float32),
        )
        self._columns: dict[str, list[NDArray[Any]]] = {key: [] for key in ("place", "normal", "uv", "joint", "weight")}
        self._parts: list[Part] = []
        self._shapes: dict[str, list[Shape]] = {}
        self._count = 0

    def avatar(self) -> Avatar:
        missing = self.skeleton.missing()
        if missing:
            raise SourceFormatError(f"{self._glb.path} lacks the joints {', '.join(missing)}; rename its rig's joints")
        for node in self._glb.document["nodes"]:
            if "mesh" in node and "skin" in node:
                self._take(self._glb.document["meshes"][node["mesh"]], self._glb.document["skins"][node["skin"]])
        if not self._parts:
            raise SourceFormatError(f"{self._glb.path} holds no skinned mesh")
        columns = {key: np.concatenate(values) for key, values in self._columns.items()}
        weights = columns["weight"].astype(np.float32)
        return Avatar(
            self._glb.path.stem,
            self.skeleton,
            columns["place"].astype(np.float32),
            columns["normal"].astype(np.float32),
            columns["uv"].astype(np.float32),
            columns["joint"].astype(np.uint8),
            weights / np.maximum(weights.sum(1, keepdims=True), 1e-6),
            self._parts,
            self._shapes,
        )

    def _take(self, mesh: dict[str, Any], skin: dict[str, Any]) -> None:
        inverse = self._glb.array(skin["inverseBindMatrices"]).reshape(-1, 4, 4).transpose(0, 2, 1)
        rest = np.stack([self._matrices[node] for node in skin["joints"]]) @ inverse
        joint_of = np.array([self._joint_of[node] for node in skin["joints"]])
        for primitive in mesh["primitives"]:
            attributes = {key: self._glb.array(index) for key, index in primitive["attributes"].items()}
            joints, weights = attributes["JOINTS_0"], attributes["WEIGHTS_0"].astype(np.float32)
            if not np.issubdtype(attributes["WEIGHTS_0"].dtype, np.floating):
                weights /= np.float32(np.iinfo(attributes["WEIGHTS_0"].dtype).max)
            blended = np.einsum("nk,nkij->nij", weights, rest[joints], optimize=True).astype(np.float32)
            turned = blended[:, :3, :3]
            local = attributes["POSITION"].astype(np.float32)
            normals = np.einsum("nij,nj->ni", turned, attributes["NORMAL"].astype(np.float32))
            self._columns["place"].append(np.einsum("nij,nj->ni", turned, local) + blended[:, :3, 3])
            self._columns["normal"].append(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9))
            self._columns["uv"].append(self._texture_places(primitive, attributes))
            self._columns["joint"].append(joint_of[joints])
            self._columns["weight"].append(weights)
            self._take_shapes(mesh, primitive, turned)
            self._take_part(mesh, primitive, len(local))
            self._count += len(local)

    def _texture_places(self, primitive: dict[str, Any], attributes: dict[str, NDArray[Any]]) -> Floats:
        places: Floats = attributes["TEXCOORD_0"].astype(np.float32)
        return places

    def _take_shapes(self, mesh: dict[str, Any], primitive: dict[str, Any], turned: Floats) -> None:
        names = mesh.get("extras", {}).get("targetNames", [])
        for name, target in zip(names, primitive.get("targets", ()), strict=False):
            if "POSITION" not in target:
                continue
            moves = self._glb.array(target["POSITION"]).astype(np.float32)
            moved = np.flatnonzero(np.abs(moves).max(1) > 0)
            metres = np.einsum("nij,nj->ni", turned[moved], moves[moved])
            self._shapes.setdefault(plain_shape(name), []).append(Shape(moved + self._count, metres))

    def _take_part(self, mesh: dict[str, Any], primitive: dict[str, Any], count: int) -> None:
        indices = self._glb.array(primitive["indices"]) if "indices" in primitive else np.arange(count)
        if len(indices) and int(indices.max()) >= count:
            raise SourceFormatError(f"{self._glb.path} is damaged: a triangle's vertex does not exist")
        texture = np.full((1, 1, 3), 200, np.uint8)
        if "material" in primitive:
            surface = self._glb.document["materials"][primitive["material"]].get("pbrMetallicRoughness", {})
            if "baseColorTexture" in surface:
                texture = self._glb.picture(surface["baseColorTexture"]["index"])
            elif "baseColorFactor" in surface:
                linear = np.clip(surface["baseColorFactor"][:3], 0, 1)
                texture = np.round(255 * linear ** (1 / 2.2)).astype(np.uint8).reshape(1, 1, 3)
        name = str(mesh.get("name", "")).lower()
        self._parts.append(Part(name, (indices + self._count).astype(np.uint32), texture))


def plain_shape(name: str) -> str:
    """ "h_expressions.MouthOpen_h" and "t_MouthOpen_h" are both "mouthopen"."""
    name = name.rpartition(".")[2].lower().removesuffix("_h")
    return name.removeprefix("t_").replace("_", "")


def _plain_name(name: str) -> str:
    """Without the prefix that Mixamo's exporter writes."""
    return name.rpartition(":")[2].removeprefix("mixamorig")


def _ordered(nodes: Sequence[dict[str, Any]]) -> tuple[list[int], dict[int, int]]:
    """The nodes with parents first, and each node's parent. Raises ValueError where they go round in a circle."""
    parents = {child: node for node, entry in enumerate(nodes) for child in entry.get("children", ())}
    order: list[int] = [node for node in range(len(nodes)) if node not in parents]
    for node in order:
        order.extend(nodes[node].get("children", ()))
    if len(order) != len(nodes):
        raise ValueError("its nodes are no tree")
    return order, parents


def _rest_matrices(
    nodes: Sequence[dict[str, Any]], order: Sequence[int], parents: Mapping[int, int]
) -> dict[int, NDArray[np.float64]]:
    """(4, 4) of each node, from its own space to the scene's."""
    matrices: dict[int, NDArray[np.float64]] = {}
    for node in order:
        local = _local_matrix(nodes[node])
        matrices[node] = matrices[parents[node]] @ local if node in parents else local
    return matrices


def _local_matrix(node: dict[str, Any]) -> NDArray[np.float64]:
    if "matrix" in node:
        return np.array(node["matrix"], np.float64).reshape(4, 4).T
    x, y, z, w = node.get("rotation", (0, 0, 0, 1))
    local = np.eye(4)
    local[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    local[:3, :3] *= np.array(node.get("scale", (1, 1, 1)))
    local[:3, 3] = node.get("translation", (0, 0, 0))
    return local
