"""Skeletons and poses: hands go where they are told, and nothing bends further than a human does."""

from collections.abc import Mapping

import numpy as np
import pytest

from tests.training.data.avatars.tiny_human import JOINTS
from training.data.avatars import gestures
from training.data.avatars.poses import HEAD_LIMITS, Arm, Pose, between, curls, triple, turns_of
from training.data.avatars.skeleton import Floats, Skeleton, rotation

NAMES = list(JOINTS)
SKELETON = Skeleton(
    NAMES,
    [NAMES.index(parent) if parent else -1 for parent, _ in JOINTS.values()],
    np.array([place for _, place in JOINTS.values()], np.float32),
)
REST = Arm(triple(0.1, -0.95, 0.05), triple(0.3, 0, -1), triple(-1, 0, 0))
ARM_M = 0.52


def standing(**changes: object) -> Pose:
    still = np.zeros(3, np.float32)
    values = {"torso": still, "head": still, "left": REST, "right": REST, "legs": np.zeros((2, 3), np.float32)}
    return Pose(**(values | changes))


def places_of(matrices: Floats) -> Mapping[str, Floats]:
    moved = np.einsum("jik,jk->ji", matrices[:, :, :3], SKELETON.rest) + matrices[:, :, 3]
    return dict(zip(NAMES, moved, strict=True))


def places_in(pose: Pose) -> Mapping[str, Floats]:
    return places_of(SKELETON.bend(turns_of(pose, SKELETON), np.zeros(3, np.float32)))


def angle(first: Floats, second: Floats) -> float:
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    return float(np.arccos(np.clip(cosine, -1, 1)))


def test_a_skeleton_that_is_not_turned_rests() -> None:
    matrices = SKELETON.bend({}, np.zeros(3, np.float32))
    np.testing.assert_allclose(matrices, np.tile(np.eye(3, 4, dtype=np.float32), (len(NAMES), 1, 1)), atol=1e-6)


def test_what_hangs_on_a_joint_turns_with_it() -> None:
    places = places_of(SKELETON.bend({"LeftArm": rotation((0, 0, 1), -np.pi / 2)}, triple(0, 0, 1)))
    np.testing.assert_allclose(places["LeftHand"], (0.18, 1.4 - ARM_M, 1), atol=1e-5)
    np.testing.assert_allclose(places["RightHand"], (-0.7, 1.4, 1), atol=1e-5)


@pytest.mark.parametrize("wrist", [(0.3, 0.2, 0.6), (-0.3, -0.3, 0.5), (0.1, 0.8, 0.1)])
def test_a_hand_goes_where_it_is_told_on_either_side(wrist: tuple[float, float, float]) -> None:
    arm = Arm(triple(*wrist), triple(0.6, -1, 0), triple(0, 0, 1))
    places = places_in(standing(left=arm, right=arm))
    np.testing.assert_allclose(places["LeftHand"] - places["LeftArm"], ARM_M * triple(*wrist), atol=1e-4)
    mirrored = triple(-wrist[0], *wrist[1:])
    np.testing.assert_allclose(places["RightHand"] - places["RightArm"], ARM_M * mirrored, atol=1e-4)


def test_a_hand_told_to_go_too_far_is_stretched_for() -> None:
    arm = Arm(triple(0, 0, 3), triple(0, -1, 0), triple(0, -1, 0))
    places = places_in(standing(left=arm))
    reach = places["LeftHand"] - places["LeftArm"]
    assert 0.97 * ARM_M < reach[2] <= ARM_M
    np.testing.assert_allclose(reach[:2], 0, atol=1e-4)


def test_a_hand_told_to_go_into_its_shoulder_leaves_the_elbow_as_far_bent_as_elbows_go() -> None:
    places = places_in(standing(left=Arm(triple(0, 0, 0.01), triple(1, -1, 0), triple(0, -1, 0))))
    assert angle(places["LeftArm"] - places["LeftForeArm"], places["LeftHand"] - places["LeftForeArm"]) > 0.55


def test_an_elbow_points_where_it_is_told() -> None:
    places = places_in(standing(left=Arm(triple(0, -0.5, 0.4), triple(1, 0, 0), triple(-1, 0, 0))))
    assert places["LeftForeArm"][0] > places["LeftArm"][0] + 0.1


def test_heads_turned_too_far_stop_at_their_limit() -> None:
    turned = turns_of(standing(head=triple(0, 3, 0)), SKELETON)
    forward = turned["Neck"] @ turned["Head"] @ triple(0, 0, 1)
    assert angle(forward, triple(0, 0, 1)) == pytest.approx(HEAD_LIMITS[1], abs=1e-3)


def test_knees_bend_to_the_back_only() -> None:
    bent = places_in(standing(legs=np.array([[0, 0, 1.2], [0, 0, -1.2]], np.float32)))
    assert bent["LeftFoot"][2] < bent["LeftLeg"][2] - 0.1
    assert bent["RightFoot"][2] == pytest.approx(bent["RightLeg"][2], abs=1e-4)


def test_every_gesture_leaves_bones_as_long_as_they_are_and_elbows_within_their_limits() -> None:
    draws = np.random.default_rng(1)
    lengths = {
        name: np.linalg.norm(np.subtract(place, JOINTS[parent][1]))
        for name, (parent, place) in JOINTS.items()
        if parent
    }
    for number in range(150):
        places = places_in(gestures.draw_pose(draws, stands=number % 2 == 0))
        for name, length in lengths.items():
            assert np.linalg.norm(places[name] - places[JOINTS[name][0]]) == pytest.approx(length, abs=1e-4)
        for side in ("Left", "Right"):
            elbow = places[f"{side}ForeArm"]
            assert 0.55 < angle(places[f"{side}Arm"] - elbow, places[f"{side}Hand"] - elbow) < np.pi


def test_hands_are_kept_out_of_the_chest() -> None:
    draws = np.random.default_rng(2)
    inside = 0
    for _ in range(300):
        pose = gestures.draw_pose(draws, stands=True)
        places = places_in(standing(left=pose.left, right=pose.right))
        for hand in (places["LeftHand"], places["RightHand"]):
            inside += bool(abs(hand[0]) < 0.12 and abs(hand[2]) < 0.07 and 1.0 < hand[1] < 1.4)
    assert inside == 0


def test_a_pose_on_its_way_lies_between_its_ends() -> None:
    start, end = standing(heading=0.0), standing(heading=1.0, left=Arm(triple(1, 0, 0), triple(0, 0, 0), REST.palm))
    middle = between(start, end, 0.25)
    assert middle.heading == 0.25
    np.testing.assert_allclose(middle.left.wrist, 0.75 * REST.wrist + 0.25 * triple(1, 0, 0))


def test_fingers_take_one_curl_or_five() -> None:
    assert curls(0.5).tolist() == [0.5] * 5
    assert curls(0, 0.25, 0.5, 0.75, 1).tolist() == [0, 0.25, 0.5, 0.75, 1]


def test_faces_draw_known_moods_within_their_range() -> None:
    draws = np.random.default_rng(3)
    faces = [gestures.draw_face(draws) for _ in range(200)]
    assert any(not face for face in faces)
    assert any("reyeclose" in face for face in faces)
    assert all(0 <= share <= 1.9 for face in faces for share in face.values())
