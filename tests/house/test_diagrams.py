"""What the docs draw is what the tables say."""

from coordination.management.commands.print_workflows import PAGE, page


def test_workflows__the_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == page()
