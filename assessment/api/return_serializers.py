"""Returns as the API shows them, figures as it takes them; shape is checked here, meaning by the figure's checks."""

from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from assessment.actions.returns import stamp
from assessment.figure_checks import LONGEST_WORDS
from assessment.figure_words import trimmed
from assessment.models import FigureDefinition, FigureEntry, MissingKind, Return
from assessment.selectors.returns.way import address
from core.api import Strict
from core.plain_text import check_one_line, check_printable


def key_of(annual_return: Return) -> str:
    """The return in an address of the API: year and park, such as ``2025-JNQ``."""
    return f"{annual_return.cycle.year}-{annual_return.park.code}"


class ValueField(serializers.CharField):
    """A number as text, so that no digit of it is lost on the way; a whole number may come as a number."""

    default_error_messages = {
        "float": gettext_lazy('Send the value as text, such as "12.5", so that no digit is lost.')
    }

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, float):
            self.fail("float")
        return str(super().to_internal_value(data))


class FigureSerializer(Strict):
    """What is entered for one figure, whole: what is left out is empty afterwards."""

    value = ValueField(
        required=False, allow_blank=True, default="", help_text="A number in the figure's unit, as text."
    )
    missing = serializers.ChoiceField(
        choices=MissingKind.choices, required=False, allow_blank=True, default="", help_text="The kind of nothing."
    )
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_WORDS["reason"],
        validators=[check_printable],
        help_text="Why there is no number, or what explains an unusual one.",
    )
    document = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_WORDS["document"],
        validators=[check_one_line],
        help_text="What the figure is read from.",
    )
    was = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=60,
        help_text="The `was` that you read: answered 409 where somebody else changed the figure since.",
    )


class FiguresSerializer(Strict):
    """Figures by code; null empties one. All are written or none."""

    figures = serializers.DictField(child=FigureSerializer(allow_null=True), allow_empty=False)


class ReasonSerializer(Strict):
    reason = serializers.CharField(max_length=1000, validators=[check_printable], help_text="The park reads it.")


class ReturnSerializer(serializers.ModelSerializer[Return]):
    """A return's state and progress: figures with a value or a reasoned kind of nothing, of those wanted."""

    url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="The page of the return.")
    year = serializers.IntegerField(source="cycle.year")
    park = serializers.CharField(source="park.code")
    park_name = serializers.CharField(source="park.name")
    lead_district = serializers.CharField(source="park.lead_district.code")
    status_text = serializers.CharField(source="get_status_display")
    cutoff_on = serializers.DateField(source="cycle.cutoff_on")
    figures_filled = serializers.IntegerField(source="filled")
    figures_wanted = serializers.IntegerField(source="wanted")
    changed_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = Return
        fields = [
            "url",
            "page",
            "year",
            "park",
            "park_name",
            "lead_district",
            "status",
            "status_text",
            "cutoff_on",
            "figures_filled",
            "figures_wanted",
            "changed_at",
        ]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, annual_return: Return) -> str:
        request = self.context.get("request")
        return str(reverse("return-detail", kwargs={"key": key_of(annual_return)}, request=request))

    @extend_schema_field(OpenApiTypes.URI)
    def get_page(self, annual_return: Return) -> str:
        request = self.context.get("request")
        path = address(annual_return)
        return str(request.build_absolute_uri(path)) if request else path


class ReturnDetailSerializer(ReturnSerializer):
    """A return with every figure of its plan by code; null where nothing is entered yet."""

    figures = serializers.SerializerMethodField()

    class Meta(ReturnSerializer.Meta):
        fields = [*ReturnSerializer.Meta.fields, "figures"]
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "object", "nullable": True}})
    def get_figures(self, annual_return: Return) -> dict[str, Any]:
        entries = {entry.figure_id: entry for entry in annual_return.entries.select_related("entered_by")}
        figures = FigureDefinition.objects.filter(plan=annual_return.cycle.plan_id).order_by("position")
        return {figure.code: shown(entries.get(figure.pk)) for figure in figures}


def shown(entry: FigureEntry | None) -> dict[str, Any] | None:
    """An entry as it may be sent back, with who entered it and when."""
    if entry is None:
        return None
    return {
        "value": "" if entry.value is None else f"{trimmed(entry.value):f}",
        "missing": entry.missing,
        "reason": entry.reason,
        "document": entry.document,
        "was": stamp(entry),
        "entered_by": str(entry.entered_by or ""),
        "entered_at": entry.entered_at,
    }
