"""The table of speeds, of a small picture and a short film."""

import json
from pathlib import Path

from tools import speed


def test_the_table_has_a_line_for_the_network_live_video_and_files(tmp_path: Path) -> None:
    path = tmp_path / "speed.json"
    assert speed.main(["--size", "192x108", "--film", "0.5", "--duration", "4", "--json", str(path)]) == 0
    measured = json.loads(path.read_text())
    assert [each["what"] for each in measured] == ["original", "network", "live", "files"]
    assert all(each["rate_fps"] > 0 and each["cpu_ms"] > 0 for each in measured)
    assert measured[2]["memory_mb"] > 50
