"""Benchmarks as papers use them, in the folders in which their authors publish them, a few thumbs large."""

from pathlib import Path

import numpy as np
import pytest
import torch

from matting_rt.errors import MattingError, SourceFormatError, UsageError
from matting_rt.frame import FrameSize
from matting_rt.tensors import to_tensor
from tests.training.data.trees import (
    SIZE,
    SKIN,
    VIDEO_SIZE,
    make_tree,
    person,
    plain,
    trimap,
    video,
    write,
    write_paths,
)
from training.data.estimate import to_jobs
from training.data.listing import list_part, list_set
from training.data.paths import load_paths
from training.data.picture_files import read_cutout
from training.data.registry import BACKGROUNDS_EACH, BENCHMARKS, CLIP_SIZE_PX, REGISTRY, Part
from training.data.settings import Split
from training.evaluate import parse_arguments
from training.evaluation_benchmarks import MADE_PLATES, BenchmarkScenes, open_benchmark
from training.evaluation_sets import Shown, Wanted
from training.metrics import trimap_region
from training.models import UNKNOWN_GREY

SETS = ("p3m10k", "aim500", "photomatte85", "distinctions646", "adobe", "videomatte240k", "backgrounds")
COUNTS = {
    "P3M-500-P": 2,
    "P3M-500-NP": 2,
    "AIM-500": 7,
    "P3M-500-P-composites": 2 * BACKGROUNDS_EACH,
    "P3M-500-NP-composites": 2 * BACKGROUNDS_EACH,
    "AIM-500-composites": 7 * BACKGROUNDS_EACH,
    "PhotoMatte85-composites": 7 * BACKGROUNDS_EACH,
    "Distinctions-646-composites": BACKGROUNDS_EACH,
    "Adobe-composites": BACKGROUNDS_EACH,
    "VideoMatte240K-composites": BACKGROUNDS_EACH,
    "VideoMatte240K-static": 1,
    "VideoMatte240K-motion": 1,
}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All of them; what is estimated in use is skin here."""
    folder = tmp_path_factory.mktemp("benchmarks")
    roots = {name: make_tree(name, folder / name) for name in (*SETS, "videomatte240k-composed")}
    for benchmark in BENCHMARKS.values():
        if benchmark.name in ("P3M-500-P-composites", "P3M-500-NP-composites", "AIM-500-composites"):
            root = roots[benchmark.path]
            listing = list_part(REGISTRY[benchmark.path], root, Part(benchmark.folders), Split.VALID)
            for job in to_jobs(listing, root, folder / "cache"):
                write(job.result, plain(SIZE, SKIN))
    file = write_paths(folder, **roots)
    own = folder / "own"
    for index in range(7):  # two of them are kept from training
        write(own / f"{index}.png", np.dstack([plain(SIZE, SKIN), person(SIZE, index)]))
    file.write_text(f'{file.read_text()}\n[mine]\nforegrounds = "{own}"\n')
    return str(file)


def wanted(paths: str, seed: int = 1) -> Wanted:
    return Wanted(FrameSize(64, 64), seed, backgrounds="backgrounds", data_paths=paths)


def show(name: str, paths: str, index: int = 0, seed: int = 1) -> list[Shown]:
    return list(open_benchmark(name, wanted(paths, seed)).frames(index))


def test_every_benchmark_is_tried_here() -> None:
    assert COUNTS.keys() == BENCHMARKS.keys()


def test_the_page_names_every_benchmark_in_its_table_and_in_an_example() -> None:
    text = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    table = text.partition("| `--benchmark` |")[2].partition("\n\n")[0]
    assert all(f"`{name}`" in table for name in BENCHMARKS)
    lines = [line for line in text.replace("\\\n", "").splitlines() if "-m training.evaluate" in line]
    asked = [parse_arguments(line.split()[3:]).benchmark for line in lines if line.startswith(".venv")]
    shown = {BENCHMARKS[name].path for names in asked for name in names if name in BENCHMARKS}
    assert shown == {benchmark.path for benchmark in BENCHMARKS.values()}


@pytest.mark.parametrize("name", [*BENCHMARKS, "mine"])
def test_a_scene_follows_from_its_number_alone_and_shows_all_of_its_picture(paths: str, name: str) -> None:
    scenes = open_benchmark(name.lower(), wanted(paths))
    assert scenes.count == COUNTS.get(name, 2 * BACKGROUNDS_EACH)
    last = scenes.count - 1
    list(scenes.frames(0))
    shown = list(scenes.frames(last))
    for first, again in zip(shown, show(name, paths, last), strict=True):
        assert tuple(first.pairs) == scenes.plates
        for plate, pair in first.pairs.items():
            assert torch.equal(pair.src, again.pairs[plate].src)
            assert torch.equal(pair.bgr, again.pairs[plate].bgr)
            size = VIDEO_SIZE if "Video" in name else SIZE
            assert pair.src.shape == pair.bgr.shape == (1, 3, size.height, size.width)
            assert pair.true_pha.max() > 0.99
    errors = shown[-1].truth().errors(pair.true_pha[0, 0].numpy(), pair.true_fgr[0].numpy())
    assert errors["mad"] == errors["trimap_mad"] == 0


@pytest.mark.parametrize("name", ["P3M-500-P", "P3M-500-NP", "AIM-500"])
def test_of_photographs_nothing_is_known_but_their_own_trimaps_count(paths: str, name: str) -> None:
    scenes = open_benchmark(name, wanted(paths))
    assert "trimaps: the set's own; photographs as they are, and no plate" in scenes.about
    all_shown = [shown for index in range(scenes.count) for shown in scenes.frames(index)]
    lefts = [int(shown.pairs["none"].true_pha[0, 0, SIZE.height // 3].argmax()) for shown in all_shown]
    assert len(set(lefts)) == scenes.count
    assert name != "AIM-500" or lefts != sorted(lefts)  # so that the first few are a sample
    shown = all_shown[np.argsort(lefts)[1]]
    pair = shown.pairs["none"]
    assert not pair.known.any()
    assert (pair.bgr == UNKNOWN_GREY).all()
    assert np.array_equal(shown.unknown, trimap(person(SIZE, 1)) == 128)
    assert np.isnan(shown.truth().errors(pair.true_pha[0, 0].numpy(), pair.src[0].numpy())["fgr_mse"])


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name.endswith("composites")])
def test_a_composite_is_the_foreground_before_its_plate(paths: str, name: str) -> None:
    for shown in show(name, paths, 3):
        exact, perturbed = (shown.pairs[plate] for plate in MADE_PLATES)
        composite = exact.true_fgr * exact.true_pha + exact.bgr * (1 - exact.true_pha)
        assert (exact.src - composite).abs().max() < 1e-5
        assert torch.equal(exact.src, perturbed.src)
        assert 0.001 < (perturbed.bgr - exact.bgr).abs().mean() < 0.15
        skin = torch.tensor(SKIN).view(1, 3, 1, 1) / 255
        assert (
            (exact.true_fgr - skin).abs() * exact.true_pha
        ).max() < 0.05  # nothing of the wall behind the photograph


def test_each_picture_is_seen_before_five_backgrounds_first_all_pictures_once(paths: str) -> None:
    scenes = open_benchmark("P3M-500-NP-composites", wanted(paths))
    seen = [next(scenes.frames(index)).pairs["exact"] for index in range(scenes.count)]
    assert len(seen) == 2 * BACKGROUNDS_EACH
    assert all(torch.equal(pair.true_pha, seen[index % 2].true_pha) for index, pair in enumerate(seen))
    assert not torch.equal(seen[0].true_pha, seen[1].true_pha)
    # of the seven backgrounds every sixth is kept for validation
    assert len({pair.bgr.sum().item() for pair in seen[::2]}) == 2


def test_a_set_of_ones_own_is_measured_on_what_is_kept_from_training(paths: str) -> None:
    scenes = open_benchmark("mine", wanted(paths))
    measured = {
        bytes(shown.pairs["exact"].true_pha[0, 0].numpy())
        for index in range(scenes.count)
        for shown in scenes.frames(index)
    }
    data_set, root = load_paths(paths).locate("mine")
    kept, trained = (list_set(data_set, root, split) for split in (Split.VALID, Split.TRAIN))
    assert len(kept) == 2
    assert measured == {alpha_of(kept.colour(index)) for index in range(2)}
    assert not measured & {alpha_of(trained.colour(index)) for index in range(len(trained))}


def alpha_of(path: Path) -> bytes:
    return bytes(to_tensor(read_cutout(path)[1][..., None])[0, 0].numpy())


def test_another_seed_perturbs_plates_otherwise(paths: str) -> None:
    first, other = (show("Adobe-composites", paths, seed=seed)[0].pairs for seed in (1, 2))
    assert torch.equal(first["exact"].bgr, other["exact"].bgr)
    assert not torch.equal(first["perturbed"].bgr, other["perturbed"].bgr)


def test_a_clip_keeps_its_plate_and_a_published_one_that_of_its_first_frame(paths: str) -> None:
    for name in ("VideoMatte240K-composites", "VideoMatte240K-static", "VideoMatte240K-motion"):
        shown = show(name, paths)
        assert len(shown) == (4 if "composites" in name else 3)
        for plate in shown[0].pairs:
            assert all(torch.equal(each.pairs[plate].bgr, shown[0].pairs[plate].bgr) for each in shown)
        pair = shown[-1].pairs[plate]
        behind = (pair.true_pha == 0).expand_as(pair.src)
        moved = (pair.src - pair.bgr)[behind].abs().max() > 0.2
        assert moved == (name == "VideoMatte240K-motion")


def test_the_videos_of_the_hd_set_are_read_and_no_more_than_a_hundred_frames(
    paths: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alphas = [person(VIDEO_SIZE, 4 * frame) for frame in range(5)]
    video(tmp_path / "set" / "test" / "fgr" / "0000.mp4", [plain(VIDEO_SIZE, SKIN)] * 5)
    video(tmp_path / "set" / "test" / "pha" / "0000.mp4", [np.repeat(alpha[..., None], 3, 2) for alpha in alphas])
    make_tree("backgrounds", tmp_path / "walls")
    file = write_paths(tmp_path, videomatte240k=tmp_path / "set", backgrounds=tmp_path / "walls")
    shown = show("VideoMatte240K-composites", str(file))
    assert len(shown) == 5
    for each, alpha in zip(shown, alphas, strict=True):
        assert np.abs(each.pairs["exact"].true_pha[0, 0].numpy() - alpha / 255).max() < 0.03
    monkeypatch.setattr("training.evaluation_benchmarks.CLIP_FRAMES", 2)
    assert len(show("VideoMatte240K-composites", str(file))) == 2
    monkeypatch.setattr("training.evaluation_benchmarks.CLIP_SIZE_PX", (VIDEO_SIZE.width // 2, CLIP_SIZE_PX[1]))
    assert show("VideoMatte240K-composites", str(file))[0].pairs["exact"].src.shape[2:] == (36, 64)
    video(tmp_path / "set" / "test" / "pha" / "0000.mp4", [plain(VIDEO_SIZE, SKIN)])
    with pytest.raises(SourceFormatError, match="have different numbers of frames"):
        show("VideoMatte240K-composites", str(file))


def test_without_trimaps_they_are_made_and_foregrounds_in_two_folders_are_found_too(tmp_path: Path) -> None:
    write(tmp_path / "set" / "fgr" / "a.png", plain(SIZE, SKIN))
    write(tmp_path / "set" / "pha" / "a.png", person(SIZE))
    make_tree("backgrounds", tmp_path / "walls")
    file = write_paths(tmp_path, photomatte85=tmp_path / "set", backgrounds=tmp_path / "walls")
    scenes = open_benchmark("PhotoMatte85-composites", wanted(str(file)))
    assert scenes.about.startswith("1 of 85 pictures; trimaps: made from the alphas; foregrounds before 5 backgrounds")
    (shown,) = scenes.frames(0)
    assert shown.unknown is None
    pha = shown.pairs["exact"].true_pha[0, 0].numpy()
    pred = np.where(trimap_region(pha), pha, 1 - pha)
    errors = shown.truth().errors(pred, shown.pairs["exact"].true_fgr[0].numpy())
    assert errors["trimap_mad"] == 0 < errors["mad"]


def refused(name: str, given: Wanted) -> str:
    with pytest.raises(MattingError) as caught:
        open_benchmark(name, given)
    return str(caught.value)


def test_what_is_missing_is_said_in_one_line(paths: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no benchmark is called 'P3M'; choose from P3M-500-P, P3M-500-NP"):
        open_benchmark("P3M", wanted(paths))
    bare = Wanted(FrameSize(64, 64), 1, data_paths=paths)
    assert "give --background-dataset NAME, or --photos DIR" in refused("PhotoMatte85-composites", bare)
    make_tree("backgrounds", tmp_path / "walls")
    (tmp_path / "empty").mkdir()
    photographs = make_tree("aim500", tmp_path / "aim")
    sets = {"p3m10k": tmp_path / "none", "videomatte240k": tmp_path / "empty", "aim500": photographs}
    given = wanted(str(write_paths(tmp_path, **sets, backgrounds=tmp_path / "walls")))
    assert "there is no folder" in refused("P3M-500-NP", given)
    assert "has no folder test/fgr/" in refused("VideoMatte240K-composites", given)
    assert "run python -m training.data.estimate aim500" in refused("AIM-500-composites", given)
    assert "gives no path for videomatte240k-composed" in refused("VideoMatte240K-static", given)
    (tmp_path / "empty" / "test" / "fgr" / "0000").mkdir(parents=True)
    assert "has no test/pha/0000" in refused("VideoMatte240K-composites", given)


def test_a_trimap_of_another_size_is_named(tmp_path: Path) -> None:
    root = make_tree("aim500", tmp_path / "aim")
    write(root / "trimap" / "p_0000.png", np.zeros((8, 8), np.uint8))
    scenes: BenchmarkScenes = open_benchmark("AIM-500", wanted(str(write_paths(tmp_path, aim500=root))))
    with pytest.raises(SourceFormatError, match=r"p_0000\.png has another size than its alpha or trimap"):
        [list(scenes.frames(index)) for index in range(scenes.count)]
