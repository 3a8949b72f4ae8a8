#!/bin/busybox sh
# First process of the virtual machine: loads the devices, puts a throw-away layer over the host's file system, and
# runs the checks that the kernel's command line names in it, as root. With boot=disk there, it loads no devices, and
# leaves everything to the system on the disk.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev

argument() { sed -n "s/.*$1=\([^ ]*\).*/\1/p" /proc/cmdline; }

while read -r module; do
    case $(argument boot)/$module in
        disk/vivid.ko* | disk/v4l2loopback.ko*) continue ;;
        */vivid.ko*) options='n_devs=1 node_types=0x1 num_inputs=1 input_types=0 vid_cap_nr=0' ;;
        */v4l2loopback.ko*) options='devices=2 video_nr=20,27 card_label=Matting,Second exclusive_caps=1,1' ;;
        *) options= ;;
    esac
    # shellcheck disable=SC2086 # several options
    insmod "/modules/$module" $options
done </modules/order

if [ "$(argument boot)" = disk ]; then
    mount /dev/vda /root
    mount --move /dev /root/dev
    umount /sys
    umount /proc
    exec switch_root /root /sbin/init
fi

mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,cache=loose,ro host /host
mount -t tmpfs tmpfs /layer
mkdir /layer/upper /layer/work
mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work overlay /root
mount -t proc proc /root/proc
mount -t sysfs sys /root/sys
mount --bind /dev /root/dev
mkdir -p /dev/shm
mount -t tmpfs tmpfs /root/dev/shm
mount -t tmpfs tmpfs /root/run
ip link set lo up

PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot /root /bin/bash "$(argument checkout)/tests/devices/guest.sh" \
    "$(argument python)" $(argument checks | tr , ' ')
echo "GUEST_STATUS=$?"
poweroff -f
