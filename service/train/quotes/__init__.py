"""Learns the pipeline that finds attributions."""
