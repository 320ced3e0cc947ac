"""The walk: every address of the portal, visited as everybody; tests/house/test_isolation.py reads what comes back."""
