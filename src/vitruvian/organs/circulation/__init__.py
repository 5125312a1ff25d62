"""The heart and the vessels: a closed loop of four beating chambers, four valves and five vascular beds."""
