"""What this computer has, and what is missing or set up badly."""
