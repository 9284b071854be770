"""The home screen of a phone finds an icon and a manifest, signed in or not."""

from struct import unpack

import pytest

from tests.site import stranger


@pytest.mark.usefixtures("sqlite")
def test_every_icon_of_the_manifest_is_there_in_its_size():
    visitor = stranger()
    answer = visitor.client.get("/assets/site.webmanifest")
    assert (answer.status_code, answer.mimetype) == (200, "application/manifest+json")
    told = answer.get_json(force=True)
    assert told["start_url"] == told["scope"] == "/"
    for icon in told["icons"]:
        picture = visitor.client.get(icon["src"])
        assert (picture.status_code, picture.mimetype) == (200, icon["type"]), icon["src"]
        if icon["type"] == "image/png":
            width, height = unpack(">II", picture.data[16:24])
            assert f"{width}x{height}" == icon["sizes"]
