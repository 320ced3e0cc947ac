"""Files that people hand in: looked at by content, kept apart until scanned, served after the gate only."""
