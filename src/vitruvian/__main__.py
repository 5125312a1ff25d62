"""`python -m vitruvian` is the `vitruvian` command."""

from vitruvian.cli import main

main()
