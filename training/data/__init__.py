"""Data sets: where they lie, what they hold, and batches of training pairs from any of them.

`registry` knows each set's layout, `paths` where the user keeps it, `listing` what is there and how it pairs,
`inspection` whether all of it is whole. `decoded_batch` decodes and crops pictures in processes of their own, as
`schedule` says, and `batches` makes pairs of them on the training device. `check`, `estimate` and `benchmark` are
commands.
"""
