"""How the script is run as root, what is said of its end, and of undoing it."""

import os
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from matting_rt.virtual_camera import running
from matting_rt.virtual_camera.progress import Progress
from matting_rt.virtual_camera.running import SCRIPT, root_call, script_call, script_text, undo_plan, watch

POLICY = SCRIPT.with_name("org.matting-rt.virtual-camera.policy")


def test_the_text_is_handed_over_where_others_than_root_could_change_the_file(tmp_path: Path) -> None:
    ours = tmp_path / "virtual-camera"
    ours.write_text(script_text())
    ours.chmod(0o777)
    for installed in (ours, tmp_path / "missing"):
        call = script_call("undo", installed)
        assert call[:2] == ["/bin/sh", "-c"]
        assert call[2] == script_text()
        assert call[-1] == "undo"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file that is root's own")
def test_a_packages_script_is_run_where_it_lies_unless_it_is_of_another_version() -> None:
    folder = Path("/usr/libexec") / f"matting-rt-test-{os.getpid()}"  # pytest's folders lie below one for everybody
    folder.mkdir(parents=True, mode=0o755)
    installed = folder / "virtual-camera"
    try:
        installed.write_text(script_text())
        assert script_call("set-up", installed) == [str(installed), "set-up"]
        installed.write_text("# older\n")
        assert script_call("set-up", installed)[0] == "/bin/sh"
    finally:
        installed.unlink()
        folder.rmdir()


@pytest.mark.parametrize(
    ("has_terminal", "has_sudo", "asks"),
    [
        (True, True, ["sudo"]),
        (True, False, ["pkexec"]),
        (False, True, ["pkexec", "--disable-internal-agent"]),
    ],
)
def test_who_asks_for_the_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, has_terminal: bool, has_sudo: bool, asks: list[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    if has_sudo:
        (tmp_path / "sudo").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert root_call("set-up", has_terminal)[: len(asks) + 2] == [*asks, "/bin/sh", "-c"]


def test_root_is_asked_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert root_call("undo", has_terminal=False) == script_call("undo")


def test_every_line_is_handed_on_with_the_exit_status() -> None:
    heard: list[str] = []
    script = "import sys; print('one'); print('two', file=sys.stderr); sys.exit(3)"
    assert watch([sys.executable, "-u", "-c", script], heard.append) == 3
    assert heard == ["one", "two"]


@pytest.mark.parametrize(
    ("status", "said", "told", "has_command"),
    [
        (126, "Error executing command as another user: Request dismissed", "permission was not given", False),
        (127, "Error executing command as another user: No authentication agent found.", "cannot ask", True),
        (127, "Error executing command as another user: Not authorized", "did not give the permission", True),
        (9, "", "exit status 9", False),
    ],
)
def test_what_pkexec_answers_is_told_in_a_line(status: int, said: str, told: str, has_command: bool) -> None:
    progress = Progress()
    progress.hear(said)
    progress.end(status)
    assert progress.failure is not None
    assert told in progress.failure.text
    assert (progress.failure.command is not None) is has_command


def test_undoing_names_what_it_removes(tmp_path: Path) -> None:
    assert not undo_plan(tmp_path).plan
    (tmp_path / "etc/modules-load.d").mkdir(parents=True)
    (tmp_path / "etc/modules-load.d/matting-rt.conf").write_text("# installed: v4l2loopback-dkms\nv4l2loopback\n")
    (tmp_path / "sys/module/v4l2loopback").mkdir(parents=True)
    plan = ["unload the module", "remove the package v4l2loopback-dkms", "remove /etc/modules-load.d/matting-rt.conf"]
    assert undo_plan(tmp_path).plan == plan


def test_the_policy_has_an_action_for_each_verb_of_the_installed_script() -> None:
    actions = ElementTree.parse(POLICY).getroot().findall("action")
    verbs = {}
    for action in actions:
        notes = {each.get("key", "").split(".")[-1]: each.text for each in action.findall("annotate")}
        assert notes["path"] == str(running.INSTALLED)
        assert action.findtext("defaults/allow_active") == "auth_admin"
        verbs[str(action.get("id")).split(".")[-1]] = notes["argv1"]
    assert verbs == {"set-up": "set-up", "undo": "undo"}
