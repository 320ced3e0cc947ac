"""The policy's numeric targets, computed from the registers: what they say today or on any past day."""
