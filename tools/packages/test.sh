#!/usr/bin/env bash
# Installs the packages in a fresh, minimal Debian 12, uses them as a person would, and removes them again.
#
#   tools/packages/test.sh [FOLDER]    with the packages; default: dist
#
# Needs Debian 12 and root, for a chroot. The minimal system is kept in ~/.cache/matting-rt-packages, 100 MB; what the
# package depends on is downloaded each time. The display is this computer's own Xvfb, so that nothing is installed in
# the chroot but the package and its dependencies.
set -euo pipefail
if [[ ${1-} != --unshared ]]; then exec unshare --mount -- "$0" --unshared "$@"; fi  # mounts end with this script
shift
cd "$(dirname "$0")/../.."

readonly PACKAGES=(debootstrap desktop-file-utils imagemagick lintian openbox xdotool xvfb)
readonly BASE=${XDG_CACHE_HOME:-$HOME/.cache}/matting-rt-packages/bookworm.tar
readonly FOLDER=${1:-dist}
readonly OUTPUT_WINDOW='share this window'  # in the title of the window that others are to see
readonly LIMIT_S=90  # for anything to happen on a busy computer
scratch=$(mktemp -d)
readonly scratch root=$scratch/root
programs=()  # of ours, by their ids

main() {
    local deb=("$FOLDER"/matting-rt_*.deb) image=("$FOLDER"/Matting_RT-*.AppImage)
    [[ -f ${deb[0]} && -f ${image[0]} ]] || fail "there are no packages in $FOLDER; make packages builds them"
    trap clean_up EXIT
    step "Get what the test needs" get_tools
    step "Make a minimal Debian 12" make_root
    step "Install it" install_package "${deb[0]}"
    step "Check what was installed" check_installed
    step "Matte in the terminal" use_command matting-rt
    step "Be live in the window" use_window matting-rt-gui
    step "Remove it" remove_package
    cp "${image[0]}" "$root/home/tester/program.AppImage"
    chown 1000:1000 "$root/home/tester/program.AppImage"
    step "The AppImage without FUSE, in the terminal" use_command ./program.AppImage matting-rt
    step "The AppImage with FUSE, live in the window" use_image_by_fuse
    step "Check that it leaves nothing behind" check_nothing_is_left
    step "Check the package with lintian" check_package "${deb[0]}"
    echo "All is well."
}

step() {
    local name=$1 start=$SECONDS
    shift
    printf '=== %s\n' "$name"
    "$@"
    printf '=== %s: %d s\n' "$name" $((SECONDS - start))
}

fail() {
    printf 'test.sh: %s\n' "$*" >&2
    exit 1
}

clean_up() {
    local program
    for program in "${programs[@]}"; do kill "$program" 2>/dev/null || true; done
    umount --recursive --lazy "$root" 2>/dev/null || true
    rm -rf --one-file-system "$scratch"
}

get_tools() {
    dpkg-query --show "${PACKAGES[@]}" >/dev/null 2>&1 && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${PACKAGES[@]}" >/dev/null
}

make_root() {
    mkdir -p "$root" "$(dirname "$BASE")"
    mount --bind "$root" "$root"  # so that all that is mounted below goes with it
    if [[ ! -f $BASE ]]; then
        debootstrap --variant=minbase bookworm "$scratch/base" >"$scratch/debootstrap.log" || { cat "$scratch/debootstrap.log"; exit 1; }
        tar -C "$scratch/base" --one-file-system -cf "$BASE.part" .
        mv "$BASE.part" "$BASE"
    fi
    tar -C "$root" -xf "$BASE"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mount -t proc proc "$root/proc"
    local device
    for device in null zero urandom random tty; do
        [[ -e $root/dev/$device ]] || touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mkdir -p "$root/dev/shm"
    mount -t tmpfs tmpfs "$root/dev/shm"
    chroot "$root" useradd --uid 1000 --create-home tester
    install -d -o 1000 -g 1000 -m 700 "$root/run/user/1000"
    chroot "$root" apt-get update -qq
    # so that documentation and translations are installed as on a person's computer
    rm -f "$root"/etc/dpkg/dpkg.cfg.d/*
}

# Debian's rules for what surrounds the program's folder: those for libraries do not fit what wheels bring. There is no
# address of a maintainer, and makers' own texts of licences are left whole.
check_package() {
    local skeleton=$scratch/skeleton
    mkdir -p "$skeleton"
    dpkg-deb --raw-extract "$1" "$skeleton"
    rm -r "$skeleton/usr/lib" "$skeleton/usr/bin"
    sed -i '/ usr\/lib\//d' "$skeleton/DEBIAN/md5sums"
    dpkg-deb --root-owner-group -Zxz --build "$skeleton" "$scratch/skeleton.deb" >/dev/null
    lintian --allow-root --fail-on error "$scratch/skeleton.deb" --suppress-tags \
        bogus-mail-host,copyright-file-contains-full-apache-2-license,copyright-file-contains-full-gpl-license
}

install_package() {
    cp "$1" "$root/tmp/package.deb"
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends /tmp/package.deb >"$scratch/apt.log" 2>&1 ||
        { cat "$scratch/apt.log"; exit 1; }
    rm "$root/tmp/package.deb"
}

check_installed() {
    local said
    said=$(chroot "$root" dpkg --verify matting-rt)
    [[ -z $said ]] || fail "dpkg --verify: $said"
    desktop-file-validate "$root/usr/share/applications/matting-rt.desktop"
    grep -q '^MimeType=.*video/mp4' "$root/usr/share/applications/matting-rt.desktop" || fail "the entry opens no videos"
    [[ -x $root/usr/libexec/matting-rt/virtual-camera ]] || fail "the script for the virtual camera is missing"
    # the look of GTK desktops is loaded where they have GTK
    said=$(chroot "$root" sh -c 'find /usr/lib/matting-rt -name "*.so*" ! -name libqgtk3.so -exec ldd {} + 2>/dev/null' | grep 'not found' | sort -u || true)
    [[ -z $said ]] || fail "libraries are missing: $said"
    grep -q 'License: GPL-3' "$root/usr/share/doc/matting-rt/copyright" || fail "licences are missing"
}

# A program in the chroot, as the person there.
as_person() {
    chroot --userspec=1000:1000 "$root" env -i HOME=/home/tester USER=tester PATH=/usr/bin:/bin LANG=C.UTF-8 \
        XDG_RUNTIME_DIR=/run/user/1000 DISPLAY="${display-}" sh -c 'cd; exec "$@"' sh "$@"
}

use_command() {
    as_person "$@" --version
    as_person "$@" demo --output demo >"$scratch/demo.log" || { cat "$scratch/demo.log"; exit 1; }
    local file
    for file in composite.mp4 contact-sheet.png report.json; do
        [[ -s $root/home/tester/demo/$file ]] || fail "the demo did not write $file"
    done
    rm -r "$root/home/tester/demo"
}

# Starts the window with the sample scene, goes live by its key, and looks at what others would see.
use_window() {
    start_display
    install -d -o 1000 -g 1000 "$root/home/tester/.config/matting-rt"
    printf '[live]\noutput = "window"\n' >"$root/home/tester/.config/matting-rt/settings.toml"
    printf 'camera = "synthetic"\nis_first_start_done = true\n' >"$root/home/tester/.config/matting-rt/program.toml"
    chown -R 1000:1000 "$root/home/tester/.config"
    as_person "$@" --verbose >"$scratch/window.log" 2>&1 &
    local program=$! window
    programs+=("$program")
    window=$(wait_for_window '^Matting RT')
    wait_until "the program listens" test -S "$root/run/user/1000/matting-rt/control.sock"
    wait_until "its output window opens" go_live "$window"
    window=$(wait_for_window "$OUTPUT_WINDOW")
    wait_until "others see a composite" is_composite "$window"
    if [[ $1 == matting-rt-gui ]]; then set --; fi
    as_person "$@" matting-rt control stop
    wait "$program" || fail "the window ended with status $?: $(tail -5 "$scratch/window.log")"
    [[ -f $root/home/tester/.config/matting-rt/settings.toml ]] || fail "the person's settings are gone"
}

# The key is pressed again where the window was not yet ready for it.
go_live() {
    xdotool search --name "$OUTPUT_WINDOW" >/dev/null 2>&1 && return
    xdotool windowactivate --sync "$1" key ctrl+Return
    sleep 5
    xdotool search --name "$OUTPUT_WINDOW" >/dev/null 2>&1
}

# The placeholder has few colours, a picture has thousands.
is_composite() {
    import -window "$1" "$scratch/output.png" && (($(identify -format %k "$scratch/output.png") > 5000))
}

use_image_by_fuse() {
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends fuse3 >/dev/null 2>&1
    touch "$root/dev/fuse"
    mount --bind /dev/fuse "$root/dev/fuse"
    use_window ./program.AppImage
    wait_until "the AppImage lets go of its folder" no_mounts
}

no_mounts() { [[ -z $(find "$root/tmp" -maxdepth 1 -name '.mount_*') ]]; }

remove_package() {
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get purge -qq matting-rt >"$scratch/apt.log" 2>&1 || { cat "$scratch/apt.log"; exit 1; }
    check_nothing_is_left
}

check_nothing_is_left() {
    local left
    left=$(find "$root" -xdev \( -iname '*matting[-_]rt*' -o -name 'appimage-*' \) ! -path "$root/home/*" ! -path "$root/run/user/*" ! -path "$root/var/cache/apt/*")
    [[ -z $left ]] || fail "left behind: $left"
}

start_display() {
    [[ -z ${display-} ]] || return 0
    local file=$scratch/display
    Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$file" 2>/dev/null &
    programs+=($!)
    wait_until "there is a display" test -s "$file"
    display=:$(<"$file")
    export DISPLAY=$display
    mkdir -p "$root/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
    openbox >/dev/null 2>&1 &
    programs+=($!)
}

wait_for_window() {
    wait_until "a window is called $1" xdotool search --onlyvisible --name "$1" >/dev/null
    xdotool search --onlyvisible --name "$1" | tail -1
}

wait_until() {
    local what=$1 end=$((SECONDS + LIMIT_S))
    shift
    until "$@" 2>/dev/null; do
        ((SECONDS < end)) || fail "waited for $LIMIT_S s until $what: $(tail -5 "$scratch"/*.log)"
        sleep 0.5
    done
}

main
