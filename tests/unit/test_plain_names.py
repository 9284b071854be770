"""The quick keys of plain names are those that fold makes, and quick looks at cells see what slow ones see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cells.absences import means_nothing
from ingest.cells.identifiers import identifier
from ingest.cells.plain_names import name_key, plain_key
from ingest.cells.texts import is_blank
from ingest.files.row_checks import is_total
from model.names import fold, fold_part, tidy

WORDS = st.from_regex(r"[А-Яа-яЁёйЙA-Za-z0-9]{0,6}(?:[ \-.,«»№'][А-Яа-яЁёA-Za-z0-9]{1,6}){0,4}", fullmatch=True)
SIGNS = st.text(alphabet="\u115f\u3164\u200b\u00a0\u0301\u0483\ufeff \t!~\x7fяЯҐa0", max_size=6)


@given(WORDS | st.text(max_size=20))
def test_a_plain_name_has_the_key_of_fold(text):
    assert name_key(text) == fold(text)
    assert plain_key(text) in (None, fold_part(text))


@pytest.mark.parametrize("text", ["Ёлкин Пётр Йович", "Салтыков-Щедрин", "нет", "Я"])
def test_cyrillic_words_are_plain(text):
    assert plain_key(text) == fold(text)


@pytest.mark.parametrize("text", ["нет", "Не указано", "пока нет", "отсутствует"])
def test_plain_words_of_absence_mean_nothing(text):
    assert means_nothing(text)


@given(SIGNS)
def test_a_cell_is_blank_when_nothing_of_it_is_seen(cell):
    assert is_blank(cell) == (not tidy(cell))


@given(
    st.from_regex(
        r"[А-Яа-я]{2,5}-[0-9]{5,7}(?:-[0-9]{2})?|[0-9]{3,15}|[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}", fullmatch=True
    )
)
def test_a_sound_identifier_is_read_as_between_spaces(cell):
    assert identifier(cell) == identifier(f" {cell} ")


@given(st.sampled_from(["Итого", "Всего", "Общий итог", "Подытог", "Total", "Тotal", "Вceго", "Иванова"]) | WORDS)
def test_a_line_of_totals_is_known_as_behind_a_star(first):
    assert is_total((first, "12")) == is_total((f"* {first}", "12"))
