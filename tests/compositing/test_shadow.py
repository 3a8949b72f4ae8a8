import torch
from torch import Tensor

from matting_rt.compositing.compositor import Compositor
from matting_rt.compositing.shadow import estimate_shadow
from matting_rt.config import CompositeConfig
from matting_rt.tensors import Matte

HEIGHT, WIDTH = 360, 640


def striped_room() -> Tensor:
    """Black and white stripes, a texture that a ratio of pixels would show."""
    stripes = 0.2 + 0.6 * (torch.arange(WIDTH) // 10 % 2)
    return stripes.expand(1, 3, HEIGHT, WIDTH).contiguous()


def standing_person() -> Tensor:
    pha = torch.zeros(1, 1, HEIGHT, WIDTH)
    pha[..., 60:, 280:360] = 1
    return pha


def shadowed(room: Tensor, share: float, columns: slice = slice(360, 420)) -> Tensor:
    src = room.clone()
    src[..., 80:, columns] *= 1 - share
    return src


def full_size(shadow: Tensor) -> Tensor:
    return torch.nn.functional.interpolate(shadow, size=(HEIGHT, WIDTH), mode="bilinear")[0, 0]


def test_a_shadow_beside_the_person_is_found_as_deep_as_it_is() -> None:
    room = striped_room()
    shadow = full_size(estimate_shadow(shadowed(room, 0.4), room, standing_person()))
    assert 0.3 < shadow[200:300, 375:405].mean() < 0.45
    assert shadow[:, :200].max() == 0


def test_the_shadow_knows_nothing_of_the_texture_of_the_room() -> None:
    striped, plain = striped_room(), torch.full((1, 3, HEIGHT, WIDTH), 0.5)
    shadows = [estimate_shadow(shadowed(room, 0.4), room, standing_person()) for room in (striped, plain)]
    assert (shadows[0] - shadows[1]).abs().mean() < 0.005
    assert shadows[1].max() > 0.3


def test_noise_and_a_little_less_light_are_no_shadow() -> None:
    room, generator = striped_room(), torch.Generator().manual_seed(1)
    src = (room * 0.98 + torch.randn(room.shape, generator=generator) * 0.02).clamp(0, 1)
    assert estimate_shadow(src, room, standing_person()).max() < 0.01


def test_a_brighter_room_is_no_shadow() -> None:
    room = striped_room()
    assert estimate_shadow(room * 1.3, room, standing_person()).max() == 0


def test_what_changed_its_colour_is_no_shadow() -> None:
    room = striped_room()
    src = room.clone()
    src[:, 0, 80:, 360:420] *= 0.4
    assert estimate_shadow(src, room, standing_person()).max() < 0.02


def test_what_darkens_far_from_the_person_is_not_their_shadow() -> None:
    room = striped_room()
    assert estimate_shadow(shadowed(room, 0.4, slice(0, 80)), room, standing_person()).max() < 0.01


def test_black_and_white_rooms_give_numbers() -> None:
    for level in (0.0, 1.0):
        room = torch.full((1, 3, HEIGHT, WIDTH), level)
        assert estimate_shadow(room, room, standing_person()).max() == 0


def test_the_shadow_darkens_the_backdrop_and_follows_the_person() -> None:
    room, pha = striped_room(), standing_person()
    src, tgt = shadowed(room, 0.4), torch.full((1, 3, HEIGHT, WIDTH), 0.8)
    matte = Matte(torch.full((1, 3, HEIGHT, WIDTH), 0.9), pha)
    still, mirrored, moved = (
        Compositor(config).compose(matte, tgt, src, room)[0, 0]
        for config in (
            CompositeConfig(shadow=True),
            CompositeConfig(shadow=True, mirror=True),
            CompositeConfig(shadow=True, person_x=0.25),
        )
    )
    assert still[200:300, 375:405].mean() < 0.6
    torch.testing.assert_close(mirrored, still.flip(-1), atol=1e-4, rtol=0)
    torch.testing.assert_close(moved[200, 540:560], still[200, 380:400], atol=0.02, rtol=0)
    assert still.max() <= 0.9 + 1e-6
