"""Memory that is used again and again."""

import ctypes
import logging
import platform

log = logging.getLogger(__name__)

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
"""Of glibc's malloc.h."""
_ARENAS = 2
"""Heaps that all threads share: each keeps what its busiest moment took, and with one a thread that was 200 MB more and
grew whenever a thread met another heap."""
_KEPT_BYTES = 512 << 20
_HEAP_BYTES = 64 << 20
"""Of the pieces that the heap of a thread is made of; so much room at its end keeps an empty one from being given back,
and what is larger, float pictures from 2880x1620 on, is no longer taken from a heap."""


def keep_freed_memory() -> None:
    """Have freed memory kept for the next frame, for the rest of the process. May be called twice.

    Each frame takes and frees pictures of 11 MB (1280x720). glibc gives such pieces back to the system, for every few
    frames or every one, depending on what happens to lie behind them; taken again, each costs 2,700 page faults, 4 ms.
    Does nothing on systems without glibc.
    """
    if platform.libc_ver()[0] != "glibc":
        return
    mallopt = ctypes.CDLL(None).mallopt
    for option, value in (
        (_MMAP_THRESHOLD, _HEAP_BYTES),
        (_TRIM_THRESHOLD, _KEPT_BYTES),
        (_TOP_PAD, _HEAP_BYTES),
        (_ARENA_MAX, _ARENAS),
    ):
        if not mallopt(option, value):
            log.debug("the C library refuses option %d", option)


def give_back_freed_memory() -> None:
    """Return to the system what is kept and not in use, in some 20 ms: fragments come together so over hours. For a
    moment in which nobody waits for a frame. Does nothing on systems without glibc.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).malloc_trim(0)
