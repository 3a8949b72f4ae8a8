#!/usr/bin/env bash
# Runs check scripts inside the virtual machine, one after the other; fails when one of them does.
#
#   guest.sh PYTHON CHECKS...     each the name of a script beside this one
python=$1
shift
cd "$(dirname "$0")/../.." || exit 1
export PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=$PWD

status=0
for check in "$@"; do
    start=$SECONDS
    "$python" "tests/devices/$check" || status=1
    printf '%s: %d s\n' "$check" $((SECONDS - start))
done
exit $status
