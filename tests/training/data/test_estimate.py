"""Estimating foregrounds: what the photograph's wall leaves behind, and that it can be stopped at any moment."""

import sys
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import ConfigError, SinkError, SourceNotFoundError
from tests.training.data.trees import SIZE, SKIN, make_tree, person, photograph, write, write_paths
from training.data import estimate as estimating
from training.data.estimate import estimate_all, estimated_listing, is_done, main, run_job, to_jobs
from training.data.listing import list_set
from training.data.picture_files import read_alpha, read_colours
from training.data.registry import REGISTRY
from training.data.settings import Split

DATA_SET = REGISTRY["p3m10k"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_tree("p3m10k", tmp_path / "set")


@pytest.mark.slow  # pymatting compiles itself
def test_soft_pixels_lose_the_colour_of_the_wall(tmp_path: Path, root: Path) -> None:
    pytest.importorskip("pymatting")
    listing = list_set(DATA_SET, root, Split.TRAIN)
    job = to_jobs(listing, root, tmp_path / "cache")[0]
    assert run_job(job) == ""
    assert job.result == tmp_path / "cache/foregrounds/p3m10k/train/blurred_image/p_0000.jpg"
    alpha = read_alpha(job.alpha)
    soft = (alpha > 60) & (alpha < 200)
    before, after = (
        np.abs(read_colours(path)[soft] - np.array(SKIN, float)).mean() for path in (job.photograph, job.result)
    )
    assert after < before / 4
    assert not list(job.result.parent.glob("*.part"))


@pytest.mark.slow  # pymatting compiles itself
def test_what_is_done_is_kept_and_what_its_photograph_outlived_is_done_again(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pymatting")
    file = str(write_paths(tmp_path, p3m10k=root))
    assert main(["p3m10k", "--data-paths", file, "--processes", "2"]) == 0
    assert "estimated 7 foregrounds, 0 were there" in capsys.readouterr().out  # those of benchmarks too, each once
    assert (tmp_path / "cache/foregrounds/p3m10k/validation/P3M-500-NP/original_image/p_0001.jpg").is_file()
    jobs = to_jobs(list_set(DATA_SET, root, Split.TRAIN), root, tmp_path / "cache")
    jobs[0].result.unlink()
    jobs[1].result.write_bytes(jobs[1].result.read_bytes()[:100])
    write(jobs[2].photograph, photograph(person(SIZE, 20)))
    assert [is_done(job) for job in jobs] == [False, False, False]
    assert estimate_all(jobs, processes=1) == 3
    assert all(map(is_done, jobs))
    assert estimate_all(jobs, processes=1) == 0


@pytest.mark.slow  # pymatting compiles itself
def test_one_bad_photograph_does_not_stop_the_others(tmp_path: Path, root: Path) -> None:
    pytest.importorskip("pymatting")
    listing = list_set(DATA_SET, root, Split.TRAIN)
    jobs = to_jobs(listing, root, tmp_path / "cache")
    write(jobs[0].alpha, person(SIZE)[:50])
    with pytest.raises(SinkError, match=r"1 of 3 foregrounds could not be .*p_0000\.jpg has another size"):
        estimate_all(jobs, processes=1)
    assert [is_done(job) for job in jobs] == [False, True, True]


def test_a_set_is_not_trained_on_before_all_is_estimated(tmp_path: Path, root: Path) -> None:
    listing = list_set(DATA_SET, root, Split.TRAIN)
    for job in to_jobs(listing, root, tmp_path)[:2]:
        write(job.result, photograph(person(SIZE)))
    with pytest.raises(SourceNotFoundError, match=r"1 of 3 foregrounds for training are not .*estimate p3m10k"):
        estimated_listing(listing, root, tmp_path)
    write(to_jobs(listing, root, tmp_path)[2].result, photograph(person(SIZE)))
    estimated = estimated_listing(listing, root, tmp_path)
    assert estimated.colour(1) == to_jobs(listing, root, tmp_path)[1].result
    assert estimated.alpha(1) == listing.alpha(1)


def test_a_cache_that_cannot_be_written_is_one_line(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimating, "estimate_foreground", lambda colours, alpha: colours)
    (tmp_path / "cache").write_text("a file")
    job = to_jobs(list_set(DATA_SET, root, Split.TRAIN), root, tmp_path / "cache")[0]
    assert run_job(job) == f"{job.result} cannot be written: Not a directory"


def test_without_pymatting_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymatting", None)
    with pytest.raises(ConfigError, match=r"pip install -e '\.\[estimate\]'"):
        estimating.estimate_foreground(photograph(person(SIZE)), person(SIZE))


def test_a_set_with_foregrounds_of_its_own_needs_no_estimate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write_paths(tmp_path, photomatte85=make_tree("photomatte85", tmp_path / "set")))
    assert main(["photomatte85", "--data-paths", file]) == 2
    assert "photomatte85 has nothing to estimate" in capsys.readouterr().err
    assert main(["photomatte85", "--data-paths", file, "--processes", "0"]) == 2
    assert "processes is 0" in capsys.readouterr().err
