#!/usr/bin/env bash
# Boots the virtual machine from a disk with a small Debian, and sets the virtual camera up in it as a person would: by
# the script that the window runs as root, with apt-get, DKMS and systemd, across a restart; then undoes it.
#
#   tests/devices/set_up.sh CACHE     the folder that prepare.sh has filled
#
# Environment: PYTHON, an absolute path; SET_UP_LIMIT_S (2400; an idle computer needs a fraction of that)
set -euo pipefail

readonly cache=$1
here=$(cd "$(dirname "$0")" && pwd)
console=$(mktemp)
trap 'rm -f "$console"' EXIT

# Without -no-reboot: a restart of the system is one of the machine. What it writes is thrown away at the end.
kernel="console=ttyS0 quiet mitigations=off systemd.show_status=0 systemd.mask=serial-getty@ttyS0.service boot=disk"
timeout "${SET_UP_LIMIT_S:-2400}" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 2G -nographic -nic none \
    -kernel "$cache/vmlinuz" -initrd "$cache/initrd.gz" \
    -drive "file=$cache/disk.img,format=raw,if=virtio,snapshot=on,cache=unsafe" \
    -append "$kernel checkout=${here%/tests/devices} python=$PYTHON" \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap </dev/null |
    tee "$console" | sed -u 's/\r//g' | grep --line-buffered -E '^(ok|FAIL|  )' ||
    echo "test-devices: the virtual machine did not end within its time" >&2

if ! tr -d '\r' <"$console" | grep -q '^GUEST_STATUS=0$'; then
    echo "test-devices: setting up the virtual camera FAILED; what the machine said last:" >&2
    tr -d '\r' <"$console" | tail -40 >&2
    exit 1
fi
