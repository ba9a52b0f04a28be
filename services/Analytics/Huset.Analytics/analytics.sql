-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- The counters' only rows: the log's last number, and how far it has been relayed.
insert into log_position (id, last) values (1, 0) on conflict do nothing;
insert into relay_position (id, last) values (1, 0) on conflict do nothing;

-- Wakes listeners and relay at commit; statement-level, so that a batch rings once.
create or replace function events_ring() returns trigger language plpgsql as $$ begin notify events; return null; end $$;
create or replace trigger events_ring after insert on events for each statement execute function events_ring();
