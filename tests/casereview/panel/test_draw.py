from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from casereview.panel.draw import draw, order_key, shortfall, stratum, verify_draw

POOL = {f"{n:064x}": f"u{n % 4}/general" for n in range(40)}


def test_the_order_is_what_sha256sum_prints() -> None:
    assert order_key("27", "ab") == hashlib.sha256(b"27ab").hexdigest()


def test_a_known_seed_gives_a_known_draw_on_every_machine() -> None:
    found = draw("c", "3 5 1", {"a": "u/general", "b": "u/general", "c": "u/general"}, {"*": 2})
    assert found.drawn == tuple(sorted("abc", key=lambda one: hashlib.sha256(f"3 5 1{one}".encode()).digest())[:2])
    assert found == draw(
        "c", "3 5 1", dict(reversed(POOL.items())) and {"c": "u/general", "b": "u/general", "a": "u/general"}, {"*": 2}
    )


@given(st.text(max_size=20), st.dictionaries(st.sampled_from(sorted(set(POOL.values()))), st.integers(0, 12)))
def test_every_stratum_gets_its_quota_or_all_it_has(seed: str, quota: dict[str, int]) -> None:
    found = draw("c", seed, POOL, quota)
    for name in set(POOL.values()):
        assert sum(POOL[one] == name for one in found.drawn) == min(quota.get(name, 0), 10)
    assert len(set(found.drawn)) == len(found.drawn)
    assert verify_draw(found)
    assert shortfall(found) == {name: n - 10 for name, n in quota.items() if n > 10}


@given(st.integers(0, 39))
def test_taking_one_dossier_out_of_the_list_changes_only_what_it_must(number: int) -> None:
    gone = f"{number:064x}"
    before = draw("c", "8", POOL, {"*": 3})
    after = draw("c", "8", {one: where for one, where in POOL.items() if one != gone}, {"*": 3})
    assert set(before.drawn) - set(after.drawn) <= {gone}
    assert len(set(after.drawn) - set(before.drawn)) <= 1


def test_a_changed_result_list_seed_or_quota_is_found() -> None:
    found = draw("c", "8", POOL, {"*": 3})
    other = next(one for one in POOL if one not in found.drawn)
    assert verify_draw(found)
    for change in (
        {"drawn": (*found.drawn[:-1], other)},
        {"drawn": tuple(reversed(found.drawn))},
        {"seed": "9"},
        {"quota": {**found.quota, "u0/general": 2}},
        {"strata": {**found.strata, found.drawn[0]: "u9/general"}},
        {"pool": found.pool[1:]},
    ):
        assert not verify_draw(found.model_copy(update=change)), change


def test_a_quota_may_name_a_unit_as_a_whole() -> None:
    assert stratum("u", "general", {"u": 3}) == "u"
    assert stratum("u", "general", {"u": 3, "u/general": 1}) == "u/general"
    assert stratum("u", None, {"*": 1}) == "u/unknown"
