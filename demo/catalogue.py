"""The catalogue of the invented oblast: procedures, providers with their programmes, events; data only."""

from dataclasses import dataclass

EVERYONE = "everyone"
MONTHS = (1, 2, 3, 4, 5, 9, 10, 11, 12)  # of a school year, when events are held


@dataclass(frozen=True)
class Procedure:
    """A procedure of assessment; `scores` says which of the four competences it scores."""

    name: str
    code: str
    fields: tuple[str, ...]
    scores: tuple[bool, bool, bool, bool] = (True, True, True, True)
    share: int = 1


@dataclass(frozen=True)
class Provider:
    """A provider of further education; `days` is the range of days that an application waits there."""

    name: str
    address: str
    days: tuple[int, int]


@dataclass(frozen=True)
class Programme:
    """A programme with its hours and provider, the fields of work that it suits, and its form of training."""

    name: str
    hours: int
    provider: Provider
    fields: tuple[str, ...]
    form: str


@dataclass(frozen=True)
class Event:
    """An event that is held repeatedly, in some of its months; one held in each municipality has no `venue`."""

    name: str
    level: str
    form: str
    venue: str | None
    fields: tuple[str, ...] = (EVERYONE,)
    months: tuple[int, ...] = MONTHS

    @property
    def organizer(self) -> str | None:
        """Who holds it."""
        return _ORGANIZERS.get(self.level)


# What a person asks for without a procedure (п. 1.4).
NEED = Procedure("Запрос работника (потребность)", "П", (EVERYONE,), (False, False, False, False))
_SUBJECTS = ("russian", "maths", "foreign", "history", "science", "informatics", "labour", "safety")
_NO_SUBJECT = (False, True, True, True)
PROCEDURES = (
    Procedure("Оценка предметных и методических компетенций", "ПМК", (*_SUBJECTS, "primary", "vocational"), share=7),
    Procedure("Оценка компетенций педагогов дошкольного образования", "ДО", ("preschool",), share=7),
    Procedure(
        "Оценка компетенций педагогов воспитания и сопровождения",
        "ПС",
        ("psychology", "speech", "social", "special", "extra", "arts", "sport"),
        share=7,
    ),
    Procedure("Оценка управленческих компетенций", "УК", ("management",), _NO_SUBJECT, 8),
    Procedure("Оценка ИКТ-компетенций", "ИКТ", (EVERYONE,), (False, True, False, True), 2),
    Procedure("Оценка психолого-педагогических компетенций", "ППК", (EVERYONE,), (False, True, True, False), 1),
)

_DEVELOPMENT = Provider(
    "ГБУ ДПО «Демонстрационный институт развития образования»", "454000, г. Челябинск, ул. Примерная, д. 1", (3, 25)
)
_RETRAINING = Provider(
    "ГБУ ДПО «Примерный институт переподготовки и повышения квалификации»",
    "454000, г. Челябинск, ул. Условная, д. 2",
    (5, 40),
)
_VOCATIONAL = Provider(
    "ГБУ ДПО «Условный институт развития профессионального образования»",
    "454000, г. Челябинск, пр. Образцовый, д. 3",
    (3, 30),
)
_UNIVERSITY = Provider(
    "ФГБОУ ВО «Вымышленный педагогический университет»", "454000, г. Челябинск, ул. Придуманная, д. 4", (7, 40)
)
_SOUTH = Provider(
    "МБУ ДПО «Образцовый центр развития образования»", "455000, г. Магнитогорск, ул. Показательная, д. 5", (3, 20)
)
_WEST = Provider("МБУ ДПО «Учебно-методический центр «Демо»»", "456000, г. Златоуст, ул. Пробная, д. 6", (20, 115))
PROVIDERS = (_DEVELOPMENT, _RETRAINING, _VOCATIONAL, _UNIVERSITY, _SOUTH, _WEST)

# The longer a programme, the less of it is held in a room.
_FORMS = {
    **dict.fromkeys((16, 24), "очная"),
    **dict.fromkeys((36, 48), "очно-заочная"),
    72: "заочная с применением дистанционных образовательных технологий",
    144: "заочная",
}
_D, _R, _V, _U, _S, _W = PROVIDERS
_SCHOOL = (*_SUBJECTS, "primary", "sport", "arts")
_CARE = ("psychology", "speech", "social", "special")
PROGRAMMES = tuple(
    Programme(name, hours, provider, fields if isinstance(fields, tuple) else (fields,), _FORMS[hours])
    for name, hours, provider, fields in (
        ("Преподавание математики в условиях обновлённых ФГОС", 72, _D, "maths"),
        ("Подготовка учащихся к итоговой аттестации по математике", 36, _R, "maths"),
        ("Решение задач повышенной сложности по математике", 48, _U, "maths"),
        ("Преподавание русского языка и литературы в условиях обновлённых ФГОС", 72, _D, "russian"),
        ("Подготовка учащихся к сочинению и итоговому собеседованию", 36, _R, "russian"),
        ("Читательская грамотность на уроках словесности", 24, _S, ("russian", "primary")),
        ("Преподавание иностранного языка: коммуникативный подход", 72, _U, "foreign"),
        ("Оценивание устной речи на уроках иностранного языка", 36, _D, "foreign"),
        ("Преподавание истории и обществознания: работа с источниками", 72, _D, "history"),
        ("Подготовка учащихся к итоговой аттестации по обществознанию", 36, _R, "history"),
        ("Естественно-научная грамотность и школьный эксперимент", 72, _D, "science"),
        ("Практикум по физике, химии и биологии в «Точке роста»", 36, _R, "science"),
        ("Современная география: проекты и исследования", 36, _U, "science"),
        ("Программирование на Python в школьном курсе информатики", 72, _R, "informatics"),
        ("Основы искусственного интеллекта для учителя информатики", 48, _U, "informatics"),
        ("Преподавание труда (технологии): модульный подход", 72, _D, "labour"),
        ("Робототехника и 3D-моделирование на уроках труда", 36, _R, ("labour", "informatics", "extra")),
        ("Преподавание основ безопасности и защиты Родины", 72, _D, "safety"),
        ("Первая помощь: навыки педагога", 16, _S, ("safety", "sport", "preschool", "extra")),
        ("Начальное общее образование: обновлённые ФГОС на практике", 72, _D, "primary"),
        ("Функциональная грамотность младших школьников", 36, _R, "primary"),
        ("Преодоление трудностей обучения в начальной школе", 48, _U, ("primary", "special")),
        ("Преемственность детского сада и начальной школы", 24, _W, ("primary", "preschool")),
        ("Урок физической культуры: здоровьесберегающие технологии", 72, _D, "sport"),
        ("Подготовка обучающихся к нормам комплекса ГТО", 24, _W, "sport"),
        ("Искусство в школе и детском саду: музыка, изображение, движение", 72, _D, "arts"),
        ("Хоровое пение и школьный музыкальный театр", 36, _S, "arts"),
        ("Федеральная образовательная программа дошкольного образования", 72, _D, "preschool"),
        ("Игровые технологии в работе воспитателя", 36, _R, "preschool"),
        ("Речевое развитие дошкольников", 36, _S, ("preschool", "speech")),
        ("Развивающая среда детского сада", 24, _W, "preschool"),
        ("Дети раннего возраста: адаптация и развитие", 48, _U, "preschool"),
        ("Психологическое сопровождение образовательного процесса", 72, _U, "psychology"),
        ("Профилактика буллинга и школьная медиация", 36, _R, ("psychology", "social")),
        ("Кризисная помощь ребёнку и семье", 48, _U, ("psychology", "social")),
        ("Логопедическая работа при тяжёлых нарушениях речи", 72, _U, "speech"),
        ("Дислексия и дисграфия: диагностика и коррекция", 48, _R, ("speech", "special")),
        ("Социальная работа с семьёй в образовательной организации", 36, _D, "social"),
        ("Обучение детей с расстройствами аутистического спектра", 72, _U, "special"),
        ("Адаптированные образовательные программы: разработка и применение", 72, _D, "special"),
        ("Тьюторское сопровождение обучающихся с ОВЗ", 36, _R, _CARE),
        ("Дополнительные общеразвивающие программы: проектирование", 72, _D, "extra"),
        ("Дополнительное образование технической направленности", 48, _R, "extra"),
        ("Методическая служба организации: новые задачи", 36, _S, "extra"),
        ("Педагог-организатор: событийное воспитание", 24, _W, "extra"),
        ("Практико-ориентированное обучение в колледже", 72, _V, "vocational"),
        ("Демонстрационный экзамен: подготовка и оценивание", 48, _V, "vocational"),
        ("Наставничество на производстве", 24, _V, "vocational"),
        ("Федеральный проект «Профессионалитет»: проектирование программ", 144, _V, "vocational"),
        ("Управление качеством образования в организации", 72, _D, "management"),
        ("Внутренняя система оценки качества образования", 36, _R, "management"),
        ("Управление персоналом и наставничество в школе", 48, _U, "management"),
        ("Правовые и финансовые основы управления организацией", 144, _V, "management"),
        ("Цифровая образовательная среда: работа педагога", 36, _R, EVERYONE),
        ("Искусственный интеллект в работе педагога", 24, _U, EVERYONE),
        ("Функциональная грамотность: задания и оценивание", 36, _D, _SCHOOL),
        ("Формирующее оценивание на уроке", 24, _S, (*_SCHOOL, "vocational")),
        ("Классный руководитель: воспитательная работа", 72, _D, _SCHOOL),
        ("Инклюзивное образование: организация и методика", 72, _R, EVERYONE),
        ("Коммуникация педагога с семьёй", 16, _W, EVERYONE),
        ("Наставничество молодых педагогов", 36, _S, EVERYONE),
        ("Профилактика профессионального выгорания педагога", 16, _W, EVERYONE),
    )
)

_HERE, _AWAY = "очное", "дистанционное"
_REGION, _COUNTRY, _TOWN = "региональный", "всероссийский", "муниципальный"
_ORGANIZERS = {_REGION: _DEVELOPMENT.name, _COUNTRY: "Условное федеральное методическое объединение (демо)"}
_HALL, _ONLINE = "г. Челябинск, Демонстрационный институт развития образования", "платформа видео-конференц-связи"
EVENTS = (
    Event("Августовское совещание работников образования", _REGION, _HERE, _HALL, months=(8,)),
    Event("Вебинар «Индивидуальный образовательный маршрут: от оценки к результату»", _REGION, _AWAY, _ONLINE),
    Event("Фестиваль методических идей «Демо-урок»", _REGION, _HERE, _HALL, months=(3, 11)),
    Event(
        "Круглый стол «Функциональная грамотность: опыт школ»", _REGION, _AWAY, _ONLINE, _SCHOOL, months=(2, 4, 10, 12)
    ),
    Event("Стажировочная площадка «Современный урок»", _REGION, _HERE, _HALL, _SCHOOL, months=(2, 4, 10, 11)),
    Event("Мастер-класс «Формирующее оценивание»", _REGION, _HERE, _HALL, _SCHOOL),
    Event(
        "Семинар «Точка роста»: практика эксперимента",
        _REGION,
        _HERE,
        _HALL,
        ("science", "informatics", "labour"),
        months=(2, 4, 9, 11),
    ),
    Event(
        "Педагогическая мастерская учителей словесности",
        _REGION,
        _AWAY,
        _ONLINE,
        ("russian", "foreign", "history"),
        months=(1, 3, 10, 12),
    ),
    Event("Школа современного математика", _REGION, _AWAY, _ONLINE, ("maths", "informatics"), months=(1, 3, 9, 11)),
    Event(
        "Научно-практическая конференция «Детство: вызовы и решения»",
        _REGION,
        _HERE,
        _HALL,
        ("preschool", *_CARE),
        months=(4, 11),
    ),
    Event("Мастерская воспитателя «Игра как дело»", _REGION, _HERE, _HALL, ("preschool",)),
    Event("Вебинар «Речевая среда детского сада»", _REGION, _AWAY, _ONLINE, ("preschool", "speech")),
    Event("Форум «Профессионалитет: шаг вперёд»", _REGION, _HERE, _HALL, ("vocational",), months=(3, 10)),
    Event(
        "Семинар мастеров производственного обучения", _REGION, _AWAY, _ONLINE, ("vocational",), months=(2, 5, 10, 12)
    ),
    Event("Школа директора: управление по результатам", _REGION, _HERE, _HALL, ("management",), months=(1, 3, 9, 11)),
    Event("Управленческая сессия «Команда школы»", _REGION, _AWAY, _ONLINE, ("management",), months=(3, 8, 12)),
    Event(
        "Слёт педагогов дополнительного образования", _REGION, _HERE, _HALL, ("extra", "arts", "sport"), months=(5, 10)
    ),
    Event("Конференция психологов и социальных педагогов", _REGION, _HERE, _HALL, _CARE, months=(4, 11)),
    Event("Всероссийский форум «Педагог будущего» (демо)", _COUNTRY, _AWAY, _ONLINE, months=(3, 10, 12)),
    Event("Всероссийская конференция «Цифровая школа» (демо)", _COUNTRY, _AWAY, _ONLINE, months=(2, 11)),
    Event(
        "Всероссийский семинар «Инклюзия без границ» (демо)",
        _COUNTRY,
        _AWAY,
        _ONLINE,
        (*_CARE, "primary"),
        months=(4, 12),
    ),
    Event("Муниципальная методическая декада", _TOWN, _HERE, None, months=(3, 11)),
    Event("Муниципальный фестиваль открытых уроков и занятий", _TOWN, _HERE, None, months=(2, 4, 10)),
    Event("Ярмарка педагогических инициатив", _TOWN, _HERE, None, months=(5, 9)),
    Event("Школа молодого педагога", _TOWN, _HERE, None, months=(1, 3, 9, 11)),
    Event("Муниципальный семинар по наставничеству", _TOWN, _AWAY, _ONLINE, months=(2, 4, 10, 12)),
)

# In the catalogue alone: no procedure recommends them, and nobody chooses them.
IDLE_PROGRAMMES = tuple(
    Programme(name, hours, provider, (EVERYONE,), _FORMS[hours])
    for name, hours, provider in (
        ("Школьный театр: режиссура и постановка", 36, _D),
        ("Финансовая грамотность на уроках и после них", 24, _S),
        ("Шахматы в школе и детском саду", 16, _W),
        ("Музейная педагогика", 36, _U),
    )
)
IDLE_EVENTS = (
    Event("Методический хакатон «Демо-идея»", _REGION, _HERE, _HALL),
    Event("Встреча школьных библиотекарей", _REGION, _AWAY, _ONLINE),
    Event("Открытая лаборатория «Музей и школа»", _REGION, _HERE, _HALL),
)
