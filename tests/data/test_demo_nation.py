"""The demo nation at a thousandth of its size."""

from datetime import date

import pytest

from access.reading import OPERATOR, Reading
from demo.nation import load_nation
from demo.places import Scale
from model.database import read_session
from model.places import REGION
from queries import quality_sums
from queries.counts import counts_by_place, counts_of
from queries.filters import Filters
from tests.sizes import SIZES

DAY = date(2026, 11, 20)
SMALL = Scale(municipalities=88, organizations=176, people=5_000 if SIZES.is_night else 2_000)


@pytest.mark.usefixtures("database")
def test_a_nation_has_its_municipalities_and_its_counts_add_up():
    load_nation(3, DAY, rewrite=quality_sums.rewriting(DAY), progress=lambda *_told: None, nation=SMALL)
    with read_session() as session:
        look = Reading(session, OPERATOR, DAY)
        broken_down = counts_by_place(look, REGION)
        names = [part.place.name for part in broken_down.parts]
        assert len(set(names)) == SMALL.municipalities
        assert sum(name.startswith("Демо-округ") for name in names) == SMALL.municipalities - 43
        # With two organizations to a municipality the smallest may get none.
        assert sum(part.counts["staff"] > 0 for part in broken_down.parts) > 80
        assert broken_down.whole.counts["staff"] == pytest.approx(SMALL.people, rel=0.15)
        assert broken_down.whole.counts == counts_of(look, REGION).counts
        teaching, managing = (counts_of(look, REGION, Filters(category=one)).counts for one in ("teaching", "managing"))
        assert all(teaching[key] + managing[key] == count for key, count in broken_down.whole.counts.items())
        assert all(broken_down.whole.counts[key] for key in ("realized", "formal_late", "awaiting_head"))
