from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casereview.panel.assign import NotEnoughReaders, assign, free_readers, loads
from casereview.panel.model import Member


@st.composite
def panels(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, str], list[Member], int]:
    units = [f"u{n}" for n in range(draw(st.integers(1, 5)))]
    unit_of = {f"d{n:03}": draw(st.sampled_from(units)) for n in range(draw(st.integers(1, 40)))}
    pages = {dossier: draw(st.integers(1, 90)) for dossier in unit_of}
    members = [
        Member(
            name=f"r{n}",
            unit=draw(st.sampled_from(["", *units])),
            recused=dict.fromkeys(draw(st.sets(st.sampled_from(sorted(unit_of)), max_size=3)), "近亲属"),
        )
        for n in range(draw(st.integers(2, 9)))
    ]
    return pages, unit_of, members, draw(st.integers(1, 3))


@given(panels())
def test_nobody_reads_what_they_are_recused_from_and_every_dossier_has_its_readers(
    case: tuple[dict[str, int], dict[str, str], list[Member], int],
) -> None:
    pages, unit_of, members, needed = case
    free = {one: free_readers(members, one, unit_of[one], needed) for one in pages}
    assume(all(len(names) >= needed for names in free.values()))
    given_out = assign(pages, free, needed)
    by_name = {member.name: member for member in members}
    for dossier, names in given_out.items():
        assert len(set(names)) == len(names) == needed
        assert all(by_name[n].unit != unit_of[dossier] and dossier not in by_name[n].recused for n in names)
    load = {member.name: 0 for member in members} | loads(given_out, pages)
    for dossier, names in given_out.items():  # no single move would make it more even
        for heavy in names:
            for light in set(free[dossier]) - set(names):
                assert load[heavy] - load[light] <= pages[dossier]
    assert assign(dict(reversed(pages.items())), free, needed) == given_out


@given(st.lists(st.integers(1, 80), min_size=1, max_size=60), st.integers(2, 8))
def test_without_recusal_the_loads_differ_by_one_dossier_at_most(sizes: list[int], count: int) -> None:
    pages = {f"d{n:03}": size for n, size in enumerate(sizes)}
    names = [f"r{n}" for n in range(count)]
    load = dict.fromkeys(names, 0) | loads(assign(pages, dict.fromkeys(pages, names), 1), pages)
    assert max(load.values()) - min(load.values()) <= max(sizes)


def test_too_few_readers_is_said_by_dossier() -> None:
    with pytest.raises(NotEnoughReaders) as refused:
        assign({"d1": 3, "d2": 4}, {"d1": ["甲", "乙"], "d2": ["甲"]}, 2)
    assert refused.value.parameters["dossier"] == "d2"


def test_who_has_begun_keeps_the_dossier() -> None:
    pages = {f"d{n}": 10 for n in range(6)}
    free = {dossier: ["甲", "乙", "丙"] for dossier in pages}
    given_out = assign(pages, free, 2, fixed={"d0": ["甲"], "d1": ["甲"], "d2": ["甲"], "d3": ["甲"]})
    assert all("甲" in given_out[f"d{n}"] for n in range(4))
    assert loads(given_out, pages) == {"甲": 40, "乙": 40, "丙": 40}


def test_the_leader_reads_only_where_others_are_too_few() -> None:
    members = [Member(name="组长", leader=True), Member(name="甲", unit="u1"), Member(name="乙"), Member(name="丙")]
    assert free_readers(members, "d", "u2", 2) == ["甲", "乙", "丙"]
    assert free_readers(members, "d", "u1", 3) == ["乙", "丙", "组长"]
