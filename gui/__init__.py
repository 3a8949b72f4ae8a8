"""The window. It is the package `gui` in a checkout; installed it lies in `matting_rt`, and takes nobody else's name.

Its modules call each other `gui` in both places, so that there is one of each and logs and messages are the same: where
it is installed, the process of the window knows it by that name too.
"""

import sys
from importlib.util import module_from_spec, spec_from_file_location

if __name__ != "gui":
    _spec = spec_from_file_location("gui", __file__, submodule_search_locations=list(__path__))
    assert _spec is not None, "a package that is being imported has a file"
    sys.modules["gui"] = module_from_spec(_spec)
