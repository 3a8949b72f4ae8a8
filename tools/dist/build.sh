#!/usr/bin/env bash
# Makes what is uploaded of a release, from the last commit: the wheel, the source distribution and the software bill of
# materials (SBOM, CycloneDX) of the wheel with all that pip installs for it.
#
#   tools/dist/build.sh [FOLDER]    default: dist
#
# Environment: PYTHON (python3)
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly python=${PYTHON:-python3} folder=${1:-dist}
scratch=$(mktemp -d)
readonly scratch
trap 'rm -rf "$scratch"' EXIT

main() {
    mkdir -p "$folder" "$scratch/source" "$scratch/dist"
    if [[ -n $(git status --porcelain) ]]; then echo "build.sh: what is not committed is left out" >&2; fi
    git archive HEAD | tar -x -C "$scratch/source"
    "$python" -m venv "$scratch/tools"
    install tools build twine cyclonedx-bom
    # The wheel is made from the source distribution: what that lacks, the wheel lacks too, and it shows.
    "$scratch/tools/bin/python" -m build --outdir "$scratch/dist" "$scratch/source" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
    "$scratch/tools/bin/twine" --no-color check --strict "$scratch"/dist/*
    (cd "$scratch/source" && "$python" -m tools.dist.contents "$scratch"/dist/*.whl)
    write_sbom
    rm -f "$folder"/matting_rt-*.whl "$folder"/matting_rt-*.tar.gz "$folder"/matting_rt-*.cdx.json
    mv "$scratch"/dist/* "$folder"
    ls -l "$folder"/matting_rt-*
}

write_sbom() {
    local wheel=("$scratch"/dist/*.whl)
    # Without pip: it is the environment's, and nothing the wheel asks for.
    "$python" -m venv --without-pip "$scratch/clean"
    "$scratch/tools/bin/python" -m pip --python "$scratch/clean/bin/python" install --disable-pip-version-check --quiet "${wheel[0]}"
    # -I: of what is installed there, not of the checkout in which this runs.
    "$scratch/clean/bin/python" -I -c "$ABOUT" >"$scratch/about.toml"
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) "$scratch/tools/bin/cyclonedx-py" environment --output-reproducible \
        --output-format JSON --pyproject "$scratch/about.toml" --output-file "${wheel[0]%-py3-none-any.whl}.cdx.json" \
        "$scratch/clean/bin/python"
}

# What the bill is of, as `cyclonedx-py` reads it: the wheel's own metadata. Strings and lists are the same in JSON and TOML.
readonly ABOUT='
import json
from importlib.metadata import metadata
about = metadata("matting-rt")
print("[project]")
for key, name in (("name", "Name"), ("version", "Version"), ("description", "Summary"), ("license", "License-Expression")):
    print(key, "=", json.dumps(about[name]))
print("dependencies =", json.dumps(about.get_all("Requires-Dist")))
'

install() {
    local venv=$1
    shift
    "$scratch/$venv/bin/python" -m pip install --disable-pip-version-check --quiet "$@"
}

main
