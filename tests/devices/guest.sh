#!/usr/bin/env bash
# Runs check scripts inside the virtual machine, one after the other; fails when one of them does.
#
#   guest.sh PYTHON CHECKS...     each the name of a script beside this one
python=$1
shift
cd "$(dirname "$0")/../.." || exit 1
echo  # What came before, the firmware and the kernel, ended without a new line.
export PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=$PWD
# OpenMP's threads wait for each other by spinning, and where a processor is emulated, or busy, they wait for long.
export OMP_NUM_THREADS=1

status=0
for check in "$@"; do
    start=$SECONDS
    "$python" "tests/devices/$check" || status=1
    printf '%s: %d s\n' "$check" $((SECONDS - start))
done
exit $status
