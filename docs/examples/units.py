"""Units convert exactly, and mass and amount only for a named substance."""

import vitruvian as vt

print("5.5 mmol/L of glucose in mg/dL:")
print(f"{vt.convert(5.5, 'mmol/L', 'mg/dL', 'glucose'):.4f}")
# ends in 99.0858
