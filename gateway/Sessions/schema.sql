create table if not exists sessions (
  id text primary key,
  subject text not null,
  ticket bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index if not exists sessions_expire on sessions (expires_at);

-- The realm's own name of the session, by which it says that it has ended.
alter table sessions add column if not exists sid text;
create index if not exists sessions_sid on sessions (sid);
create index if not exists sessions_subject on sessions (subject);

-- Logout tokens that have been used, until they expire: none counts twice.
create table if not exists logout_tokens (
  jti text primary key,
  expires_at timestamptz not null
);

create table if not exists keys (
  name text primary key,
  xml text not null,
  created_at timestamptz not null default now()
);
