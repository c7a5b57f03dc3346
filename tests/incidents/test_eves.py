"""What a phrase counts from happened so many days before what the sentence tells."""

import pytest

import geomap

SENTENCES = (
    (
        (
            "A bomb killed 12 people in Peshawar on Friday, three days after gunmen shot dead"
            " five people in Quetta."
        ),
        {("bombing", "2008-09-05"), ("attack_on_civilians", "2008-09-02")},
    ),
    (
        "A bomb killed 12 people in Peshawar on Friday, three days after the quake in Quetta.",
        {("bombing", "2008-09-05")},
    ),
)


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_what_is_counted_from_has_its_own_day(text: str, expected: set[tuple[str, str]]) -> None:
    found = geomap.analyse(text, date="2008-09-06", lang="en").incidents
    assert {(one.type, one.when.edtf) for one in found} >= expected
    assert all((one.type, one.when.edtf) in expected for one in found if one.type != "earthquake")
