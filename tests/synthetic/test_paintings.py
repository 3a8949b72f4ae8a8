import torch

from matting_rt.frame import FrameSize
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.synthetic.draws import Draws
from matting_rt.synthetic.figures import paint_figures
from matting_rt.synthetic.hair import splat, strands
from matting_rt.synthetic.objects import paint_objects
from matting_rt.synthetic.rooms import paint_rooms

SIZE = FrameSize(96, 72)


def test_rooms_differ_from_one_another_and_hold_detail() -> None:
    rooms = paint_rooms(Draws(1), 4, SIZE)
    assert rooms.shape == (4, 3, 72, 96)
    assert rooms.min() >= 0
    assert rooms.max() <= 1
    assert rooms.std((1, 2, 3)).min() > 0.02
    assert (rooms[0] - rooms[1]).abs().mean() > 0.02


def test_rooms_are_muted_rather_than_saturated() -> None:
    rooms = paint_rooms(Draws(2), 16, SIZE)
    chroma = rooms.amax(1) - rooms.amin(1)
    assert chroma.mean() < 0.2


def test_figures_have_solid_bodies_and_soft_edges() -> None:
    fgr, pha = paint_figures(Draws(3), 8, SIZE)
    assert fgr.shape == (8, 3, 72, 96)
    assert pha.shape == (8, 1, 72, 96)
    solid, soft = (pha > 0.99).float().mean(), ((pha > 0.02) & (pha < 0.98)).float().mean()
    assert solid > 0.05
    assert soft > 0.005


def test_single_hairs_are_thinner_than_a_pixel_and_leave_gaps_between_them() -> None:
    size, centre = FrameSize(320, 240), torch.tensor([[0.66, 0.4]])
    hair = strands(Draws(6), centre, torch.tensor([[0.1]]), torch.tensor([[0.25]]), size)[0, 0]
    thin = (hair > 0.05) & (hair < 0.95)
    assert thin.sum() > 5 * (hair >= 0.95).sum()
    grown = torch.nn.functional.max_pool2d((hair > 0.3).float()[None], 7, 1, 3)[0]
    assert ((hair < 0.05) & (grown > 0)).sum() > 500


def test_objects_are_sometimes_translucent() -> None:
    _, pha = paint_objects(Draws(4), 32, SIZE)
    plateau = pha.flatten(1).amax(1)
    assert (plateau > 0.99).any()
    assert ((plateau > 0.05) & (plateau < 0.9)).any()


def test_painting_on_any_size_works() -> None:
    for size in (FrameSize(64, 64), FrameSize(99, 61)):
        assert paint_figures(Draws(5), 1, size)[1].shape[-2:] == (size.height, size.width)
        assert paint_rooms(Draws(5), 1, size).shape[-2:] == (size.height, size.width)


def test_a_splatted_point_lands_where_it_should_and_keeps_its_weight() -> None:
    canvas = splat(torch.tensor([[3.25]]), torch.tensor([[5.5]]), torch.tensor([[2.0]]), 10, 10)
    assert torch.isclose(canvas.sum(), torch.tensor(2.0))
    assert torch.isclose(canvas[0, 0, 5, 3], torch.tensor(2 * 0.75 * 0.5))


def test_the_clip_moves_before_a_still_room() -> None:
    clip = SyntheticClip(FrameSize(160, 96), rate_fps=10, duration_s=0.5, seed=1)
    frames = list(clip.frames())
    assert len(frames) == 5
    plate = clip.plate()
    (first, first_alpha), (last, last_alpha) = frames[0], frames[-1]
    assert first.shape == plate.shape == (96, 160, 3)
    assert first_alpha.shape == (96, 160)
    assert abs(first_alpha.astype(int) - last_alpha.astype(int)).max() > 100
    outside = (first_alpha == 0) & (last_alpha == 0)
    assert abs(first.astype(int) - last.astype(int))[outside].mean() < 4
    assert abs(first.astype(int) - plate.astype(int))[outside].mean() < 15


def test_the_clip_is_the_same_each_time() -> None:
    first, second = (next(iter(SyntheticClip(FrameSize(160, 96), 10, 0.2, 1).frames()))[0] for _ in range(2))
    assert (first == second).all()
