-- One person per sign-in name, however it is spelt.
create unique index if not exists employees_username on employees (lower(username));
