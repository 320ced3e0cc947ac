"""Tooling of a clone: its own database and broker, `make run`, what the browser tests need. Knows no app."""
