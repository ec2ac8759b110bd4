"""What the board's island says: no word of one part takes the place of another's."""

import ast
from inspect import getsource

from ashi.web.desk import later_wording, wording


def test_no_word_of_the_board_is_written_over():
    own = ast.parse(getsource(wording.board_words)).body[0].body[-1].value
    names = [key.value for key in own.keys if key is not None]

    assert set(names) & set(later_wording.away_words()) == set()
    assert set(wording.board_words()) == {*names, *later_wording.away_words()}
