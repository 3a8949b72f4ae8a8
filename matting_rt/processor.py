"""What Linux tells about the processor."""

import functools
import platform
from collections.abc import Mapping
from pathlib import Path


def processor_facts(root: Path = Path("/")) -> Mapping[str, str]:
    """The lines of /proc/cpuinfo about the first core, by name; nothing where there is no such file."""
    facts: dict[str, str] = {}
    try:
        lines = (root / "proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return facts
    for line in lines:
        name, _, value = line.partition(":")
        facts.setdefault(name.strip(), value.strip())
    return facts


@functools.cache
def processor_name() -> str:
    """As its maker calls it; where the system does not tell, its kind."""
    return processor_facts().get("model name") or platform.processor() or platform.machine()


def computes_in_bf16(root: Path = Path("/")) -> bool:
    """Whether it has instructions for bf16, x86's or ARM's; without them a library's bf16 is slower than its fp32."""
    facts = processor_facts(root)
    flags = f"{facts.get('flags', '')} {facts.get('Features', '')}".split()
    return not {"avx512_bf16", "amx_bf16", "bf16"}.isdisjoint(flags)
