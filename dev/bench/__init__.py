"""The portal's speed as ratios: `make bench`, one line of JSON a figure on standard output."""
