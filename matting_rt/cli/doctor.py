"""`matting-rt doctor`: what is missing or set up badly, and how to fix it."""

import argparse
from typing import Any

from matting_rt.cli.devices import describe, print_findings
from matting_rt.errors import MattingError


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "doctor",
        parents=[common],
        help="find problems and say how to fix them",
        description="Lists what `matting-rt devices` lists, and gives advice on modules, permissions, the desktop, "
        "packages and disk. The exit status is 1 where something that live video needs is missing.",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Raises MattingError, for the exit status, where something that is needed is missing."""
    from matting_rt.doctor.checks import Severity, advise, this_system
    from matting_rt.doctor.probe import probe_system

    found = probe_system()
    findings = advise(found, this_system())
    print("\n".join(describe(found)))
    print_findings(findings)
    needed = sum(finding.severity is Severity.MISSING for finding in findings)
    if needed:
        things = "a thing that is" if needed == 1 else f"{needed} things that are"
        raise MattingError(f"live video needs {things} missing; the lines above that begin with Missing say what")
    print("Everything that live video needs is there.")
