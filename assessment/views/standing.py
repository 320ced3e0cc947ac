"""Standing: the year's proposals, one park's with its history, and each decision as a page of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.standing import last_event, reinstate_park
from assessment.forms.standing import ReinstateForm
from assessment.models import Proposal
from assessment.policies import check_may_reinstate
from assessment.selectors.cycles import state_of, when_results_come
from assessment.selectors.plan import ladder_in_force
from assessment.selectors.publication import sees_results
from assessment.selectors.standing import (
    OPEN,
    VIEW,
    consequences,
    decisions_on,
    event_title,
    events_of_park,
    letters_of,
    preview_sentence,
    proposal_as_of,
    proposal_row,
    proposals_of_year,
    reentry_year,
    waiting_sentence,
)
from assessment.views.plan import CyclePage, NotThere
from assessment.views.standing_acts import ACTS, Act
from assessment.workflow import DECIDE
from core.as_of import AsOfPage, end_of
from core.audit.history import history
from core.errors import refusal_of
from parks.access import access_of
from parks.gate import ActionMixin, SignedInPage
from parks.models import Park

ROWS_A_PAGE = 50
DECIDES = gettext_lazy("A municipal coordinator decides about a park's standing.")


class StandingOfYear(CyclePage, SignedInPage):
    """The year's proposals that the reader may see."""

    gate = "tenant"
    permission = VIEW
    refusal = gettext_lazy(
        "Proposals about standing are read by the zone, the districts and the park's head; ask them."
    )
    template_name = "assessment/standing/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycle, user, now = self.cycle, self.request.user, timezone.now()
        found = proposals_of_year(cycle, user)
        page = self.page(found)
        waiting = found.filter(status__in=OPEN).count()
        return super().get_context_data(
            page=page,
            rows=[proposal_row(proposal) for proposal in page],
            waiting=waiting_sentence(waiting),
            preview=preview_sentence(page) if waiting else "",
            state=state_of(cycle, now),
            about=when_results_come(cycle, now),
            is_zone=access_of(user).holds_for_zone(VIEW),
            is_hidden=not (sees_results(cycle, user, now) or access_of(user).holds_for_zone(VIEW)),
            **kwargs,
        )

    def page(self, rows: Any) -> Any:
        """The page that the address names; beyond the last there is none, and the answer says so."""
        paginator = Paginator(rows, ROWS_A_PAGE)
        wanted = self.request.GET.get("page", "1")
        if wanted not in {str(number) for number in paginator.page_range}:
            raise NotThere(
                _("There is no page “%(page)s”; the last is %(last)s.")
                % {"page": wanted[:20], "last": paginator.num_pages},
                reverse("assessment:standing", args=[self.cycle.year]),
                _("The first page"),
            )
        return paginator.page(int(wanted))


class ParkPage(CyclePage, SignedInPage):
    """A page of one park's standing: beyond the reader's parks 404, within them 403 with the reason."""

    gate = "tenant"
    permission = VIEW
    refusal = gettext_lazy(
        "Proposals about standing are read by the zone, the districts and the park's head; ask them."
    )

    @cached_property
    def park(self) -> Park:
        reach = access_of(self.request.user).everything().get("park", frozenset())
        found = Park.objects.filter(pk__in=reach, code=self.kwargs["code"]).select_related("lead_district").first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def proposal(self) -> Proposal | None:
        """The year's proposal about the park, when there is one and the reader may see it yet."""
        return proposals_of_year(self.cycle, self.request.user).filter(park=self.park).first()

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission, self.park))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            park=self.park,
            proposal=self.proposal,
            row=proposal_row(self.proposal) if self.proposal else None,
            **kwargs,
        )


class StandingOfPark(AsOfPage, ParkPage):
    """One park: what is proposed, why, how sure, what each decision would do; and every decision so far."""

    template_name = "assessment/standing/park.html"

    @cached_property
    def proposal(self) -> Proposal | None:
        """The year's proposal, as it stood on the day that is shown."""
        found = proposals_of_year(self.cycle, self.request.user).filter(park=self.park).first()
        return found and proposal_as_of(found, end_of(self.as_of)) if self.as_of else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, proposal, now = self.request.user, self.proposal, timezone.now()
        until = end_of(self.as_of) if self.as_of else now
        decides = user.has_perm(DECIDE, self.park) and self.as_of is None
        events = list(events_of_park(self.park, user).filter(decided_at__lte=until))
        return super().get_context_data(
            acts=self.acts(proposal) if proposal else [],
            decides=decides,
            decisions=[step for step in decisions_on(proposal) if step.at <= until] if proposal else [],
            events=[(event, event_title(event)) for event in events],
            letters=letters_of(self.park, user) if self.as_of is None else [],
            may_receive=user.has_perm("assessment.receive_letter", self.park),
            reentry=reentry_year(self.park, self.cycle) if decides else None,
            is_hidden=not (sees_results(self.cycle, user, now) or access_of(user).holds_for_zone(VIEW)),
            about=when_results_come(self.cycle, now),
            later_run=self.later_run(),
            history=[line for line in history(*filter(None, [proposal]), *events) if line.at <= until],
            **kwargs,
        )

    def acts(self, proposal: Proposal) -> list[dict[str, Any]]:
        """Each act with its address, or the sentence that tells why not."""
        effects = consequences(proposal)
        return [
            {
                "name": name,
                "label": act.label,
                "url": reverse("assessment:proposal-act", args=[self.cycle.year, self.park.code, name]),
                "why_not": refusal_of(act.check, proposal, self.request.user, timezone.now()),
                "effect": effects[name],
            }
            for name, act in ACTS.items()
        ]

    def later_run(self) -> int | None:
        """The number of a finished run after the one that the proposal rests on."""
        if self.proposal is None:
            return None
        later = self.cycle.runs.filter(finished_at__isnull=False, number__gt=self.proposal.run.number)
        return later.order_by("-number").values_list("number", flat=True).first()


class DecisionPage(ActionMixin, ParkPage):
    """A page with one decision's form."""

    permission = DECIDE
    asks_recent_sign_in = True
    refusal = DECIDES
    done: str | Promise

    def get_success_url(self) -> str:
        return reverse("assessment:proposal", args=[self.cycle.year, self.park.code])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        messages.success(self.request, str(self.done))
        return super().form_valid(form)


class ProposalAct(DecisionPage):
    """Confirm, agree, reject, defer or take up again."""

    template_name = "assessment/standing/act.html"

    @property
    def act_name(self) -> str:
        return str(self.kwargs["act"])

    @property
    def described(self) -> Act:
        return ACTS[self.act_name]

    @property
    def done(self) -> Promise:  # type: ignore[override]
        return self.described.done

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_there_is_one()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_there_is_one()
        return super().post(request, *args, **kwargs)

    def check_there_is_one(self) -> None:
        if self.proposal is None or self.act_name not in ACTS:
            raise NotThere(
                _("There is nothing to decide under this address."),
                self.get_success_url(),
                _("The park's standing"),
            )

    def refuse(self, form: forms.Form) -> HttpResponse:
        """Show the proposal as it is now: somebody else may have decided meanwhile."""
        self.__dict__.pop("proposal", None)
        self.check_there_is_one()
        return super().refuse(form)

    def get_form_class(self) -> type[forms.Form]:
        return self.described.form

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.act_name != "confirm":
            return super().get_form_kwargs()
        return super().get_form_kwargs() | {"needs_reason": self.proposal is not None and self.proposal.needs_human}

    def act(self, form: forms.Form) -> Any:
        return self.described.carry_out(
            proposal=self.proposal, by=self.request.user, at=timezone.now(), **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        assert proposal is not None  # noqa: S101  check_there_is_one has answered otherwise
        return super().get_context_data(
            label=self.described.label,
            effect=consequences(proposal)[self.act_name],
            why_not=refusal_of(self.described.check, proposal, self.request.user, timezone.now()),
            **kwargs,
        )


class Reinstate(DecisionPage):
    """Take a delisted park back."""

    template_name = "assessment/standing/reinstate.html"
    form_class = ReinstateForm
    done = gettext_lazy("The park is reinstated.")

    def act(self, form: forms.Form) -> Any:
        return reinstate_park(
            park=self.park, cycle=self.cycle, by=self.request.user, at=timezone.now(), **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(why_not=self.why_not(), **kwargs)

    def why_not(self) -> str:
        ladder = ladder_in_force(self.cycle.year)
        if ladder is None:
            return _("No ladder is in force for %(year)s.") % {"year": self.cycle.year}
        return refusal_of(check_may_reinstate, last_event(self.park), self.cycle, ladder.rules["reentry_years"])
