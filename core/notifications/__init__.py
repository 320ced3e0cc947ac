"""Telling people what happened: an inbox, one daily mail, each event once."""
