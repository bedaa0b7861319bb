#!/bin/bash
# A node of a pacemaker cluster for tests. It runs as the first process of namespaces of its own (network, processes, mounts, host name):
# when it is killed, everything on the node ends at once, as in a power cut. Nothing outside of the namespaces and of FOLDER is touched.
# Usage: pacemaker_node.sh NAME ADDRESS FOLDER; the network arrives as eth0, orders arrive in FOLDER/NAME.orders.
set -u
name=$1 address=$2 folder=$3
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C

awk '/^PPid/ {print $2}' /proc/self/status >"$folder/$name.pid"    # as the outer namespace numbers it
mount --make-rprivate /
mount -t proc proc /proc
for place in /dev/shm /run /var/lib/pacemaker /var/lib/corosync /var/log; do mount -t tmpfs tmpfs "$place"; done
mkdir -p /run/crm /run/lock /var/lib/pacemaker/{cib,pengine,cores,blackbox} /var/log/pacemaker /var/log/corosync
chown -R hacluster:haclient /run/crm /var/lib/pacemaker /var/log/pacemaker
[ ! -e "$folder/fence" ] || mount --bind "$folder/fence" /usr/sbin/fence_legacy
hostname "$name"
ip link set lo up
until ip link show eth0 >/dev/null 2>&1; do sleep 0.1; done
ip addr add "$address/24" dev eth0
ip link set eth0 up

start() {
    corosync -f -c "$folder/corosync.conf" >>"$folder/$name.corosync.log" 2>&1 &
    corosync=$!
    until corosync-cfgtool -s >/dev/null 2>&1; do sleep 0.2; done
    start_pacemaker
}

start_pacemaker() {
    PCMK_logfile=$folder/$name.pacemaker.log PCMK_logfacility=none pacemakerd >>"$folder/$name.pacemaker.log" 2>&1 &
    pacemaker=$!
}

stop() {
    kill -TERM "$pacemaker" && wait "$pacemaker"
    kill -TERM "$corosync" && wait "$corosync"
}

start
while true; do
    read -r order <"$folder/$name.orders" || continue
    case $order in
        stop) stop ;;
        start) start ;;
        start-pacemaker) start_pacemaker ;;
        stop-pacemaker) kill -TERM "$pacemaker" && wait "$pacemaker" ;;
        kill-pacemaker) kill -KILL "$pacemaker" $(pidof pacemaker-based pacemaker-fenced pacemaker-execd pacemaker-attrd \
            pacemaker-schedulerd pacemaker-controld); wait "$pacemaker" ;;
        cut) ip link set eth0 down ;;
        join) ip link set eth0 up ;;
    esac
    echo "$order" >>"$folder/$name.done"
done
