"""Cases as the API shows and takes them; shape is checked here, meaning in policies."""

from typing import Any
from uuid import uuid4

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api import Strict
from core.plain_text import check_one_line, check_printable
from enterprises.models import Enterprise
from services.models import Case, Level, Rating, ServiceItem
from services.selectors import enterprises_of
from services.workflow import Decision


class RatingSerializer(serializers.ModelSerializer[Rating]):
    class Meta:
        model = Rating
        fields = ["level", "comment", "rated_at"]


class CaseSerializer(serializers.ModelSerializer[Case]):
    """A case with the days it is measured by; ``next_date`` is the day by which the park owes its next answer."""

    url = serializers.HyperlinkedIdentityField(view_name="case-detail")
    code = serializers.CharField(read_only=True)
    item: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    park: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    enterprise: Any = serializers.PrimaryKeyRelatedField(read_only=True)
    next_date = serializers.DateField(read_only=True, allow_null=True)
    ratings = RatingSerializer(many=True, read_only=True)

    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Case
        fields = [
            "url",
            "id",
            "code",
            "item",
            "park",
            "enterprise",
            "subject",
            "description",
            "contact",
            "status",
            "promised_days",
            "statutory_days",
            "day_type",
            "submitted_at",
            "answer_due_date",
            "accepted_on",
            "due_date",
            "next_date",
            "decided_at",
            "decision",
            "decision_reason",
            "decision_number",
            "ratings",
        ]
        read_only_fields = fields


class OwnEnterprise(serializers.PrimaryKeyRelatedField[Enterprise]):
    """One of the enterprises in whose name the caller may ask."""

    default_error_messages = {"does_not_exist": _("Choose one of the enterprises you act for.")}

    def get_queryset(self) -> QuerySet[Enterprise]:
        request = self.context.get("request")
        return enterprises_of(request.user) if request else Enterprise.objects.none()


class NewCaseSerializer(Strict, serializers.ModelSerializer[Case]):
    """A request. Send the same ``submission_key`` again and you get the same case again; the park is never sent."""

    item = serializers.SlugRelatedField(slug_field="code", queryset=ServiceItem.objects.all())
    enterprise = OwnEnterprise(required=False, help_text=_("Needed by those who act for several enterprises."))
    submission_key = serializers.UUIDField(
        required=False, help_text=_("Made by you, once a request: sent twice, it is one case.")
    )

    class Meta:
        model = Case
        fields = ["item", "enterprise", "subject", "description", "contact", "submission_key"]
        validators: list[Any] = []  # a key sent twice is no fault: the action answers with the first case

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "enterprise" not in attrs:
            mine = list(enterprises_of(self.context["request"].user)[:2])
            if len(mine) != 1:
                raise serializers.ValidationError({"enterprise": _("Say for which of your enterprises you ask.")})
            attrs |= {"enterprise": mine[0]}
        return {"description": "", "submission_key": uuid4()} | attrs


class Words(serializers.CharField):
    """Text for a column of the model: its length, nothing that cannot be printed, one line where ``is_line``."""

    def __init__(self, *, of: tuple[type[Model], str], is_line: bool = False, **options: Any) -> None:
        column: Any = of[0]._meta.get_field(of[1])
        check = check_one_line if is_line else check_printable
        super().__init__(max_length=column.max_length, validators=[check], **options)


class RefusalSerializer(Strict):
    reason = Words(of=(Case, "decision_reason"), help_text=_("The enterprise reads this."))


class DecisionSerializer(Strict):
    decision = serializers.ChoiceField(choices=Decision.choices)
    reason = Words(of=(Case, "decision_reason"), default="", allow_blank=True, help_text=_("Needed for a refusal."))
    number = Words(of=(Case, "decision_number"), is_line=True, default="", allow_blank=True)


class NewRatingSerializer(Strict):
    level = serializers.ChoiceField(choices=Level.choices)
    comment = Words(of=(Rating, "comment"), default="", allow_blank=True, help_text=_("Needed for levels 1 and 2."))
