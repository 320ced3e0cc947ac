"""The pages of the assessment: thin doors over its selectors and actions."""
