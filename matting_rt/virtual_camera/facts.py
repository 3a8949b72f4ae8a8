"""What this computer has for a virtual camera: a module, who loads it, and what may keep it from being loaded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOADED = Path("sys/module/v4l2loopback")
"""Where the module is when it is loaded, below the root."""
OPTIONS = Path("etc/modprobe.d/matting-rt.conf")
AT_START = Path("etc/modules-load.d/matting-rt.conf")
"""What `virtual-camera.sh` writes; the second one names the package that it has installed."""
_FOLDERS = ("etc", "run", "usr/local/lib", "usr/lib", "lib")
"""Below which modprobe.d and modules-load.d lie."""
_KEYS = ("var/lib/shim-signed/mok/MOK.der", "var/lib/dkms/mok.pub", "etc/pki/akmods/certs/public_key.der")
"""With which modules are signed that a computer builds for itself: Ubuntu's, Debian's, Fedora's."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one computer at one time."""

    release: str
    """Of the kernel that runs."""
    has_kernel: bool
    """Whether there are modules of any kernel; a container has none, and the kernel of the computer around it."""
    is_kernel_current: bool
    """False once an update has replaced the kernel that still runs."""
    is_installed: bool
    """Whether there is a module for this kernel."""
    has_source: bool
    """Whether there is one to be built, for this kernel or another."""
    is_loaded: bool
    is_seen_by_browsers: bool
    """Whether it was loaded with exclusive_caps=1; True where it is not loaded."""
    is_loaded_at_start: bool
    """Whether a file says that it is loaded when the computer starts."""
    is_ours: bool
    """Whether our own script has set it up, and can undo it."""
    other_options: Path | None
    """A file with options of the module that is not ours, such as one for OBS; it is left as it is."""
    has_secure_boot: bool
    """Whether the firmware lets only signed modules in."""
    signing_key: Path | None
    """With which this computer signs modules that it builds."""


def examine(root: Path, release: str, count: int = 1) -> Facts:
    """Look at files alone; what may not be read is not there.

    Args:
        root: where etc, sys, lib and var lie; "/" but in tests.
        release: of the kernel that runs.
        count: how many virtual cameras there are.
    """
    files = list(_files(root, "modprobe.d"))
    return Facts(
        release=release,
        has_kernel=any((root / "lib/modules").glob("*")),
        is_kernel_current=(root / "lib/modules" / release).is_dir(),
        is_installed="v4l2loopback.ko" in _read(root / "lib/modules" / release / "modules.dep"),
        has_source=(root / "var/lib/dkms/v4l2loopback").is_dir(),
        is_loaded=(root / LOADED).exists(),
        is_seen_by_browsers=_is_seen(root / LOADED / "parameters/exclusive_caps", count),
        is_loaded_at_start=any(_has_line(each, r"v4l2loopback") for each in _files(root, "modules-load.d")),
        is_ours=any((root / each).exists() for each in (OPTIONS, AT_START)),
        other_options=next(
            (each for each in files if each != root / OPTIONS and _has_line(each, r"options\s+v4l2loopback\b.*")), None
        ),
        has_secure_boot=_has_secure_boot(root),
        signing_key=next((Path("/") / each for each in _KEYS if (root / each).exists()), None),
    )


def _files(root: Path, name: str) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted((root / folder / name).glob("*.conf"))


def _has_line(path: Path, pattern: str) -> bool:
    return re.search(rf"^[ \t]*{pattern}[ \t]*$", _read(path), re.MULTILINE) is not None


def _is_seen(parameter: Path, count: int) -> bool:
    if not parameter.exists():
        return True
    # One letter for each possible device, Y or N; only the first ones exist.
    settings = parameter.read_text(encoding="ascii").strip().split(",")[: max(count, 1)]
    return all(setting.strip().upper() in ("Y", "1") for setting in settings)


def _has_secure_boot(root: Path) -> bool:
    for variable in (root / "sys/firmware/efi/efivars").glob("SecureBoot-*"):
        try:
            return variable.read_bytes()[-1:] == b"\1"  # after four bytes of attributes
        except OSError:
            return False
    return False


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
