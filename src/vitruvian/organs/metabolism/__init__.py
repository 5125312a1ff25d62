"""Glucose metabolism: the person's own twin (model A), a simulator (model B), insulin curves and metrics."""
