"""Turns a Kafka stream of raw news pages into clean articles and attributed quotes."""

__version__ = "0.6.0"
