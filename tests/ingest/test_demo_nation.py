"""The nation at a thousandth of its size: the same code, the same laws."""

from datetime import date

import pytest

from access.reading import OPERATOR, Reading
from ingest.demo.nation import load_nation
from ingest.demo.places import Scale
from model.database import reading
from model.places import REGION
from queries import snapshots
from queries.counts import counts_by_place, counts_of
from queries.filters import Filters

DAY = date(2026, 11, 20)
SMALL = Scale(municipalities=88, organizations=176, people=5_000)


@pytest.mark.usefixtures("database")
def test_a_nation_has_its_municipalities_and_its_counts_add_up():
    load_nation(3, DAY, rewrite=snapshots.rewriting(DAY), progress=lambda *_told: None, nation=SMALL)
    with reading() as session:
        look = Reading(session, OPERATOR, DAY)
        broken_down = counts_by_place(look, REGION)
        staffed = [part for part in broken_down.parts if part.counts["staff"]]
        assert len(staffed) == SMALL.municipalities
        assert sum(part.place.name.startswith("Демо-округ") for part in staffed) == SMALL.municipalities - 43
        assert broken_down.whole.counts["staff"] == pytest.approx(SMALL.people, rel=0.1)
        assert broken_down.whole.counts == counts_of(look, REGION).counts
        teaching, managing = (counts_of(look, REGION, Filters(category=one)).counts for one in ("teaching", "managing"))
        assert all(teaching[key] + managing[key] == count for key, count in broken_down.whole.counts.items())
        assert all(broken_down.whole.counts[key] for key in ("realized", "formal_late", "awaiting_head"))
