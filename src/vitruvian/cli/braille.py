"""A canvas of terminal cells: braille dots for lines (2 by 4 a cell), letters over, shades under them."""

from __future__ import annotations

from dataclasses import dataclass, field

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bits of a braille letter by row and column of the dot."""
COLOURS = {"blue": "34", "orange": "33", "green": "32", "dim": "2", "bold": "1"}


@dataclass(slots=True)
class Canvas:
    """`width` by `height` cells. A letter hides dots, dots hide a shade; each layer keeps its own colour.

    Dots are addressed by (column, row) with 2 columns and 4 rows a cell, row 0 on top. What falls outside is
    not drawn.
    """

    width: int
    height: int
    dots: dict[tuple[int, int], int] = field(default_factory=dict)
    shades: dict[tuple[int, int], str] = field(default_factory=dict)
    letters: dict[tuple[int, int], str] = field(default_factory=dict)
    dot_colours: dict[tuple[int, int], str] = field(default_factory=dict)
    shade_colours: dict[tuple[int, int], str] = field(default_factory=dict)
    letter_colours: dict[tuple[int, int], str] = field(default_factory=dict)

    def dot(self, column: int, row: int, colour: str = "") -> None:
        """One dot."""
        cell = column // 2, row // 4
        if self._holds(cell):
            self.dots[cell] = self.dots.get(cell, 0) | _DOTS[row % 4][column % 2]
            self.dot_colours[cell] = colour

    def line(
        self, start: tuple[int, int], end: tuple[int, int], colour: str = "", is_dashed: bool = False
    ) -> None:
        """A straight line of dots, both ends included; a dashed one leaves out two columns of every five."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for k in range(steps + 1):
            column = round(start[0] + (end[0] - start[0]) * k / steps)
            if not (is_dashed and column % 5 > 2):
                self.dot(column, round(start[1] + (end[1] - start[1]) * k / steps), colour)

    def shade(self, column: int, row: int, letter: str, colour: str = "") -> None:
        """A letter under the dots of a cell; the first shade of a cell stays."""
        if self._holds((column, row)) and (column, row) not in self.shades:
            self.shades[column, row] = letter
            self.shade_colours[column, row] = colour

    def write(self, column: int, row: int, text: str, colour: str = "") -> None:
        """Text over everything, from a cell to the right."""
        for k, letter in enumerate(text):
            if self._holds((column + k, row)):
                self.letters[column + k, row] = letter
                self.letter_colours[column + k, row] = colour

    def is_free(self, column: int, row: int, length: int) -> bool:
        """Whether text of that length would fit without hiding other text."""
        return (
            column >= 0
            and column + length <= self.width
            and not any((column + k, row) in self.letters for k in range(length))
        )

    def rows(self, is_coloured: bool) -> list[str]:
        """The rows from top to bottom, without blanks at their ends."""
        return [self._row(row, is_coloured) for row in range(self.height)]

    def _row(self, row: int, is_coloured: bool) -> str:
        cells = [self._cell((column, row)) for column in range(self.width)]
        while cells and cells[-1][0] == " ":
            cells.pop()
        if not is_coloured:
            return "".join(letter for letter, _ in cells)
        return "".join(f"\x1b[{COLOURS[c]}m{letter}\x1b[0m" if c else letter for letter, c in cells)

    def _cell(self, cell: tuple[int, int]) -> tuple[str, str]:
        if cell in self.letters:
            return self.letters[cell], self.letter_colours[cell]
        if cell in self.dots:
            return chr(0x2800 + self.dots[cell]), self.dot_colours[cell]
        return self.shades.get(cell, " "), self.shade_colours.get(cell, "")

    def _holds(self, cell: tuple[int, int]) -> bool:
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.height
