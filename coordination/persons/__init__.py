"""One person's data across all apps: given out whole, or erased so that the audit's chain still holds."""
