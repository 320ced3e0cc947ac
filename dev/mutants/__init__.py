"""Mutation test of the engine: small faults are built in, one at a time, and the fast tests have to notice each.

`python -m dev.mutants` draws 300 of all places with a fixed seed, runs the tests once for each and names those that no
test notices. It takes tens of minutes and is no part of `make test`.
"""
