#!/usr/bin/env bash
# Boots a small virtual machine whose kernel has a webcam (vivid, /dev/video0) and two virtual cameras (v4l2loopback,
# /dev/video20 and /dev/video27), and runs check scripts in it with this machine's own Python and programs.
# Software emulation: it boots in some 6 s and needs no KVM, but runs Python 10 to 20 times slower than this machine.
#
#   tests/devices/run.sh [CHECKS...]     scripts of this folder; by default all that are named check_*.py
#   tests/devices/run.sh set_up.sh       another machine, which sets the virtual camera up by itself and restarts
#
# Environment: PYTHON (.venv/bin/python), DEVICES_CACHE (~/.cache/matting-rt/devices), DEVICES_LIMIT_S (2400; an idle
# computer needs a fraction of that)
set -euo pipefail

readonly here=$(cd "$(dirname "$0")" && pwd)
readonly checkout=${here%/tests/devices}
readonly cache=${DEVICES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/matting-rt/devices}
# The path, not what it links to: a virtual environment's Python knows its packages by its own path.
readonly python=$(cd "$(dirname "${PYTHON:-$checkout/.venv/bin/python}")" && pwd)/$(basename "${PYTHON:-python}")

checks=("$@")
if ((${#checks[@]} == 0)); then
    mapfile -t checks < <(cd "$here" && printf '%s\n' check_*.py)
fi

[[ $(uname -m) == x86_64 ]] || { echo "test-devices: the virtual machine is made for x86_64 only" >&2; exit 1; }
if [[ ${checks[*]} == set_up.sh ]]; then
    "$here/prepare.sh" "$cache" disk
    PYTHON=$python exec "$here/set_up.sh" "$cache"
fi
"$here/prepare.sh" "$cache"
console=$(mktemp)
trap 'rm -f "$console"' EXIT

arguments="checkout=$checkout python=$python checks=$(IFS=,; echo "${checks[*]}")"
timeout "${DEVICES_LIMIT_S:-2400}" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 6G \
    -nographic -no-reboot -kernel "$cache/vmlinuz" -initrd "$cache/initrd.gz" \
    -append "console=ttyS0 quiet panic=-1 $arguments" \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap </dev/null |
    tee "$console" | sed -u '1,/Booting from ROM/d; s/\r//g; s/\x1b\(c\|\[[?0-9;]*[A-Za-z]\)//g; /^GUEST_STATUS/d; /reboot: Power/d' ||
    echo "test-devices: the virtual machine did not end within its time" >&2

status=$(tr -d '\r' <"$console" | sed -n 's/^GUEST_STATUS=//p' | tail -1)
if [[ $status != 0 ]]; then
    echo "test-devices: FAILED" >&2
    exit 1
fi
echo "test-devices: all checks passed"
