"""The one list: filter, sort from a list, keyset pages, saved views, columns, the same rows as a file, acts on many."""
