"""Rigged 3D humans, posed, lit and rendered into cut-outs with exact alpha: `render` makes shards, training streams them."""
