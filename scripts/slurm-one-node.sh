#!/usr/bin/env bash
# A Slurm cluster of this one machine, to try job arrays on; without systemd, as root. Debian: apt-get install slurm-wlm munge
#   scripts/slurm-one-node.sh start FOLDER    then: export SLURM_CONF=FOLDER/slurm.conf
#   scripts/slurm-one-node.sh stop FOLDER
set -euo pipefail
action=${1:-} folder=${2:-}
if [[ -z $folder || ! $action =~ ^(start|stop)$ ]]; then
  echo "Usage: $0 start|stop FOLDER" >&2
  exit 2
fi
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

# What was started here, and nothing else.
if [[ $action == stop ]]; then
  for name in slurmd slurmctld munged; do
    [[ -f $folder/$name.pid ]] || continue
    pid=$(cat "$folder/$name.pid")
    kill "$pid" 2>/dev/null || continue
    # They write what they know before they go: whoever takes the folder away has to wait for that.
    for _ in {1..100}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  done
  exit 0
fi

in_background() { # name command...
  local name=$1
  shift
  setsid "$@" >"$folder/$name.log" 2>&1 </dev/null &
  echo $! >"$folder/$name.pid"
}

mkdir -p "$folder/state" "$folder/spool" /run/munge
if [[ ! -s /etc/munge/munge.key ]]; then
  (umask 077 && head -c 1024 /dev/urandom >/etc/munge/munge.key)
fi
chown munge: /etc/munge/munge.key /run/munge
chmod 400 /etc/munge/munge.key
if ! munge --no-input >/dev/null 2>&1; then
  in_background munged setpriv --reuid=munge --regid=munge --clear-groups munged --foreground
  for _ in {1..50}; do munge --no-input >/dev/null 2>&1 && break || sleep 0.1; done
fi

name=$(hostname -s)
cat >"$folder/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$name(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/state/slurmctld.pid
SlurmdPidFile=$folder/state/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
ReturnToService=2
NodeName=$name NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=$name Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$folder/slurm.conf
in_background slurmctld slurmctld -D -f "$SLURM_CONF"
in_background slurmd slurmd -D -f "$SLURM_CONF"
for _ in {1..100}; do
  if sinfo --noheader --format=%T 2>/dev/null | grep -q idle; then
    echo "Slurm is up. export SLURM_CONF=$SLURM_CONF"
    exit 0
  fi
  sleep 0.2
done
echo "Slurm did not come up; its logs are in $folder." >&2
exit 1
