"""What each role may do with what the whole zone shares."""

GRANTS = {"coordinator": ["core.load_holiday_notice"]}
