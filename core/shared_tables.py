"""Libraries' tables that carry no tenant, with the reason each; our own models say it in their declaration."""

THIRD_PARTY = {
    "auth_group": "roles: names and permissions, the same for everybody",
    "auth_group_permissions": "what a role may do, the same for everybody",
    "auth_permission": "the list of permissions, the same for everybody",
    "accounts_user_groups": "kept empty: a role is held through a membership",
    "accounts_user_user_permissions": "kept empty: a permission is held through a membership or a grant with an end",
    "django_content_type": "names of models, the same for everybody",
    "django_migrations": "which migrations have run; read only",
    "django_session": "read by its secret key before anybody is known",
    "account_emailaddress": "read at sign-in, before any scope can be opened",
    "account_emailconfirmation": "read by its secret key, before any scope can be opened",
    "mfa_authenticator": "second factors, read at sign-in before any scope can be opened",
    "guardian_groupobjectpermission": "kept empty: roles are held through memberships",
    "guardian_userobjectpermission": "kept empty: grants with an end have a model of their own",
    "knox_authtoken": "hashed API keys, read before anybody is known",
}

# Written by the tables' owner at migrate, or kept empty: no request adds a right there.
FIXED = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "django_content_type",
    "guardian_groupobjectpermission",
    "guardian_userobjectpermission",
}
