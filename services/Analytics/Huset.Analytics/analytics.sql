-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- The counters' only rows: the log's last number, and how far it has been relayed.
insert into log_position (id, last) values (1, 0) on conflict do nothing;
insert into relay_position (id, last) values (1, 0) on conflict do nothing;

-- Wakes listeners and relay at commit; statement-level, so that a batch rings once.
create or replace function events_ring() returns trigger language plpgsql as $$ begin notify events; return null; end $$;
create or replace trigger events_ring after insert on events for each statement execute function events_ring();

-- When someone must look at the operations: seconds, counts, and per cent of the server's connections. The newest row that has
-- begun to apply counts; a municipality that knows better adds its own with its reason as source.
insert into thresholds (measure, valid_from, attention, urgent, source) values
  ('outbox-age', '2026-01-01', 60, 600, 'delivered with Huset, no experience behind it yet'),
  ('outbox-refused', '2026-01-01', 1, 20, 'delivered with Huset: each needs a person'),
  ('queue-length', '2026-01-01', 1000, 20000, 'delivered with Huset: about a third of a second''s and seven seconds'' work'),
  ('failed-messages', '2026-01-01', 1, 20, 'delivered with Huset: each needs a person'),
  ('connections', '2026-01-01', 85, 95, 'delivered with Huset: the last three are the administrator''s'),
  ('relay-lag', '2026-01-01', 1000, 20000, 'delivered with Huset, no experience behind it yet')
  on conflict do nothing;
