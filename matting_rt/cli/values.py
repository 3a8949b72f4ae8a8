"""Values of flags, from their text; each raises argparse.ArgumentTypeError where it is not one."""

import argparse
import re
from fractions import Fraction
from pathlib import Path

from matting_rt.files import user_path
from matting_rt.frame import FrameSize

PAGE_SUFFIXES = (".html", ".htm")
"""Of reports to look at."""


def parse_number(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def parse_report(text: str) -> Path:
    """The name of a report."""
    path = user_path(text)
    if path.suffix.lower() not in (*PAGE_SUFFIXES, ".json"):
        raise argparse.ArgumentTypeError(f"{text} is not the name of a report; let it end in .html or .json")
    return path


def parse_size(text: str) -> FrameSize:
    """Width and height, such as 1280x720."""
    match = re.fullmatch(r"([1-9]\d{0,4})[xX]([1-9]\d{0,4})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; give width and height in pixels, like 1280x720")
    return FrameSize(int(match[1]), int(match[2]))


def parse_time(text: str) -> float:
    """Seconds, or H:MM:SS or M:SS, each with a fraction or without, in seconds."""
    parts = text.split(":")
    try:
        numbers = [*map(int, parts[:-1]), float(parts[-1])]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 3 or not 0 <= min(numbers) < float("inf") or any(part >= 60 for part in numbers[1:]):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time; write seconds or H:MM:SS, such as 90.5 or 1:30.5")
    seconds = 0.0
    for number in numbers:
        seconds = seconds * 60 + number
    return seconds


def parse_rate(text: str) -> Fraction:
    """Frames a second: 24, 23.976 or 24000/1001."""
    try:
        rate_fps = Fraction(text)
    except (ValueError, ZeroDivisionError):
        rate_fps = Fraction(0)
    if not 0 < rate_fps <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a rate; write frames a second, such as 24 or 30000/1001")
    return rate_fps.limit_denominator(1001)
