-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- Wakes the outbox sender at commit; statement-level, so that a thousand rows ring once.
create or replace function outbox_ring() returns trigger language plpgsql as $$ begin notify outbox; return null; end $$;
create or replace trigger outbox_ring after insert on outbox for each statement execute function outbox_ring();

-- Tells every replica that the tree which rights are read from has changed.
create or replace function known_units_ring() returns trigger language plpgsql as $$ begin notify known_units; return null; end $$;
create or replace trigger known_units_ring after insert or update or delete on known_units for each statement execute function known_units_ring();
