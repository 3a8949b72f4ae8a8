"""Rigged 3D humans, posed, lit and rendered into cut-outs with exact alpha.

`python -m training.data.avatars render` makes shards of them, which the set `avatars` of `registry` reads.
"""
