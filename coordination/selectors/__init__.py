"""Read models that combine apps: the start page, a park's page, my work, the zone's overview."""
