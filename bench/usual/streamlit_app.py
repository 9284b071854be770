"""The region's screen as a Streamlit app with pandas; `?anew=1` reads the tables at each run, else they are cached."""

import os
from datetime import date

import streamlit as st

from bench.usual import counting


@st.cache_resource
def engine() -> counting.Engine:
    """One engine for all sessions."""
    return counting.connected(os.environ["DATABASE_URL"])


@st.cache_data(ttl=600)
def cached_tables() -> counting.Tables:
    """The tables, read once in ten minutes: a common choice, though imports show only after that."""
    return counting.tables(engine())


st.set_page_config(page_title="Мониторинг ИОМ", layout="wide")
st.title("Челябинская область")
first = st.query_params.get("on", os.environ["BENCH_DAY"])
day = st.date_input("На дату", date.fromisoformat(first))
frames = counting.tables(engine()) if st.query_params.get("anew") else cached_tables()
screen = counting.screen(frames, day)
places, months = screen.places, screen.months
places["coverage"] = places.assessed / places.staff
months["coverage"] = months.assessed / months.staff
months["formation"] = months.formed / months.assessed
st.dataframe(places)
st.bar_chart(places, x="name", y="coverage", horizontal=True)
st.line_chart(months[["coverage", "formation"]])
