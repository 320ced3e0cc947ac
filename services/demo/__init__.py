"""Invented cases for the demonstration; every text says that it is an example."""

from services.demo.load import load_services

__all__ = ["load_services"]
