"""Studies: many twins at once. Back-tests, and what must not leak into them."""
