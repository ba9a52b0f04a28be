-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- Tells every replica that a rule or threshold has changed.
create or replace function rules_ring() returns trigger language plpgsql as $$ begin notify rules; return null; end $$;
create or replace trigger rules_ring after insert or update or delete on deadline_rules for each statement execute function rules_ring();
create or replace trigger rules_ring after insert or update or delete on thresholds for each statement execute function rules_ring();

-- Tells every replica that who is appointed to what has changed.
create or replace function assignments_ring() returns trigger language plpgsql as $$ begin notify assignments; return null; end $$;
create or replace trigger assignments_ring after insert or update or delete on unit_assignments for each statement execute function assignments_ring();

-- Tells every replica that who sits in which council has changed.
create or replace function councils_ring() returns trigger language plpgsql as $$ begin notify councils; return null; end $$;
create or replace trigger councils_ring after insert or update or delete on councils for each statement execute function councils_ring();
create or replace trigger councils_ring after insert or update or delete on council_members for each statement execute function councils_ring();

-- How long the access log is kept is a threshold like the others. The runtime role may not write access_retention itself, so that nothing it does keeps the log for less than the law's five years.
create or replace function access_log_years() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into access_retention (valid_from, years, source) values (new.valid_from, greatest(new.value, 5), new.source)
    on conflict (valid_from) do update set years = excluded.years, source = excluded.source;
  return null;
end $$;
create or replace trigger access_log_years after insert on thresholds for each row when (new.measure = 'access-log-years') execute function access_log_years();

-- A picture does not get smaller by being packed once more, and unpacked pieces of it are read without the rest.
alter table attachment_contents alter column content set storage external;
