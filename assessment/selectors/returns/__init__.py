"""Read models of returns: a year's list, one park's sheet of figures, its way, one figure."""
