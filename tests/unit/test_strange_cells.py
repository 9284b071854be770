"""Cells as strangers fill them in: what looks like a value and is none, and lists in the many ways to mark one."""

import pytest

from ingest.cells.documents import document
from ingest.cells.identifiers import identifier
from ingest.cells.lists import name, names
from ingest.cells.parsers import is_main_place, percent, score, words
from ingest.cells.texts import CellError
from ingest.matching.agreement import loose_identifier


@pytest.mark.parametrize(
    "cell",
    [
        *("на подписании № 3", "заказано № 15", "выдаётся 15.05.2026", "б/л 15", "д/о 2026", "н/явка 2", "н.а. 2"),
        *(
            "см. п. 5",
            "2025/2026",
            "2025-26",
            "12.05",
            "05.2026",
            "15.06-20.06.2026",
            "15.06–20.06",
            "15.06.2026 10:00",
            "15июня2026",
        ),
        *("15.VI.2026", "3 из 5", "+7 912 345 67 89", "+1", "1 документ", "2 удостоверения", "15?", "≈15", "②"),
        *("запрос № 15 от 12.03.2026", "исх. № 15", "вх. 15", "письмо № 15", "Заявление № 5", "ведомость № 15"),
        *("СНИЛС 123-456-789 01", "гр. 5", "к 01.09", "на 15.06"),
    ],
)
def test_a_cell_with_digits_that_tells_of_no_document_attests_nobody(cell: str):  # п. 2.6, 3.11
    with pytest.raises(CellError, match="если документа нет, оставьте ячейку пустой"):
        document(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("удост. 15, дата выдачи 20.03.2026", "772400123456 (Москва)", "ПК № 123456, г. Екатеринбург", "2026/118"),
        *(
            "№ 12.05",
            "№ 2025/2026",
            "УД-001 от 12.03.2026 10:00",
            "ПП-I № 123456",
            "УД-15.03",
            "ПК № 1-2/3",
            "118/2026",
            "15-20",
        ),
    ],
)
def test_a_number_beside_a_day_or_a_place_is_one(cell: str):
    assert document(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        *("на проверке", "в обработке", "уточняется", "позже", "отсутствовал", "н/я", "б/л", "в декрете", "д/о"),
        *("на больничном", "уровень не определён", "результат ожидается", "уволена"),
    ],
)
def test_who_has_no_result_yet_has_no_level(cell: str):
    assert score(cell) is None


@pytest.mark.parametrize(
    "cell", ["восемьдесят пять", "сто", "да", "есть", "см. протокол", "пять баллов", "01.02", "05.12"]
)
def test_a_number_in_words_or_a_day_is_no_result(cell: str):
    with pytest.raises(CellError):
        score(cell)


@pytest.mark.parametrize("cell", ["восьмой разряд", "средний", "выше среднего", "зачтено", "пороговый", "достаточный"])
def test_a_level_in_words_is_kept(cell: str):
    assert score(cell) == cell
    assert percent("05") == 5


@pytest.mark.parametrize("cell", ["не совместитель", "не совместительство", "основное (не совместительство)"])
def test_who_is_no_second_jobber_is_counted(cell: str):  # a second place counts nowhere
    assert is_main_place(cell)
    assert not is_main_place("внешнее совместительство")


@pytest.mark.parametrize("cell", ["123\n456", "123 и 456", "123; 456"])
def test_two_numbers_in_a_cell_are_no_identifier(cell: str):
    with pytest.raises(CellError, match="впишите один идентификатор"):
        identifier(cell)
    assert identifier("15\n") == "15"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("123-456-789 01", "12345678901"), ("123 456 789 01", "123-456-789-01"), ("ДЕМО-OOOO17", "ДЕМО-000017")),
        *(("ДЕМО-0000I7", "ДЕМО-000017"), ("(123)", "123"), ("123*", "0123"), ("таб. № 123", "123"), ("+123", "123")),
    ],
)
def test_identifiers_that_differ_in_looks_alone_are_told_from_new_ones(one: str, other: str):
    assert loose_identifier(one) == loose_identifier(other)


@pytest.mark.parametrize("one", ["ДЕМО-17", "ДЕМО-000018", "ДЕМО-0-00017", "000017"])
def test_identifiers_that_may_be_different_stay_so(one: str):
    assert loose_identifier(one) != loose_identifier("ДЕМО-000017")


@pytest.mark.parametrize(
    "cell",
    [
        *("🔹 Чтение 🔹 Письмо", "* Чтение * Письмо", "→ Чтение → Письмо", "➕ Чтение ➕ Письмо", "· Чтение · Письмо"),
        *("1 Чтение\n2 Письмо", "1\tЧтение\n2\tПисьмо", "№1 Чтение\n№2 Письмо", "[1] Чтение\n[2] Письмо"),
        *(
            "Чтение,\nПисьмо",
            "Чтение и\nПисьмо",
            "Чтение; Письмо; и др.",
            "Чтение; и т. д.; Письмо",
            "[ ] Чтение [ ] Письмо",
        ),
    ],
)
def test_a_list_is_the_same_whatever_marks_its_items(cell: str):
    assert names(cell) == ("Чтение", "Письмо")


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("«Чтение» и «Письмо»", ("«Чтение»", "«Письмо»")),
        ("«Чтение», «Письмо» и «Счёт»", ("«Чтение»", "«Письмо»", "«Счёт»")),
        ("ДПП «Чтение» (72 ч.), ДПП «Письмо» (36 ч.)", ("ДПП «Чтение» (72 ч.)", "ДПП «Письмо» (36 ч.)")),
        ("Программа «Чтение»; программа «Письмо»", ("Программа «Чтение»", "программа «Письмо»")),
        ("1 класс. Чтение\n2 класс. Письмо", ("1 класс. Чтение", "2 класс. Письмо")),
        ("5 Шагов к успеху\n7 Шагов к успеху", ("5 Шагов к успеху", "7 Шагов к успеху")),
        ("Курсы «Чтение», «Письмо»", ("Курсы «Чтение», «Письмо»",)),
        ("– Школа – это жизнь", ("Школа – это жизнь",)),
    ],
)
def test_names_in_quotes_or_with_numbers_of_their_own_are_parted_rightly(cell: str, items: tuple[str, ...]):
    assert names(cell) == items


NOTHING = (
    *(
        "нет необходимости в обучении",
        "не нуждается в повышении квалификации",
        "ПК не требуется",
        "программа не требуется",
    ),
    *(
        "профессиональные дефициты не выявлены",
        "в ИОМ нет ДПП",
        "отсутствует рекомендация",
        "не задано",
        "ноль программ",
    ),
    *("пустое поле", "не предусмотрено ИОМ", "повышение квалификации не требуется"),
)


@pytest.mark.parametrize("cell", NOTHING)
def test_a_sentence_that_says_there_is_nothing_is_nothing(cell: str):
    assert names(cell) == ()
    assert words(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["-- выберите --", "Выберите ДПП", "все программы", "по согласованию", "на рассмотрении", "TBD", "V", "и др."],
)
def test_what_is_yet_to_be_chosen_names_nothing(cell: str):
    assert names(cell) == ()


@pytest.mark.parametrize(
    "cell",
    ["да", "есть", "см. приложение 1", "см. ИОМ", "список прилагается", "приложение № 2", "по списку", "1", "2026"],
)
def test_a_list_that_stands_elsewhere_is_no_empty_list(cell: str):  # п. 2.4: an empty list recommends any programme
    with pytest.raises(CellError, match="наименован"):
        names(cell)


@pytest.mark.parametrize(
    "cell", ["1. Чтение", "• Чтение", "1) Чтение", "- Чтение", "\uf0b7\tЧтение", "Чтение,", "[x] Чтение"]
)
def test_a_name_alone_is_that_of_the_list_it_was_copied_from(cell: str):  # п. 2.4: else the application counts nowhere
    assert names(cell) == (name(cell),) == ("Чтение",)


@pytest.mark.parametrize(
    "cell", ["1. Чтение\n2. Письмо", "• Чтение • Письмо", "1) Чтение 2) Письмо", "- Чтение\n- Письмо"]
)
def test_several_names_where_one_stands_are_refused(cell: str):
    with pytest.raises(CellError, match="несколько наименований"):
        name(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "Методика\nпреподавания",
        "Школа\n- это жизнь",
        "Чтение; письмо",
        "3D-моделирование",
        "Подбор персонала",
        "В процессе роста",
        "21 век",
        "№ 5: чтение",
    ],
)
def test_a_name_in_two_lines_is_one_name(cell: str):
    assert name(cell) == " ".join(cell.split())


@pytest.mark.parametrize("cell", ["1", "2026", "см. приложение", "да", "по списку"])
def test_what_is_no_name_makes_no_programme(cell: str):
    with pytest.raises(CellError):
        name(cell)
    assert name("уточняется") is name("нет") is name("—") is None
