-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- The counters' only rows: the log's last number, and how far it has been relayed.
insert into log_position (id, last) values (1, 0) on conflict do nothing;
insert into relay_position (id, last) values (1, 0) on conflict do nothing;

-- Wakes listeners and relay at commit; statement-level, so that a batch rings once.
create or replace function events_ring() returns trigger language plpgsql as $$ begin notify events; return null; end $$;
create or replace trigger events_ring after insert on events for each statement execute function events_ring();

-- What charts and operations are judged by; the newest version that has begun to apply counts. Operations: from value someone must
-- look, from urgent at once; seconds, counts, and per cent of the server's connections. A municipality that knows better adds its own.
insert into rules (measure, version) select unnest(array['chart-baseline-least', 'chart-baseline-most', 'chart-lowest-mean', 'chart-overdispersion',
  'signal-outside', 'signal-shift', 'signal-trend', 'signal-near-limit', 'signal-recent',
  'outbox-age', 'outbox-refused', 'queue-length', 'failed-messages', 'connections', 'relay-lag']), 1 on conflict do nothing;
insert into rule_versions (measure, valid_from, value, urgent, source) values
  ('chart-baseline-least', '2026-01-01', 12, null, 'Provost och Murray, The Health Care Data Guide: minst tolv punkter för preliminära gränser'),
  ('chart-baseline-most', '2026-01-01', 24, null, 'Provost och Murray, The Health Care Data Guide: gränserna ligger fast efter 20 till 30 punkter'),
  ('chart-lowest-mean', '2026-01-01', 1, null, 'Provost och Murray, The Health Care Data Guide: sällsynta händelser går inte att bedöma i antal per månad'),
  ('chart-overdispersion', '2026-01-01', 125, null, 'Följer med Huset, efter Laney (2002); ingen erfarenhet ligger bakom talet än'),
  ('signal-outside', '2026-01-01', 3, null, 'Shewhart; Montgomery, Introduction to Statistical Quality Control'),
  ('signal-shift', '2026-01-01', 8, null, 'Provost och Murray, The Health Care Data Guide, regel 2'),
  ('signal-trend', '2026-01-01', 6, null, 'Provost och Murray, The Health Care Data Guide, regel 3; Nelson (1984)'),
  ('signal-near-limit', '2026-01-01', 2, null, 'Provost och Murray, The Health Care Data Guide, regel 4'),
  ('signal-recent', '2026-01-01', 3, null, 'Följer med Huset: äldre signaler syns i diagrammen men larmar inte'),
  ('outbox-age', '2026-01-01', 60, 600, 'Följer med Huset, ingen erfarenhet ligger bakom än'),
  ('outbox-refused', '2026-01-01', 1, 20, 'Följer med Huset: vart och ett behöver en människa'),
  ('queue-length', '2026-01-01', 1000, 20000, 'Följer med Huset: ungefär en tredjedels sekunds och sju sekunders arbete'),
  ('failed-messages', '2026-01-01', 1, 20, 'Följer med Huset: vart och ett behöver en människa'),
  ('connections', '2026-01-01', 85, 95, 'Följer med Huset: de tre sista är administratörens'),
  ('relay-lag', '2026-01-01', 1000, 20000, 'Följer med Huset, ingen erfarenhet ligger bakom än')
  on conflict do nothing;
