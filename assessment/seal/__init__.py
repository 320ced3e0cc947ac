"""What a seal says and how it is checked; values only, the rows are read by ``assessment.selectors.seals``."""
