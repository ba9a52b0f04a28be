-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- Wakes the outbox sender at commit; statement-level, so that a thousand rows ring once.
create or replace function outbox_ring() returns trigger language plpgsql as $$ begin notify outbox; return null; end $$;
create or replace trigger outbox_ring after insert on outbox for each statement execute function outbox_ring();

-- Tells every replica that the tree which rights are read from has changed.
create or replace function known_units_ring() returns trigger language plpgsql as $$ begin notify known_units; return null; end $$;
create or replace trigger known_units_ring after insert or update or delete on known_units for each statement execute function known_units_ring();

-- Every new row of the access log waits for its seal, whoever wrote it and whenever its transaction commits.
create or replace function access_log_wait() returns trigger language plpgsql as $$ begin insert into access_unsealed (entry_id) select id from added; return null; end $$;
create or replace trigger access_log_wait after insert on access_log referencing new table as added for each statement execute function access_log_wait();

-- One index for a case's id and its reference, as either is searched for.
create or replace function access_log_subjects(ids text[], refs text[]) returns text[] language sql immutable parallel safe as $$ select ids || refs $$;
create index if not exists ix_access_log_subjects on access_log using gin (access_log_subjects(subject_ids, subject_references));

-- How long the log is kept; a municipality that must keep it longer adds a row with its own source.
insert into access_retention (valid_from, years, source) values ('2017-03-01', 5, 'HSLF-FS 2016:40 4 kap. 9 §') on conflict do nothing;

-- Takes away whole months whose time has passed and leaves a row for each. The only way to delete from the log; it takes no
-- argument and refuses a month that holds a younger row, so that who may call it can remove nothing that must be kept.
create or replace function access_log_remove_old() returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  kept interval := (select make_interval(years => years) from access_retention where valid_from <= current_date order by valid_from desc limit 1);
  old record;
  months integer := 0;
begin
  for old in
    select month, max(number) as rows from access_seals
    where month + interval '1 month' + kept <= now() at time zone 'Europe/Stockholm' group by month order by month
  loop
    if exists (select 1 from access_seals s join access_log l on l.id = s.entry_id where s.month = old.month and l.at > now() - kept) then
      raise exception 'Month % of the access log holds a row that must be kept', old.month;
    end if;
    insert into access_removals (month, rows, last_hash, removed_at)
      select month, number, hash, now() from access_seals where month = old.month and number = old.rows;
    delete from access_log l using access_seals s where s.month = old.month and l.id = s.entry_id;
    delete from access_seals where month = old.month;
    months := months + 1;
  end loop;
  return months;
end $$;
revoke execute on function access_log_remove_old() from public;
