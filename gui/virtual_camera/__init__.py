"""Setting up the virtual camera from the window, and undoing it."""
