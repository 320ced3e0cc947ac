"""The forms of the assessment: shape only; what may happen is said by policies."""
