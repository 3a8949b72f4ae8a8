"""Threads and what passes between them: every pipeline is made of these."""
