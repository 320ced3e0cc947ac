from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from core import holiday_notices  # noqa: PLC0415  its models are ready only now

        holiday_notices.recounts.append("services.recount_due_dates")
