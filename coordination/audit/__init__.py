"""The audit's own pages: events as an auditor reads them, the chain and its seals, verification, files, API."""
