create table if not exists sessions (
  id text primary key,
  subject text not null,
  ticket bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index if not exists sessions_expire on sessions (expires_at);

create table if not exists keys (
  name text primary key,
  xml text not null,
  created_at timestamptz not null default now()
);
