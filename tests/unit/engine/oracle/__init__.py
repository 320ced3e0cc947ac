"""A second calculation of everything that the file format describes, in fractions, that shares no code with the engine.

Written from the format's sentences and from the engine's stated rule of rounding: a number counts as the decimal that
its shortest binary64 form shows; rational steps are exact; a logarithm, root or power is the nearest binary64 of its
whole formula. `report` says what the engine has to answer, or raises `Refused`; `spread` does so for the draws.
"""
