"""Floor 0: units, signals, time, errors, seeds, progress. No file, network or clock is touched here."""
