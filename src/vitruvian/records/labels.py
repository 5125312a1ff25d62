"""A column of words stored as numbers: each different word once, and which word each row holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp] | NDArray[np.bool_] | NDArray[np.int64] | slice


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """n rows that hold few different words.

    codes   (n,) int32, the place in `words` of each row's word
    words   the different words, in order of first appearance
    """

    codes: NDArray[np.int32]
    words: tuple[str, ...]

    @classmethod
    def of(cls, items: Iterable[str]) -> Self:
        """The column that holds these words, row by row."""
        places: dict[str, int] = {}
        codes = [places.setdefault(item, len(places)) for item in items]
        return cls(np.array(codes, np.int32), tuple(places))

    @classmethod
    def same(cls, word: str, rows: int) -> Self:
        """A column that holds one word in every row."""
        return cls(np.zeros(rows, np.int32), (word,))

    @classmethod
    def join(cls, parts: Sequence["Labels"]) -> Self:
        """The columns one below the other."""
        places: dict[str, int] = {}
        codes = [np.zeros(0, np.int32)]
        for part in parts:
            moved = [places.setdefault(word, len(places)) for word in part.words]
            codes.append(np.array(moved, np.int32)[part.codes] if len(part.codes) else part.codes)
        return cls(np.concatenate(codes), tuple(places))

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.words.__getitem__, self.codes.tolist())

    def take(self, index: Index) -> "Labels":
        """The rows at `index` (places, a mask, or a slice); words no row holds any more are dropped."""
        codes = self.codes[index]
        used, again = np.unique(codes, return_inverse=True)
        return Labels(again.astype(np.int32).reshape(codes.shape), tuple(self.words[k] for k in used))

    def at(self, row: int) -> str:
        """The word of one row."""
        return self.words[int(self.codes[row])]

    def are(self, word: str) -> NDArray[np.bool_]:
        """(n,) whether each row holds `word`."""
        if word not in self.words:
            return np.zeros(len(self.codes), bool)
        return np.asarray(self.codes == self.words.index(word))

    def ranks(self) -> NDArray[np.int32]:
        """(n,) place of each row's word in the alphabet: sorts rows alike whatever order they came in."""
        order = np.empty(len(self.words), np.int32)
        order[np.array(sorted(range(len(self.words)), key=self.words.__getitem__), np.intp)] = np.arange(
            len(self.words), dtype=np.int32
        )
        return order[self.codes] if len(self.codes) else self.codes

    def mapped(self, of_word: "dict[str, float]", default: float = 0.0) -> NDArray[np.float64]:
        """(n,) the number that belongs to each row's word."""
        table = np.array([of_word.get(word, default) for word in self.words] or [default])
        return table[self.codes] if len(self.codes) else np.zeros(0)
