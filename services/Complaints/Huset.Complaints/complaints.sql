-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- How long the access log is kept is a figure like the others. The runtime role may not write access_retention itself, so that nothing it does keeps the log for less than the law's five years.
create or replace function access_log_years() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into access_retention (valid_from, years, source) values (new.valid_from, greatest(new.value, 5), new.source)
    on conflict (valid_from) do update set years = excluded.years, source = excluded.source;
  return null;
end $$;
create or replace trigger access_log_years after insert on rules for each row when (new.measure = 'access-log-years') execute function access_log_years();
