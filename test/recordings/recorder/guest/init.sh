#!/bin/sh
# First process of the guest: file systems of the kernel, the modules of the line to the host, then the agent.
export PATH=/bin:/sbin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /run
mount -t debugfs debugfs /sys/kernel/debug
mount -t tracefs tracefs /sys/kernel/tracing
ln -s /proc/mounts /etc/mtab
mkdir -p /run/victim /run/agent /mnt
for module in $(cat /modules/line); do insmod "/modules/$module" || echo "insmod $module failed"; done
for try in 1 2 3 4 5 6 7 8 9 10; do
  [ -e /dev/vport0p1 ] && break
  sleep 0.2
done
exec /bin/agent /dev/vport0p1
