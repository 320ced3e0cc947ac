"""Every write of this app, one noun a module."""

from parks.actions.industries import DECLARE, declare_industry, end_industry

__all__ = ["DECLARE", "declare_industry", "end_industry"]
