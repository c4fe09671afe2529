"""Measurements, run by hand: a stopwatch is no test."""
