"""Runs the worker as a process of its own and looks at it from outside."""
