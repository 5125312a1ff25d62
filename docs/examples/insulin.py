"""How much a long-acting insulin swings at steady state, and what is left of a rapid dose after two hours."""

from vitruvian.organs.metabolism.insulin_curves import LONG_ACTING, RAPID

for name, insulin in LONG_ACTING.items():
    print(f"{name}: peak to trough {insulin.peak_to_trough():.2f}")

adult = RAPID["rapid-adult"]
print(round(float(adult.on_board(120.0)), 3))
# ends in 0.501
