#!/usr/bin/env bash
# What works on this computer's GPU, and how fast: one table, in at most 12 minutes; see tools/gpu_check.py.
# PYTHON chooses another interpreter than .venv's.
set -euo pipefail
cd "$(dirname "$0")/.."
exec "${PYTHON:-.venv/bin/python}" -m tools.gpu_check "$@"
