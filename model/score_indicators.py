"""The figures of scores, and deficits (difficulties): what is below the bound of a procedure, by competence."""

from collections.abc import Mapping

from model.indicators import Count, Measure
from model.routes import COMPETENCES

MEASURES: tuple[Measure, ...] = (
    Measure(
        "score_mean",
        "средний балл",
        "среднее по баллам последней за три года оценки каждого работника по одной процедуре; разные процедуры не "
        "усредняются; работники, у которых балла нет, не учитываются",
        "",
    ),
    Measure(
        "score_spread",
        "разброс баллов",
        "от наименьшего балла до наибольшего; половина работников набрала баллы от нижней четверти до верхней",
        "",
    ),
    Measure(
        "score_below",
        "доля работников с затруднениями",
        "доля работников с баллом ниже порогового значения процедуры среди имеющих балл; пороговое значение — "
        "настройка системы, а не норма",
        "",
    ),
    Measure(
        "score_level",
        "доля уровня",
        "доля работников с этим уровнем среди имеющих уровень; для процедур, результат которых — уровень, а не процент",
        "",
    ),
    Measure(
        "score_change",
        "изменение при повторной оценке",
        "последний средний балл минус предыдущий у работников, прошедших эту процедуру не меньше двух раз; предыдущая "
        "оценка может быть старше трёх лет",
        "",
    ),
    Measure(
        "strong_places",
        "высокие результаты оценки",
        "не меньше трёх четвертей работников набрали пороговое значение, а средний балл выше общего",
        "",
    ),
)
MEASURE_BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in MEASURES}

# Lists of people without scores.
DEFICITS: tuple[Count, ...] = tuple(
    Count(
        f"below_{key}",
        f"дефицит (затруднение): {label} компетенция",
        "балл последней за три года оценки по процедуре ниже её порогового значения; пороговое значение — настройка "
        "системы, а не норма",
        "1.4, 2.1",
    )
    for key, label in COMPETENCES.items()
)
COMPETENCE_OF: Mapping[str, str] = {f"below_{key}": key for key in COMPETENCES}
