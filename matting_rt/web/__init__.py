"""The page of `matting-rt demo --web`: a picture or a short clip in, what the program makes of it out.

`work` is what is done, by the public face alone; `page` what is on it; `serving` who may see it, and what is left.
Gradio is imported when the page is wanted.
"""

import os

# Gradio tells its makers about each start, and so do libraries of Hugging Face, unless these are set before they are
# imported. What is done here is nobody's business; and whoever imports anything of this package, comes by here first.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
