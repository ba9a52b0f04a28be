-- Run by `prepare` after the migrations, as the owner; every statement may run again.

-- The counters' only rows: the log's last number, and how far it has been relayed.
insert into log_position (id, last) values (1, 0) on conflict do nothing;
insert into relay_position (id, last) values (1, 0) on conflict do nothing;
insert into indicator_position (id, last) values (1, 0) on conflict do nothing;

-- Wakes listeners and relay at commit; statement-level, so that a batch rings once.
create or replace function events_ring() returns trigger language plpgsql as $$ begin notify events; return null; end $$;
create or replace trigger events_ring after insert on events for each statement execute function events_ring();

-- What charts and operations are judged by; the newest version that has begun to apply counts. Operations: from value someone must
-- look, from urgent at once; seconds, counts, per cent of the server's connections, hours of a backup, and milliseconds of a page. A municipality that knows better adds its own.
insert into rules (measure, version) select unnest(array['chart-baseline-least', 'chart-baseline-most', 'chart-lowest-mean', 'chart-overdispersion',
  'signal-outside', 'signal-shift', 'signal-trend', 'signal-near-limit', 'signal-recent', 'volume-share',
  'answer-days', 'revision-days', 'need-days', 'small-number', 'measurements-kept',
  'pattern-months', 'pattern-before', 'pattern-cases', 'pattern-places', 'pattern-place-cases', 'pattern-chance',
  'thread-depth', 'thread-breadth', 'webhook-limit', 'webhook-retry-first', 'webhook-retry-most', 'webhook-days', 'webhook-overlap', 'webhook-kept', 'outbox-age', 'outbox-refused', 'queue-length', 'failed-messages', 'connections', 'relay-lag', 'backup-age', 'slow-page', 'slow-page-answers']), 1 on conflict do nothing;
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
  ('volume-share', '2026-01-01', 50, null, 'Följer med Huset: ett tal om mindre än hälften vore ett annat tal än det heter'),
  ('answer-days', '2026-01-01', 30, null, 'Följer med Huset, ingen erfarenhet ligger bakom än'),
  ('revision-days', '2026-01-01', 60, null, 'Följer med Huset, ingen erfarenhet ligger bakom än'),
  ('need-days', '2026-01-01', 60, null, 'Följer med Huset, ingen erfarenhet ligger bakom än'),
  ('small-number', '2026-01-01', 5, null, 'Husets utgångsvärde: antal under fem visas inte för den som inte får öppna ärendena'),
  ('measurements-kept', '2026-01-01', 24, null, 'Dataskyddsförordningen art. 5.1 e: inte längre än ändamålet kräver. Två år följer med Huset; kommunens informationshanteringsplan avgör'),
  ('pattern-months', '2026-01-01', 3, null, 'Följer med Huset: ett kvartal, som rapporterna till nämnden'),
  ('pattern-before', '2026-01-01', 12, null, 'Följer med Huset: ett helt år, så att årstiderna är med'),
  ('pattern-cases', '2026-01-01', 5, null, 'Följer med Huset: lika många som gränsen för små antal'),
  ('pattern-places', '2026-01-01', 2, null, 'SOSFS 2011:9 5 kap. 6 §: rapporter sammanställs för att mönster ska synas; flera enheter är minst två'),
  ('pattern-place-cases', '2026-01-01', 2, null, 'Följer med Huset: ett enda fall på en enhet är inget som upprepas där'),
  ('pattern-chance', '2026-01-01', 1, null, 'Följer med Huset: många jämförelser görs varje timme, och en på tusen ger få förslag av slump. Testet är Przyborowskis och Wilenskis (1940)'),
  ('thread-depth', '2026-01-01', 6, null, 'Följer med Huset: från en synpunkt till den rutin som skrevs om är fyra led'),
  ('thread-breadth', '2026-01-01', 12, null, 'Följer med Huset: så många går att överblicka; resten räknas'),
  ('webhook-limit', '2026-01-01', 15, null, 'Standard Webhooks: mottagaren bör få 15 till 30 sekunder på sig'),
  ('webhook-retry-first', '2026-01-01', 5, null, 'Standard Webhooks: första omförsöket efter fem sekunder'),
  ('webhook-retry-most', '2026-01-01', 3600, null, 'Följer med Huset: en mottagare som är tillbaka väntar högst en timme'),
  ('webhook-days', '2026-01-01', 5, null, 'Följer med Huset: en långhelg ska inte stänga av en prenumeration'),
  ('webhook-overlap', '2026-01-01', 24, null, 'Följer med Huset: ett dygn att byta hemlighet hos mottagaren'),
  ('webhook-kept', '2026-01-01', 30, null, 'Följer med Huset: lika länge som strömmen huset.events'),
  ('outbox-age', '2026-01-01', 60, 600, 'Följer med Huset, ingen erfarenhet ligger bakom än'),
  ('outbox-refused', '2026-01-01', 1, 20, 'Följer med Huset: vart och ett behöver en människa'),
  ('queue-length', '2026-01-01', 1000, 20000, 'Följer med Huset: ungefär en tredjedels sekunds och sju sekunders arbete'),
  ('failed-messages', '2026-01-01', 1, 20, 'Följer med Huset: vart och ett behöver en människa'),
  ('connections', '2026-01-01', 85, 95, 'Följer med Huset: de tre sista är administratörens'),
  ('relay-lag', '2026-01-01', 1000, 20000, 'Följer med Huset, ingen erfarenhet ligger bakom än'),
  ('backup-age', '2026-01-01', 26, 50, 'Följer med Huset: en kopia varje dygn och två timmars marginal; bråttom när två har uteblivit'),
  ('slow-page', '2026-01-01', 1000, 10000, 'Nielsen, Usability Engineering (1993): efter en sekund märks väntan, efter tio har tanken gått vidare'),
  ('slow-page-answers', '2026-01-01', 20, null, 'Följer med Huset: av färre än tjugo svar är ett enda mer än fem av hundra')
  on conflict do nothing;

-- What a quarterly report to a social board is made of. The work against which it is measured: SOSFS 2011:9 ch. 5-7 (self-monitoring, deviations,
-- complaints, what they led to). A municipality that wants another template writes a version from a day on.
-- Reports of before there were several kinds are quarterly ones.
update reports set template = 'quarterly', kind = 'Kvartalsrapport', length = 'quarter' where template = '';
insert into report_templates (code, name, period, place, version) values
  ('quarterly', 'Kvartalsrapport', 'quarter', 1, 1),
  ('quality', 'Kvalitetsberättelse', 'year', 2, 1),
  ('unit-year', 'Verksamhetsberättelse', 'year', 3, 1),
  ('patient-safety', 'Patientsäkerhetsberättelse', 'year', 4, 1),
  ('management-review', 'Ledningens genomgång', 'year', 5, 1)
  on conflict (code) do update set name = excluded.name, period = excluded.period, place = excluded.place where report_templates.name = '';
insert into report_template_versions (template, valid_from, source, sections) values ('quarterly', '2026-01-01', 'Följer med Huset, efter SOSFS 2011:9 kapitel 5–7', '[
  {"code": "sammanfattning", "heading": "Sammanfattning", "indicators": [],
   "guidance": "Skriv sist. Det viktigaste på högst en halv sida: vad har blivit bättre, vad oroar och vad behöver nämnden ta ställning till?"},
  {"code": "avvikelser", "heading": "Avvikelser", "indicators": ["deviations-reported", "deviations-harm", "deviations-answered"],
   "guidance": "Vad har hänt och vad berodde det på? Börja med det som diagrammen säger är ovanligt. Fler rapporter är inte sämre: skriv hur många som kom till skada. Nämn inga personer."},
  {"code": "lex-sarah", "heading": "Lex Sarah", "indicators": ["lex-sarah"],
   "guidance": "Hur många ärenden har öppnats och anmälts, och vad har verksamheten ändrat? Skriv aldrig så att en enskild går att känna igen."},
  {"code": "synpunkter", "heading": "Synpunkter och klagomål", "indicators": ["complaints", "complaints-answered-in-time", "complaints-escalated"],
   "guidance": "Vad vill brukare och närstående säga oss? Fick de svar i den tid som vi har lovat, och vad har vi ändrat efter vad de sa?"},
  {"code": "atgarder", "heading": "Åtgärder och deras effekt", "indicators": ["actions-effective", "effect-checks-late", "revision-tasks-answered"],
   "guidance": "Vilka åtgärder gjordes, och hjälpte de? Skriv också om dem som inte gav effekt och vad ni gör i stället."},
  {"code": "kompetens", "heading": "Kompetens", "indicators": ["competence-needs-met", "delegations-ended-early"],
   "guidance": "Vilka kunskaper har saknats, och är behoven mötta? Nämn utbildning, introduktion och delegeringar, men inga personer."},
  {"code": "privata-utforare", "heading": "Privata utförare", "indicators": ["findings-per-follow-up", "findings-remedied-in-time"],
   "guidance": "Vilka avtal har följts upp, vilka brister hittades och är de åtgärdade i tid?"},
  {"code": "slutsatser", "heading": "Slutsatser och förslag", "indicators": [],
   "guidance": "Vad gör vi nästa kvartal, vem ansvarar och hur ser vi att det hjälpte? Skriv vad nämnden föreslås besluta."}
]') on conflict do nothing;

-- The yearly ones. Quality: SOSFS 2011:9 ch. 7 general advice (the work of the year before, measures taken, results; for all parts of the work; no
-- day in the text, so the day is the usual one and may be changed). Patient safety: patientsäkerhetslagen (2010:659) ch. 3 s. 10 (the year before:
-- how the work was run, which measures were taken, which results; by 1 March, available to whoever asks), contents after HSLF-FS 2017:40, to be
-- checked by the municipality. Management's review: SOSFS 2011:9 ch. 3 and 5, no day.
insert into report_template_versions (template, valid_from, source, ready_by, sections) values
('quality', '2026-01-01', 'Följer med Huset, efter allmänna råden till SOSFS 2011:9 kapitel 7. Råden nämner ingen dag; 1 mars är det vanliga och kan ändras', '03-01', '[
  {"code": "sammanfattning", "heading": "Sammanfattning", "indicators": [],
   "guidance": "Skriv sist. Årets viktigaste resultat, vad som behöver bli bättre och vad nämnden behöver ta ställning till."},
  {"code": "arbetet", "heading": "Så har vi arbetat med kvaliteten", "indicators": [],
   "guidance": "Hur har det systematiska kvalitetsarbetet gått till under kalenderåret? Ansvar, riskanalyser, egenkontroll, samverkan och medarbetarnas delaktighet."},
  {"code": "mal", "heading": "Årets mål och hur det gick", "indicators": [], "goals": true,
   "guidance": "Vilka mål nåddes, vilka inte och varför? Ta med löftena till medborgarna. Var det rätt mål?"},
  {"code": "avvikelser", "heading": "Avvikelser och lex Sarah", "indicators": ["deviations-reported", "deviations-harm", "deviations-answered", "lex-sarah"],
   "guidance": "Vad har hänt, vad berodde det på och vad visar mönstren över året? Nämn inga personer."},
  {"code": "synpunkter", "heading": "Synpunkter och klagomål", "indicators": ["complaints", "complaints-answered-in-time", "complaints-escalated"],
   "guidance": "Vad har brukare och närstående sagt, fick de svar i tid och vad har vi ändrat?"},
  {"code": "atgarder", "heading": "Åtgärder för att säkra kvaliteten", "indicators": ["actions-effective", "effect-checks-late", "revision-tasks-answered"],
   "guidance": "Vilka åtgärder har vi gjort, och hjälpte de?"},
  {"code": "kompetens", "heading": "Personal och kompetens", "indicators": ["competence-needs-met"],
   "guidance": "Har kunskaperna räckt, och är behoven mötta? Nämn inga personer."},
  {"code": "privata-utforare", "heading": "Privata utförare", "indicators": ["findings-per-follow-up", "findings-remedied-in-time"],
   "guidance": "Vilka avtal har följts upp, vilka brister hittades och är de åtgärdade?"},
  {"code": "resultat", "heading": "Resultat och nästa år", "indicators": [],
   "guidance": "Vilka resultat har arbetet gett? Vad tar vi med till nästa års plan och budget, och vem ansvarar?"}
]'),
('unit-year', '2026-01-01', 'Följer med Huset; enhetens egen berättelse, så att nämndens kvalitetsberättelse har något att stå på', '02-01', '[
  {"code": "aret", "heading": "Vårt år", "indicators": [],
   "guidance": "Vad var viktigast i enheten under året? Skriv så att brukare och närstående förstår."},
  {"code": "mal", "heading": "Våra mål och löften", "indicators": [], "goals": true,
   "guidance": "Hur gick det med målen och löftena, och vad lärde vi oss?"},
  {"code": "avvikelser", "heading": "Det som inte blev rätt", "indicators": ["deviations-reported", "deviations-harm", "deviations-answered"],
   "guidance": "Vilka avvikelser har vi haft, och vad berodde de på? Nämn inga personer."},
  {"code": "synpunkter", "heading": "Det vi har fått höra", "indicators": ["complaints", "complaints-answered-in-time"],
   "guidance": "Vad har brukare och närstående sagt, och vad ändrade vi?"},
  {"code": "forbattringar", "heading": "Det här ledde det till", "indicators": ["actions-effective"],
   "guidance": "Vad har vi förbättrat, och hjälpte det?"},
  {"code": "nasta-ar", "heading": "Nästa år", "indicators": [],
   "guidance": "Vad vill vi uppnå nästa år, och vad behöver vi för det?"}
]'),
('patient-safety', '2026-01-01', 'Följer med Huset, efter patientsäkerhetslagen (2010:659) 3 kap. 10 § och HSLF-FS 2017:40. Kontrollera innehållet mot föreskriften innan den används', '03-01', '[
  {"code": "sammanfattning", "heading": "Sammanfattning", "indicators": [],
   "guidance": "Hur patientsäkerhetsarbetet har bedrivits under föregående kalenderår, vilka åtgärder som har gjorts och vilka resultat de gav."},
  {"code": "mal", "heading": "Mål och strategier", "indicators": [], "goals": true,
   "guidance": "Vilka mål fanns för patientsäkerheten, och hur gick det?"},
  {"code": "ansvar", "heading": "Organisation och ansvar", "indicators": [],
   "guidance": "Vem har ansvarat för vad: nämnd, verksamhetschef, MAS och medarbetare?"},
  {"code": "samverkan", "heading": "Samverkan", "indicators": [],
   "guidance": "Hur har samverkan skett för att förebygga vårdskador, med regionen, med apotek, med patienter och närstående?"},
  {"code": "risker", "heading": "Risker och egenkontroll", "indicators": [],
   "guidance": "Vilka riskanalyser och egenkontroller har gjorts, och vad visade de?"},
  {"code": "avvikelser", "heading": "Avvikelser i vården", "indicators": ["deviations-reported", "deviations-harm", "deviations-answered", "lex-maria"],
   "guidance": "Hur har rapporteringen gått till, vilka händelser kunde ha lett till vårdskada och hur många anmäldes enligt lex Maria? Siffrorna gäller alla avvikelser; skriv hur många som gäller vården. Nämn inga personer."},
  {"code": "klagomal", "heading": "Klagomål och synpunkter", "indicators": ["complaints", "complaints-answered-in-time"],
   "guidance": "Hur har klagomål på vården tagits om hand, och vad har de lett till?"},
  {"code": "atgarder", "heading": "Åtgärder för ökad patientsäkerhet", "indicators": ["actions-effective", "delegations-ended-early"],
   "guidance": "Vilka åtgärder har gjorts under året?"},
  {"code": "resultat", "heading": "Resultat", "indicators": [],
   "guidance": "Vilka resultat har åtgärderna gett, och vad gör vi nästa år?"}
]'),
('management-review', '2026-01-01', 'Följer med Huset. Ingen regel kräver en genomgång; att ledningssystemet ska följas upp och utvecklas står i SOSFS 2011:9 kapitel 3 och 5', null, '[
  {"code": "beslut-fran-forra", "heading": "Det vi beslutade förra gången", "indicators": [],
   "guidance": "Är det gjort, och hjälpte det?"},
  {"code": "andringar", "heading": "Det som har ändrats omkring oss", "indicators": [],
   "guidance": "Nya lagar, uppdrag, brukargrupper, personal och ekonomi som ledningssystemet behöver möta."},
  {"code": "mal", "heading": "Målen", "indicators": [], "goals": true,
   "guidance": "Hur står det till med målen? Är de rätt mål?"},
  {"code": "avvikelser", "heading": "Avvikelser och klagomål", "indicators": ["deviations-reported", "deviations-harm", "complaints", "complaints-answered-in-time"],
   "guidance": "Vilka mönster syns, och behöver någon process eller rutin ändras?"},
  {"code": "atgarder", "heading": "Åtgärder, rutiner och effekt", "indicators": ["actions-effective", "effect-checks-late", "revision-tasks-answered"],
   "guidance": "Ger åtgärderna effekt, och hålls rutinerna aktuella?"},
  {"code": "kompetens", "heading": "Kompetens och resurser", "indicators": ["competence-needs-met"],
   "guidance": "Räcker kunskaper, tid och pengar till det som ledningssystemet kräver?"},
  {"code": "utforare", "heading": "Utförare och samverkan", "indicators": ["findings-per-follow-up", "findings-remedied-in-time"],
   "guidance": "Vad visade uppföljningarna av avtal och samverkan?"},
  {"code": "slutsatser", "heading": "Ledningens slutsatser och beslut", "indicators": [],
   "guidance": "Är ledningssystemet ändamålsenligt? Vad ska ändras, vem ansvarar och när följs det upp?"}
]')
  on conflict do nothing;

-- Wakes who counts anew.
create or replace function rebuilds_ring() returns trigger language plpgsql as $$ begin notify rebuilds; return null; end $$;
create or replace trigger rebuilds_ring after insert on rebuilds for each statement execute function rebuilds_ring();

-- Deviations that were counted before their weekday, hour, harm, category, step and causes were: the log tells them, so they are counted anew.
insert into rebuilds (id, model, state, requested_by_name, requested_at, position, target, version)
  select gen_random_uuid(), 'deviation-counts', 'waiting', 'Huset', now(), 0, 0, 1 where exists (select from deviation_facts where weekday = 0)
  on conflict do nothing;
