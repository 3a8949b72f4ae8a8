from pathlib import Path

import pytest

from matting_rt.processor import computes_in_bf16, processor_facts, processor_name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "proc").mkdir()
    return tmp_path


def write(root: Path, text: str) -> Path:
    (root / "proc/cpuinfo").write_text(text, encoding="utf-8")
    return root


def test_the_first_core_speaks_for_all(root: Path) -> None:
    facts = processor_facts(write(root, "model name\t: EPYC\nflags\t\t: fpu sse2\n\nmodel name\t: another\n"))
    assert facts["model name"] == "EPYC"
    assert facts["flags"] == "fpu sse2"


def test_a_system_that_does_not_tell_has_no_facts_but_a_name(root: Path) -> None:
    assert processor_facts(root) == {}
    assert not computes_in_bf16(root)
    assert processor_name()


@pytest.mark.parametrize(
    "line", ["flags : fpu avx512_bf16", "flags : fpu amx_bf16 amx_tile", "Features : fp asimd bf16"]
)
def test_x86_and_arm_name_bf16_otherwise(root: Path, line: str) -> None:
    assert computes_in_bf16(write(root, line))


@pytest.mark.parametrize("line", ["flags : fpu avx512f avx2", "Features : fp asimd", "model name : bf16"])
def test_a_processor_without_its_instructions_does_not_compute_in_bf16(root: Path, line: str) -> None:
    assert not computes_in_bf16(write(root, line))
