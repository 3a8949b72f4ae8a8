"""What is said of the virtual camera, for each thing that a computer may lack."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matting_rt.doctor.probe import VirtualCameraEntry
from matting_rt.virtual_camera.conditions import Condition, Remedy, judge, say_choice, say_missing
from matting_rt.virtual_camera.facts import examine

RELEASE = "6.1"
FREE = VirtualCameraEntry("/dev/video10", "Matting RT", "free", ())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A computer with a kernel, but without the module."""
    (tmp_path / "lib/modules" / RELEASE).mkdir(parents=True)
    return tmp_path


def write(root: Path, name: str, text: str = "") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def install(root: Path) -> None:
    write(root, f"lib/modules/{RELEASE}/modules.dep", "updates/dkms/v4l2loopback.ko: kernel/videodev.ko\n")


def load(root: Path, caps: str = "Y,N\n") -> None:
    install(root)
    write(root, "sys/module/v4l2loopback/parameters/exclusive_caps", caps)


def set_up(root: Path) -> None:
    write(root, "etc/modprobe.d/matting-rt.conf", "options v4l2loopback exclusive_caps=1\n")
    write(root, "etc/modules-load.d/matting-rt.conf", "# installed: v4l2loopback-dkms\nv4l2loopback\n")


def turn_secure_boot_on(root: Path) -> None:
    (root / "sys/firmware/efi/efivars").mkdir(parents=True)
    (root / "sys/firmware/efi/efivars/SecureBoot-8be4").write_bytes(b"\6\0\0\0\1")


def the_condition(root: Path, *cameras: VirtualCameraEntry) -> Condition:
    (condition,) = judge(examine(root, RELEASE, len(cameras)), cameras, root)
    return condition


def test_a_camera_that_was_set_up_needs_nothing(root: Path) -> None:
    load(root)
    set_up(root)
    assert not list(judge(examine(root, RELEASE), [FREE], root))


def nothing(root: Path) -> None:
    pass


def old_kernel(root: Path) -> None:
    write(root, "var/lib/dkms/v4l2loopback/0.12.7/source")


def without_device(root: Path) -> None:
    load(root)


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (nothing, "the kernel module v4l2loopback is not installed"),
        (old_kernel, "not built for the kernel 6.1"),
        (install, "v4l2loopback is not loaded"),
        (without_device, "loaded, but has no device"),
    ],
)
def test_where_there_is_none_setting_up_helps(root: Path, prepare: Callable[[Path], None], told: str) -> None:
    prepare(root)
    condition = the_condition(root)
    assert told in condition.text
    assert condition.remedy is Remedy.SET_UP
    assert condition.is_missing
    assert condition.command is not None
    assert condition.command.endswith("virtual-camera set-up")


@pytest.mark.parametrize(("kernels", "told"), [((), "a container"), (("6.2",), "restart the computer first")])
def test_without_the_files_of_the_kernel_that_runs_no_command_is_offered(
    tmp_path: Path, kernels: tuple[str, ...], told: str
) -> None:
    for kernel in kernels:
        (tmp_path / "lib/modules" / kernel).mkdir(parents=True)
    condition = the_condition(tmp_path)
    assert told in condition.text
    assert condition.command is None


def test_where_secure_boot_keeps_the_module_out_its_key_is_enrolled(root: Path) -> None:
    install(root)
    set_up(root)
    turn_secure_boot_on(root)
    assert "not signed" in the_condition(root).text
    write(root, "var/lib/dkms/mok.pub")
    condition = the_condition(root)
    assert "Enroll MOK" in condition.text
    assert condition.command == "sudo mokutil --import /var/lib/dkms/mok.pub"
    assert condition.remedy is Remedy.COMMAND


@pytest.mark.parametrize("caps", ["N,N\n", "0\n"])
def test_a_camera_that_browsers_do_not_see_is_set_up_again(root: Path, caps: str) -> None:
    load(root, caps)
    set_up(root)
    condition = the_condition(root, FREE)
    assert "without exclusive_caps=1" in condition.text
    assert condition.remedy is Remedy.SET_UP
    assert not condition.is_missing


def test_where_somebody_elses_options_hide_it_that_file_is_named(root: Path) -> None:
    load(root, "N,N\n")
    set_up(root)
    write(root, "etc/modprobe.d/obs.conf", "options v4l2loopback video_nr=9\n")
    condition = the_condition(root, FREE)
    assert "/etc/modprobe.d/obs.conf" in condition.text
    assert condition.remedy is Remedy.COMMAND


def test_a_camera_that_is_gone_after_a_restart_is_set_up_for_good(root: Path) -> None:
    load(root)
    assert "until the computer is restarted" in the_condition(root, FREE).text
    write(root, "usr/lib/modules-load.d/v4l2loopback.conf", "# comment\nv4l2loopback\n")
    assert not list(judge(examine(root, RELEASE), [FREE], root))


def test_who_holds_a_camera_is_told_with_the_command_that_reloads_it(root: Path) -> None:
    load(root)
    set_up(root)
    condition = the_condition(root, VirtualCameraEntry("/dev/video10", "Matting RT", "busy", ("obs (pid 7)",)))
    assert "in use (obs (pid 7))" in condition.text
    assert condition.command is not None
    assert condition.command.startswith("sudo modprobe -r v4l2loopback && sudo modprobe v4l2loopback exclusive_caps=1")


def test_who_asks_for_a_camera_hears_the_same_words_and_what_helps(root: Path) -> None:
    facts = examine(root, RELEASE)
    assert say_missing(facts).startswith(the_condition(root).text)
    assert say_missing(facts).endswith("; set it up: " + str(the_condition(root).command))
    assert say_choice(facts).startswith("choose another, or set one up: ")


def test_in_a_container_nobody_is_told_to_set_one_up_there(tmp_path: Path) -> None:
    facts = examine(tmp_path, RELEASE)
    assert say_missing(facts) == the_condition(tmp_path).text
    assert "on the computer that runs it" in say_missing(facts)
    assert say_choice(facts) == "choose another"
