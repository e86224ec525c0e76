"""Quotes read from the pipeline of our own; replaces the rules over a borrowed parse."""
