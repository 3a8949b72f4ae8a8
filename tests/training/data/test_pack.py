"""Shards are packed by one command and checked by one; what is trained on is the same."""

import json
from pathlib import Path

import pytest

from matting_rt.errors import SinkError
from tests.training.data.trees import backgrounds, make_tree, write_paths
from training.data import check, pack
from training.data.listing import list_set
from training.data.packed import names_in, open_file, read_index
from training.data.paths import load_paths
from training.data.settings import Split


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    names = ("bg20k", "videomatte240k", "photomatte85", "distinctions646")
    write_paths(tmp_path, **{name: make_tree(name, tmp_path / name) for name in names})
    return tmp_path


def content_of(path: Path) -> bytes:
    with open_file(path) as file:
        return file.read()


def run(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert pack.main([name, "--output", "shards", "--shard-mb", "0.002"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["bg20k", "videomatte240k", "photomatte85", "distinctions646"])
def test_a_packed_set_holds_the_same_pictures_and_alphas(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = run(name, capsys).partition("\n\n")[2]
    with Path("datasets.toml").open("a") as file:
        file.write("\n" + table)
    paths = load_paths()
    for split in Split:
        loose, packed = (list_set(*paths.locate(each), split) for each in (name, f"{name}-shards"))
        contents = [
            sorted(
                tuple(content_of(path) for path in (each.colour(index), each.alpha(index)) if path is not None)
                for index in range(len(each))
            )
            for each in (loose, packed)
        ]
        assert contents[0] == contents[1]
        lengths = [sorted((each.clip_starts[1:] - each.clip_starts[:-1]).tolist()) for each in (loose, packed)]
        assert lengths[0] == lengths[1]
    assert check.main([f"{name}-shards", "--all"]) == 0
    report = capsys.readouterr().out
    assert "have a checksum" in report
    assert name == "bg20k" or "alpha 0 to 255" in report


def test_packing_goes_on_where_it_stopped_and_does_nothing_twice(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("bg20k", capsys)
    shards = sorted(Path("shards").rglob("*.tar"))
    assert len(shards) > 2
    before = {path: path.read_bytes() for path in shards}
    shards[0].write_bytes(shards[0].read_bytes()[:700])  # as a copy leaves it that was interrupted
    shards[1].with_name(shards[1].name + ".json").unlink()
    times = shards[2].stat().st_mtime_ns
    assert f"2 shards packed, {len(shards) - 2} were there" in run("bg20k", capsys)
    assert {path: path.read_bytes() for path in shards} == before
    assert shards[2].stat().st_mtime_ns == times
    assert pack.main(["bg20k", "--output", "shards", "--shard-mb", "100"]) == 2
    assert "is of another set" in capsys.readouterr().err


def test_a_folder_with_shards_of_another_set_is_refused_and_stays_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their files have the names that this set's would have."""
    for name in ("one", "two"):
        backgrounds(folder / name, "", 7)
        with Path("datasets.toml").open("a") as file:
            file.write(f'\n[{name}]\nbackgrounds = "{name}"\n')
    run("one", capsys)
    before = {path: path.read_bytes() for path in Path("shards").rglob("*") if path.is_file()}
    assert pack.main(["two", "--output", "shards", "--shard-mb", "0.002"]) == 2
    assert f"holds shards of one of {folder / 'one'}, not of two of {folder / 'two'}" in capsys.readouterr().err
    Path("datasets.toml").write_text(Path("datasets.toml").read_text().replace('"one"', '"two"'))
    assert pack.main(["one", "--output", "shards", "--shard-mb", "0.002"]) == 2  # another set of the same name
    Path("shards/set.txt").unlink()
    assert pack.main(["two", "--output", "shards", "--shard-mb", "0.002"]) == 2
    assert "holds shards of an unknown set" in capsys.readouterr().err
    Path("shards/set.txt").write_bytes(before.pop(Path("shards/set.txt")))
    assert {path: path.read_bytes() for path in before} == before


def test_a_set_is_not_packed_into_its_own_folders(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(Path("videomatte240k").rglob("*"))
    assert pack.main(["videomatte240k", "--output", "videomatte240k"]) == 2
    assert f"{folder / 'videomatte240k'} is where videomatte240k itself lies" in capsys.readouterr().err
    assert sorted(Path("videomatte240k").rglob("*")) == before


def test_a_set_with_more_pictures_is_packed_over_its_own_shards(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("bg20k", capsys)
    backgrounds(folder / "bg20k", "train", 6)
    assert "shards packed, " in run("bg20k", capsys)
    held = [name for shard in Path("shards/train/bgr").glob("*.tar") for name in names_in(shard.absolute())]
    assert len(held) == 6


def test_a_shard_that_cannot_be_written_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = load_paths()
    data_set, root = paths.locate("bg20k")
    (shard,) = pack.plan_shards(list_set(data_set, root, Split.TRAIN), frozenset(), folder / "out", 1e9)
    (folder / "out").write_text("a file where a folder must be")
    with pytest.raises(SinkError, match="cannot be written"):
        pack.write_shard(shard)
    (folder / "out").unlink()
    (root / "train" / "h_0002.jpg").unlink()
    with pytest.raises(SinkError):
        pack.write_shard(shard)
    assert not [path for path in (folder / "out").rglob("*") if path.is_file()]


def test_an_index_says_where_each_picture_is_and_is_not_believed_of_another_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("bg20k", capsys)
    archive = next(iter(sorted(Path("shards/train/bgr").glob("*.tar")))).absolute()
    index = read_index(archive)
    assert index is not None
    for name, place in index.places.items():
        assert archive.read_bytes()[place.offset :][: place.size] == content_of(archive / name)
    beside = archive.with_name(archive.name + ".json")
    beside.write_text(json.dumps({**json.loads(beside.read_text()), "bytes": 1}))
    assert read_index(archive) is None
    assert names_in(archive) == list(index.places)


def test_a_shard_whose_bits_changed_and_a_damaged_picture_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("datasets.toml").open("a") as file:
        file.write("\n" + run("bg20k", capsys).partition("\n\n")[2])
    archive = next(iter(sorted(Path("shards/train/bgr").glob("*.tar"))))
    content = bytearray(archive.read_bytes())
    content[512] ^= 0xFF  # the first byte of the first picture
    archive.write_bytes(content)
    assert check.main(["bg20k-shards", "--all"]) == 2
    report = capsys.readouterr().out
    assert f"{archive.absolute()} has changed since it was packed; copy it again, or delete it and pack again" in report
    assert "cannot be read" in report
    archive.unlink()
    assert "1 shards packed" in run("bg20k", capsys)
    assert check.main(["bg20k-shards", "--all"]) == 0
