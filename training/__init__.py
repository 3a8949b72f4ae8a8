"""Training and evaluation; runs from a checkout (`pip install -e .[train]`)."""
