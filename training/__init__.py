"""Training and evaluation; runs from a checkout (`pip install -e .[train]`).

Every command imports this package before torch, whose OpenMP reads the environment once, when it is loaded.
"""

import os

# Threads that wait busily for their next share of the work take the core on which a process beside them draws pictures.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
