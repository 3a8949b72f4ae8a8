"""Builds what people install: a Debian package, an AppImage, and recipes of an installer and an .app; see README.md."""
