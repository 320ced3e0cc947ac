"""Every write of the assessment, one verb each; pages, API, tasks and commands call the same."""
