"""The virtual camera of Linux: what this computer has for one, what is said of it, and how it is set up and undone."""
