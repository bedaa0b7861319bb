#!/bin/sh
# Makes a guest that runs nothing but QEMU's guest agent, from Debian's packages, without installing them:
# FOLDER/vmlinuz and FOLDER/initrd.gz. usage: agent-guest.sh FOLDER
set -eu
mkdir -p "$1/packages" "$1/root"
cd "$1/packages"
kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/ { print $2; exit }')
apt-get download -q "$kernel" busybox-static qemu-guest-agent >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" unpacked; done
cp unpacked/boot/vmlinuz-* ../vmlinuz

cd ../root
mkdir -p bin proc sys dev run var/run tmp modules
cp ../packages/unpacked/bin/busybox ../packages/unpacked/usr/sbin/qemu-ga bin
ldd bin/qemu-ga | awk '/=> \// { print $3 } /^\t\/lib64/ { print $1 }' | while read -r library; do
    mkdir -p ".$(dirname "$library")"
    cp -L "$library" ".$library"
done
# A module needs those before it.
for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_console; do
    cp "$(find ../packages/unpacked/lib/modules -name "$module.ko")" modules
done
cat >init <<'INIT'
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_console; do
    /bin/busybox insmod /modules/$module.ko
done
while true; do
    for name in /sys/class/virtio-ports/*/name; do
        read -r port <$name
        [ "$port" = org.qemu.guest_agent.0 ] || continue
        folder=${name%/name}
        /bin/qemu-ga -m virtio-serial -p /dev/${folder##*/}
    done
    /bin/busybox sleep 1
done
INIT
chmod +x init
find . | "$PWD/bin/busybox" cpio -o -H newc 2>/dev/null | gzip >../initrd.gz
cd ..
rm -rf packages root
