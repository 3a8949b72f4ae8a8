#!/usr/bin/env bash
# Installs the wheel in clean environments, with every Python from 3.10 to 3.13 that is on PATH and with each extra, and runs it.
#
#   tools/dist/test.sh [PART...]    of pythons, source, extras and pytorch; without any, all of them
#
# `make dist` comes first. The extras with PyTorch (pytorch) take 6 GB of disk, for a while, and as long as the network needs for it.
# FOLDER (dist) is where the wheel is.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly VERSIONS=(3.10 3.11 3.12 3.13)
wheel=$(realpath "${FOLDER:-dist}"/matting_rt-*.whl)
readonly wheel
scratch=$(mktemp -d)
readonly scratch
trap 'rm -rf "$scratch"' EXIT

main() {
    local part parts=("$@")
    [[ -f $wheel ]] || { echo "test.sh: there is no wheel in ${FOLDER:-dist}; make dist builds it" >&2; exit 2; }
    if ((${#parts[@]} == 0)); then parts=(pythons source extras pytorch); fi
    for part in "${parts[@]}"; do "part_$part"; done
    echo "All is well."
}

part_pythons() {
    local version found=0
    for version in "${VERSIONS[@]}"; do
        "python$version" --version &>/dev/null || { echo "=== Python $version is not here"; continue; }
        found=$((found + 1))
        begin "Python $version" "python$version" "$wheel"
        use
    done
    ((found > 0)) || { echo "test.sh: none of these Pythons is here" >&2; exit 2; }
}

part_source() {
    begin "the source distribution" python3 "$(realpath "${FOLDER:-dist}"/matting_rt-*.tar.gz)"
    use
}

part_extras() {
    begin "[gui]" python3 "$wheel[gui]"
    QT_QPA_PLATFORM=offscreen run matting-rt-gui --help
    run python -c 'import matting_rt.gui.app.application'
    begin "[live]" python3 "$wheel[live]"
    run python -c 'import pyvirtualcam'
    begin "[web]" python3 "$wheel[web]"
    run python -c 'import matting_rt.web.page'
    begin "[openvino]" python3 "$wheel[openvino]"
    run matting-rt demo --output demo --engine openvino
    begin "[estimate]" python3 "$wheel[estimate]"
    run python -W ignore -c 'import pymatting'
    begin "[avatars]" python3 "$wheel[avatars]"
    run python -c 'import meshoptimizer, moderngl'
}

# One environment for these three: each would be 5 GB of PyTorch.
part_pytorch() {
    begin "[gpu]" python3 "$wheel[gpu]"
    run matting-rt demo --output demo --engine torch
    add "[export]" "$wheel[export]"
    run matting-rt models export mobilenetv3-lite --output lite.onnx --size 320x180
    add "[train]" "$wheel[train]"
    run python -c 'import onnx, onnxscript, tensorboard, torch, tyro'
}

# What anybody does first.
use() {
    run matting-rt --version
    run matting-rt models verify
    run matting-rt demo --output demo
    [[ -s $scratch/here/demo/composite.mp4 && -s $scratch/here/demo/report.json ]]
    run python -c 'import matting_rt; matting_rt.matte_image'
}

begin() {
    local name=$1 python=$2 what=$3
    rm -rf "$scratch/venv" "$scratch/here"
    mkdir "$scratch/here"
    "$python" -m venv "$scratch/venv"
    add "$name" "$what"
}

add() {
    printf '=== %s\n' "$1"
    "$scratch/venv/bin/python" -m pip install --disable-pip-version-check --quiet "$2"
}

run() (
    cd "$scratch/here"
    PATH=$scratch/venv/bin:$PATH "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log"; printf 'test.sh: failed: %s\n' "$*"; exit 1; } >&2
)

main "$@"
