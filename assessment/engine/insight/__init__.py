"""What can be asked of a computed index beyond its ranking; every function here is part of the public face.

Functions of exact numbers import no numpy; those that draw variants do.
"""
