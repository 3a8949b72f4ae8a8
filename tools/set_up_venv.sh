#!/usr/bin/env bash
# Makes .venv, or mends it, with this checkout and all it needs installed. The Makefile calls this before everything.
# Arguments: extras of setup.cfg to install too, besides those of earlier calls. PYTHON chooses the interpreter of a new .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly VENV=.venv
readonly STAMP=$VENV/.installed  # newer than the requirements once all of them are installed; holds the extras
readonly REQUIREMENTS=(setup.cfg pyproject.toml)

main() {
    exec {lock}<"$0"
    flock "$lock"  # two makes at the same time must not install into the same place
    local extras=("$@")
    if has_nvidia_driver; then extras+=(gpu); fi
    if computes_in_bf16; then extras+=(openvino); fi
    if is_up_to_date "${extras[@]}"; then return; fi
    if is_sound; then
        mapfile -t -O "${#extras[@]}" extras < <(cat "$STAMP" 2>/dev/null)
    else
        make_venv
    fi
    mapfile -t extras < <(printf '%s\n' "${extras[@]}" | grep . | sort -u)
    rm -f "$STAMP"
    say "installing Matting RT and what it needs into $VENV; the first time downloads $(size_of "${extras[@]}")"
    "$VENV/bin/python" -m pip install --disable-pip-version-check --quiet --editable ".${extras:+[$(IFS=,; echo "${extras[*]}")]}"
    printf '%s\n' "${extras[@]}" >"$STAMP"
    say "$VENV is ready"
}

has_nvidia_driver() {
    [[ -e /proc/driver/nvidia/version || $(/sbin/ldconfig -p 2>/dev/null) == *libcuda.so.1* ]]
}

computes_in_bf16() {
    grep -q _bf16 /proc/cpuinfo 2>/dev/null
}

# Of what all these extras need.
size_of() {
    case " $* " in
        *" gpu "* | *" train "*) echo "about 3 GB" ;;
        *" openvino "*) echo "about 200 MB" ;;
        *) echo "about 150 MB" ;;
    esac
}

# Asked before every run, so it must be quick. A checkout that was moved or a system Python that was replaced leaves a
# stamp behind, but not an interpreter that finds this checkout.
is_up_to_date() {
    local file extra
    for extra in "$@"; do
        grep -qx "$extra" "$STAMP" 2>/dev/null || return 1
    done
    for file in "${REQUIREMENTS[@]}"; do
        [[ $STAMP -nt $file ]] || return 1
    done
    [[ $("$VENV/bin/python" -I -c 'import matting_rt; print(*matting_rt.__path__)' 2>/dev/null) == "$PWD/matting_rt" ]]
}

# pip believes a package to be installed as soon as its metadata is there, even if the installation was interrupted.
is_sound() {
    is_supported "$VENV/bin/python" && "$VENV/bin/python" -I - 2>/dev/null <<'PYTHON'
import csv, sys
from importlib.metadata import distributions

import pip

for distribution in distributions():
    for path, *_ in csv.reader((distribution.read_text("RECORD") or sys.exit(1)).splitlines()):
        if not path.endswith(".pyc") and not distribution.locate_file(path).exists():
            sys.exit(1)
PYTHON
}

make_venv() {
    local python
    python=$(find_python)
    install_system_packages "$python"
    say "making $VENV with $("$python" --version)"
    "$python" -m venv --clear "$VENV"
}

find_python() {
    local candidates=(python3 python3.13 python3.12 python3.11 python3.10) python
    if [[ -n ${PYTHON:-} ]]; then candidates=("$PYTHON"); fi
    for python in "${candidates[@]}"; do
        if is_supported "$python"; then
            command -v "$python"
            return
        fi
    done
    fail "Python 3.10 to 3.13 is needed, and is none of: ${candidates[*]}. Install one, or name it: make PYTHON=/path/to/python"
}

is_supported() {
    "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

# The wheels bring every library that a minimal Debian lacks. Only Debian's own Python comes without ensurepip.
install_system_packages() {
    local python=$1 package as_root=()
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then return; fi
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    command -v apt-get >/dev/null || fail "$python has no venv module: install $package, or its like on this system"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "$package is missing: as root, run apt-get install $package"
        as_root=(sudo)
    fi
    say "installing the missing system package $package by apt-get${as_root:+ with sudo}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "$package"
}

say() {
    printf 'set-up: %s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

main "$@"
