"""Hostile inputs of every kind, tried with limits of time and memory: `make torture`."""
