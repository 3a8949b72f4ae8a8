# Two commands do everything on a fresh Debian or Ubuntu with Python 3.10 to 3.13: `make demo` and `make test`.
# PYTHON=/path/to/python chooses the interpreter of a new .venv.

.PHONY: demo test test-slow coverage test-devices test-set-up test-slurm packages test-packages dist test-dist soak bench reproduce-toy screenshots strings lint venv

# What Python compiles is kept, whatever the shell says: tests start hundreds of programs.
unexport PYTHONDONTWRITEBYTECODE

demo:
	@tools/set_up_venv.sh
	.venv/bin/matting-rt demo --output demo-output

test test-slow coverage: venv
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && export COVERAGE_FILE="$$scratch/coverage" && \
	.venv/bin/python -m pytest $(WORKERS) --durations 20 --basetemp="$$scratch/t" $(CHOSEN)  # short paths: sockets

# Files stay together, because their tests share what they have exported and trained; the slow ones begin. Many
# tests wait for other programs, so there is one worker more than cores; each wants up to 3 GB.
WORKERS = -n $(shell nproc | awk '{print ($$1 < 4) ? $$1 + 1 : 4}') --dist loadfile --no-loadscope-reorder

test: CHOSEN = -m "not slow and not export"

# The rest, which takes as long again: networks exported, trained and measured, programs killed, the room in every event.
test-slow: CHOSEN = -m "slow or export"

# Which lines of matting_rt tests don't reach; fails where they are too many. Without what exports networks: PyTorch's
# exporter takes minutes where every call of a function is traced.
coverage: CHOSEN = -m "not export" --cov --cov-fail-under=90

# Real devices in a small virtual machine. Needs Debian on x86_64, and root the first time, for packages.
test-devices: venv
	tests/devices/run.sh

# The virtual camera set up by the program's own script in another one: apt-get, DKMS, a restart, undo. Takes ten minutes
# or more the first time, and root.
test-set-up: venv
	tests/devices/run.sh set_up.sh

# Training on a real Slurm of two nodes, on this computer. Needs Debian or Ubuntu, and root.
test-slurm: venv
	tests/slurm/run.sh

# What people install, in dist: a Debian package and an AppImage. Needs Debian 12, and root or sudo the first time.
packages:
	tools/packages/build.sh

# What is uploaded of a release, in dist: the wheel, the source distribution, and what they need (SBOM).
dist:
	tools/dist/build.sh

# The wheel in clean environments: with every Python that is here, and with each extra. Takes long, and 6 GB for a while.
test-dist:
	tools/dist/test.sh

# Both installed, used and removed in a fresh, minimal Debian 12. Needs Debian 12 and root.
test-packages:
	tools/packages/test.sh

# An hour of live video with a fault every 20 seconds; SOAK_S=600 makes it ten minutes.
SOAK_S ?= 3600
soak: venv
	.venv/bin/python -m tools.soak --duration $(SOAK_S)

# How fast this computer mattes: the tables of docs/benchmarks.md. BENCH="--json FILE --peer FOLDER" adds options.
bench: venv
	.venv/bin/python -m tools.benchmark $(BENCH)

# Trains from random weights to a small model that must keep to stated figures, bit by bit the same: training/recipes/toy.toml.
# About ten minutes of two cores; it goes on where it was stopped. TOY=runs/again makes it a second time.
TOY ?= runs/toy
reproduce-toy: venv
	.venv/bin/python -m training.recipe training/recipes/toy.toml --output $(TOY)

# Pictures of the desktop program for the README; needs xvfb.
screenshots: venv
	xvfb-run -a -s "-screen 0 3000x2000x24" .venv/bin/python -m tools.screenshots

# The languages' files, brought up to date with the texts of the window.
strings: venv
	.venv/bin/python -m tools.update_strings $(LANGUAGE)

lint: venv
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m mypy

# With all that tests, training and lint need; where an NVIDIA driver is found, both have PyTorch.
venv:
	@tools/set_up_venv.sh dev train
