"""More answers by hand: of staff, of years, of how routes gather, of what waits."""

from tests.law_cases import (
    APPROVED,
    ASSESSED,
    FORMED,
    IN_TIME,
    LATEST_IS_NEW,
    Case,
    applied,
    assessed,
    chose,
    somebody,
    trained,
    works,
)
from tests.oracle import EVENT, PROCEDURE, Law

EVERYTHING_THIS_YEAR = "staff due assessed assessed_due assessed_year assessed_year_due recommended without_programme"
EVERYTHING = "staff due assessed assessed_due recommended without_programme"
UNASSESSED = "staff due not_assessed"

STAFF = [
    Case(
        "the days of hiring and of dismissal are worked",
        somebody(works("02.03.2026", "10.03.2026")),
        {"01.03.2026": "", "02.03.2026": UNASSESSED, "10.03.2026": UNASSESSED, "11.03.2026": ""},
        with_kin=True,
    ),
    Case(
        "a day shared by two spells is the later one's",
        somebody(
            works("01.09.2015", "10.03.2026"),
            works("10.03.2026", at="Школа 2", absent_since="10.03.2026", absent_until="11.03.2026"),
        ),
        {"09.03.2026": UNASSESSED, "10.03.2026": "staff", "11.03.2026": "staff", "12.03.2026": UNASSESSED},
        with_kin=True,
    ),
    Case(
        "a long absence includes both of its days",
        somebody(works(absent_since="02.03.2026", absent_until="04.03.2026")),
        {"01.03.2026": UNASSESSED, "02.03.2026": "staff", "04.03.2026": "staff", "05.03.2026": UNASSESSED},
        with_kin=True,
    ),
    Case(
        "a long absence without an end goes on",
        somebody(works(absent_since="02.03.2026"), assessed("03.03.2026")),
        {"05.03.2026": "staff assessed assessed_year recommended without_programme"},
        with_kin=True,
    ),
    Case(
        "a second job counts nowhere",
        somebody(works("01.03.2026", "31.03.2026"), works("01.01.2026", at="Школа 2", is_main=False)),
        {"28.02.2026": "", "31.03.2026": UNASSESSED, "01.04.2026": ""},
        with_kin=True,
    ),
    Case(
        "a newcomer is not due until the months have passed",
        somebody(works("31.01.2026")),
        {"28.02.2026": "staff", "01.03.2026": UNASSESSED},
        Law(newcomer_months=1),
        with_kin=True,
    ),
    Case(
        "who is not on the staff is not counted, nor are their applications",
        somebody(works("01.03.2026"), assessed("10.02.2026"), applied("П1", "11.02.2026")),
        {"28.02.2026": "", "01.03.2026": f"{FORMED} awaiting_head"},
    ),
]

YEARS = [
    Case(
        "an assessment counts for three calendar years",
        somebody(assessed("10.03.2023")),
        {
            "09.03.2023": UNASSESSED,
            "10.03.2023": EVERYTHING_THIS_YEAR,
            "09.03.2026": EVERYTHING,
            "10.03.2026": UNASSESSED,
        },
        with_kin=True,
    ),
    Case(
        "29 February minus three years is 28 February",
        somebody(assessed("28.02.2021")),
        {"27.02.2024": EVERYTHING, "28.02.2024": UNASSESSED, "29.02.2024": UNASSESSED},
        with_kin=True,
    ),
    Case(
        "an assessment of 29 February counts to 28 February",
        somebody(assessed("29.02.2020")),
        {"28.02.2023": EVERYTHING, "01.03.2023": UNASSESSED},
        with_kin=True,
    ),
    Case(
        "the reporting year is the calendar year",
        somebody(assessed("31.12.2025")),
        {"31.12.2025": EVERYTHING_THIS_YEAR, "01.01.2026": EVERYTHING},
        with_kin=True,
    ),
    Case(
        "an academic year begins in September",
        somebody(assessed("31.08.2025"), assessed("01.09.2025", procedure="Тест", need=True)),
        {"31.08.2025": EVERYTHING_THIS_YEAR, "01.09.2025": EVERYTHING},
        Law(year_first_month=9),
        with_kin=True,
    ),
]

ROUTES = [
    Case(
        "a procedure of the last day of three years joins the route",
        somebody(
            assessed("10.03.2023", "П1"), applied("П1", "01.04.2023", head="02.04.2023"), assessed("09.03.2026", "П2")
        ),
        {"10.03.2026": f"{FORMED} head_approved awaiting_provider"},
    ),
    Case(
        "a procedure three years later opens a new route",
        somebody(
            assessed("10.03.2023", "П1"), applied("П1", "01.04.2023", head="02.04.2023"), assessed("10.03.2026", "П2")
        ),
        {"10.03.2026": f"{LATEST_IS_NEW} awaiting_provider"},
    ),
    Case(
        "the three years run from the latest procedure of the route",
        somebody(
            assessed("01.02.2022", "П1"),
            assessed("01.02.2024", "П2"),
            assessed("01.02.2026", "П3"),
            applied("П1", "02.02.2026"),
        ),
        {"02.02.2026": f"{FORMED} awaiting_head"},
    ),
    Case(
        "a procedure on the day of the attestation still joins",
        somebody(assessed("01.02.2026", "П1"), trained("П1", "01.03.2026", "20.03.2026"), assessed("20.03.2026", "П2")),
        {"20.03.2026": IN_TIME, "21.03.2026": IN_TIME},
    ),
    Case(
        "a procedure on the day after the attestation opens a new route",
        somebody(assessed("01.02.2026", "П1"), trained("П1", "01.03.2026", "20.03.2026"), assessed("21.03.2026", "П2")),
        {"20.03.2026": IN_TIME, "21.03.2026": f"{IN_TIME} without_programme"},
    ),
    Case(
        "a row without a document does not complete the route",
        somebody(
            assessed("01.02.2026", "П1"),
            trained("П1", "01.03.2026", "20.03.2026", document=False),
            assessed("25.03.2026", "П2"),
        ),
        {"25.03.2026": f"{APPROVED} formal_late"},
    ),
    Case(
        "procedures of one day feed one route",
        somebody(
            assessed("01.02.2026", "П1", procedure="б"),
            assessed("01.02.2026", "П2", procedure="Я"),
            applied("П1", "01.02.2026"),
        ),
        {"01.02.2026": f"{FORMED} awaiting_head"},
    ),
    Case(
        "what was done on the earlier route lasts as long as a procedure of it counts",
        somebody(
            assessed("01.02.2023", "П1"),
            trained("П1", "01.03.2023", "20.03.2023"),
            assessed("01.06.2024", "П2"),
        ),
        {"31.01.2026": f"{IN_TIME} without_programme", "01.02.2026": LATEST_IS_NEW},
    ),
    Case(
        "a fact before the first route counts nowhere",
        somebody(
            applied("П1", "31.01.2026", head="01.02.2026", provider="01.02.2026"),
            assessed("01.02.2026"),
            chose("Форум", "31.01.2026", "02.02.2026"),
        ),
        {"03.02.2026": LATEST_IS_NEW},
    ),
    Case(
        "a need joins a route and is no assessment",
        somebody(assessed("01.02.2023", "П1"), assessed("01.03.2024", "П2", need=True), applied("П2", "02.03.2024")),
        {"31.01.2026": f"{FORMED} awaiting_head", "01.02.2026": "by_need not_assessed awaiting_head"},
    ),
    Case(
        "a route of needs claims beside a counted assessment",
        somebody(
            assessed("01.02.2024", "П1"),
            trained("П1", "01.03.2024", "20.03.2024"),
            assessed("01.03.2025", "П2", need=True),
        ),
        {"01.03.2025": f"{IN_TIME} without_programme"},
    ),
]

WAITING = [
    Case(
        "applications of every kind wait for the head, programmes for the provider",
        somebody(
            applied("Оценка", "01.02.2026", number="1", kind=PROCEDURE, head="03.02.2026"),
            applied("Форум", "01.02.2026", number="2", kind=EVENT, withdrawn="04.02.2026"),
            applied("П1", "02.02.2026", number="3", head="03.02.2026", provider="05.02.2026"),
        ),
        {
            "01.02.2026": "not_assessed awaiting_head=2",
            "02.02.2026": "not_assessed awaiting_head=3",
            "03.02.2026": "not_assessed awaiting_head awaiting_provider",
            "04.02.2026": "not_assessed awaiting_provider",
            "05.02.2026": "not_assessed",
        },
    ),
    Case(
        "what the head refused does not wait for the provider",
        somebody(applied("П1", "01.02.2026", head_refused="02.02.2026")),
        {"01.02.2026": "not_assessed awaiting_head", "02.02.2026": "not_assessed"},
    ),
    Case(
        "formed, and nothing decided",
        somebody(assessed("01.02.2026"), applied("П1", "02.02.2026")),
        {"01.02.2026": LATEST_IS_NEW, "02.02.2026": f"{ASSESSED} chosen formed awaiting_head"},
    ),
]

SENTENCES = [*STAFF, *YEARS, *ROUTES, *WAITING]
