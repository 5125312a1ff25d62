"""Floor 3: one folder an organ model; they never import each other."""
