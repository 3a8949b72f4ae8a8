#!/usr/bin/env bash
# Builds the packages into dist, or the folder that is given: what `make packages` runs, on Debian 12. Installs what is
# needed for it, with sudo where this is not root's shell.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly PACKAGES=(binutils gcc libc6-dev libfuse3-dev liblz4-dev liblzma-dev liblzo2-dev libsquashfuse-dev libzstd-dev
    patchelf squashfs-tools zlib1g-dev)

if ! dpkg-query --show "${PACKAGES[@]}" >/dev/null 2>&1; then
    as_root=()
    if ((EUID != 0)); then as_root=(sudo); fi
    echo "packages: installing ${PACKAGES[*]} by apt-get" >&2
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${PACKAGES[@]}" >/dev/null
fi
tools/set_up_venv.sh
.venv/bin/python -m tools.packages --output "${1:-dist}"
