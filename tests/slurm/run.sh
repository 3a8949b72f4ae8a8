#!/usr/bin/env bash
# Starts a real Slurm cluster of two nodes on this computer, runs check scripts against it, and stops it.
#
#   tests/slurm/run.sh [CHECKS...]       scripts of this folder; by default all that are named check_*.py
#
# Installs, on Debian or Ubuntu and as root, slurm-wlm and munge where they are missing (10 s). Everything else lies in a
# temporary folder: configuration, keys, state and logs; ports are free ones, and a munged of the system is left alone.
#
# It takes eight minutes on two cores with other work, most of it for programs that start and for Slurm to queue again.
#
# Environment: PYTHON (.venv/bin/python)
set -euo pipefail

readonly here=$(cd "$(dirname "$0")" && pwd)
readonly checkout=${here%/tests/slurm}
# The path, not what it links to: a virtual environment's Python knows its packages by its own path.
python=${PYTHON:-$checkout/.venv/bin/python}
readonly python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python")
readonly dir=$(mktemp -d /tmp/slurm-XXXXXX)
daemons=()

checks=("$@")
if ((${#checks[@]} == 0)); then
    mapfile -t checks < <(cd "$here" && printf '%s\n' check_*.py)
fi

main() {
    [[ $(id -u) == 0 ]] || { echo "test-slurm: needs root, to start Slurm's daemons" >&2; exit 1; }
    install_packages
    trap stop_cluster EXIT
    start_cluster
    export SLURM_CONF=$dir/slurm.conf PYTHON=$python
    cd "$checkout"
    local check
    for check in "${checks[@]}"; do
        "$python" -m "tests.slurm.${check%.py}" "$dir" || { show_logs; exit 1; }
    done
    echo "test-slurm: all checks passed"
}

install_packages() {
    export PATH=$PATH:/usr/sbin
    command -v slurmctld slurmd munged sbatch >/dev/null && return
    # What prepares a virtual machine at the same time holds this lock, and apt-get would not wait for it.
    exec {lock}<"$here/../devices/prepare.sh"
    flock "$lock"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends slurm-wlm munge >/dev/null
    exec {lock}<&-
}

start_cluster() {
    local ports
    mkdir "$dir/state" "$dir/spool" "$dir/munge"
    chmod 755 "$dir" "$dir/munge"
    head -c 128 /dev/urandom >"$dir/munge/key" && chmod 400 "$dir/munge/key"
    read -ra ports < <("$python" "$here/free_ports.py" 3)
    sed -e "s#@DIR@#$dir#g; s#@USER@#$(id -un)#g; s#@CONTROL@#${ports[0]}#; s#@GL1@#${ports[1]}#; s#@GL2@#${ports[2]}#" \
        "$here/slurm.conf.in" >"$dir/slurm.conf"
    # Files that are always there stand in for the GPUs' devices: Slurm only counts them.
    printf 'NodeName=gl[1-2] Name=gpu File=/dev/%s\n' null zero full random >"$dir/gres.conf"
    start munged --foreground --force --socket "$dir/munge/socket" --key-file "$dir/munge/key" \
        --pid-file "$dir/munge/pid" --log-file "$dir/munge/log" --seed-file "$dir/munge/seed"
    until [[ -S $dir/munge/socket ]]; do sleep 0.1; done
    start slurmctld -D -f "$dir/slurm.conf"
    start slurmd -D -N gl1 -f "$dir/slurm.conf"
    start slurmd -D -N gl2 -f "$dir/slurm.conf"
}

start() {
    "$@" >>"$dir/daemons.log" 2>&1 &
    daemons+=($!)
}

stop_cluster() {
    scancel --user "$(id -un)" 2>/dev/null || true
    local daemon
    for ((daemon = ${#daemons[@]} - 1; daemon >= 0; daemon--)); do
        kill "${daemons[daemon]}" 2>/dev/null || true
        wait "${daemons[daemon]}" 2>/dev/null || true
    done
    rm -rf "$dir"
}

show_logs() {
    tail -n 40 "$dir"/*.out "$dir"/*.log >&2 || true
}

main
