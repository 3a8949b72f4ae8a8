#!/usr/bin/env bash
# What set_up.sh checks, in its virtual machine: started by systemd each time that it has booted, as root.
readonly here=$(cd "$(dirname "$0")" && pwd)
readonly checkout=${here%/tests/devices}
readonly script=$checkout/matting_rt/virtual_camera/virtual-camera.sh
readonly options=/etc/modprobe.d/matting-rt.conf at_start=/etc/modules-load.d/matting-rt.conf
readonly said=/run/said
status=0

main() {
    if [[ ! -e /restarted ]]; then
        check "the plan names packages, files and what is done" plan
        check "without a connection nothing is left, and one line says why" offline
        echo "deb [trusted=yes] file:/packages ./" >/etc/apt/sources.list
        check "set up: installed, built, written, loaded, there" set_up
        check "set up a second time: nothing changes" again
        if ((status == 0)); then
            touch /restarted
            systemctl reboot 2>/dev/null
            return
        fi
    else
        check "after a restart the camera is there" restarted
        check "frames that Matting RT writes are read by another program" round_trip
        check "undo while it is in use: refused, and all is as it was" in_use
        check "undo: no module, no files, no package, no camera" undo
        check "undo a second time: nothing to do" run_script undo
    fi
    echo "GUEST_STATUS=$status"
    systemctl poweroff 2>/dev/null
}

check() {
    local sentence=$1 start=$SECONDS result
    shift
    (set -e; "$@") >/run/check 2>&1  # in no condition, where -e would not count
    result=$?
    if ((result == 0)); then
        echo "ok    $sentence ($((SECONDS - start)) s)"
    else
        status=1
        echo "FAIL  $sentence"
        tail -n 30 /run/check "$said" 2>/dev/null | sed 's/^/    /'
    fi
}

# As pkexec does: the text, not the file, and hardly any environment.
run_script() { env -i PATH=/usr/bin:/bin /bin/sh -c "$(cat "$script")" virtual-camera.sh "$1" >"$said" 2>&1; }

not() { if "$@"; then return 1; fi; }

says() { grep -qEx "@$1" "$said"; }

nothing_is_left() {
    [[ ! -e $options && ! -e $at_start && ! -e /sys/module/v4l2loopback ]]
    not modinfo v4l2loopback
    [[ $(dpkg-query -W -f '${db:Status-Status}' v4l2loopback-dkms) =~ ^(not-installed)?$ ]]
    [[ ! -e /dev/video10 && -z $(dpkg --audit) ]]
}

plan() {
    run_script plan
    says "plan install apt-get v4l2loopback-dkms linux-headers-$(uname -r)"
    says "plan write $options"
    says "plan write $at_start"
    says "plan load"
}

offline() {
    not run_script set-up
    says "failed no-internet"
    nothing_is_left
}

set_up() {
    run_script set-up
    says "ready /dev/video10"
    is_there
    grep -x 'options v4l2loopback exclusive_caps=1 card_label="Matting RT" video_nr=10' "$options"
    grep -x "# installed: v4l2loopback-dkms" "$at_start"
}

again() {
    before=$(stat -c '%i %Y' "$options" "$at_start")
    run_script set-up
    says "ready /dev/video10"
    not says "step (install|load)"
    [[ $(stat -c '%i %Y' "$options" "$at_start") == "$before" ]]
}

is_there() {
    [[ -c /dev/video10 ]]
    [[ $(cat /sys/class/video4linux/video10/name) == "Matting RT" ]]
    [[ $(cat /sys/module/v4l2loopback/parameters/exclusive_caps) == Y* ]]
}

restarted() {
    is_there
    systemctl is-active systemd-modules-load
}

# By the host's Python and programs, in a layer over its file system, with this system's own settings of modules.
round_trip() {
    local root=/run/root
    mkdir -p /run/layer "$root"
    mount -t tmpfs tmpfs /run/layer
    mkdir /run/layer/upper /run/layer/work
    mount -t overlay -o lowerdir=/host,upperdir=/run/layer/upper,workdir=/run/layer/work overlay "$root"
    for folder in /proc /sys /dev /run /etc/modprobe.d /etc/modules-load.d /lib/modules; do
        mkdir -p "$root$folder"
        mount --rbind "$folder" "$root$folder"
    done
    (cd "$root${checkout#/host}"
        exec env PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1 PYTHONPATH="${checkout#/host}" \
            PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" "$(sed 's/.*python=\([^ ]*\).*/\1/' /proc/cmdline)" \
            "${checkout#/host}/tests/devices/round_trip.py")
}

in_use() {
    exec 9<>/dev/video10
    not run_script undo
    says "failed in-use"
    exec 9>&-
    is_there
    [[ -e $options && -e $at_start ]]
}

undo() {
    run_script undo
    says removed
    nothing_is_left
}

main
