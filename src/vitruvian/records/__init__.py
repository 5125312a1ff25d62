"""Floor 1: what a person's record is. Formats, timeline, duplicates, quarantine; no organ, no storage."""
