from __future__ import annotations

import pytest

from casereview import packs, words
from casereview.packs import PackValueWrong
from casereview.units.catalogue import FiguresPack, shipped

TEXT = (packs.SHIPPED / "figures" / "catalogue.toml").read_text("utf-8")


def test_every_figure_has_its_word_and_is_found_by_it() -> None:
    known = shipped()
    for figure in known.figures:
        for language in words.LANGUAGES:
            assert f"measure.{figure.name}" in words.catalogue(language), figure.name
        assert known.named(words.render(f"measure.{figure.name}")) == figure
        assert all(known.named(name) == figure for name in (figure.name, *figure.names))
        assert figure.measured and figure.article


def test_every_measure_that_a_shipped_rubric_asks_for_is_known() -> None:
    from casereview.rubric.files import shipped as rubrics

    dated = {f.name.removesuffix("_on") + "_days_late" for f in shipped().figures if f.towards == "by"}
    asked = {d.step.measure for r in rubrics() for item in r.items for d in item.deductions if d.step is not None}
    assert asked and {name for name in asked if shipped().get(name) is None} <= dated


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('names = ["执法记录仪配备率"', 'names = ["执法人员数"'),  # the name of another figure
        ('rule = "R-U05"', 'rule = "R-U04"'),
        ('towards = "by"\ndue = 2024-05-30', 'towards = "by"'),
        ('towards = "at_least"\ntarget = "5"', 'towards = "at_least"'),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(PackValueWrong):
        packs.parse(TEXT.replace(old, new), "figures/catalogue.toml", FiguresPack)
