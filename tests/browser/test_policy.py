"""The content security policy is in force; test_every_page shows that it breaks no page."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched
from tests.site import PASSWORD
from tests.village import FIRST


def test_the_policy_would_be_heard_if_it_were_broken(site: Site, watched: Watched):
    """The walk through every page is worth something: a style of a stranger's page is refused, and that is noticed."""
    watched.sign_in(site.logins["admin"])
    watched.open("/")
    watched.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    watched.page.wait_for_timeout(300)
    assert any("Content Security Policy" in one for one in watched.complaints)
    watched.complaints.clear()


def test_an_administrator_opens_an_account_and_its_owner_chooses_a_password(site: Site, watched: Watched):
    page = watched.page
    watched.sign_in(site.logins["admin"])
    watched.open("/accounts")
    page.locator("#accounts-login").fill("новенькая")
    page.locator("#accounts-role").select_option("school")
    page.locator("#accounts-object").fill(FIRST)
    page.get_by_role("button", name="Создать").click()
    told = page.locator("#accounts-told")
    expect(told).to_contain_text("создана")
    given = re.search(r"пароль: (\S+)", told.inner_text())[1]
    expect(page.get_by_role("link", name="новенькая")).to_be_visible()
    watched.sign_out()
    page.get_by_label("Логин").fill("новенькая")
    page.get_by_label("Пароль").fill(given)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_text("Этот пароль вам выдали")).to_be_visible()
    page.get_by_label("Новый пароль").fill(PASSWORD)
    page.get_by_label("Ещё раз").fill(PASSWORD)
    page.get_by_role("button", name="Сменить пароль").click()
    expect(page.locator("main h1")).to_have_text(FIRST)


def test_a_revoked_role_ends_the_session_at_the_next_step(site: Site, watched: Watched):
    watched.sign_in(site.logins["admin"])
    watched.open("/accounts")
    page = watched.page
    page.get_by_role("link", name=site.logins["ministry personal"]).click()
    expect(page.locator("main h1")).to_have_text(site.logins["ministry personal"])
    page.get_by_role("button", name="Закрыть сеансы").click()
    expect(page.locator("#account-told")).to_contain_text("Сеансы закрыты")
