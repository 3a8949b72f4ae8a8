#!/usr/bin/env bash
# Makes what tests/devices/run.sh boots, once: a kernel with its webcam driver for tests (vivid), v4l2loopback built
# for it, a first root file system of busybox and those modules, and where it is wanted a disk with a small Debian for
# set_up.sh. All from Debian's own packages, unpacked into the cache: no kernel and no module is installed on this machine.
#
#   tests/devices/prepare.sh CACHE [disk]
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

readonly here=$(cd "$(dirname "$0")" && pwd)
readonly cache=$1 wants_disk=${2:-}
readonly modules=(virtio_pci virtio_blk ext4 9pnet_virtio 9p overlay vivid v4l2loopback)
declare -A PACKAGE_OF=([qemu-system-x86_64]=qemu-system-x86 [busybox]=busybox-static [cpio]=cpio [depmod]=kmod
    [ffmpeg]=ffmpeg [v4l2-ctl]=v4l-utils [make]=make [gcc]=gcc [debootstrap]=debootstrap
    [dpkg-scanpackages]=dpkg-dev [mkfs.ext4]=e2fsprogs)
release=  # of the kernel, such as 6.1.0-56-amd64

main() {
    exec {lock}<"$0"
    flock "$lock"  # two runs at the same time must not make it in the same place
    install_programs
    if is_up_to_date; then return; fi
    say "making the virtual machine in $cache; the first time downloads about 190 MB"
    rm -rf "$cache"
    mkdir -p "$cache"
    unpack_kernel
    if [[ $wants_disk ]]; then make_disk; fi
    build_loopback
    pack_initrd
    rm -rf "$cache/packages"
    say "the virtual machine is ready"
}

install_programs() {
    local program missing=() as_root=()
    for program in "${!PACKAGE_OF[@]}"; do
        command -v "$program" >/dev/null || missing+=("${PACKAGE_OF[$program]}")
    done
    if ((${#missing[@]} == 0)); then return; fi
    if ((EUID != 0)); then
        fail "these packages are missing: sudo apt-get install --no-install-recommends ${missing[*]}"
    fi
    command -v apt-get >/dev/null || fail "these programs' packages are missing, and apt-get too: ${missing[*]}"
    say "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${missing[@]}" >/dev/null
}

is_up_to_date() {
    local file
    for file in "$here"/{prepare.sh,init.sh,set-up-check.service}; do
        [[ $cache/initrd.gz -nt $file ]] || return 1
    done
    [[ -z $wants_disk || -e $cache/disk.img ]]
}

unpack_kernel() {
    local package
    mkdir "$cache/packages"
    cd "$cache/packages"
    if ((EUID == 0)); then apt-get update -qq; fi  # A list of last week names a kernel that is no longer there.
    release=$(depends_on linux-image-amd64 linux-image-)
    release=${release#linux-image-}
    [[ -n $release ]] || fail "apt-get knows no Debian kernel (linux-image-amd64): run apt-get update, or use Debian 12"
    apt-get download -qq "linux-image-$release" "linux-headers-$release" "linux-headers-${release%-amd64}-common" \
        "$(depends_on "linux-headers-$release" linux-kbuild-)" v4l2loopback-dkms \
        "$(depends_on "linux-headers-$release" linux-compiler-)" \
        2>/dev/null || fail "a package of the kernel $release could not be downloaded: run apt-get update"
    for package in *.deb; do dpkg -x "$package" .; done
    mkdir -p "$cache/root/lib/modules"
    mv "lib/modules/$release" "$cache/root/lib/modules/"
    cp "boot/vmlinuz-$release" "$cache/vmlinuz"
}

depends_on() { apt-cache depends "$1" | sed -n "s/^ *Depends: \($2.*\)/\1/p" | head -1; }

# A Debian with what builds modules, but none of v4l2loopback: that is only in its package source, file:/packages, which
# is not in its list of sources yet.
make_disk() {
    local disk=$cache/disk
    ((EUID == 0)) || fail "the disk of set_up.sh is made by root: sudo tests/devices/prepare.sh $cache disk"
    debootstrap --variant=minbase --include=systemd-sysv,udev,kmod,dkms,gcc,make,libelf1 bookworm "$disk" \
        >"$cache/disk.log" ||
        fail "the disk's system could not be made; see $cache/disk.log"
    mkdir "$disk/packages" "$disk/host"
    cp ./*.deb "$disk/packages/"
    rm "$disk"/packages/linux-image-*
    chroot "$disk" sh -c 'dpkg --install /packages/linux-*.deb && rm /packages/linux-*.deb' >>"$cache/disk.log" 2>&1 ||
        fail "the kernel's headers could not be installed; see $cache/disk.log"
    (cd "$disk/packages" && dpkg-scanpackages . /dev/null >Packages 2>/dev/null)
    mkdir -p "$disk/lib/modules/$release/kernel/drivers"
    cp -r "$cache/root/lib/modules/$release"/modules.* "$disk/lib/modules/$release/"
    cp -r "$cache/root/lib/modules/$release/kernel/drivers/media" "$disk/lib/modules/$release/kernel/drivers/"
    depmod -b "$disk" "$release" 2>/dev/null
    cp "$here/set-up-check.service" "$disk/etc/systemd/system/"
    mkdir -p "$disk/etc/systemd/system/multi-user.target.wants"
    ln -s ../set-up-check.service "$disk/etc/systemd/system/multi-user.target.wants/"
    rm -rf "$disk"/var/{cache/apt,lib/apt/lists}/* "$disk"/usr/share/{doc,locale,man}/*
    mkfs.ext4 -q -d "$disk" "$cache/disk.img" 2G
    rm -rf "$disk"
}

build_loopback() {
    local headers source
    headers=$(echo "$cache"/packages/usr/src/linux-headers-*-amd64)
    source=$(echo "$cache"/packages/usr/src/v4l2loopback-*)
    sed -i "s#include /usr/src/#include $cache/packages/usr/src/#" "$headers/Makefile"
    make -s -C "$headers" M="$source" CC=gcc modules >"$cache/build.log" 2>&1 ||
        fail "v4l2loopback could not be built; see $cache/build.log"
    mkdir "$cache/root/lib/modules/$release/updates"
    cp "$source/v4l2loopback.ko" "$cache/root/lib/modules/$release/updates/"
}

pack_initrd() {
    local root=$cache/initrd file name module
    mkdir -p "$root"/{bin,modules,proc,sys,dev,host,layer,root}
    cp "$(command -v busybox)" "$root/bin/busybox"
    cp "$here/init.sh" "$root/init"
    depmod -b "$cache/root" "$release" 2>/dev/null
    for module in "${modules[@]}"; do
        modprobe -d "$cache/root" -S "$release" --show-depends "$module" | sed -n 's/^insmod \([^ ]*\).*/\1/p'
    done | while read -r file; do
        name=$(basename "$file")
        if [[ ! -e $root/modules/$name ]]; then
            cp "$file" "$root/modules/"
            echo "$name" >>"$root/modules/order"
        fi
    done
    (cd "$root" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$cache/initrd.gz.part"
    mv "$cache/initrd.gz.part" "$cache/initrd.gz"
    rm -rf "$root" "$cache/root"
}

say() { printf 'test-devices: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

main
