"""Scenes with exact alpha and foreground colours, drawn in batches on any device, from a seed.

`rooms` and `landscape` paint backgrounds, `figures` and `objects` paint foregrounds, `pictures` reads a user's
photographs and cut-out people, `camera` spoils plate and frame as a camera would, `scenes` puts a foreground before a
background and photographs it, `pairs` draws all of that at random, `clip` moves a figure before a room. `film` moves a
rendered person before a painted room; the pictures of both come with the package, and it needs no PyTorch.
"""
