"""The file that says where data sets lie."""

import shutil
from pathlib import Path

import pytest

from matting_rt.errors import ConfigError, SourceNotFoundError, UsageError
from tests.training.data.trees import foregrounds, make_tree, write_paths
from training.data import paths as paths_module
from training.data.listing import list_set
from training.data.paths import load_paths
from training.data.registry import BENCHMARKS, REGISTRY, Colour, Kind
from training.data.settings import Split

EXAMPLE = Path(paths_module.__file__).parent / "datasets.example.toml"


def written(folder: Path, text: str) -> str:
    (folder / "mine.toml").write_text(text)
    return str(folder / "mine.toml")


def test_the_example_names_every_set_and_each_kind_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "somebody")
    paths = load_paths(str(EXAMPLE))
    known = REGISTRY.keys() | {benchmark.path for benchmark in BENCHMARKS.values()}
    assert paths.roots.keys() - paths.own.keys() == known - {"synthetic"}
    assert paths.locate("p3m10k") == (REGISTRY["p3m10k"], Path("/scratch/somebody/P3M-10k"))
    kinds = {name: (data_set.kind, data_set.colour) for name, data_set in paths.own.items()}
    assert kinds["studio"] == (Kind.CLIPS, Colour.FOREGROUND)
    assert kinds["portraits"] == (Kind.STILLS, Colour.PHOTOGRAPH)
    assert kinds["offices"] == (Kind.BACKGROUNDS, Colour.FOREGROUND)


def test_any_pair_of_folders_is_a_set(tmp_path: Path) -> None:
    foregrounds(tmp_path / "studio", "fgr/deep", "pha/deep", 7)
    paths = load_paths(written(tmp_path, '[studio]\nforegrounds = "studio/fgr"\nalphas = "studio/pha"'))
    data_set, root = paths.locate("studio")
    assert [len(list_set(data_set, root, split)) for split in Split] == [5, 2]
    shutil.rmtree(tmp_path / "studio" / "fgr")
    with pytest.raises(SourceNotFoundError, match=r"studio: there is no folder .*studio/fgr; check it in the paths"):
        list_set(data_set, root, Split.TRAIN)


def test_the_file_is_found_by_the_environment_or_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_tree("backgrounds", tmp_path / "walls")
    file = write_paths(tmp_path, backgrounds=root)
    monkeypatch.chdir(tmp_path)
    assert load_paths().locate("backgrounds")[1] == root
    monkeypatch.chdir("/")
    monkeypatch.setenv("MATTING_RT_DATASETS", str(file))
    assert load_paths().locate("backgrounds")[1] == root


def test_without_a_file_painted_scenes_are_there_and_a_set_asks_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATTING_RT_DATASETS", raising=False)
    paths = load_paths()
    assert paths.locate("synthetic")[0].kind is Kind.PAINTED
    with pytest.raises(ConfigError, match=r"no path is known for bg20k: write .*datasets\.toml after training/data/"):
        paths.locate("bg20k")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[p3m10k", "is not valid TOML"),
        ("p3m10k = 3", r"p3m10k must be a table: \[p3m10k\]"),
        ('[p3m10k]\npaths = "x"', r"\[p3m10k\] is a known set and needs path"),
        ('[p3m10k]\npath = "$NO_SUCH_VARIABLE/x"', "a variable in '.NO_SUCH_VARIABLE/x' is not set"),
        ("cache = 3", "cache is 3; it must be a path in quotes"),
        ('[mine]\nalphas = "x"', r"\[mine\] must have one of foregrounds, photographs, backgrounds"),
        ('[mine]\nforegrounds = "x"\nalpha = "y"', r"unknown setting alpha in \[mine\]; known are foregrounds, alphas"),
        ('[mine]\nforegrounds = "x"\nclips = "yes"', r"clips in \[mine\] is 'yes'; it must be a bool"),
    ],
)
def test_what_nobody_understands_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load_paths(written(tmp_path, text))
    assert "mine.toml" in str(caught.value)


def test_names_that_nobody_knows_are_told_with_those_that_are_known(tmp_path: Path) -> None:
    paths = load_paths(written(tmp_path, '[mine]\nbackgrounds = "x"'))
    with pytest.raises(
        ConfigError, match=r"no data set is called 'p3m'; choose one of synthetic, p3m10k, .*, mine, or"
    ):
        paths.locate("p3m")
    with pytest.raises(ConfigError, match="gives no path for p3m10k; add a table"):
        paths.locate("p3m10k")
    with pytest.raises(UsageError, match=r"There is no file .*none\.toml"):
        load_paths(str(tmp_path / "none.toml"))
