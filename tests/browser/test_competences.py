"""The screens of competences in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched
from tests.village import FIRST, TOWN

ANNA = "Аннаова Примера"


def test_coordinator_goes_from_the_counts_to_the_scores_and_down_to_a_school(site: Site, watched: Watched):
    watched.sign_in(site.logins["municipality"])
    watched.open("/")
    page = watched.page
    page.get_by_role("navigation", name="Вкладки", exact=True).get_by_role("link", name="Компетенции").click()
    expect(page.locator("main h1")).to_have_text(f"Компетенции: {TOWN}")
    page.get_by_role("table").get_by_role("link", name=FIRST).first.click()
    expect(page.locator("main h1")).to_have_text(f"Компетенции: {FIRST}")
    # Three people are few: a coordinator is not told their mean.
    expect(page.locator("main")).to_contain_text("Слишком мало работников")


def test_a_name_of_the_map_opens_the_scores_of_its_place(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    watched.open("/region/competences?on=2026-09-30")
    page = watched.page
    page.locator(".competence-map").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/municipality/\d+/competences\?on=2026-09-30"))


def test_the_head_of_a_small_school_sees_its_scores(site: Site, watched: Watched):
    watched.sign_in(site.logins["school"])
    watched.open(f"/organization/{site.village.ids[FIRST]}/competences?on=2026-09-30")
    expect(watched.page.locator(".rate-card").first).to_contain_text("52,0")


def test_a_person_sees_where_the_route_stands(site: Site, watched: Watched):
    watched.sign_in(site.logins["employee"])
    watched.open("/")
    page = watched.page
    expect(page.locator("main h1")).to_have_text(ANNA)
    expect(page.locator("[aria-current=step]")).to_contain_text("Подтверждена организацией ДПО")
    page.get_by_text("Приложение 1: поля выгрузки модуля").first.click()
    expect(page.get_by_role("row", name=re.compile("Перечисление ДПП из рекомендуемого ИОМ"))).to_be_visible()


def test_the_assessor_sets_the_bound_of_a_procedure_and_opens_who_is_below_it(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    watched.open("/bounds")
    page = watched.page
    page.get_by_role("combobox", name="Процедура").select_option("Оценка")
    page.get_by_label("Пороговое значение, %").fill("101")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("alert")).to_contain_text("целое число процентов от 0 до 100")
    page.get_by_label("Пороговое значение, %").fill("54")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("alert")).to_contain_text("Сохранено: «Оценка» — 54 %")
    watched.open("/region/competences?on=2026-09-30")
    page.get_by_role("link", name=re.compile("^3 из 7$")).first.click()
    expect(page.locator("main h1")).to_have_text("Дефицит (затруднение): предметная компетенция")
    people = page.locator("tbody a").all_inner_texts()
    assert people == sorted(people)
    assert len(people) == 3
    watched.open("/bounds")
    page.get_by_role("combobox", name="Процедура").select_option("Оценка")
    page.get_by_label("Пороговое значение, %").fill("60")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("alert")).to_contain_text("60 %")


def test_no_screen_of_scores_scrolls_sideways(site: Site, watched: Watched):
    watched.sign_in(site.logins["assessor"])
    ids = site.village.ids
    for path in ("/region", f"/municipality/{ids[TOWN]}", f"/organization/{ids[FIRST]}"):
        watched.open(f"{path}/competences")
        for width in (1440, 1024, 390, 320):
            watched.page.set_viewport_size({"width": width, "height": 900})
            page_width = watched.page.locator("html").evaluate("node => node.scrollWidth")
            assert page_width <= width, (path, width)
