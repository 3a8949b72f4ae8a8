"""Avatars: the same human from a plain and from a packed file, and which files are taken."""

from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from tests.training.data.avatars.tiny_human import JOINTS, write_human
from training.data.avatars.avatar import list_avatars, load_avatar, plain_shape


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_human_is_read_in_metres_whatever_the_axes_of_its_joints(tmp_path: Path, packed: bool) -> None:
    avatar = load_avatar(write_human(tmp_path / "somebody.glb", packed=packed))
    np.testing.assert_allclose(avatar.positions.min(0), (-0.88, 0, -0.1), atol=1e-3)
    np.testing.assert_allclose(avatar.positions.max(0), (0.88, 1.75, 0.1), atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(avatar.normals, axis=1), 1, atol=1e-3)
    np.testing.assert_allclose(avatar.weights.sum(1), 1, atol=1e-6)
    for name, (_, place) in JOINTS.items():
        np.testing.assert_allclose(avatar.skeleton.at(name), place, atol=1e-5)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_blend_shape_moves_its_vertices_by_its_share(tmp_path: Path, packed: bool) -> None:
    avatar = load_avatar(write_human(tmp_path / "somebody.glb", packed=packed))
    moved = avatar.with_face({"mouthopen": 0.5, "a shape of other avatars": 1}) - avatar.positions
    assert np.count_nonzero(np.abs(moved).max(1)) == 2
    np.testing.assert_allclose(moved.min(0), (0, -0.015, 0), atol=1e-4)


def test_a_joint_holds_with_what_hangs_on_it(tmp_path: Path) -> None:
    avatar = load_avatar(write_human(tmp_path / "somebody.glb"))
    held = avatar.held_by("LeftArm") > 0.5
    assert held.sum() == 3 * 24
    assert avatar.positions[held, 0].min() == pytest.approx(0.18, abs=1e-4)


def test_a_rig_that_cannot_be_posed_is_refused_by_its_joints(tmp_path: Path) -> None:
    joints = {name: entry for name, entry in JOINTS.items() if name not in ("LeftHand", "RightFoot")}
    with pytest.raises(SourceFormatError, match="lacks the joints LeftHand, RightFoot"):
        load_avatar(write_human(tmp_path / "stump.glb", joints=joints))


def test_people_are_left_out_by_name_with_all_their_dresses(tmp_path: Path) -> None:
    for name in ("White_M_1_Casual", "White_M_1_Busi", "White_M_12_Casual", "Black_F_1"):
        (tmp_path / f"{name}.glb").touch()
    left = [path.stem for path in list_avatars(tmp_path, leave_out=["White_M_1", "Black_F_1"])]
    assert left == ["White_M_12_Casual"]
    with pytest.raises(SourceFormatError, match="Every avatar"):
        list_avatars(tmp_path, leave_out=["White", "Black"])


def test_a_folder_without_avatars_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="holds no avatars"):
        list_avatars(tmp_path)
    with pytest.raises(SourceNotFoundError, match="There is no folder"):
        list_avatars(tmp_path / "nowhere")


def test_shapes_of_several_meshes_share_a_plain_name() -> None:
    assert plain_shape("h_expressions.MouthOpen_h") == plain_shape("t_MouthOpen_h") == "mouthopen"
