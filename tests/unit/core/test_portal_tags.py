"""The template words: numbers, dates, states, forms, lists, drawings, in both languages."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from core.templatetags import drawing, number_text, paging
from core.workdays import Calendar, Pause, due_date

CHINESE = "zh-hans"


def rendered(source: str, **context: object) -> str:
    """The template's text with runs of white space as one blank."""
    return re.sub(r"\s+", " ", Template(source).render(Context(context))).strip()


class Declaration(forms.Form):
    revenue = forms.DecimalField(label="Revenue", help_text="Operating revenue.")
    answer = forms.ChoiceField(label="Answer", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")])
    read = forms.BooleanField(label="I have read it")
    note = forms.CharField(label="Note", required=False, widget=forms.TextInput(attrs={"placeholder": "Note"}))
    token = forms.CharField(widget=forms.HiddenInput)


# -- Numbers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|number }}", 1234567, "1,234,567"),
        ("{{ value|number:2 }}", -2.5, "\u22122.50"),
        ("{{ value|number:2 }}", "0.125", "0.13"),
        ("{{ value|number }}", None, "\u2013"),
        ("{{ value|number }}", float("nan"), "\u2013"),
        ("{{ value|signed:1 }}", 9.4, "+9.4"),
        ("{{ value|signed }}", 0, "0"),
        ("{{ value|percent }}", "12.4", "12.4%"),
        ("{{ value|signed_percent }}", -2, "\u22122.0%"),
        ("{{ value|share }}", 0.094, "9.4%"),
        ("{{ value|chance }}", 0, "&lt;1%"),
        ("{{ value|chance }}", 0.54, "54%"),
        ("{{ value|chance }}", 1, "&gt;99%"),
        ("{{ value|yi }}", 53_194_000_000, "531.94"),
        ("{{ value|wan }}", 1_234_500, "123.45"),
        ("{{ value|seal }}", "9f3a71c4" + "0" * 52 + "0be2", "9f3a 71c4 … 0be2"),
    ],
)
def test_number__as_printed(source, value, text):
    assert rendered(source, value=value) == text


def test_number__a_negative_that_rounds_to_nothing__has_no_sign():
    assert number_text.number_text(-0.001, 1) == "0.0"
    assert number_text.number_text(0.04, 1, signed=True) == "0.0"


@pytest.mark.parametrize(
    ("language", "low", "high", "text"),
    [("en", 2, 4, "2–4"), ("en", 1, 1, "1"), (CHINESE, 2, 4, "第2至4名"), (CHINESE, 1, 1, "第1名")],
)
def test_rank_range__reads_in_the_language(language, low, high, text):
    with translation.override(language):
        assert rendered("{% rank_range low high %}", low=low, high=high) == text


# -- Dates -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("en", "day", "24 November 2026"),
        ("en", "short", "24 November"),
        ("en", "weekday", "Tuesday 24 November 2026"),
        ("en", "moment", "24 November 2026, 16:05"),
        (CHINESE, "day", "2026年11月24日"),
        (CHINESE, "weekday", "2026年11月24日（星期二）"),
        (CHINESE, "moment", "2026年11月24日 16:05"),
        (CHINESE, "clock", "16:05"),
    ],
)
def test_when__is_shanghai_time_in_the_readers_language(language, style, text):
    moment = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)

    with translation.override(language):
        html = rendered("{% when moment style %}", moment=moment, style=style)

    assert html == f'<time datetime="2026-11-24T16:05:00+08:00">{text}</time>'


def test_when__a_day_after_midnight_in_shanghai__is_the_next_day():
    assert rendered("{{ moment|day }}", moment=datetime(2026, 11, 24, 16, 30, tzinfo=UTC)) == "25 November 2026"


# -- Signs -----------------------------------------------------------------------------------------------------------
def test_state__has_a_shape_class_and_escaped_words():
    assert rendered("{% state 'bad' words %}", words="5 < 6") == '<span class="st st-bad">5 &lt; 6</span>'


def test_state__unknown_kind__is_refused():
    with pytest.raises(TemplateSyntaxError, match="not 'green'"):
        rendered("{% state 'green' 'Good' %}")


def test_icon__is_hidden_from_assistive_technology():
    html = rendered("{% icon 'lock' %}")

    assert 'aria-hidden="true"' in html
    assert "#lock" in html


# -- Forms -----------------------------------------------------------------------------------------------------------
def test_field__with_help_unit_and_error__names_all_three():
    form = Declaration({"revenue": "many"})

    html = rendered("{% field form.revenue unit='100 m yuan' %}", form=form)

    assert 'aria-describedby="id_revenue_helptext id_revenue_unit id_revenue_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="many"' in html  # what was typed is kept
    assert 'type="text" inputmode="decimal"' in html
    assert 'id="id_revenue_error"' in html


def test_field__choices__are_a_fieldset_that_carries_the_error():
    html = rendered("{% field form.answer %}", form=Declaration({}))

    assert '<fieldset class="field has-error" aria-describedby="id_answer_error">' in html
    assert "<legend>Answer</legend>" in html


def test_field__placeholder_that_repeats_the_label__is_dropped():
    assert "placeholder" not in rendered("{% field form.note %}", form=Declaration())


def test_entry_form__prints_token_hidden_and_visible_fields_once():
    html = rendered("{% entry_form form 'Send' %}", form=Declaration(), csrf_token="secret-token")

    assert html.count('value="secret-token"') == 1
    assert [html.count(f'name="{name}"') for name in ("revenue", "read", "note", "token")] == [1, 1, 1, 1]
    assert '<button type="submit" class="btn btn-primary">Send</button>' in html


def test_error_summary__counts_and_links_with_the_fields_own_words():
    form = Declaration({"revenue": "many", "token": "t"})

    html = rendered("{% error_summary form %}{% form_fields form %}", form=form)

    assert "3 points to correct" in html
    anchors = re.findall(r'<a href="#([^"]+)">', html)
    assert anchors == ["id_revenue", "id_answer_0", "id_read"]
    assert all(f'id="{anchor}"' in html for anchor in anchors)
    assert html.count("Enter a number.") == 2  # in the summary and at the field


def test_error_summary__hidden_field_and_plain_lines__are_named_without_link():
    html = rendered("{% error_summary form lines %}", form=Declaration({}), lines=["The year is closed."])

    assert "Hidden field token" in html
    assert "<li>The year is closed.</li>" in html


def test_error_summary__nothing_wrong__prints_nothing():
    assert rendered("{% error_summary form %}", form=Declaration()) == ""


# -- Lists -----------------------------------------------------------------------------------------------------------
LISTING = (
    "{% listing caption='Cases' rows=rows filters=filters clear_url='?' empty_title='No case yet.' %}"
    "<tbody><tr><td>row</td></tr></tbody>{% endlisting %}"
)


def test_listing__a_page_of_many__says_which_rows_and_keeps_the_filter():
    page = Paginator(range(120), 25).get_page(2)
    request = RequestFactory().get("/", {"status": "open", "page": "2"})

    html = rendered(LISTING, rows=page, filters=["open"], request=request)

    assert "Rows 26–50 of 120" in html
    assert '<a href="?status=open&amp;page=3">' in html
    assert 'tabindex="0"' in html


def test_listing__none_yet_and_filtered_away__differ():
    assert "No case yet." in rendered(LISTING, rows=[], filters=[])
    filtered = rendered(LISTING, rows=[], filters=["open"])
    assert "No row passes this filter." in filtered
    assert "No case yet." not in filtered


def test_page_links__only_one_page__gives_none():
    assert paging.page_links(Paginator([1], 25).get_page(1), QueryDict()) == []


def test_data_table__keeps_roles_and_labels_for_the_phone():
    html = rendered(
        "{% data_table 'Targets' columns rows %}",
        columns=["Target", {"label": "Goal", "num": True}],
        rows=[[{"text": "Unicorns", "url": "/u/"}, "100"]],
    )

    assert '<a href="/u/">Unicorns</a></th>' in html
    assert '<td role="cell" class="num" data-l="Goal">100</td>' in html


# -- Days ------------------------------------------------------------------------------------------------------------
def test_day_strip__marks_paused_today_and_due():
    calendar = Calendar(days_off={}, make_up_days=frozenset())
    monday = date(2026, 3, 2)
    answer = due_date(accepted=monday, days=5, pauses=[Pause(date(2026, 3, 3), date(2026, 3, 4))], calendar=calendar)

    html = rendered(
        "{% day_strip days today=today due=due accepted=accepted %}",
        days=answer.days,
        today=date(2026, 3, 5),
        due=answer.due,
        accepted=monday,
    )

    assert html.count('class="pause"') == 1
    assert '<li class="off on-1">' in html  # the day of acceptance, a Monday
    assert '<li class="today">' in html
    assert re.search(r'<li class="todo due"> <time datetime="2026-03-10">', html)
    assert html.count("weekend") == 2


# -- Drawings --------------------------------------------------------------------------------------------------------
def test_rank_interval__first_and_last_rank__stand_at_the_margins():
    plot = drawing.rank_interval(1, 1, 21, of=21)

    assert (plot["low"], plot["high"], plot["rank"]) == ("6.0", "186.0", "6.0")
    assert plot["interval"] == "1–21"


def test_rank_marks__a_fifth_near_the_last__is_left_out():
    assert drawing.rank_marks(21) == [1, 5, 10, 15, 21]
    assert drawing.rank_marks(2) == [1, 2]


def test_area_bar__segments_follow_each_other_and_the_line_is_to_scale():
    bar = drawing.area_bar([("Industry", 30), ("Innovation", 20)], line=60)

    assert [(part.number, part.x) for part in bar["segments"]] == [(1, "0.0"), (2, "72.0")]
    assert bar["line"] == "144.0"
    assert bar["label"] == "Industry 30.0, Innovation 20.0"


def test_rank_slope__one_step_a_rank_and_the_move_in_words():
    slope = drawing.rank_slope([19, 20, 19, 20], 2022, 2024)

    assert slope["points"] == "4.0,9.4 26.0,12.0 48.0,9.4 70.0,12.0"
    assert slope["plan_x"] == "37.0"
    assert slope["words"] == "down 1"


def test_rank_slope__a_year_without_rank__is_left_out():
    assert drawing.rank_slope([None, 3], 2024)["points"] == "70.0,12.0"
    assert drawing.rank_slope([None, None], 2024)["points"] == ""


def test_tile_map__sixteen_districts_on_places_of_their_own():
    tiles = [{"code": code, "name": code, "step": 9} for code in drawing.TILES]

    placed = drawing.tile_map([*tiles, {"code": "000000", "name": "elsewhere"}])["tiles"]

    assert len(placed) == 16
    assert len({(tile["x"], tile["y"]) for tile in placed}) == 16
    assert {tile["step"] for tile in placed} == {5}


def test_progress_line__nothing_to_do_and_more_than_all__stay_in_the_line():
    assert drawing.progress_line(0, 0)["width"] == "0.0"
    assert drawing.progress_line(7, 5)["width"] == "100.0"
