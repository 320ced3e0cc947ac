from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"

    def ready(self) -> None:
        from coordination import open_work  # noqa: PLC0415  its models are ready only now
        from parks.handing_over import tell_of_open_work  # noqa: PLC0415

        for finder in (open_work.open_returns, open_work.open_cases):
            tell_of_open_work(finder)
