import pytest

from phuong.kernel.ui.tests import gallery


@pytest.mark.parametrize("name", gallery.NAMES)
def test_every_page_of_the_gallery_renders_and_has_one_heading(name):
    html = gallery.page(name)

    assert html.count("<h1") == 1
    assert "style=" not in html
    assert "<script>" not in html
