"""Which paper probably begins on a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from casereview.dossier import actions, forms
from casereview.dossier.likely import likely_forms
from casereview.dossier.model import Reading
from tests.casereview.dossier.builders import pdf_of, scan_of


def codes(reading: Reading, page: int) -> list[str]:
    return [form.code for form in likely_forms(reading, page)]


def test_every_form_is_offered_once(tmp_path: Path) -> None:
    reading = actions.read(scan_of(tmp_path, "a", pages=3))
    assert sorted(codes(reading, 2)) == sorted(form.code for form in forms.shipped().form)


def test_what_the_page_says_stands_on_top(tmp_path: Path) -> None:
    reading = actions.read(pdf_of(tmp_path, "a", "立案登记表\n案号", "随后\n听证笔录\n时间"))
    whole = replace(reading, papers=(replace(reading.papers[0], pages=(1, 2), file_pages=(1, 2)),))
    assert codes(whole, 2)[0] == "F13"
    assert codes(whole, 1)[0] == "F01", "a paper that begins here already is named anew from its own name"


def test_the_file_s_name_speaks_for_a_scan(tmp_path: Path) -> None:
    reading = actions.read(scan_of(tmp_path, "07送达回证", pages=2))
    unnamed = replace(reading, papers=(replace(reading.papers[0], form="X-OTHER"),))
    assert codes(unnamed, 1)[0] == "F23"


def test_without_words_the_usual_order_goes_on_from_the_paper_before(tmp_path: Path) -> None:
    reading = actions.read(scan_of(tmp_path, "a", pages=4))
    assert "F01" in codes(replace(reading, papers=()), 1)[:3], "nothing said yet: what every case has first"
    notice = replace(reading.papers[0], form="F11", pages=(1,), file_pages=(1,))
    after = codes(replace(reading, papers=(notice,)), 2)
    assert after.index("F15") < after.index("F01")
    assert after.index("F11") < after.index("F01"), "the paper before once more stands near the top"
