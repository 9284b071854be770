"""How every number is counted, from the same records that count it."""

from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from model.indicators import COUNT_BY_KEY, COUNTS, MEASURES, RATES

TITLE = "Как считаются показатели"


def layout(visit: Visit) -> Screen:
    """Every count and every rate with its meaning and its clause."""
    counts = [(count.label, count.meaning, f"п. {count.clause}") for count in COUNTS]
    rates = [
        (
            rate.label,
            f"{COUNT_BY_KEY[rate.top].label} ÷ {COUNT_BY_KEY[rate.bottom].label}",
            rate.target_note,
            f"п. {rate.clause}",
        )
        for rate in RATES
    ]
    scores = [(measure.label, measure.meaning, f"п. {measure.clause}") for measure in MEASURES]
    content = page(
        TITLE,
        section("Доли", plain_table("Доли", ["Показатель", "Формула", "Цель", "Пункт Порядка"], rates, "")),
        section("Числа", plain_table("Числа", ["Показатель", "Кто учитывается на дату", "Пункт Порядка"], counts, "")),
        section("Баллы", plain_table("Баллы", ["Показатель", "Что это", "Пункт Порядка"], scores, "")),
        lead=sections.short_trail(TITLE),
    )
    return Screen(TITLE, content)
