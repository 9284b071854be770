"""The region's screen as a Streamlit app with pandas; `?anew=1` reads the tables at each run, else they are kept."""

import os
from datetime import date

import streamlit as st

from bench.usual import counting


@st.cache_resource
def engine() -> counting.Engine:
    """One for all sessions."""
    return counting.connected(os.environ["DATABASE_URL"])


@st.cache_data(ttl=600)
def kept_tables() -> counting.Tables:
    """The tables, read once in ten minutes: as is usual, though an import shows only after that."""
    return counting.tables(engine())


st.set_page_config(page_title="Мониторинг ИОМ", layout="wide")
st.title("Челябинская область")
first = st.query_params.get("on", os.environ["BENCH_DAY"])
day = st.date_input("На дату", date.fromisoformat(first))
read = counting.tables(engine()) if st.query_params.get("anew") else kept_tables()
found = counting.screen(read, day)
places, months = found.places, found.months
places["coverage"] = places.assessed / places.staff
months["coverage"] = months.assessed / months.staff
months["formation"] = months.formed / months.assessed
st.dataframe(places)
st.bar_chart(places, x="name", y="coverage", horizontal=True)
st.line_chart(months[["coverage", "formation"]])
