import cv2
import numpy as np

from matting_rt.compositing.compositor import LayerCompositor
from matting_rt.compositing.shadow import darken, estimate_shadow
from matting_rt.config import CompositeConfig
from matting_rt.frame import FloatMap, Image, Matte

HEIGHT, WIDTH = 360, 640


def flat(level: int) -> Image:
    return np.full((HEIGHT, WIDTH, 3), level, np.uint8)


def striped_room() -> Image:
    """Dark and bright stripes, a texture that a ratio of pixels would show."""
    room = flat(51)
    room[:, np.arange(WIDTH) // 10 % 2 == 1] = 204
    return room


def standing_person() -> Image:
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[60:, 280:360] = 255
    return alpha


def shadowed(room: Image, share: float, columns: slice = slice(360, 420)) -> Image:
    image = room.copy()
    image[80:, columns] = np.rint(image[80:, columns] * (1 - share))
    return image


def full_size(shadow: FloatMap) -> FloatMap:
    enlarged: FloatMap = cv2.resize(shadow, (WIDTH, HEIGHT))
    return enlarged


def test_a_shadow_beside_the_person_is_found_as_deep_as_it_is() -> None:
    room = striped_room()
    shadow = full_size(estimate_shadow(shadowed(room, 0.4), room, standing_person()))
    assert 0.3 < shadow[200:300, 375:405].mean() < 0.45
    assert shadow[:, :200].max() == 0


def test_the_shadow_knows_nothing_of_the_texture_of_the_room() -> None:
    striped, plain = (
        estimate_shadow(shadowed(room, 0.4), room, standing_person()) for room in (striped_room(), flat(128))
    )
    assert np.abs(striped - plain).mean() < 0.005
    assert plain.max() > 0.3


def test_noise_and_a_little_less_light_are_no_shadow() -> None:
    room = striped_room()
    noise = np.random.default_rng(1).normal(0, 5, room.shape)
    image = np.clip(np.rint(room * 0.98 + noise), 0, 255).astype(np.uint8)
    assert estimate_shadow(image, room, standing_person()).max() < 0.01


def test_a_brighter_room_is_no_shadow() -> None:
    room = striped_room()
    image = np.minimum(room * 1.2, 255).astype(np.uint8)
    assert estimate_shadow(image, room, standing_person()).max() == 0


def test_what_changed_its_colour_is_no_shadow() -> None:
    room = striped_room()
    image = room.copy()
    image[80:, 360:420, 0] = np.rint(image[80:, 360:420, 0] * 0.4)
    assert estimate_shadow(image, room, standing_person()).max() < 0.02


def test_what_darkens_far_from_the_person_is_not_their_shadow() -> None:
    room = striped_room()
    assert estimate_shadow(shadowed(room, 0.4, slice(0, 80)), room, standing_person()).max() < 0.01


def test_black_and_white_rooms_give_numbers() -> None:
    for level in (0, 255):
        assert estimate_shadow(flat(level), flat(level), standing_person()).max() == 0


def test_a_picture_is_darkened_where_the_shadow_falls_and_nowhere_else() -> None:
    shadow = np.zeros((36, 64), np.float32)
    shadow[10:30, 20:40] = 0.37
    picture = np.random.default_rng(2).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    expected = picture * (1 - full_size(shadow).astype(np.float64))[..., np.newaxis]
    before = picture.copy()
    darken(picture, shadow)
    np.testing.assert_allclose(picture, expected, atol=1.5)
    np.testing.assert_array_equal(picture[:, :180], before[:, :180])


def test_the_shadow_darkens_the_backdrop_and_follows_the_person() -> None:
    room = striped_room()
    matte = Matte(standing_person(), flat(230))
    still, mirrored, moved = (
        LayerCompositor(config).compose(matte, flat(204), shadowed(room, 0.4), room)[..., 0].astype(int)
        for config in (
            CompositeConfig(shadow=True),
            CompositeConfig(shadow=True, mirror=True),
            CompositeConfig(shadow=True, person_x=0.25),
        )
    )
    assert still[200:300, 375:405].mean() < 153
    np.testing.assert_array_equal(mirrored, still[:, ::-1])
    np.testing.assert_allclose(moved[200, 540:560], still[200, 380:400], atol=4)
    assert still.max() == 230
