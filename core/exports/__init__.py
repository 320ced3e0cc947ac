"""Rows as a file: the same rows as the screen, with who, when, the filter and the count inside."""
