"""The engine: the model protocol and all that is generic over models. Float64 is switched on here."""

import jax

jax.config.update("jax_enable_x64", True)
