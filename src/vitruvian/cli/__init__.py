"""Floor 7, the terminal: the `vitruvian` command."""

__all__ = ["main"]


def main() -> None:
    """Run the `vitruvian` command and leave with its exit code."""
    from vitruvian.cli.group import vitruvian
    from vitruvian.cli.output import run

    run(vitruvian)
