"""The ranking of a year: its rows, what lies behind one of them, and the year as files."""
