"""Training data: where pictures come from, and how they are drawn."""
