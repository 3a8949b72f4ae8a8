"""The page of `matting-rt demo --web`, as a Space of Hugging Face."""

from matting_rt.web.serving import serve_space

serve_space()
