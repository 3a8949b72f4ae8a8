"""`matting-rt devices`: what this computer has, and what is missing."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matting_rt.doctor.checks import Finding
    from matting_rt.doctor.probe import Survey


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "devices",
        parents=[common],
        help="list cameras, virtual cameras, microphones, GPUs, engines and models",
        description="Lists what live video can use here, and what is missing with the command that fixes it.",
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON, for programs")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    from matting_rt.doctor.checks import missing, this_system
    from matting_rt.doctor.probe import probe_system

    found = probe_system()
    findings = missing(found, this_system())
    if arguments.json:
        print(as_json(found, findings))
        return
    print("\n".join(describe(found)))
    print_findings(findings)


def as_json(found: "Survey", findings: "Iterable[Finding]") -> str:
    """Everything, as one JSON object with the fields of `Survey` and a list "findings"."""
    listed = [
        {"severity": finding.severity.value, "text": finding.text, "command": finding.command} for finding in findings
    ]
    return json.dumps({**asdict(found), "findings": listed}, indent=2)


def describe(found: "Survey") -> list[str]:
    """The survey as lines for a person."""
    lines = ["Cameras:"]
    for camera in found.cameras:
        lines.append(f"  {camera.path}  {camera.name}  (--camera {camera.id})")
        lines += [f"      {form}" for form in camera.formats]
    lines += ["" if found.cameras else "  none", "Virtual cameras:"]
    for output in found.virtual_cameras:
        holders = f", open in {', '.join(output.holders)}" if output.holders else ""
        lines.append(f"  {output.path}  {output.name}  ({output.state}{holders})")
    lines += ["" if found.virtual_cameras else "  none", "Microphones:"]
    lines += [f"  {microphone.name}  (--microphone {microphone.id})" for microphone in found.microphones]
    lines += ["" if found.microphones else "  none", "GPUs:"]
    for gpu in found.gpus:
        driver = f", driver {gpu.driver}" if gpu.driver else ""
        lines.append(f"  {gpu.name}  {gpu.memory_gb:g} GB{driver}")
    lines += ["" if found.gpus else "  none that PyTorch can use", "Engines:"]
    lines += [f"  {engine.name} {engine.version}  ({', '.join(engine.devices)})" for engine in found.engines]
    lines += ["" if found.engines else "  none", "Models:"]
    lines += [f"  {model.name}  {model.network}" for model in found.models]
    lines += [] if found.models else ["  none"]
    lines += [f"Note: {problem}" for problem in found.problems]
    return [line for line in lines if line]


def print_findings(findings: "Iterable[Finding]") -> None:
    """One line each, the command that fixes it below."""
    for finding in findings:
        print(f"{finding.severity.value.capitalize()}: {finding.text}")
        if finding.command is not None:
            print(f"    {finding.command}")
