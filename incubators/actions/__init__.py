"""Every write about incubators, one noun a module."""
