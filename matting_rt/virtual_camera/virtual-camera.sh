#!/bin/sh
# Sets up a virtual camera for good, or undoes that: the kernel module v4l2loopback, installed by the system's own
# package manager, and two small files, by which it is loaded with its options whenever the computer starts.
#
#   virtual-camera.sh plan       says what set-up would do; changes nothing, and needs no rights
#   virtual-camera.sh set-up     as root
#   virtual-camera.sh undo       as root
#
# Takes nothing else from its caller: no further arguments, no environment, no input. Lines that begin with @ are for
# the program that shows how far it is; what stands between them is said by the programs that are run. Where something
# fails, what this run has changed is taken back.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
unset IFS
umask 022
cd /
trap '' PIPE  # whoever watches may leave; the work is done all the same

OPTIONS=/etc/modprobe.d/matting-rt.conf
AT_START=/etc/modules-load.d/matting-rt.conf
LOADED=/sys/module/v4l2loopback
KERNEL=$(uname -r)
work=       # a folder for what programs say
written=    # files of this run
installed=  # the package of this run
is_offline= # whether nobody answered

# What programs say where nobody answers.
OFFLINE='resolv|Failed to fetch|[Uu]nable to connect|[Cc]onnection (failed|timed out)|[Cc]url error|Network is unreach'
OFFLINE="$OFFLINE|[Ff]ailed (retrieving|to retrieve|to download)|[Cc]annot download"

say() { echo "@$*" 2>/dev/null || :; }

fail() {
    say failed "$@"
    exit 1
}

# Runs a program without the caller's environment and input. What it says is shown, and kept for `said`.
run() {
    { env -i PATH="$PATH" HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@" </dev/null 2>&1 &&
        echo 0 >"$work/status" || echo $? >"$work/status"; } | tee "$work/said" 2>/dev/null || :
    return "$(cat "$work/status")"
}

said() { grep -qE "$1" "$work/said"; }

# --- what there is

is_installed() { modinfo -k "$KERNEL" v4l2loopback >/dev/null 2>&1; }

# The first virtual camera.
device() {
    for each in /sys/devices/virtual/video4linux/video*; do
        [ -e "$each" ] && echo "/dev/${each##*/}" && return
    done
    return 1
}

# Browsers list a virtual camera only where it has exclusive_caps=1.
is_seen() { device >/dev/null && grep -q '^[Y1]' $LOADED/parameters/exclusive_caps; }

# Somebody else's file in such folders that has such a line.
other_file() {
    for folder in /etc /run /usr/local/lib /usr/lib /lib; do
        for each in "$folder/$1"/*.conf; do
            if [ "${each##*/}" != matting-rt.conf ] && grep -qsE "$2" "$each"; then
                echo "$each"
                return
            fi
        done
    done
    return 1
}

# Options of the module, such as for OBS: they are left as they are, and count.
other_options() { other_file modprobe.d '^[[:space:]]*options[[:space:]]+v4l2loopback'; }

starts_anyway() { other_file modules-load.d '^[[:space:]]*v4l2loopback[[:space:]]*$' >/dev/null; }

must_reload() { [ -e $LOADED ] && ! is_seen && ! { device >/dev/null && other_options >/dev/null; }; }

is_in_use() { [ "$(cat $LOADED/refcnt 2>/dev/null || echo 0)" != 0 ]; }

# The last byte of this variable of the firmware is 1 where only signed modules are loaded.
has_secure_boot() {
    for each in /sys/firmware/efi/efivars/SecureBoot-*; do
        [ -r "$each" ] && [ "$(tail -c 1 "$each" | od -An -tu1 | tr -d ' ')" = 1 ] && return
    done
    return 1
}

# The key with which this computer signs the modules that it builds.
signing_key() {
    for each in /var/lib/shim-signed/mok/MOK.der /var/lib/dkms/mok.pub /etc/pki/akmods/certs/public_key.der; do
        [ -e "$each" ] && echo "$each" && return
    done
    return 1
}

# By the family of the system: a computer may have another one's tools too.
find_manager() {
    [ ! -e /run/ostree-booted ] || fail read-only-system
    for family in $(sed -n 's/^ID\(_LIKE\)\{0,1\}=//p' /etc/os-release | tr -d "\"'"); do
        case $family in
            debian | ubuntu) manager=apt-get ;;
            fedora | rhel | centos) manager=dnf ;;
            arch) manager=pacman ;;
            suse | opensuse*) manager=zypper ;;
            *) continue ;;
        esac
        if command -v "$manager" >/dev/null; then return; fi
    done
    fail no-manager
}

# The module, and what it is built with: for the kernel that runs, and for those that updates bring.
find_packages() {
    case $manager in
        apt-get)
            module=v4l2loopback-dkms
            headers=linux-headers-$KERNEL
            # shellcheck disable=SC2016 # dpkg-query fills it in
            for each in $(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'linux-image-*' 2>/dev/null |
                sed -n 's/^ii *linux-image-\([a-z]\)/linux-headers-\1/p'); do
                if apt-cache show "$each" >/dev/null 2>&1; then headers="$headers $each"; fi
            done ;;
        dnf) module=akmod-v4l2loopback headers=kernel-devel-$KERNEL ;;
        pacman) module=v4l2loopback-dkms headers=$(cat "/usr/lib/modules/$KERNEL/pkgbase")-headers || fail no-headers ;;
        zypper) module=v4l2loopback-kmp-${KERNEL##*-} headers= ;;
    esac
}

# Whether it is there, be it in part.
has_package() {
    case $manager in
        apt-get) dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qvE 'not-installed|config-files' ;;
        pacman) pacman -Q "$1" >/dev/null 2>&1 ;;
        *) rpm -q "$1" >/dev/null 2>&1 ;;
    esac
}

# --- what is done

plan() {
    check_kernel
    if ! is_installed; then
        find_manager
        find_packages
        say plan install "$manager" "$module $headers"
        if has_secure_boot; then say plan secure-boot; fi
    fi
    if file=$(other_options); then
        is_seen || say plan keep "$file"
    elif [ ! -e $OPTIONS ]; then
        say plan write $OPTIONS
    fi
    if ! is_installed || { [ ! -e $AT_START ] && ! starts_anyway; }; then say plan write $AT_START; fi
    if must_reload; then
        if is_in_use; then fail in-use; fi
        say plan reload
    elif [ ! -e $LOADED ]; then
        say plan load
    fi
}

set_up() {
    begin
    check_kernel
    if must_reload && is_in_use; then fail in-use; fi
    trap take_back EXIT
    if ! is_installed; then install_module; fi
    if must_reload; then
        say step load
        run modprobe -r v4l2loopback || fail in-use
    fi
    write_files
    if [ ! -e $LOADED ]; then load_module; fi
    device >/dev/null || fail no-device
    keep
    say ready "$(device)"
}

undo() {
    begin
    if [ ! -e $AT_START ]; then
        rm -f $OPTIONS
        say removed
        exit
    fi
    module=$(sed -n 's/^# installed: //p' $AT_START)
    if [ -e $LOADED ] && { [ -n "$module" ] || ! other_options >/dev/null; }; then
        say step unload
        run modprobe -r v4l2loopback || fail in-use
    fi
    if [ -n "$module" ]; then
        find_manager
        say step remove "$module"
        remove_package "$module" || fail "$(reason)"
    fi
    rm -f $OPTIONS $AT_START
    say removed
}

# A container has no modules; a system that was just updated may have none of the kernel that still runs.
check_kernel() {
    [ -n "$(ls /lib/modules 2>/dev/null)" ] || fail no-kernel
    [ -d "/lib/modules/$KERNEL" ] || fail restart-first
}

begin() {
    [ "$(id -u)" = 0 ] || fail not-root
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
}

keep() { trap 'rm -rf "$work"' EXIT; }

take_back() {
    for each in $written; do rm -f "$each" "$each.new"; done
    if [ -n "$installed" ] && has_package "$installed"; then
        say step take-back
        remove_package "$installed" || :
    fi
    rm -rf "$work"
}

install_module() {
    find_manager
    find_packages
    say step install "$manager"
    if ! has_package "$module"; then installed=$module; fi
    case $manager in
        apt-get)
            run apt-get update || :  # one of many sources may fail; what matters is whether the packages come
            if said "$OFFLINE"; then is_offline=1; fi
            # shellcheck disable=SC2086 # several packages
            run apt-get -y --no-install-recommends -o DPkg::Lock::Timeout=60 install "$module" $headers ;;
        dnf) run dnf -y install "$module" "$headers" ;;
        pacman) run pacman -S --noconfirm --needed "$module" "$headers" ;;
        zypper) run zypper --non-interactive install --no-recommends "$module" ;;
    esac || fail "$(reason)"
    say step build
    if ! is_installed && [ "$manager" = dnf ]; then run akmods --force --kernels "$KERNEL" || :; fi
    if ! is_installed && command -v dkms >/dev/null; then run dkms autoinstall -k "$KERNEL" || :; fi
    is_installed || fail build
}

remove_package() {
    case $manager in
        apt-get) run apt-get -y -o DPkg::Lock::Timeout=60 purge "$1" ;;
        dnf) run dnf -y remove "$1" ;;
        pacman) run pacman -R --noconfirm "$1" ;;
        zypper) run zypper --non-interactive remove "$1" ;;
    esac
}

# Why the package manager failed, by what it said.
reason() {
    if said 'Could not get lock|Unable to acquire|[Uu]nable to lock|[Ii]s locked|transaction lock'; then echo locked
    elif said 'dpkg was interrupted|dpkg --configure -a'; then echo broken
    elif said '[Nn]o space left|not enough free|needs .* on the .* filesystem'; then echo disk-full
    elif [ -n "$is_offline" ] && said 'Unable to locate|no installation candidate'; then echo no-internet
    elif said '(Unable to|any package|No match|not found).*(headers|kernel-devel)'; then echo no-headers
    elif said 'Unable to locate|no installation candidate|No match for|Unable to find a match|not found'; then
        echo no-package "$manager"
    elif said '40[34] '; then echo outdated
    elif said "$OFFLINE"; then echo no-internet
    elif said 'Bad return status for module build|bad exit status|[Bb]uild failed'; then echo build
    else echo packages "$manager"
    fi
}

write_files() {
    say step write
    if [ ! -e $OPTIONS ] && ! other_options >/dev/null; then
        if node=$(device); then number=${node#/dev/video}; else number=$(free_number); fi
        write $OPTIONS "# Of Matting RT's virtual camera; matting-rt virtual-camera undo removes it." \
            "options v4l2loopback exclusive_caps=1 card_label=\"Matting RT\" video_nr=$number"
    fi
    if [ -n "$installed" ] || { [ ! -e $AT_START ] && ! starts_anyway; }; then
        write $AT_START "# Of Matting RT's virtual camera; matting-rt virtual-camera undo removes it." \
            ${installed:+"# installed: $installed"} v4l2loopback
    fi
}

# A file of these lines, whole or not at all.
write() {
    file=$1
    shift
    mkdir -p "${file%/*}"
    written="$written $file"
    printf '%s\n' "$@" >"$file.new"
    mv "$file.new" "$file"
}

# Lower numbers are for real cameras.
free_number() {
    number=10
    while [ -e "/dev/video$number" ]; do number=$((number + 1)); done
    echo $number
}

load_module() {
    say step load
    if ! run modprobe v4l2loopback; then
        if has_secure_boot && said 'Key was rejected|Required key not available|Operation not permitted'; then
            keep  # at the first start with the key it is loaded
            fail secure-boot "$(signing_key || :)"
        fi
        fail load
    fi
    if command -v udevadm >/dev/null; then run udevadm settle --timeout=10 || :; fi
}

case $#/${1-} in
    1/plan) plan ;;
    1/set-up) set_up ;;
    1/undo) undo ;;
    *)
        echo "usage: virtual-camera.sh plan | set-up | undo" >&2
        exit 2 ;;
esac
