"""What follows from facts, written for some people or for everybody: routes, what belongs to them, and spans."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.chunks import chunks
from model.people import Person
from timeline.blocks import write_blocks
from timeline.facts_of_staff import FactKind
from timeline.loading import event_names, kinds_of_organizations, load_facts, municipalities, rules_of_settings
from timeline.membership import write_membership
from timeline.routes import routes
from timeline.spans import spans
from timeline.store import Organizations, Writer, create_anew, is_current

# How many people are held in memory at once.
_AT_ONCE = 5000


def derive_anew(session: Session) -> None:
    """Create the tables of spans and write them for everybody; only the owner of the tables may."""
    create_anew(session.connection(), rules_of_settings())
    derive_people(session, list(session.scalars(select(Person.id).order_by(Person.id))))


def is_derived(session: Session) -> bool:
    """Whether the stored spans follow from the columns and the settings of today."""
    return is_current(session.connection(), rules_of_settings())


def derive_people(session: Session, persons: Sequence[int], kinds: Iterable[FactKind] = tuple(FactKind)) -> None:
    """Write anew all that follows from the facts of these people; facts have to be flushed.

    `kinds` are those of the blocks of facts that can have changed.
    """
    rules, events = rules_of_settings(), event_names(session)
    organizations = Organizations(municipalities(session), kinds_of_organizations(session))
    writer = Writer(session.connection(), organizations, rules)
    for chunk in chunks(sorted(persons), _AT_ONCE):
        facts = load_facts(session, chunk, events)
        own_routes = routes(facts, rules)
        write_membership(session, chunk, facts, own_routes)
        writer.write(chunk, spans(facts, own_routes, rules), own_routes, facts.assessments)
    writer.finish()
    write_blocks(session, persons, kinds)
