from pathlib import Path

import pytest

from matting_rt.cli.paths import require_distinct, require_exists, require_file, require_free_file
from matting_rt.errors import SinkExistsError, SourceNotFoundError, UsageError


def test_inputs_must_be_there(tmp_path: Path) -> None:
    require_exists(tmp_path, "--src")
    with pytest.raises(SourceNotFoundError, match="none; check the path given to --src"):
        require_exists(tmp_path / "none", "--src")
    with pytest.raises(UsageError, match="is a directory; --src takes a file"):
        require_file(tmp_path, "--src")
    with pytest.raises(UsageError, match="/dev/zero is a device or a pipe; --src takes a file"):
        require_file(Path("/dev/zero"), "--src")


def test_outputs_replace_nothing_unless_told_to(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    require_free_file(path, "--output", overwrite=False)
    path.touch()
    require_free_file(path, "--output", overwrite=True)
    with pytest.raises(SinkExistsError, match="give --overwrite"):
        require_free_file(path, "--output", overwrite=False)
    with pytest.raises(UsageError, match="is a directory"):
        require_free_file(tmp_path, "--output", overwrite=True)
    with pytest.raises(UsageError, match="/dev/null is a device"):
        require_free_file(Path("/dev/null"), "--output", overwrite=True)
    require_free_file(tmp_path / "not yet" / "there" / "out.mp4", "--output", overwrite=False)
    with pytest.raises(UsageError, match=r"out\.mp4 is a file; choose another name for --report"):
        require_free_file(path / "below" / "report.json", "--report", overwrite=True)


def test_an_output_may_be_neither_an_input_nor_another_output(tmp_path: Path) -> None:
    source, output = tmp_path / "a.mp4", tmp_path / "b.mp4"
    require_distinct({"--src": source, "--plate": source}, {"--output": output, "--report": None})
    with pytest.raises(UsageError, match="--src and --output are the same file"):
        require_distinct({"--src": source}, {"--output": tmp_path / "x" / ".." / "a.mp4"})
    with pytest.raises(UsageError, match="--output and --alpha-output are the same file"):
        require_distinct({"--src": source}, {"--output": output, "--alpha-output": output})
