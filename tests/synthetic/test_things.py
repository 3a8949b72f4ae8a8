"""Things that come, go and move, and things that people hold."""

from dataclasses import replace

import torch
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import ClipDraws, Draws
from matting_rt.synthetic.furniture import furnish
from matting_rt.synthetic.pairs import TRAINED, PairSampler
from matting_rt.synthetic.scenes import WEBCAM
from matting_rt.synthetic.sensor import add_bands, add_chroma_noise, code_video, draw_gains
from matting_rt.synthetic.shadows import cast_shadows
from matting_rt.synthetic.things import hold, place_furniture, rearrange


def disc(batch: int, x: float, y: float, radius: float, height: int = 60, width: int = 80) -> Tensor:
    """Layers (batch, 4, H, W): a red disc."""
    down, across = torch.meshgrid(torch.arange(height) / height, torch.arange(width) / height, indexing="ij")
    alpha = (((across - x) ** 2 + (down - y) ** 2).sqrt() < radius).float().expand(batch, 1, height, width)
    return torch.cat([torch.tensor([1.0, 0, 0]).view(1, 3, 1, 1) * alpha, alpha], 1)


def test_rooms_change_between_plate_and_frame() -> None:
    room = torch.full((40, 3, 60, 80), 0.5)
    now, before = rearrange(Draws(1), room, disc(20, 0.6, 0.5, 0.1))
    differs = (now - before).abs().amax((1, 2, 3)) > 0.1
    assert differs.float().mean() > 0.9
    has_disc = [((picture[:20, 0] - picture[:20, 1]) > 0.5).flatten(1).any(1) for picture in (now, before)]
    assert (has_disc[0] & ~has_disc[1]).any(), "some have come"
    assert (has_disc[1] & ~has_disc[0]).any(), "some have gone"
    assert (has_disc[0] & has_disc[1]).any(), "some stand elsewhere"


def test_what_has_just_come_mostly_keeps_clear_of_people() -> None:
    room, things = torch.full((200, 3, 60, 80), 0.5), disc(200, 0.6, 0.5, 0.1)
    near, far = disc(200, 0.6, 0.7, 0.2)[:, 3:], disc(200, 1.2, 0.8, 0.1)[:, 3:]

    def share_that_came(people: Tensor) -> float:
        now, before = rearrange(Draws(1), room, things, people)
        has_disc = [((picture[:, 0] - picture[:, 1]) > 0.5).flatten(1).any(1) for picture in (now, before)]
        return float((has_disc[0] & ~has_disc[1]).float().mean())

    assert share_that_came(far) > 0.2
    assert share_that_came(near) < 0.15


def test_a_room_is_given_furniture_that_its_plate_shows_too() -> None:
    room = torch.full((12, 3, 60, 80), 0.5)
    furnished = place_furniture(Draws(5), room)
    changed = (furnished - room).abs().amax(1) > 0.05
    assert (changed.flatten(1).any(1)).float().mean() > 0.8
    painter = PairSampler(FrameSize(80, 60), seed=3, mix=replace(TRAINED, rearranged=0.0, standing=1.0))
    now, before = painter.rearrange(room, torch.zeros(12, 1, 60, 80))
    assert ((now - room).abs().amax((1, 2, 3)) > 0.05).float().mean() > 0.8
    assert torch.equal(now, before)


def test_what_is_held_touches_its_person_and_belongs_to_them() -> None:
    people = disc(30, 0.4, 0.6, 0.2, 180, 240)
    held = hold(Draws(2), people, disc(30, 0.9, 0.2, 0.15, 180, 240))
    assert (held[:, 3] >= people[:, 3] - 1e-4).all()
    grown = (held[:, 3:] - people[:, 3:]).sum((1, 2, 3)) > 0
    assert grown.float().mean() > 0.2
    beside = torch.nn.functional.max_pool2d(people[:, 3:], 3, 1, 1)
    added = ((held[:, 3:] > 0.5) & (people[:, 3:] < 0.5)).float()
    assert ((added * beside).sum((1, 2, 3))[grown] > 0).float().mean() > 0.8


def test_nobody_holds_nothing_and_a_clip_keeps_its_object() -> None:
    nobody = torch.zeros(4, 4, 60, 80)
    assert torch.equal(hold(Draws(3), nobody, disc(2, 0.5, 0.5, 0.2))[:, 3:], nobody[:, 3:])
    green = disc(2, 0.9, 0.2, 0.15)[:, [1, 0, 2, 3]]
    held = hold(Draws(3), disc(4, 0.4, 0.6, 0.2), green)
    assert torch.equal(held[0], held[1])
    assert not torch.equal(held[0], held[2])


def test_shadows_darken_alone_and_stay_through_a_clip() -> None:
    room, pha = torch.full((8, 3, 60, 80), 0.8), disc(8, 0.5, 0.5, 0.2)[:, 3:]
    shadowed = cast_shadows(ClipDraws(5, "cpu", 2), room, pha)
    assert (shadowed <= room).all()
    assert shadowed.min() < 0.7
    assert torch.equal(shadowed[::2], shadowed[1::2])


def test_some_shadows_have_hard_edges() -> None:
    room, pha = torch.ones(40, 3, 60, 80), disc(40, 0.6, 0.5, 0.2)[:, 3:]
    shadowed = cast_shadows(Draws(4), room, pha)
    steps = (shadowed[..., 1:] - shadowed[..., :-1]).abs().amax((1, 2, 3))
    assert (steps > 0.2).any()
    assert (steps < 0.1).any()


def test_furniture_shines_and_leaves_some_rooms_as_they_are() -> None:
    room = torch.full((40, 3, 60, 80), 0.3)
    furnished = furnish(Draws(5), room)
    assert furnished.max() > 1
    assert (furnished == room).flatten(1).all(1).any()
    assert not (furnished == room).flatten(1).all(1).all()


def test_a_webcams_faults_are_small_and_keep_size_and_order() -> None:
    picture = torch.rand(2, 3, 33, 47).mul(0.2).add(0.4)
    for fault in (add_bands, add_chroma_noise, code_video):
        changed = fault(Draws(6), picture)
        assert changed.shape == picture.shape
        assert 0.0005 < (changed - picture).abs().mean() < 0.08
    plain = torch.tensor([0.9, 0.2, 0.1]).view(1, 3, 1, 1).expand(1, 3, 32, 48)
    assert (code_video(Draws(7), plain) - plain).abs().max() < 0.05


def test_most_pictures_are_exposed_as_they_are() -> None:
    gain, plate_gain = draw_gains(Draws(8), 300, 0.3)
    assert 0.6 < (gain == 1).float().mean() < 0.8
    assert torch.equal(gain == 1, plate_gain == 1)


def test_training_pairs_stay_in_range_at_any_size_and_number() -> None:
    for batch, size in ((1, FrameSize(34, 22)), (5, FrameSize(96, 64))):
        sampler = PairSampler(size, seed=9, mix=TRAINED, faults=WEBCAM)
        pair, again = sampler.sample(batch), PairSampler(size, seed=9, mix=TRAINED, faults=WEBCAM).sample(batch)
        for name in ("src", "bgr", "true_pha", "true_fgr", "known"):
            picture = getattr(pair, name)
            assert picture.shape[-2:] == (size.height, size.width)
            assert picture.min() >= 0
            assert picture.max() <= 1 + 1e-5
            assert torch.equal(picture, getattr(again, name))
