"""Who may count and not name plays the attacker: whatever they ask and subtract, they learn the score of nobody."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session, unscoped_session
from model.people import Employment
from model.places import REGION, Level, Place
from model.routes import Assessment
from queries import places
from queries.application_stages import applications_by
from queries.competences import survey_of
from queries.counts import counts_by_place, counts_of
from queries.events import events_of
from queries.filters import EVERYBODY, Filters
from queries.programme_choices import choices_below_bound
from queries.published_scores import published_scores
from queries.score_records import GroupScores
from queries.small_groups import WithheldError
from queries.trends import counts_by_month
from tests.site import open_account, signed_in
from tests.sizes import SIZES
from tests.world import CITY, TOWN, World

MINISTRY = Viewer("ministry", (GrantValue(Role.MINISTRY),))
# Two days of one month, and days of other months: an assessment in the middle lies between each two.
DAYS = (date(2026, 3, 10), date(2026, 3, 20), date(2026, 4, 30), date(2026, 6, 1), date(2026, 8, 31))
SEEDS = range(30 if SIZES.is_night else 2)
PROCEDURES = ("Оценка А", "Оценка Б")
# Of more sums than so many no three are tried: two are enough then.
MOST_SUMS = 60


@pytest.fixture
def world(database: str) -> World:
    return World()


def grow(world: World, seed: int) -> None:
    """Two towns of some schools with a head and teachers each, assessed here and there between the days."""
    chance = Random(seed)
    months = [f"2026-{month:02}-{day:02}" for month in range(2, 8) for day in (5, 15)]
    for number, town in enumerate((TOWN, TOWN, TOWN, CITY, CITY)):
        for nth in range(chance.choice((3, 4, 6, 7))):
            is_head = nth == 0
            person = world.person(
                f"Ч-{number}-{nth}",
                at=f"Школа {number}",
                town=town,
                position="директор" if is_head else chance.choice(("учитель", "логопед")),
                category="руководящий" if is_head else "педагогический",
            )
            # Some pass both procedures, some the same one again.
            for on in chance.sample(["2026-02-05", *months], chance.choice((1, 1, 2, 3))):
                score = f"{chance.randint(0, 9999) / 100}".replace(".", ",")
                person.assessed(on, chance.choice(PROCEDURES), subject=score, programmes="Программа")
            person.applied("2026-07-01", head="2026-07-02")
    world.read_in()


def true_scores() -> dict[int, float]:
    with unscoped_session() as session:
        return {one.id: one.subject for one in session.query(Assessment) if one.subject is not None}


def filters_there_are() -> list[Filters]:
    with unscoped_session() as session:
        positions = {one.position for one in session.query(Employment)}
    return [
        EVERYBODY,
        *(Filters(category=one) for one in ("teaching", "managing")),
        *(Filters(position=one) for one in sorted(filter(None, positions))),
        *(Filters(procedure=one) for one in PROCEDURES),
    ]


@dataclass
class Attack:
    """All that was shown: sums of scores by the size of their group, and counts under filters."""

    sums: set[tuple[int, float]] = field(default_factory=set)
    exact: set[float] = field(default_factory=set)
    counts: set[int] = field(default_factory=set)

    def sees(self, group: GroupScores) -> None:
        spread = group.spreads["subject"]
        if spread.figures is not None:
            self.sums.add((spread.number, spread.figures.mean * spread.number))
            if spread.figures.quartiles:
                self.exact |= {spread.figures.quartiles.lowest, spread.figures.quartiles.highest}

    def counted(self, numbers: Mapping[str, int]) -> None:
        self.counts |= set(numbers.values())

    def reckoned(self) -> Iterator[float]:
        """What one person's score would be, were two groups one person apart; or three, for the whole and parts."""
        for (more, total), (fewer, part) in itertools.product(self.sums, repeat=2):
            if more - fewer == 1:
                yield total - part
        if len(self.sums) > MOST_SUMS:
            return
        for whole, one, other in itertools.product(self.sums, repeat=3):
            if whole[0] - one[0] - other[0] == 1:
                yield whole[1] - one[1] - other[1]

    def scores(self) -> set[int]:
        """Whose score has been had."""
        guesses = {round(one, 2) for one in (*self.exact, *self.reckoned())}
        return {who for who, score in true_scores().items() if score in guesses}


def everything_asked(viewer: Viewer, days: Sequence[date] = DAYS, most_filters: int | None = None) -> Attack:
    """Every place, filter and day by every query that counts or sums up."""
    attack = Attack()
    with read_session() as session:
        for day, filters in itertools.product(days, filters_there_are()[:most_filters]):
            look = Reading(session, viewer, day)
            every = [REGION, *places.region_parts(look), *places.organizations(look)]
            for place in every:
                _ask(look, place, filters, attack)
    return attack


def _ask(look: Reading, place: Place, filters: Filters, attack: Attack) -> None:
    survey = survey_of(look, place, filters)
    for group in (survey.whole, *(one.scores for one in (*survey.parts, *survey.positions, *survey.procedures))):
        attack.sees(group)
    assert not (survey.is_published and (survey.levels or survey.changes or survey.positions))
    if filters == EVERYBODY:
        return
    assert filters.chosen()
    for told in (
        lambda: [counts_of(look, place, filters).counts],
        lambda: [one.counts for one in counts_by_place(look, place, filters).parts],
        lambda: [counts for _, counts in counts_by_month(look, place, filters)] if place == REGION else [],
        lambda: [{"all": one.total} for found in applications_by(look, place, filters).values() for one in found],
        lambda: [{"all": one.chosen} for one in events_of(look, place, filters)],
        lambda: [{"all": one.chosen} for found in choices_below_bound(look, place, filters).values() for one in found],
    ):
        try:
            shown = told()
        except WithheldError:
            continue
        for counts in shown:
            attack.counted(counts)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_score_and_no_small_count_is_had_by_who_may_not_name_people(world: World, seed: int):
    grow(world, seed)
    attack = everything_asked(MINISTRY)
    assert attack.sums
    assert attack.scores() == set()
    assert attack.exact == set()
    assert not attack.counts & {1, 2, 3, 4}


def test_without_the_protection_the_same_attacker_has_them(world: World, monkeypatch: pytest.MonkeyPatch):
    grow(world, 0)
    monkeypatch.setenv("SMALL_GROUP", "1")
    attack = everything_asked(MINISTRY, DAYS[-1:], most_filters=2)
    assert attack.scores()
    assert attack.exact
    assert attack.counts & {1, 2, 3, 4}


@pytest.mark.parametrize("seed", SEEDS)
def test_two_publications_of_a_municipality_are_the_same_or_many_people_apart(world: World, seed: int):
    """The sums themselves, before they are rounded: a difference of few would be theirs."""
    grow(world, seed)
    every, shown = set(true_scores().values()), set()
    with read_session() as session:
        for month in range(2, 12):
            look = Reading(session, MINISTRY, date(2026, month, 27))
            for town, procedures in published_scores(look).items():
                for procedure, one in procedures.items():
                    shown.add((town, procedure, one.scores["subject"].number, one.scores["subject"].total))
    for (*where, number, total), (*elsewhere, other, other_total) in itertools.combinations(sorted(shown), 2):
        if where == elsewhere and number and other:
            assert (number, total) == (other, other_total) or round(abs(total - other_total), 2) not in every


def test_means_are_whole_percents_of_whole_municipalities(world: World):
    grow(world, 1)
    with read_session() as session:
        look = Reading(session, MINISTRY, date(2026, 8, 31))
        town = next(one for one in places.region_parts(look) if one.name == TOWN)
        for place in (REGION, town):
            figures = survey_of(look, place).whole.spreads["subject"].figures
            assert figures is not None
            assert figures.mean == int(figures.mean)
        school = places.organizations(look)[0]
        assert school.level is Level.ORGANIZATION
        assert survey_of(look, school).whole.people == 0
        assert survey_of(look, REGION, Filters(category="teaching")).whole.people == 0


def test_between_ends_of_months_nothing_moves(world: World):
    for nth in range(6):
        world.person(f"Ч-{nth}").assessed("2026-02-01", subject=str(50 + nth))
    for nth in range(5):
        world.person(f"Н-{nth}").assessed("2026-03-15", subject="90")
    world.person("Последний").assessed("2026-04-10", subject="1")
    world.read_in()
    means = {}
    with read_session() as session:
        for day in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 20), date(2026, 3, 31), date(2026, 4, 30)):
            spread = survey_of(Reading(session, MINISTRY, day), REGION).whole.spreads["subject"]
            means[day.isoformat()] = (spread.number, spread.figures and spread.figures.mean)
    assert means == {
        "2026-02-27": (0, None),
        "2026-02-28": (6, 52.0),
        "2026-03-20": (6, 52.0),
        "2026-03-31": (11, 70.0),
        "2026-04-30": (11, 70.0),
    }


def test_the_screens_say_that_there_is_too_little(world: World):
    grow(world, 2)
    visitor = signed_in(open_account(Role.MINISTRY))
    for page in ("/region", "/region/applications", "/region/events", "/competences"):
        shown = visitor.opens(f"{page}?on=2026-08-31&position=директор")
        assert "Мало данных" in shown, page
        assert "Мало данных" not in visitor.opens(f"{page}?on=2026-08-31"), page
    assert visitor.client.get("/region/table/places.csv?on=2026-08-31&position=директор").status_code == 404
    spread = visitor.client.get("/region/competences/table/spread.csv?on=2026-08-31").get_data(as_text=True)
    assert "Предметная" in spread


@pytest.mark.parametrize(("managing", "is_shown"), [(5, True), (4, False), (0, True)])
def test_the_region_is_split_by_category_where_no_group_is_small(world: World, managing: int, is_shown: bool):
    for number, category in enumerate(["педагогический"] * 6 + ["руководящий"] * managing):
        world.person(f"Ч-{number}", at="Школа", town=TOWN, category=category)
    world.read_in()
    with read_session() as session:
        reading, filters = Reading(session, MINISTRY, DAYS[-1]), Filters(category="teaching")
        if is_shown:
            assert counts_of(reading, REGION, filters).counts["staff"] == 6
        else:
            with pytest.raises(WithheldError):
                counts_of(reading, REGION, filters)
        with pytest.raises(WithheldError):
            counts_of(reading, REGION, Filters(category="teaching", position="учитель"))
        (town,) = (part.place for part in counts_by_place(reading, REGION).parts if part.counts["staff"])
        with pytest.raises(WithheldError):
            counts_of(reading, town, filters)
