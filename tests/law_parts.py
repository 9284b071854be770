"""More answers by hand: of programmes, results and events of a route."""

from tests.law_cases import (
    APPROVED,
    DONE,
    FORMED,
    IN_TIME,
    LATEST_IS_NEW,
    REFUSED_ALREADY,
    Case,
    applied,
    assessed,
    chose,
    somebody,
    trained,
)
from tests.oracle import EVENT

PROGRAMMES = [
    Case(
        "a route claims from the day of forming",
        somebody(assessed("01.02.2026", formed="05.02.2026"), applied("П1", "02.02.2026")),
        {"04.02.2026": "assessed awaiting_head", "05.02.2026": f"{FORMED} awaiting_head"},
    ),
    Case(
        "an application counts from the first assessment that recommends its programme",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П2", "02.02.2026", both="03.02.2026", until="10.02.2026"),
            assessed("01.03.2026", "П2"),
        ),
        {"28.02.2026": LATEST_IS_NEW, "01.03.2026": f"{APPROVED} formal_late"},
    ),
    Case(
        "an attestation does not come before the programme counts",
        somebody(
            assessed("01.02.2026", "П1"),
            trained("П2", "02.02.2026", "20.02.2026"),
            assessed("01.03.2026", "П2", procedure="А"),
            assessed("01.03.2026", procedure="Б"),
            assessed("02.03.2026", "П3"),
        ),
        {"28.02.2026": LATEST_IS_NEW, "01.03.2026": IN_TIME, "02.03.2026": f"{IN_TIME} without_programme"},
    ),
    Case(
        "an application for what is not recommended does not count",
        somebody(assessed("01.02.2026", "П1"), applied("П2", "02.02.2026"), trained("П2", "02.03.2026", "20.03.2026")),
        {"20.03.2026": f"{LATEST_IS_NEW} awaiting_head"},
    ),
    Case(
        "a programme is chosen on the stated day, before the application",
        somebody(assessed("01.02.2026", "П1"), applied("П1", "10.02.2026", chosen="05.02.2026")),
        {"04.02.2026": LATEST_IS_NEW, "05.02.2026": REFUSED_ALREADY, "10.02.2026": f"{FORMED} awaiting_head"},
    ),
    Case(
        "a programme is chosen on the stated day, after the application",
        somebody(assessed("01.02.2026", "П1"), applied("П1", "03.02.2026", head="04.02.2026", chosen="05.02.2026")),
        {"04.02.2026": f"{LATEST_IS_NEW} awaiting_provider", "05.02.2026": f"{FORMED} head_approved awaiting_provider"},
    ),
    Case(
        "a choice before the application goes with the latest route until then",
        somebody(
            assessed("01.02.2026", "П1"),
            trained("П1", "02.02.2026", "03.02.2026"),
            applied("П2", "20.02.2026", chosen="04.02.2026"),
            assessed("10.02.2026", "П2"),
        ),
        {"10.02.2026": f"{IN_TIME} without_application", "20.02.2026": f"{IN_TIME} awaiting_head"},
    ),
    *(
        Case(
            f"an application is closed by {how}",
            somebody(assessed("01.02.2026", "П1"), applied("П1", "02.02.2026", **{how: "05.02.2026"}, **other)),
            {"04.02.2026": before, "05.02.2026": REFUSED_ALREADY},
        )
        for how, other, before in (
            ("head_refused", {}, f"{FORMED} awaiting_head"),
            ("provider_refused", {"head": "03.02.2026"}, f"{FORMED} head_approved awaiting_provider"),
            ("withdrawn", {"head": "03.02.2026"}, f"{FORMED} head_approved awaiting_provider"),
            ("expelled", {"both": "03.02.2026"}, APPROVED),
        )
    ),
    Case(
        "a refused application is repeated",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "02.02.2026", head_refused="03.02.2026"),
            applied("П1", "05.02.2026", number="2", both="06.02.2026"),
        ),
        {"04.02.2026": REFUSED_ALREADY, "05.02.2026": f"{FORMED} awaiting_head", "06.02.2026": APPROVED},
    ),
    Case(
        "late is who is confirmed by both and past the end of training",
        somebody(assessed("01.02.2026", "П1"), applied("П1", "02.02.2026", both="03.02.2026", until="20.02.2026")),
        {"20.02.2026": APPROVED, "21.02.2026": f"{APPROVED} formal_late"},
    ),
    Case(
        "who is expelled is not late",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "02.02.2026", both="03.02.2026", until="20.02.2026", expelled="19.02.2026"),
        ),
        {"21.02.2026": REFUSED_ALREADY},
    ),
    Case(
        "done contains the choice, whatever day is stated for it",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "02.02.2026", both="03.02.2026", until="20.02.2026", chosen="25.02.2026"),
            trained("П1", "10.02.2026", "20.02.2026"),
        ),
        {"19.02.2026": LATEST_IS_NEW, "20.02.2026": IN_TIME},
    ),
    Case(
        "done contains the stages before it, whatever closed the application",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "02.02.2026", both="03.02.2026", until="20.02.2026", withdrawn="15.02.2026"),
            trained("П1", "10.02.2026", "21.02.2026"),
        ),
        {"20.02.2026": REFUSED_ALREADY, "21.02.2026": DONE},
    ),
]

RESULTS = [
    Case(
        "a result belongs to the route of its application",
        somebody(
            assessed("01.02.2026", "П1", "П2"),
            trained("П1", "02.02.2026", "10.02.2026"),
            applied("П2", "05.02.2026", both="06.02.2026", until="28.02.2026"),
            assessed("15.02.2026", "П3"),
            trained("П2", "20.02.2026", "28.02.2026"),
        ),
        {"28.02.2026": f"{IN_TIME} without_programme"},
    ),
    Case(
        "a result without an application belongs to the route of its first day",
        somebody(
            assessed("01.02.2026", "П1"),
            trained("П1", "02.02.2026", "10.02.2026"),
            assessed("15.02.2026", "П2"),
            trained("П2", "20.02.2026", "28.02.2026"),
        ),
        {"19.02.2026": f"{IN_TIME} without_programme", "20.02.2026": IN_TIME},
    ),
    Case(
        "an implied application belongs to the route of its row",
        somebody(
            assessed("01.02.2026", "П1", "П2"),
            trained("П1", "02.02.2026", "10.02.2026"),
            applied("П2", "05.02.2026", head_refused="06.02.2026"),
            assessed("15.02.2026", "П2"),
            trained("П2", "20.02.2026", "28.02.2026"),
        ),
        {"20.02.2026": f"{IN_TIME} without_programme", "28.02.2026": f"{IN_TIME} without_programme"},
    ),
    Case(
        "an application before the first route holds no result",
        somebody(
            applied("П1", "15.01.2026", both="16.01.2026", until="10.02.2026"),
            assessed("01.02.2026", "П1"),
            trained("П1", "02.02.2026", "11.02.2026"),
        ),
        {"01.02.2026": LATEST_IS_NEW, "02.02.2026": APPROVED, "11.02.2026": IN_TIME},
    ),
    Case(
        "an application after the first day does not hold the result",
        somebody(
            assessed("01.02.2026", "П1"),
            trained("П1", "02.02.2026", "11.02.2026"),
            applied("П1", "03.02.2026", number="2", both="03.02.2026", until="05.02.2026"),
        ),
        {"02.02.2026": APPROVED, "10.02.2026": f"{APPROVED} formal_late", "11.02.2026": IN_TIME},
    ),
    Case(
        "an implied application ends on the last day of the row",
        somebody(assessed("01.02.2026", "П1"), trained("П1", "02.02.2026", "11.02.2026", document=False)),
        {"01.02.2026": LATEST_IS_NEW, "11.02.2026": APPROVED, "12.02.2026": f"{APPROVED} formal_late"},
    ),
    Case(
        "in time is by the end of training of the latest application",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "02.02.2026", number="1", both="02.02.2026", until="28.02.2026"),
            applied("П1", "03.02.2026", number="9", both="03.02.2026", until="10.02.2026"),
            applied("П1", "03.02.2026", number="10", both="03.02.2026", until="28.02.2026"),
            trained("П1", "03.02.2026", "11.02.2026"),
        ),
        {"11.02.2026": DONE},
    ),
    Case(
        "without a known schedule it is not in time",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "02.02.2026", both="02.02.2026"),
            trained("П1", "03.02.2026", "11.02.2026"),
        ),
        {"10.02.2026": APPROVED, "11.02.2026": DONE},
    ),
    Case(
        "on the last day of training it is in time",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "02.02.2026", both="02.02.2026", until="11.02.2026"),
            trained("П1", "03.02.2026", "11.02.2026"),
        ),
        {"11.02.2026": IN_TIME},
    ),
]

EVENTS = [
    Case(
        "realized is done with an event confirmed and none left",
        somebody(
            assessed("01.02.2026"),
            trained("П1", "02.02.2026", "03.02.2026"),
            chose("Форум", "02.02.2026", "05.02.2026", confirmed="06.02.2026"),
            chose("Семинар", "02.02.2026", "07.02.2026", "08.02.2026", reason=True),
        ),
        {
            "05.02.2026": f"{IN_TIME} selected events_due",
            "07.02.2026": f"{IN_TIME} selected informal_any events_due events_attended",
            "08.02.2026": f"{IN_TIME} selected informal_any realized events_due=2 events_attended events_excused",
        },
    ),
    Case(
        "excuses alone realize nothing",
        somebody(
            assessed("01.02.2026"),
            trained("П1", "02.02.2026", "03.02.2026"),
            chose("Форум", "02.02.2026", "05.02.2026", reason=True),
        ),
        {"05.02.2026": f"{IN_TIME} selected events_due events_excused"},
    ),
    Case(
        "an event is dropped when its latest application is refused or withdrawn",
        somebody(
            assessed("01.02.2026"),
            chose("Форум", "02.02.2026", "05.02.2026"),
            applied("Форум", "02.02.2026", kind=EVENT, head_refused="04.02.2026"),
            applied("Семинар", "02.02.2026", number="2", kind=EVENT, withdrawn="04.02.2026", head="03.02.2026"),
            chose("Семинар", "02.02.2026", "05.02.2026"),
            chose("Лекция", "02.02.2026", "05.02.2026"),
        ),
        {"05.02.2026": f"{LATEST_IS_NEW} events_due"},
    ),
    Case(
        "a repeated application takes the event up again",
        somebody(
            assessed("01.02.2026"),
            applied("П1", "01.02.2026"),
            chose("Форум", "02.02.2026", "10.02.2026"),
            applied("Форум", "02.02.2026", number="2", kind=EVENT, head_refused="04.02.2026"),
            applied("Форум", "06.02.2026", number="3", kind=EVENT, head="06.02.2026"),
        ),
        {
            "03.02.2026": f"{FORMED} selected awaiting_head=2",
            "05.02.2026": f"{FORMED} awaiting_head",
            "06.02.2026": f"{FORMED} selected awaiting_head",
        },
    ),
    Case(
        "of two applications for an event on one day the one whose number sorts last decides",
        somebody(
            assessed("01.02.2026"),
            chose("Форум", "02.02.2026", "05.02.2026"),
            applied("Форум", "02.02.2026", number="9", kind=EVENT, head="03.02.2026"),
            applied("Форум", "02.02.2026", number="10", kind=EVENT, head_refused="03.02.2026"),
            chose("Семинар", "02.02.2026", "05.02.2026"),
            applied("Семинар", "02.02.2026", number="99", kind=EVENT, head_refused="03.02.2026"),
            applied("Семинар", "02.02.2026", number="100", kind=EVENT, head="03.02.2026"),
        ),
        {"05.02.2026": f"{LATEST_IS_NEW} events_due"},
    ),
    Case(
        "an application after the event's first day drops nothing",
        somebody(
            assessed("01.02.2026"),
            chose("Форум", "02.02.2026", "05.02.2026"),
            applied("Форум", "06.02.2026", kind=EVENT, head_refused="06.02.2026"),
        ),
        {"06.02.2026": f"{LATEST_IS_NEW} events_due"},
    ),
    Case(
        "the provider's refusal and an expulsion drop no event",
        somebody(
            assessed("01.02.2026"),
            chose("Форум", "02.02.2026", "05.02.2026"),
            applied("Форум", "02.02.2026", kind=EVENT, head="02.02.2026", provider_refused="03.02.2026"),
        ),
        {"06.02.2026": f"{LATEST_IS_NEW} events_due"},
    ),
    Case(
        "an event belongs to the route of the day of choice",
        somebody(
            assessed("01.02.2026", "П1"),
            trained("П1", "02.02.2026", "03.02.2026"),
            assessed("10.02.2026", "П2", formed="20.02.2026"),
            chose("Форум", "10.02.2026", "12.02.2026", confirmed="12.02.2026"),
        ),
        {"12.02.2026": IN_TIME, "20.02.2026": f"{IN_TIME} without_programme informal_any events_due events_attended"},
    ),
]

SENTENCES_OF_PARTS = [*PROGRAMMES, *RESULTS, *EVENTS]
