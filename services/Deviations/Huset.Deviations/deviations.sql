-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- Tells every replica that a rule or threshold has changed.
create or replace function rules_ring() returns trigger language plpgsql as $$ begin notify rules; return null; end $$;
create or replace trigger rules_ring after insert or update or delete on deadline_rules for each statement execute function rules_ring();
create or replace trigger rules_ring after insert or update or delete on thresholds for each statement execute function rules_ring();
