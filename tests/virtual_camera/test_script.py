"""The script itself, with programs that stand in for those that it runs: `tests/devices/set_up.sh` runs it for real,
with apt-get, DKMS and a kernel. Here dnf, pacman and zypper are only asked what they were called with."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from matting_rt.virtual_camera.progress import Progress
from matting_rt.virtual_camera.running import SCRIPT

KERNEL = "6.4.0-150600-default"
MODPROBE = """[ "$1" = -r ] && { rm -r {sys}/module {sys}/devices; exit; }
mkdir -p {sys}/module/v4l2loopback/parameters {sys}/devices/virtual/video4linux/video10
echo Y,N >{sys}/module/v4l2loopback/parameters/exclusive_caps; echo 0 >{sys}/module/v4l2loopback/refcnt"""
SYSTEMS = {
    "apt-get": ("debian", ["apt-get update", "apt-get -y --no-install-recommends -o DPkg::Lock::Timeout=60 install "]),
    "dnf": ("nobara\nID_LIKE=fedora", [f"dnf -y install akmod-v4l2loopback kernel-devel-{KERNEL}"]),
    "pacman": ("arch", ["pacman -S --noconfirm --needed v4l2loopback-dkms linux-zen-headers"]),
    "zypper": (
        'opensuse-leap"\nID_LIKE="suse opensuse',
        ["zypper --non-interactive install --no-recommends v4l2loopback-kmp-default"],
    ),
}


@dataclass
class Computer:
    """A folder instead of /, in which the script runs."""

    root: Path

    def has(self, program: str, script: str) -> None:
        """Give it a program; its calls are noted."""
        path = self.root / "usr/sbin" / program
        script = script.replace("{sys}", f"{self.root}/sys").replace("{root}", str(self.root))
        path.write_text(f'#!/bin/sh\necho "{program} $*" >>{self.root}/calls\n{script}\n')
        path.chmod(0o755)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def call(self, verb: str) -> list[str]:
        text = SCRIPT.read_text(encoding="utf-8")
        for folder in ("etc", "sys", "lib/modules", "usr/lib", "dev/video", "var", "run/ostree"):
            text = text.replace(f" /{folder}", f" {self.root}/{folder}").replace(
                f"=/{folder}", f"={self.root}/{folder}"
            )
            text = text.replace(f'"/{folder}', f'"{self.root}/{folder}')
        text = text.replace("PATH=/usr/sbin:", f"PATH={self.root}/usr/sbin:/usr/sbin:")
        return ["/bin/sh", "-c", text, "virtual-camera.sh", verb]

    def run(self, verb: str) -> Progress:
        done = subprocess.run(self.call(verb), capture_output=True, text=True, timeout=30, check=False)
        assert not done.stderr, done.stderr
        progress = Progress()
        for line in done.stdout.splitlines():
            progress.hear(line)
        progress.end(done.returncode)
        assert (done.returncode == 0) is (progress.failure is None)
        return progress

    @property
    def calls(self) -> list[str]:
        return (self.root / "calls").read_text().splitlines()

    @property
    def written(self) -> list[str]:
        return sorted(path.name for path in (self.root / "etc").glob("mod*/*"))


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    """Without the module; its package manager's call brings it."""
    computer = Computer(tmp_path)
    (tmp_path / "usr/sbin").mkdir(parents=True)
    computer.write(f"usr/lib/modules/{KERNEL}/pkgbase", "linux-zen\n")
    (tmp_path / "lib/modules" / KERNEL).mkdir(parents=True)
    computer.has("uname", f"echo {KERNEL}")
    computer.has("id", "echo 0")
    computer.has("modinfo", "test -e {root}/installed")
    computer.has("modprobe", MODPROBE)
    computer.has("udevadm", ":")
    computer.has("dpkg-query", 'test "$*" != "-W" && case $4 in linux-image*) echo "ii  linux-image-amd64";; esac')
    computer.has("apt-cache", ":")
    for query in ("rpm", "dkms", "akmods"):
        computer.has(query, "exit 1")
    return computer


def give(computer: Computer, manager: str, does: str = "touch {root}/installed") -> None:
    computer.write("etc/os-release", f'NAME="A"\nID="{SYSTEMS[manager][0]}"\n')
    query = 'test "$1" = -Q && exit 1; ' if manager == "pacman" else ""
    computer.has(manager, query + does)


@pytest.mark.parametrize("manager", SYSTEMS)
def test_each_package_manager_is_called_with_its_own_names(computer: Computer, manager: str) -> None:
    give(computer, manager)
    assert computer.run("set-up").device == "/dev/video10"
    calls = [call for call in computer.calls if call.startswith(f"{manager} ")]
    for expected in SYSTEMS[manager][1]:
        assert any(call.startswith(expected) for call in calls), calls
    if manager == "apt-get":
        assert calls[-1].endswith(f"v4l2loopback-dkms linux-headers-{KERNEL} linux-headers-amd64")
    assert "modprobe v4l2loopback" in computer.calls
    assert computer.written == ["matting-rt.conf", "matting-rt.conf"]


def test_the_plan_changes_nothing(computer: Computer) -> None:
    give(computer, "apt-get")
    plan = computer.run("plan").plan
    assert [line.split(" ")[0] for line in plan] == ["install", "write", "write", "load"]
    assert not computer.written
    assert not any(call.startswith(("apt-get", "modprobe")) for call in computer.calls)


def test_what_was_set_up_is_undone(computer: Computer) -> None:
    give(computer, "apt-get")
    computer.run("set-up")
    give(computer, "apt-get", "rm -f {root}/installed")
    assert computer.run("undo").is_removed
    assert any("purge v4l2loopback-dkms" in call for call in computer.calls)
    assert not computer.written
    assert not (computer.root / "sys/module").exists()


def test_a_second_time_nothing_is_installed_or_loaded_again(computer: Computer) -> None:
    give(computer, "apt-get")
    computer.run("set-up")
    (computer.root / "calls").unlink()
    assert computer.run("set-up").device == "/dev/video10"
    assert not any(call.startswith(("apt-get", "modprobe")) for call in computer.calls)
    assert not computer.run("plan").plan


def test_somebody_elses_options_are_left_and_count(computer: Computer) -> None:
    give(computer, "apt-get", "touch {root}/installed")
    computer.write("etc/modprobe.d/obs.conf", "options v4l2loopback exclusive_caps=1 card_label=OBS\n")
    assert any("obs.conf" in line for line in computer.run("plan").plan)
    computer.run("set-up")
    assert computer.written == ["matting-rt.conf", "obs.conf"]
    assert not (computer.root / "etc/modprobe.d/matting-rt.conf").exists()


def test_a_module_that_was_there_is_not_removed(computer: Computer) -> None:
    (computer.root / "installed").touch()
    computer.run("set-up")
    assert computer.run("undo").is_removed
    assert not any("purge" in call or "install" in call for call in computer.calls if not call.startswith("mod"))


SAID = {
    "another program is installing": "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7",
    "could not be fetched": "E: Failed to fetch http://debian.org/x.deb  Temporary failure resolving 'debian.org'",
    "no headers for the kernel": f"E: Unable to locate package linux-headers-{KERNEL}",
    "no package of v4l2loopback is known to apt-get": "E: Unable to locate package v4l2loopback-dkms",
    "interrupted": "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
    "the disk is full": "E: You don't have enough free space in /var/cache/apt/archives/. not enough free",
    "lists are older": "E: Failed to fetch http://deb.debian.org/x.deb  404  Not Found",
    "could not be built": "Error! Bad return status for module build on kernel: 6.1.0 (x86_64)",
    "apt-get failed": "E: something else",
}
"""What apt-get says, and what a person is told."""


@pytest.mark.parametrize(("told", "said"), SAID.items())
def test_why_nothing_was_installed_is_told_in_a_line(computer: Computer, told: str, said: str) -> None:
    give(computer, "apt-get", f'case "$*" in *install*) echo "{said}"; exit 100;; esac')
    failure = computer.run("set-up").failure
    assert failure is not None
    assert told in failure.text
    assert not computer.written


def test_a_package_that_could_not_be_built_is_taken_back(computer: Computer) -> None:
    give(computer, "apt-get", "touch {root}/unpacked")
    computer.has("dpkg-query", "test -e {root}/unpacked && echo half-configured")
    failure = computer.run("set-up").failure
    assert failure is not None
    assert "could not be built" in failure.text
    assert computer.calls[-1].endswith("purge v4l2loopback-dkms")
    assert not computer.written


def secure_boot(computer: Computer) -> None:
    computer.write("sys/firmware/efi/efivars/SecureBoot-8be4df61", "\6\0\0\0\1")
    computer.write("var/lib/dkms/mok.pub", "")


def test_secure_boot_is_told_of_before_and_its_key_is_the_last_step(computer: Computer) -> None:
    give(computer, "apt-get")
    secure_boot(computer)
    computer.has("modprobe", "echo modprobe: ERROR: could not insert: Key was rejected by service; exit 1")
    assert "Secure Boot" in computer.run("plan").warnings[0]
    failure = computer.run("set-up").failure
    assert failure is not None
    assert failure.is_last_step
    assert failure.command == f"sudo mokutil --import {computer.root}/var/lib/dkms/mok.pub"
    assert computer.written == ["matting-rt.conf", "matting-rt.conf"]  # at the next start it is loaded


def test_a_module_that_cannot_be_loaded_leaves_nothing(computer: Computer) -> None:
    give(computer, "apt-get")
    computer.has("modprobe", "exit 1")
    failure = computer.run("set-up").failure
    assert failure is not None
    assert "cannot be loaded" in failure.text
    assert not computer.written


def in_use(computer: Computer) -> None:
    computer.write("sys/module/v4l2loopback/refcnt", "1\n")


def container(computer: Computer) -> None:
    shutil.rmtree(computer.root / "lib/modules")


def updated(computer: Computer) -> None:
    (computer.root / "lib/modules" / KERNEL).rename(computer.root / "lib/modules/newer")


def layered(computer: Computer) -> None:
    computer.write("run/ostree-booted", "")


def unknown(computer: Computer) -> None:
    computer.write("etc/os-release", "ID=gentoo\n")


REASONS = {
    "a program has the virtual camera open": in_use,
    "this is a container": container,
    "the kernel was updated": updated,
    "packages are layered": layered,
    "none of apt, dnf, pacman and zypper": unknown,
}


@pytest.mark.parametrize(("told", "happens"), REASONS.items())
@pytest.mark.parametrize("verb", ["plan", "set-up"])
def test_what_stands_in_the_way_is_told_before_anything_is_done(
    computer: Computer, told: str, happens: Callable[[Computer], None], verb: str
) -> None:
    give(computer, "apt-get")
    happens(computer)
    failure = computer.run(verb).failure
    assert failure is not None
    assert told in failure.text
    assert not computer.written
    assert not any(call.startswith("apt-get") for call in computer.calls)


def test_who_is_not_root_is_told_so(computer: Computer) -> None:
    computer.has("id", "echo 1000")
    failure = computer.run("set-up").failure
    assert failure is not None
    assert failure.command is not None


def test_nothing_else_is_taken_from_the_caller(computer: Computer) -> None:
    for more in (["plan", "more"], ["--help"], []):
        call = [*computer.call("")[:-1], *more]
        assert subprocess.run(call, capture_output=True, timeout=30, check=False).returncode == 2
    give(computer, "apt-get", 'touch {root}/installed; echo "has $SECRET" >>{root}/calls')
    subprocess.run(computer.call("set-up"), env={**os.environ, "SECRET": "x"}, capture_output=True, check=True)
    assert "has " in computer.calls


def test_it_ends_its_work_when_nobody_watches_any_more(computer: Computer) -> None:
    give(computer, "apt-get", "seq 100000; touch {root}/installed")
    with subprocess.Popen(computer.call("set-up"), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
    assert process.returncode == 0
    assert computer.written == ["matting-rt.conf", "matting-rt.conf"]
