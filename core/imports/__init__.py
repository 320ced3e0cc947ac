"""Rows that people hand in: read, checked whole, compared, and written all or not at all."""
