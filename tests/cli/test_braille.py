"""The canvas of terminal cells."""

from vitruvian.cli.braille import Canvas


def test_dots_fill_a_cell() -> None:
    """Eight dots of one cell make the full braille letter."""
    canvas = Canvas(1, 1)
    for column in range(2):
        for row in range(4):
            canvas.dot(column, row)
    assert canvas.rows(is_coloured=False) == ["⣿"]


def test_letters_hide_dots_and_dots_hide_shades() -> None:
    """Layers lie in that order; the first shade of a cell stays."""
    canvas = Canvas(3, 1)
    for column in range(3):
        canvas.shade(column, 0, "░")
        canvas.shade(column, 0, "·")
    canvas.line((2, 0), (5, 0))
    canvas.write(2, 0, "x")
    assert canvas.rows(is_coloured=False) == ["░⠉x"]


def test_outside_is_not_drawn() -> None:
    """What leaves the canvas is cut."""
    canvas = Canvas(2, 1)
    canvas.line((-4, -4), (40, 40))
    canvas.write(1, 0, "long")
    canvas.write(0, 7, "below")
    assert canvas.rows(is_coloured=False)[0].endswith("l")
    assert not canvas.is_free(1, 0, 1)
    assert not canvas.is_free(0, 0, 3)


def test_colour_is_only_added() -> None:
    """Without its codes a coloured row is the plain row."""
    canvas = Canvas(4, 1)
    canvas.write(0, 0, "ab", "blue")
    assert canvas.rows(is_coloured=True) == ["\x1b[34ma\x1b[0m\x1b[34mb\x1b[0m"]
    assert canvas.rows(is_coloured=False) == ["ab"]


def test_a_dashed_line_has_holes() -> None:
    """Two columns of every five are left out."""
    canvas = Canvas(10, 1)
    canvas.line((0, 0), (19, 0), is_dashed=True)
    assert sum(bin(bits).count("1") for bits in canvas.dots.values()) == 12
