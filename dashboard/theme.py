"""The look of the charts: the plotly template and its Russian locale; the colours are those of assets/tokens.css."""

from collections.abc import Mapping

# Mid tones with a contrast of at least 3:1 on white and on the dark surface.
CHART_COLOURS: dict[str, str] = {
    "chart-1": "#2f7fb5",
    "chart-2": "#b8701c",
    "chart-3": "#6f6fc4",
    "chart-4": "#2c8c76",
    "chart-5": "#b85577",
    "chart-6": "#7a7f2e",
    "chart-7": "#8a6a55",
    "chart-8": "#a0529c",
    "chart-9": "#3f7f9a",
    "chart-met": "#2c8f57",
    "chart-target": "#c2571f",
    "chart-whole": "#6b7886",
    "chart-ink": "#2a3540",
    "chart-grid": "#7f8c99",
}
SERIES: tuple[str, ...] = tuple(CHART_COLOURS[f"chart-{n}"] for n in range(1, 10))
DASHES: tuple[str, ...] = (
    "solid",
    "dash",
    "dot",
    "dashdot",
    "longdash",
    "longdashdot",
    "solid",
    "dash",
    "dot",
)
SYMBOLS: tuple[str, ...] = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "x",
    "cross",
    "star",
    "hexagon",
    "triangle-down",
)
# The same shapes as characters in a text.
SIGNS: tuple[str, ...] = ("●", "■", "◆", "▲", "✕", "✚", "★", "⬢", "▼")
FONT = "'Golos Text', 'Golos Fallback', Arial, sans-serif"
TEXT_SIZE = 13
SMALL_TEXT_SIZE = 12

RUSSIAN_LOCALE: dict[str, dict[str, object]] = {
    "dictionary": {
        "Click to enter X axis title": "Нажмите, чтобы назвать ось X",
        "Click to enter Y axis title": "Нажмите, чтобы назвать ось Y",
        "Click to enter Plot title": "Нажмите, чтобы назвать график",
        "Double-click to zoom back out": "Двойной щелчок вернёт прежний масштаб",
        "Double-click on legend to isolate one trace": "Двойной щелчок оставит один ряд",
        "Double-click on legend to isolate individual trace": "Двойной щелчок оставит один ряд",
        "Autoscale": "По размеру",
        "Reset axes": "Вернуть оси",
        "Zoom in": "Крупнее",
        "Zoom out": "Мельче",
        "max:": "наибольшее:",
        "mean:": "среднее:",
        "median:": "медиана:",
        "min:": "наименьшее:",
        "new text": "новый текст",
    },
    "format": {
        "days": [
            "воскресенье",
            "понедельник",
            "вторник",
            "среда",
            "четверг",
            "пятница",
            "суббота",
        ],
        "shortDays": ["вс", "пн", "вт", "ср", "чт", "пт", "сб"],
        "months": [
            *("январь", "февраль", "март", "апрель", "май", "июнь"),
            *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
        ],
        "shortMonths": [
            "янв",
            "фев",
            "мар",
            "апр",
            "май",
            "июн",
            "июл",
            "авг",
            "сен",
            "окт",
            "ноя",
            "дек",
        ],
        "periods": ["", ""],
        "dateTime": "%d.%m.%Y %H:%M",
        "date": "%d.%m.%Y",
        "time": "%H:%M",
        "decimal": ",",
        "thousands": "\u202f",
        "grouping": [3],
        "currency": ["", "\u00a0₽"],
    },
}


def faint(colour: str, opacity: float) -> str:
    """The same colour, translucent."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


_AXIS: Mapping[str, object] = {
    "automargin": True,
    "fixedrange": True,
    "gridcolor": faint(CHART_COLOURS["chart-grid"], 0.28),
    "linecolor": faint(CHART_COLOURS["chart-grid"], 0.6),
    "zeroline": False,
    "ticks": "",
    "tickfont": {"size": SMALL_TEXT_SIZE},
    "title": {"text": ""},
}
# The common layout of all charts; the paper is transparent, so that the page's theme shows through. All figures
# share this object: never change it.
TEMPLATE: Mapping[str, object] = {
    "layout": {
        "font": {
            "family": FONT,
            "size": TEXT_SIZE,
            "color": CHART_COLOURS["chart-ink"],
        },
        "colorway": [*SERIES],
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": ",\u202f",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hoverlabel": {
            "bgcolor": "#ffffff",
            "font": {"family": FONT, "size": TEXT_SIZE},
            "align": "left",
            "namelength": -1,
        },
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "bargap": 0.35,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}
