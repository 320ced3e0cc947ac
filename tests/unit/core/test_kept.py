"""Parts kept for equal values: drawn once a language, blind to the page around them."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from core.templatetags import kept

LINE = "_components/callout.html"


def render(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_kept__equal_values__are_rendered_once():
    kept.part.cache_clear()

    first, again = (render(f'{{% kept "{LINE}" title=title %}}', title="Closed") for _ in range(2))

    assert first == again
    assert (kept.part.cache_info().misses, kept.part.cache_info().hits) == (1, 1)


def test_kept__another_value__is_rendered_anew_and_escaped():
    source = f'{{% kept "{LINE}" title=title %}}'

    assert render(source, title="Open") != render(source, title="Closed")
    assert "<b>" not in render(source, title="<b>bold")


def test_kept__another_language__is_rendered_anew():
    with translation.override("zh-hans"):
        chinese = render('{% kept "_components/empty_filtered.html" clear_url="?" %}')

    assert chinese != render('{% kept "_components/empty_filtered.html" clear_url="?" %}')


def test_kept__what_is_not_named__is_not_seen():
    assert "secret" not in render(f'{{% kept "{LINE}" title="Closed" %}}', text="secret")


@pytest.mark.parametrize("source", ["{% kept %}", f'{{% kept "{LINE}" title %}}'])
def test_kept__without_template_or_names__says_so(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)
