using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics.Tests;

/// <summary>Every endpoint × role × unit that is counted, against the rights table.</summary>
public sealed class RightsTests(AnalyticsHost host)
{
    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public async Task Every_endpoint_answers_each_role_about_each_unit_as_the_table_says()
    {
        await host.Scalar<string>("""
            insert into indicators (code, version, own) values ('rights', 1, '{"name": "Rights", "means": "", "meansNot": "", "numeratorMeans": "", "unit": "antal", "chart": "C", "isJudged": true, "better": "Up", "period": "Month", "source": "Manual"}'::jsonb) returning code
            """);
        await host.Scalar<string>("insert into compared_measures (code, version, origin, title, definition, fetched_at, better) values ('rights', 1, 'Kolada', 'Rights', '', now(), 'none') returning code");
        await matrix.Check();
    }

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(AnalyticsHost host)
    {
        // A month that no other test counts in.
        const string Month = "2023-04", Next = "2023-05", OwnCode = "rights";
        static Dictionary<string, string> Own(string? code)
        {
            var definition = new Dictionary<string, string>
            {
                ["name"] = "Rights",
                ["means"] = "Rights.",
                ["meansNot"] = "Rights.",
                ["numeratorMeans"] = "Rights",
                ["unit"] = "antal",
                ["type"] = "c",
                ["better"] = "up",
                ["period"] = "month",
                ["source"] = "manual",
            };
            if (code is not null) definition["code"] = code;
            return definition;
        }
        RowPosition Counted(string name, string unit, string unitName)
        {
            var told = new Lazy<Task>(() => host.Tell(Messages.Deviation(Guid.CreateVersion7(), 1, unit, "other", $"{Month}-15")));
            return new(name, async _ =>
            {
                await told.Value;
                return new(unit, [], unitName);
            });
        }
        Opening[] managers = [Opening.By(Permissions.ReadCounts, Reach.Units), Opening.By(Permissions.ReadCounts, Reach.All)];
        Opening[] all = [Opening.By(Permissions.ReadCounts, Reach.All)];
        (RowPosition, Opening[])[] units =
        [
            (Counted("own unit", TestUnits.ElderlyCare, "Äldreomsorg"), managers),
            (Counted("unit below", TestUnits.Norrangen, "Norrängens hemtjänst"), managers),
            (Counted("other unit", TestUnits.Hasselvagen, "Hasselvägens gruppbostad"), all),
        ];
        // What is answered is each reader's own; the list is of what nobody answers.
        RowPosition Signal(string where, string unit, bool isAnswered = false)
        {
            Task<string> Insert() => host.Scalar<string>($"""
                insert into found_signals (id, unit_code, pattern, up, "from", "to", sentence, found_at, version, meaning, answer, answered_by_name, answered_at)
                values (gen_random_uuid(), $1, 'outside', true, '2023-04-01', '2023-04-01', 'April 2023 sticker ut.', now(), 1, {(isAnswered ? "'not-known', 'Vi frågar.', 'M', now()" : "null, null, null, null")}) returning id::text
                """, unit);
            var once = new Lazy<Task<string>>(Insert);
            return new($"a signal in {where}", async _ => new(await (isAnswered ? Insert() : once.Value), []));
        }
        var (own, below, other) = (Signal("own unit", TestUnits.ElderlyCare), Signal("unit below", TestUnits.Norrangen), Signal("other unit", TestUnits.Hasselvagen));
        var (ownAnswered, belowAnswered, otherAnswered) = (Signal("own unit", TestUnits.ElderlyCare, isAnswered: true), Signal("unit below", TestUnits.Norrangen, isAnswered: true), Signal("other unit", TestUnits.Hasselvagen, isAnswered: true));
        (RowPosition, Opening[])[] signals = [(own, managers), (below, managers), (other, all)];
        Opening[] answerers = [Opening.By(Permissions.AnswerSignals, Reach.Units), Opening.By(Permissions.AnswerSignals, Reach.All)];
        (RowPosition, Opening[])[] answered = [(ownAnswered, answerers), (belowAnswered, answerers), (otherAnswered, [Opening.By(Permissions.AnswerSignals, Reach.All)])];
        RowPosition Pattern(string where, string unit)
        {
            var found = new Lazy<Task<string>>(() => host.Scalar<string>("""
                insert into found_patterns (id, dimension, value, name, "from", "to", unit_codes, parts, share, cases, decisions, found_at, version)
                values (gen_random_uuid(), 'unit', gen_random_uuid()::text, 'Bemanning', '2023-04-01', '2023-06-30', array[$1], jsonb_build_array(jsonb_build_object('unitCode', $1, 'service', 'deviations', 'count', 12)),
                  '{"count": 12, "of": 40, "otherCount": 5, "otherOf": 100}'::jsonb, '[]'::jsonb, '[]'::jsonb, now(), 1) returning id::text
                """, unit));
            return new($"a pattern in {where}", async _ => new(await found.Value, []));
        }
        var (ownPattern, belowPattern, otherPattern) = (Pattern("own unit", TestUnits.ElderlyCare), Pattern("unit below", TestUnits.Norrangen), Pattern("other unit", TestUnits.Hasselvagen));
        (RowPosition, Opening[])[] patterns = [(ownPattern, managers), (belowPattern, managers), (otherPattern, all)];
        Opening[] deciders = [Opening.By(Permissions.DecidePatterns, Reach.Units), Opening.By(Permissions.DecidePatterns, Reach.All)];
        (RowPosition, Opening[])[] decidedPatterns = [(ownPattern, deciders), (belowPattern, deciders), (otherPattern, [Opening.By(Permissions.DecidePatterns, Reach.All)])];
        RowPosition Break(string where, string unit)
        {
            var set = new Lazy<Task<string>>(() => host.Scalar<string>("""
                insert into chart_breaks (id, chart, kind, unit_code, "from", changed, reason, set_by_name, set_at, position, version)
                values (gen_random_uuid(), gen_random_uuid()::text, '', $1, '2023-04-01', 'prov', 'Prov.', 'M', now(), 0, 1) returning id::text
                """, unit));
            return new($"new limits in {where}", async _ => new(await set.Value, []));
        }
        var (ownBreak, belowBreak, otherBreak) = (Break("own unit", TestUnits.ElderlyCare), Break("unit below", TestUnits.Norrangen), Break("other unit", TestUnits.Hasselvagen));
        (RowPosition, Opening[])[] breaks = [(ownBreak, managers), (belowBreak, managers), (otherBreak, all)];
        Opening[] limiters = [Opening.By(Permissions.SetLimits, Reach.Units), Opening.By(Permissions.SetLimits, Reach.All)];
        (RowPosition, Opening[])[] setBreaks = [(ownBreak, limiters), (belowBreak, limiters), (otherBreak, [Opening.By(Permissions.SetLimits, Reach.All)])];
        // A quarter of each reader's own, so that a list of it holds what was made for that reader alone.
        async Task<TestRow> Report(int year, string status, string? owner)
        {
            var id = await host.Scalar<string>("""
                insert into reports (id, template, kind, length, year, number, status, made_by_id, made_by_name, made_at, position, frozen_by_name, frozen_at, frozen, version)
                values (gen_random_uuid(), 'quarterly', 'Kvartalsrapport', 'quarter', $1, 1, $2, 'x', 'M', now(), case $2 when 'frozen' then 1 end, case $2 when 'frozen' then 'M' end, case $2 when 'frozen' then now() end, case $2 when 'frozen' then
                  '{"smallNumber": 5, "isOver": true, "sections": [{"code": "avvikelser", "heading": "Avvikelser", "text": "Ord.", "figures": [{"id": "0199c1d2-0000-7000-8000-000000000001", "indicator": "deviations-reported", "name": "Avvikelser", "means": "", "meansNot": "", "chart": 0, "scale": 1, "reading": "", "points": [], "hidesPoints": false}]}]}'::jsonb end, 1)
                returning id::text
                """, year, status);
            await host.Scalar<int>("""
                insert into report_sections (report_id, code, number, heading, guidance, indicators, goals, owner_id, owner_name, text, state, version)
                values ($1::uuid, 'avvikelser', 1, 'Avvikelser', '', '{deviations-reported}', false, nullif($2, ''), nullif($2, ''), 'Ord.', 'done', 1) returning number
                """, id, owner ?? "");
            return new(id, []);
        }
        RowPosition draft = new("a draft", reader => Report(2000 + RightsMatrix.NumberOf(reader), "draft", null)),
            given = new("a draft with a section of the reader's", reader => Report(2000 + RightsMatrix.NumberOf(reader), "draft", reader.Id.ToString())),
            frozen = new("a frozen report", reader => Report(2000 + RightsMatrix.NumberOf(reader), "frozen", null));
        Opening[] makers = [Opening.By(Permissions.MakeReports, Reach.All)];
        (RowPosition, Opening[])[] drafts = [(draft, makers)];
        (RowPosition, Opening[])[] written = [(draft, makers), (given, [.. makers, Opening.By(Permissions.WriteReports, Reach.Own)])];
        (RowPosition, Opening[])[] reports = [(draft, makers), (given, [.. makers, Opening.By(Permissions.ReadReports, Reach.Own)]), (frozen, [.. makers, Opening.By(Permissions.ReadReports, Reach.All)])];
        (RowPosition, Opening[])[] kept = [(frozen, makers)];
        // A year of each reader's own, as for reports; what a plan holds lies in another, so that lists of goals do not meet it.
        async Task<TestRow> Goal(TestUser reader, string unit, string status, int? year = null, string? plan = null) => new(await host.Scalar<string>("""
            insert into goals (id, code, year, unit_code, plan_id, words, measure, due_on, responsible, period, is_promise, is_published, status, decision, decided_on, follow_ups, set_at, version)
            values (gen_random_uuid(), gen_random_uuid()::text, $1, $2, nullif($4, '')::uuid, 'Målet', '{"own": "Mått", "form": "value", "target": 90, "direction": "up"}', '2199-12-31', 'Enhetschef', 'year', false, false, $3, case $3 when 'draft' then null else '§ 1' end,
              case $3 when 'draft' then null else '2026-01-01'::date end, '[]', now(), 1) returning id::text
            """, year ?? 2000 + RightsMatrix.NumberOf(reader), unit, status, plan ?? ""), []);
        async Task<TestRow> Plan(TestUser reader, string unit, string status)
        {
            var (goal, activity) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            var id = await host.Scalar<string>("""
                insert into plans (id, year, unit_code, period, status, decision, decided_on, commitments, follow_ups, begun_at, version)
                values (gen_random_uuid(), $1, $2, 'year', $3, null, null, $4::jsonb, '[]', now(), 1) returning id::text
                """, 2000 + RightsMatrix.NumberOf(reader), unit, status,
                $$"""[{"code": "dag", "goalId": "{{goal}}", "words": "En dag", "indicators": [], "activities": [{"id": "{{activity}}", "code": "schema", "words": "Schema", "responsible": "Samordnare", "dueOn": "2026-03-31"}]}]""");
            var made = await Goal(reader, unit, status == "draft" ? "draft" : "judged", 1990, id);
            await host.Scalar<int>("update goals set judgement = case status when 'judged' then '{\"reached\": \"yes\", \"wasRight\": true, \"conclusion\": \"Bra.\", \"next\": \"keep\", \"on\": \"2026-01-01\", \"byName\": \"M\"}'::jsonb end where id = $1::uuid returning 1", made.Id);
            return new(id, [], $"{made.Id} {activity}");
        }
        RowPosition draftOwn = new("own unit's draft goal", reader => Goal(reader, TestUnits.ElderlyCare, "draft")), draftOther = new("other unit's draft goal", reader => Goal(reader, TestUnits.DisabilityCare, "draft")),
            goalOwn = new("own unit's decided goal", reader => Goal(reader, TestUnits.ElderlyCare, "decided")), goalOther = new("other unit's decided goal", reader => Goal(reader, TestUnits.DisabilityCare, "decided")),
            planDraftOwn = new("own unit's draft plan", reader => Plan(reader, TestUnits.ElderlyCare, "draft")), planDraftOther = new("other unit's draft plan", reader => Plan(reader, TestUnits.DisabilityCare, "draft")),
            planOwn = new("own unit's decided plan", reader => Plan(reader, TestUnits.ElderlyCare, "decided")), planOther = new("other unit's decided plan", reader => Plan(reader, TestUnits.DisabilityCare, "decided"));
        Opening[] ownSetters = [Opening.By(Permissions.SetGoals, Reach.Units), Opening.By(Permissions.SetGoals, Reach.All)], allSetters = [Opening.By(Permissions.SetGoals, Reach.All)];
        Opening[] decidedReaders = [.. allSetters, Opening.By(Permissions.ReadGoals, Reach.All)], homeReaders = [.. ownSetters, Opening.By(Permissions.ReadGoals, Reach.All), Opening.By(Permissions.ReadGoals, Reach.Own)];
        (RowPosition, Opening[])[] draftGoals = [(draftOwn, ownSetters), (draftOther, allSetters)], decidedGoals = [(goalOwn, ownSetters), (goalOther, allSetters)], readGoals = [(draftOwn, ownSetters), (draftOther, allSetters), (goalOwn, homeReaders), (goalOther, decidedReaders)];
        (RowPosition, Opening[])[] draftPlans = [(planDraftOwn, ownSetters), (planDraftOther, allSetters)], decidedPlans = [(planOwn, ownSetters), (planOther, allSetters)], readPlans = [(planDraftOwn, ownSetters), (planDraftOther, allSetters), (planOwn, homeReaders), (planOther, decidedReaders)];
        RowPosition Improved(string name, string unit) => new(name, async _ => new(await host.Scalar<string>(
            "insert into improvements (id, unit_code, title, background, change, written_by_name, written_at, version) values (gen_random_uuid(), $1, 'Bättre', 'Något hände.', 'Vi ändrade.', 'M', now(), 1) returning id::text", unit), []));
        RowPosition improvedOwn = new("own unit's improvement", Improved("", TestUnits.ElderlyCare).Make), improvedOther = new("other unit's improvement", Improved("", TestUnits.DisabilityCare).Make);
        // Its state is the id of what is shown.
        async Task<TestRow> Decided(string unit, string status)
        {
            var improvement = await Improved("", unit).Make(TestUsers.QualityDeveloper);
            var id = await host.Scalar<string>("""
                insert into publications (id, kind, subject_id, unit_code, title, is_promise, status, decision, published_by_name, published_at, withdrawn_why, withdrawn_by_name, withdrawn_at, version)
                values (gen_random_uuid(), 'improvement', $1::uuid, $2, 'Bättre', false, $3, '§ 1', 'M', now(), case $3 when 'withdrawn' then 'Fel' end, case $3 when 'withdrawn' then 'M' end, case $3 when 'withdrawn' then now() end, 1) returning id::text
                """, improvement.Id, unit, status);
            return new(id, [], improvement.Id);
        }
        Opening[] ownPublishers = [Opening.By(Permissions.Publish, Reach.Units), Opening.By(Permissions.Publish, Reach.All)], allPublishers = [Opening.By(Permissions.Publish, Reach.All)];
        (RowPosition, Opening[])[] improved = [(improvedOwn, ownPublishers), (improvedOther, allPublishers)];
        (RowPosition, Opening[])[] shown = [(new("own unit's publication", _ => Decided(TestUnits.ElderlyCare, "published")), ownPublishers), (new("other unit's publication", _ => Decided(TestUnits.DisabilityCare, "published")), allPublishers)];
        // Its state is the id of its measurement.
        RowPosition Followed(string where, string unit) => new($"a method's follow-up in {where}", async _ =>
        {
            var id = await host.Scalar<string>("""
                insert into method_follow_ups (id, name, method, unit_code, purpose, evidence, "from", scales, status, set_up_at, version)
                values (gen_random_uuid(), 'Samtal', 'MI', $1, 'Veta.', 'Visst stöd.', '2026-01-01', '[{"code": "gaf", "name": "GAF", "lowest": 1, "highest": 100, "higherIsBetter": true}]', 'open', now(), 1) returning id::text
                """, unit);
            return new(id, [], await host.Scalar<string>("insert into measurements (id, follow_up_id, unit_code, scale, case_key, moment, \"on\", value) values (gen_random_uuid(), $1::uuid, $2, 'gaf', 'K-1', 'start', '2026-01-02', 10) returning id::text", id, unit));
        });
        var (followedOwn, followedOther) = (Followed("own unit", TestUnits.ElderlyCare), Followed("other unit", TestUnits.DisabilityCare));
        (RowPosition, Opening[])[] FollowedBy(string permission) => [(followedOwn, [Opening.By(permission, Reach.All)]), (followedOther, [Opening.By(permission, Reach.All)])];
        Opening[] measurers = [Opening.By(Permissions.WriteIndicatorValues, Reach.Units), Opening.By(Permissions.WriteIndicatorValues, Reach.All)];
        (RowPosition, Opening[])[] measuredRows = [(followedOwn, measurers), (followedOther, [Opening.By(Permissions.WriteIndicatorValues, Reach.All)])];
        // Its unit does not change any more when there are measurements.
        (RowPosition, Opening[])[] FollowedUnmeasured = [(new("a method's follow-up to change", Followed("", TestUnits.ElderlyCare).Make), [Opening.By(Permissions.SetUpFollowUps, Reach.All)])];
        // A manager is told that no measurement of another's unit is the reader's, by an empty list.
        Opening[] countsAll = [Opening.By(Permissions.ReadCounts, Reach.Units), Opening.By(Permissions.ReadCounts, Reach.All)];
        (RowPosition, Opening[])[] listedRows = [(followedOwn, countsAll), (followedOther, countsAll)];
        static object AFollowUp(string unit) => new { name = "Samtal", method = "MI", unitCode = unit, purpose = "Veta.", evidence = "Visst stöd.", from = "2026-01-01", scales = new[] { new { code = "gaf", name = "GAF", lowest = 1, highest = 100, higherIsBetter = true } } };
        const string FollowUps = "/analytics/v1/follow-ups", FollowUpPages = "/analys/uppfoljningar";
        static object AnImprovement(string? unit) => new { unitCode = unit, title = "Vi ringer alltid", background = "Ingen ringde.", change = "Vi ringer." };
        const string Published = "/analytics/v1/publications", Better = "/analytics/v1/improvements";
        static object AGoal(string unit) => new { unitCode = unit, year = 2199, words = "Alla nya får introduktion", ownMeasure = "Andel nya", targetValue = 90, direction = "up", dueOn = "2199-12-31", responsible = "Enhetschef" };
        static string GoalOf(TestRow plan) => plan.State.Split(' ')[0];
        static string ActivityOf(TestRow plan) => plan.State.Split(' ')[1];
        HttpRequestMessage Posted(string path, params (string, string)[] fields) =>
            new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))) };
        RowPosition Subscribed(string name, string status) => new(name, async _ => new(
            await host.Scalar<string>("""
                insert into subscriptions (id, name, address, types, units, status, owner_id, owner_name, made_at, secret_id, secret_made_at, is_secret_shown, position, run, tries, version)
                values (gen_random_uuid(), 'Rättigheter', 'https://rattigheter.exempel.se/', '{se.huset.testing.none.v1}', '{}', $1, 'x', 'M', now(), gen_random_uuid(), now(), false, 0, 1, 0, 1) returning id::text
                """, status), []));
        var receiver = new Lazy<Task<string>>(() => host.Scalar<string>("insert into receivers (id, host, is_inside, source, added_by_name, added_at, version) values (gen_random_uuid(), 'rattigheter.exempel.se', false, 'Prov', 'M', now(), 1) returning id::text"));
        (RowPosition, Opening[])[] ExtractFor(string permission, string status) =>
        [
            (new($"an extract that is {status}", async _ => new(await host.Scalar<string>("""
                insert into extracts (id, types, indicators, units, codes_units, "from", "to", purpose, recipient, ends_on, status, prepared_by_id, prepared_by_name, prepared_at, decided_at, position, key_id, version)
                values (gen_random_uuid(), '{se.huset.testing.none.v1}', '{}', '{}', false, '2025-01-01', '2025-02-01', 'Prov', 'Prov', '2999-01-01', $1, 'x', 'M', now(), now(), 0, gen_random_uuid(), 1) returning id::text
                """, status), [])), [Opening.By(permission, Reach.All)]),
        ];
        (RowPosition, Opening[])[] SubscribedFor(string permission, string status = "paused") => [(Subscribed($"a subscription that is {status}", status), [Opening.By(permission, Reach.All)])];
        RowPosition allowed = new("a receiver", async _ => new(await host.Scalar<string>("insert into receivers (id, host, is_inside, source, added_by_name, added_at, version) values (gen_random_uuid(), gen_random_uuid()::text, false, 'Prov', 'M', now(), 1) returning id::text"), []));
        const string Sent = "/events/v1/subscriptions", SentPages = "/analys/prenumerationer";
        var to = new { name = "Rättigheter", address = "https://rattigheter.exempel.se/", paused = true };
        _ = receiver.Value;
        return new RightsMatrix("Analytics", Permissions.Table, host.Factory.Services, host.As)
            .WithOperations("/analytics/v1", sql => host.Scalar<string>(sql))
            .WithRoom("/analytics/v1")
            .WithAccessLog("/analytics/v1", "/analys", () => SignReview(host, followedOwn))
            // Before what makes more of them.
            .WithThread("/analytics/v1", "report", [(draft, []), (frozen, [.. makers, Opening.By(Permissions.ReadReports, Reach.All)])])
            .List("GET /analytics/v1/reports/", Permissions.ReadReports, reader => new(HttpMethod.Get, $"/analytics/v1/reports?quarter={2000 + RightsMatrix.NumberOf(reader)}-Q1"), reports)
            .Row("GET /analytics/v1/reports/{id:guid}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analytics/v1/reports/{row.Id}"), reports)
            .Row("GET /analytics/v1/reports/{id:guid}/sections/{code}/figures/{indicator}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analytics/v1/reports/{row.Id}/sections/avvikelser/figures/deviations-reported"), reports)
            .Row("GET /analytics/v1/reports/{id:guid}/differences", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analytics/v1/reports/{row.Id}/differences"), kept)
            .Route("POST /analytics/v1/reports/", Permissions.MakeReports, reader => new(HttpMethod.Post, "/analytics/v1/reports")
            {
                Content = JsonContent.Create(new { quarter = $"{2000 + RightsMatrix.NumberOf(reader)}-Q2" }),
            }, HttpStatusCode.Created)
            .Row("PUT /analytics/v1/reports/{id:guid}/sections/{code}", Permissions.WriteReports, row => new(HttpMethod.Put, $"/analytics/v1/reports/{row.Id}/sections/avvikelser")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { text = "Nya ord." }),
            }, written)
            .Row("POST /analytics/v1/reports/{id:guid}/sections/{code}/owner", Permissions.MakeReports, row => new(HttpMethod.Post, $"/analytics/v1/reports/{row.Id}/sections/avvikelser/owner") { Content = JsonContent.Create(new { }) }, drafts)
            .Row("POST /analytics/v1/reports/{id:guid}/freeze", Permissions.MakeReports, row => new(HttpMethod.Post, $"/analytics/v1/reports/{row.Id}/freeze"), drafts)
            .Route("GET /analytics/v1/report-templates/{code}", Permissions.ReadReportTemplates, _ => new(HttpMethod.Get, "/analytics/v1/report-templates/quarterly"))
            .Route("GET /analytics/v1/report-templates/", Permissions.ReadReportTemplates)
            .Route("POST /analytics/v1/report-templates/{code}/versions", Permissions.EditReportTemplates, _ => new(HttpMethod.Post, "/analytics/v1/report-templates/quarterly/versions")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { validFrom = "2999-01-01", source = "rights", sections = new[] { new { code = "allt", heading = "Allt" } } }),
            })
            .Route("GET /analys/rapporter", Permissions.ReadReports)
            .Route("GET /analys/rapporter/ny", Permissions.MakeReports)
            // Whoever may begin one is told that the quarter is none; nothing is begun.
            .Route("POST /analys/rapporter/ny", Permissions.MakeReports, _ => Posted("/analys/rapporter/ny", ("_handler", "ny"), ("Request.Quarter", "nu")))
            .Route("GET /analys/rapporter/mall", Permissions.ReadReportTemplates)
            .Route("GET /analys/rapporter/mall/andra", Permissions.EditReportTemplates)
            .Route("POST /analys/rapporter/mall/andra", Permissions.EditReportTemplates, _ => Posted("/analys/rapporter/mall/andra", ("_handler", "mall")))
            .Row("GET /analys/rapporter/{Id:guid}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}"), reports)
            .Row("GET /analys/rapporter/{Id:guid}/siffror/{Code}/{Indicator}", Permissions.ReadReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/siffror/avvikelser/deviations-reported"), reports)
            .Row("GET /analys/rapporter/{Id:guid}/skillnader", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/skillnader"), kept)
            .Row("GET /analys/rapporter/{Id:guid}/avsnitt/{Code}", Permissions.WriteReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/avsnitt/avvikelser"), written)
            .Row("POST /analys/rapporter/{Id:guid}/avsnitt/{Code}", Permissions.WriteReports, row => Posted($"/analys/rapporter/{row.Id}/avsnitt/avvikelser", ("_handler", "avsnitt"), ("Version", "1"), ("Request.Text", "Nya ord.")), written, HttpStatusCode.Found)
            .Row("GET /analys/rapporter/{Id:guid}/avsnitt/{Code}/dela-ut", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/avsnitt/avvikelser/dela-ut"), drafts)
            .Row("POST /analys/rapporter/{Id:guid}/avsnitt/{Code}/dela-ut", Permissions.MakeReports, row => Posted($"/analys/rapporter/{row.Id}/avsnitt/avvikelser/dela-ut", ("_handler", "dela-ut"), ("Version", "1")), drafts, HttpStatusCode.Found)
            .Row("GET /analys/rapporter/{Id:guid}/frys", Permissions.MakeReports, row => new(HttpMethod.Get, $"/analys/rapporter/{row.Id}/frys"), drafts)
            .Row("POST /analys/rapporter/{Id:guid}/frys", Permissions.MakeReports, row => Posted($"/analys/rapporter/{row.Id}/frys", ("_handler", "frys"), ("Version", "1")), drafts, HttpStatusCode.Found)
            .Route($"GET {Better}/", Permissions.Publish)
            .Row($"GET {Better}/{{id:guid}}", Permissions.Publish, row => new(HttpMethod.Get, $"{Better}/{row.Id}"), improved)
            .Row($"PUT {Better}/{{id:guid}}", Permissions.Publish, row => Requests.Matched(Requests.Put($"{Better}/{row.Id}", AnImprovement(null))), improved)
            .Route($"POST {Better}/", Permissions.Publish, _ => Requests.Write(Better, AnImprovement(TestUnits.ElderlyCare)), HttpStatusCode.Created)
            .Route($"GET {Published}/", Permissions.Publish)
            .Row($"GET {Published}/preview", Permissions.Publish, row => new(HttpMethod.Get, $"{Published}/preview?kind=improvement&subjectId={row.Id}"), improved)
            .Row($"POST {Published}/", Permissions.Publish, row => Requests.Write(Published, new { kind = "improvement", subjectId = row.Id, decision = "§ 2" }), improved, HttpStatusCode.Created)
            .Row($"POST {Published}/{{id:guid}}/withdrawal", Permissions.Publish, row => Requests.Write($"{Published}/{row.Id}/withdrawal", new { why = "Fel." }), shown)
            .Route("GET /analys/publicerat", Permissions.Publish)
            .Row("GET /analys/publicera/{Kind}/{Id:guid}", Permissions.Publish, row => new(HttpMethod.Get, $"/analys/publicera/improvement/{row.Id}"), improved)
            .Row("POST /analys/publicera/{Kind}/{Id:guid}", Permissions.Publish, row => Posted($"/analys/publicera/improvement/{row.Id}", ("_handler", "publicera"), ("Request.Decision", "§ 2")), improved, HttpStatusCode.Found)
            .Route("GET /analys/forbattringar/ny", Permissions.Publish)
            // Whoever may write one is told what is missing; nothing is written.
            .Route("POST /analys/forbattringar/ny", Permissions.Publish, _ => Posted("/analys/forbattringar/ny", ("_handler", "forbattring")))
            .Row("GET /analys/forbattringar/{Id:guid}", Permissions.Publish, row => new(HttpMethod.Get, $"/analys/forbattringar/{row.Id}"), improved)
            .Row("POST /analys/forbattringar/{Id:guid}", Permissions.Publish, row => Posted($"/analys/forbattringar/{row.Id}", ("_handler", "forbattring"), ("Version", "1")), improved)
            .Open("GET /analytics/v1/public/publications")
            .Open("GET /analytics/v1/public/publications/{id:guid}", () => new(HttpMethod.Get, $"/analytics/v1/public/publications/{Guid.NewGuid()}"), HttpStatusCode.NotFound)
            .Open("GET /analys/offentligt")
            .Open("GET /analys/offentligt/{Id:guid}", () => new(HttpMethod.Get, $"/analys/offentligt/{Guid.NewGuid()}"), HttpStatusCode.NotFound)
            .Route("GET /analytics/v1/extracts/", Permissions.ReadExtracts)
            .Row("GET /analytics/v1/extracts/{id:guid}", Permissions.ReadExtracts, row => new(HttpMethod.Get, $"/analytics/v1/extracts/{row.Id}"), ExtractFor(Permissions.ReadExtracts, "prepared"))
            .Route("POST /analytics/v1/extracts/", Permissions.PrepareExtracts, _ => Requests.Write("/analytics/v1/extracts", new { purpose = "Prov av rättigheter.", recipient = "Prov", types = new[] { "se.huset.testing.none.v1" }, from = "2025-01", to = "2025-02", endsOn = DateTime.UtcNow.AddDays(7).ToString("yyyy-MM-dd") }), HttpStatusCode.Created)
            .Row("POST /analytics/v1/extracts/{id:guid}/decision", Permissions.DecideExtracts, row => Requests.Write($"/analytics/v1/extracts/{row.Id}/decision", new { approved = true, decision = "§ 2" }), ExtractFor(Permissions.DecideExtracts, "prepared"))
            .Row("POST /analytics/v1/extracts/{id:guid}/revocation", Permissions.DecideExtracts, row => Requests.Write($"/analytics/v1/extracts/{row.Id}/revocation", new { why = "Fel." }), ExtractFor(Permissions.DecideExtracts, "decided"))
            .Row("GET /analytics/v1/extracts/{id:guid}/events", Permissions.PrepareExtracts, row => new(HttpMethod.Get, $"/analytics/v1/extracts/{row.Id}/events"), ExtractFor(Permissions.PrepareExtracts, "decided"))
            .Row("GET /analytics/v1/extracts/{id:guid}/series", Permissions.PrepareExtracts, row => new(HttpMethod.Get, $"/analytics/v1/extracts/{row.Id}/series"), ExtractFor(Permissions.PrepareExtracts, "decided"))
            .Route("GET /analys/uttag", Permissions.ReadExtracts)
            .Route("GET /analys/uttag/nytt", Permissions.PrepareExtracts)
            // Who may prepare one is told what is missing; nothing is prepared.
            .Route("POST /analys/uttag/nytt", Permissions.PrepareExtracts, _ => Posted("/analys/uttag/nytt", ("_handler", "uttag")))
            .Row("GET /analys/uttag/{Id:guid}", Permissions.ReadExtracts, row => new(HttpMethod.Get, $"/analys/uttag/{row.Id}"), ExtractFor(Permissions.ReadExtracts, "prepared"))
            .Row("POST /analys/uttag/{Id:guid}", Permissions.ReadExtracts, row => Posted($"/analys/uttag/{row.Id}", ("_handler", "beslut"), ("Version", "1")), ExtractFor(Permissions.DecideExtracts, "prepared"))
            .Route($"GET {Sent}/", Permissions.ReadSubscriptions)
            .Route($"POST {Sent}/", Permissions.MakeSubscriptions, _ => new(HttpMethod.Post, Sent) { Content = JsonContent.Create(to) }, HttpStatusCode.Created)
            .Row($"GET {Sent}/{{id:guid}}", Permissions.ReadSubscriptions, row => new(HttpMethod.Get, $"{Sent}/{row.Id}"), SubscribedFor(Permissions.ReadSubscriptions))
            .Row($"PUT {Sent}/{{id:guid}}", Permissions.MakeSubscriptions, row => new(HttpMethod.Put, $"{Sent}/{row.Id}")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { to.name, to.address }),
            }, SubscribedFor(Permissions.MakeSubscriptions))
            .Row($"POST {Sent}/{{id:guid}}/pause", Permissions.StopSubscriptions, row => new(HttpMethod.Post, $"{Sent}/{row.Id}/pause"), SubscribedFor(Permissions.StopSubscriptions, "active"))
            .Row($"POST {Sent}/{{id:guid}}/resume", Permissions.MakeSubscriptions, row => new(HttpMethod.Post, $"{Sent}/{row.Id}/resume"), SubscribedFor(Permissions.MakeSubscriptions, "disabled"))
            .Row($"POST {Sent}/{{id:guid}}/replay", Permissions.MakeSubscriptions, row => new(HttpMethod.Post, $"{Sent}/{row.Id}/replay") { Content = JsonContent.Create(new { after = "0" }) }, SubscribedFor(Permissions.MakeSubscriptions))
            .Row($"POST {Sent}/{{id:guid}}/secret", Permissions.MakeSubscriptions, row => new(HttpMethod.Post, $"{Sent}/{row.Id}/secret"), SubscribedFor(Permissions.MakeSubscriptions))
            .Row($"POST {Sent}/{{id:guid}}/test", Permissions.MakeSubscriptions, row => new(HttpMethod.Post, $"{Sent}/{row.Id}/test"), SubscribedFor(Permissions.MakeSubscriptions))
            .Row($"GET {Sent}/{{id:guid}}/deliveries", Permissions.ReadSubscriptions, row => new(HttpMethod.Get, $"{Sent}/{row.Id}/deliveries"), SubscribedFor(Permissions.ReadSubscriptions))
            .Row($"POST {Sent}/{{id:guid}}/end", Permissions.StopSubscriptions, row => new(HttpMethod.Post, $"{Sent}/{row.Id}/end"), [(Subscribed("a subscription to end", "paused"), [Opening.By(Permissions.StopSubscriptions, Reach.All)])])
            .Route("GET /events/v1/receivers/", Permissions.ReadSubscriptions)
            .Route("POST /events/v1/receivers/", Permissions.EditReceivers, reader => new(HttpMethod.Post, "/events/v1/receivers") { Content = JsonContent.Create(new { host = $"rattigheter-{RightsMatrix.NumberOf(reader)}.exempel.se", source = "Prov" }) }, HttpStatusCode.Created)
            .Row("POST /events/v1/receivers/{id:guid}/end", Permissions.EditReceivers, row => new(HttpMethod.Post, $"/events/v1/receivers/{row.Id}/end"), [(allowed, [Opening.By(Permissions.EditReceivers, Reach.All)])])
            .Route($"GET {SentPages}", Permissions.ReadSubscriptions)
            .Route($"GET {SentPages}/ny", Permissions.MakeSubscriptions)
            // Who may make one is told what is missing; nothing is made.
            .Route($"POST {SentPages}/ny", Permissions.MakeSubscriptions, _ => Posted($"{SentPages}/ny", ("_handler", "ny")))
            .Row($"GET {SentPages}/{{Id:guid}}", Permissions.ReadSubscriptions, row => new(HttpMethod.Get, $"{SentPages}/{row.Id}"), SubscribedFor(Permissions.ReadSubscriptions))
            // Of another version nothing is done.
            .Row($"POST {SentPages}/{{Id:guid}}", Permissions.ReadSubscriptions, row => Posted($"{SentPages}/{row.Id}", ("_handler", "steg"), ("Version", "0"), ("Step", "pause")), SubscribedFor(Permissions.ReadSubscriptions))
            .Row($"GET {SentPages}/{{Id:guid}}/andra", Permissions.MakeSubscriptions, row => new(HttpMethod.Get, $"{SentPages}/{row.Id}/andra"), SubscribedFor(Permissions.MakeSubscriptions))
            .Row($"POST {SentPages}/{{Id:guid}}/andra", Permissions.MakeSubscriptions, row => Posted($"{SentPages}/{row.Id}/andra", ("_handler", "andra")), SubscribedFor(Permissions.MakeSubscriptions))
            .Route("GET /analys/mottagare", Permissions.ReadSubscriptions)
            .Route("POST /analys/mottagare", Permissions.ReadSubscriptions, _ => Posted("/analys/mottagare", ("_handler", "slut"), ("Receiver", "")), HttpStatusCode.NotFound)
            .Route("GET /analys/handelser/exempel", Permissions.ReadEvents)
            // Lists before what makes more of them.
            .List("GET /analytics/v1/goals/", Permissions.ReadGoals, reader => new(HttpMethod.Get, $"/analytics/v1/goals?year={2000 + RightsMatrix.NumberOf(reader)}"), readGoals)
            .List("GET /analytics/v1/plans/", Permissions.ReadGoals, reader => new(HttpMethod.Get, $"/analytics/v1/plans?year={2000 + RightsMatrix.NumberOf(reader)}"), readPlans)
            .List("GET /analys/mal", Permissions.ReadGoals, reader => new(HttpMethod.Get, $"/analys/mal?ar={2000 + RightsMatrix.NumberOf(reader)}"), readGoals)
            .Row("GET /analytics/v1/goals/{id:guid}", Permissions.ReadGoals, row => new(HttpMethod.Get, $"/analytics/v1/goals/{row.Id}"), readGoals)
            .Route("POST /analytics/v1/goals/", Permissions.SetGoals, _ => Requests.Write("/analytics/v1/goals", AGoal(TestUnits.ElderlyCare)), HttpStatusCode.Created)
            .Row("PUT /analytics/v1/goals/{id:guid}", Permissions.SetGoals, row => Requests.Matched(Requests.Put($"/analytics/v1/goals/{row.Id}", AGoal(TestUnits.ElderlyCare))), draftGoals)
            .Row("DELETE /analytics/v1/goals/{id:guid}", Permissions.SetGoals, row => new(HttpMethod.Delete, $"/analytics/v1/goals/{row.Id}"), draftGoals, HttpStatusCode.NoContent)
            .Row("POST /analytics/v1/goals/{id:guid}/decision", Permissions.SetGoals, row => Requests.Write($"/analytics/v1/goals/{row.Id}/decision", new { decision = "§ 2", decidedOn = "2026-01-02" }), draftGoals)
            .Row("POST /analytics/v1/goals/{id:guid}/follow-ups", Permissions.SetGoals, row => Requests.Write($"/analytics/v1/goals/{row.Id}/follow-ups", new { on = "2026-11-01", note = "Bra så." }), decidedGoals)
            .Row("POST /analytics/v1/goals/{id:guid}/judgement", Permissions.SetGoals, row => Requests.Write($"/analytics/v1/goals/{row.Id}/judgement", new { reached = "yes", wasRight = true, conclusion = "Bra så.", next = "keep" }), decidedGoals)
            .Row("GET /analytics/v1/plans/{id:guid}", Permissions.ReadGoals, row => new(HttpMethod.Get, $"/analytics/v1/plans/{row.Id}"), readPlans)
            .Row("GET /analytics/v1/plans/{id:guid}/rows", Permissions.ReadGoals, row => new(HttpMethod.Get, $"/analytics/v1/plans/{row.Id}/rows"), readPlans)
            .Route("POST /analytics/v1/plans/", Permissions.SetGoals, reader => Requests.Write("/analytics/v1/plans", new { unitCode = TestUnits.ElderlyCare, year = 2100 + RightsMatrix.NumberOf(reader) }), HttpStatusCode.Created)
            .Row("PUT /analytics/v1/plans/{id:guid}/commitments/{code}", Permissions.SetGoals, row => Requests.Put($"/analytics/v1/plans/{row.Id}/commitments/nytt", new { goalId = GoalOf(row), words = "En dag till" }), draftPlans)
            .Row("DELETE /analytics/v1/plans/{id:guid}/commitments/{code}", Permissions.SetGoals, row => new(HttpMethod.Delete, $"/analytics/v1/plans/{row.Id}/commitments/dag"), draftPlans, HttpStatusCode.NoContent)
            .Row("POST /analytics/v1/plans/{id:guid}/activities/{activityId:guid}/done", Permissions.SetGoals, row => Requests.Write($"/analytics/v1/plans/{row.Id}/activities/{ActivityOf(row)}/done", new { }), decidedPlans)
            .Row("POST /analytics/v1/plans/{id:guid}/decision", Permissions.SetGoals, row => Requests.Write($"/analytics/v1/plans/{row.Id}/decision", new { decision = "§ 2", decidedOn = "2026-01-02" }), draftPlans)
            // A year that is not the plan's, which only who may write in it is told.
            .Row("POST /analytics/v1/plans/{id:guid}/follow-ups", Permissions.SetGoals, row => Requests.Write($"/analytics/v1/plans/{row.Id}/follow-ups", new { period = "1950", text = "Bra så." }), decidedPlans, HttpStatusCode.BadRequest)
            .Row("POST /analytics/v1/plans/{id:guid}/closure", Permissions.SetGoals, row => new(HttpMethod.Post, $"/analytics/v1/plans/{row.Id}/closure"), decidedPlans)
            .Route("POST /analytics/v1/plans/imports", Permissions.ImportPlans, _ => Requests.Write("/analytics/v1/plans/imports", new { rows = Array.Empty<object>() }))
            .Route("GET /analys/mal/nytt", Permissions.SetGoals)
            // Whoever may set one is told what is missing; nothing is set.
            .Route("POST /analys/mal/nytt", Permissions.SetGoals, _ => Posted("/analys/mal/nytt", ("_handler", "mal")))
            .Row("GET /analys/mal/{Id:guid}", Permissions.ReadGoals, row => new(HttpMethod.Get, $"/analys/mal/{row.Id}"), readGoals)
            .Row("GET /analys/mal/{Id:guid}/andra", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/mal/{row.Id}/andra"), draftGoals)
            .Row("POST /analys/mal/{Id:guid}/andra", Permissions.SetGoals, row => Posted($"/analys/mal/{row.Id}/andra", ("_handler", "mal"), ("Version", "1")), draftGoals)
            .Row("GET /analys/mal/{Id:guid}/folj-upp", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/mal/{row.Id}/folj-upp"), decidedGoals)
            .Row("POST /analys/mal/{Id:guid}/folj-upp", Permissions.SetGoals, row => Posted($"/analys/mal/{row.Id}/folj-upp", ("_handler", "folj-upp"), ("Request.On", "2026-11-01"), ("Request.Note", "Bra så.")), decidedGoals, HttpStatusCode.Found)
            .Row("GET /analys/mal/{Id:guid}/bedom", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/mal/{row.Id}/bedom"), decidedGoals)
            .Row("POST /analys/mal/{Id:guid}/bedom", Permissions.SetGoals, row => Posted($"/analys/mal/{row.Id}/bedom", ("_handler", "bedom"), ("Version", "1"), ("Request.Reached", "Yes"), ("Request.WasRight", "true"), ("Request.Conclusion", "Bra så."), ("Request.Next", "Keep")), decidedGoals, HttpStatusCode.Found)
            .Row("GET /analys/mal/{Id:guid}/besluta", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/mal/{row.Id}/besluta"), draftGoals)
            .Row("POST /analys/mal/{Id:guid}/besluta", Permissions.SetGoals, row => Posted($"/analys/mal/{row.Id}/besluta", ("_handler", "besluta"), ("Version", "1"), ("Request.Decision", "§ 2"), ("Request.DecidedOn", "2026-01-02")), draftGoals, HttpStatusCode.Found)
            .Route("GET /analys/planer", Permissions.ReadGoals)
            .Route("GET /analys/planer/ny", Permissions.SetGoals)
            .Route("POST /analys/planer/ny", Permissions.SetGoals, _ => Posted("/analys/planer/ny", ("_handler", "ny")))
            .Route("GET /analys/planer/las-in", Permissions.ImportPlans)
            .Route("POST /analys/planer/las-in", Permissions.ImportPlans, _ => Posted("/analys/planer/las-in", ("_handler", "fil"), ("Text", "")))
            .Row("GET /analys/planer/{Id:guid}", Permissions.ReadGoals, row => new(HttpMethod.Get, $"/analys/planer/{row.Id}"), readPlans)
            .Row("GET /analys/planer/{Id:guid}/atagande", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/planer/{row.Id}/atagande"), draftPlans)
            .Row("POST /analys/planer/{Id:guid}/atagande", Permissions.SetGoals, row => Posted($"/analys/planer/{row.Id}/atagande", ("_handler", "atagande"), ("Version", "1"), ("Request.GoalId", GoalOf(row)), ("Request.Words", "En dag till")), draftPlans, HttpStatusCode.Found)
            .Row("GET /analys/planer/{Id:guid}/atagande/{Code}", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/planer/{row.Id}/atagande/dag"), draftPlans)
            .Row("POST /analys/planer/{Id:guid}/atagande/{Code}", Permissions.SetGoals, row => Posted($"/analys/planer/{row.Id}/atagande/dag", ("_handler", "atagande"), ("Version", "1"), ("Request.GoalId", GoalOf(row)), ("Request.Words", "En dag till")), draftPlans, HttpStatusCode.Found)
            .Row("GET /analys/planer/{Id:guid}/aktivitet/{Activity:guid}", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/planer/{row.Id}/aktivitet/{ActivityOf(row)}"), decidedPlans)
            .Row("POST /analys/planer/{Id:guid}/aktivitet/{Activity:guid}", Permissions.SetGoals, row => Posted($"/analys/planer/{row.Id}/aktivitet/{ActivityOf(row)}", ("_handler", "gjord"), ("Request.DoneOn", "")), decidedPlans, HttpStatusCode.Found)
            .Row("GET /analys/planer/{Id:guid}/besluta", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/planer/{row.Id}/besluta"), draftPlans)
            .Row("POST /analys/planer/{Id:guid}/besluta", Permissions.SetGoals, row => Posted($"/analys/planer/{row.Id}/besluta", ("_handler", "besluta"), ("Version", "1"), ("Request.Decision", "§ 2"), ("Request.DecidedOn", "2026-01-02")), draftPlans, HttpStatusCode.Found)
            .Row("GET /analys/planer/{Id:guid}/folj-upp", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/planer/{row.Id}/folj-upp"), decidedPlans)
            .Row("POST /analys/planer/{Id:guid}/folj-upp", Permissions.SetGoals, row => Posted($"/analys/planer/{row.Id}/folj-upp", ("_handler", "folj-upp"), ("Request.Text", "Bra så.")), decidedPlans)
            .Row("GET /analys/planer/{Id:guid}/avsluta", Permissions.SetGoals, row => new(HttpMethod.Get, $"/analys/planer/{row.Id}/avsluta"), decidedPlans)
            .Row("POST /analys/planer/{Id:guid}/avsluta", Permissions.SetGoals, row => Posted($"/analys/planer/{row.Id}/avsluta", ("_handler", "avsluta"), ("Version", "1")), decidedPlans, HttpStatusCode.Found)
            .Route("GET /events/v1/events", Permissions.ReadEvents)
            .Route("GET /events/v1/stream", Permissions.ReadEvents)
            .Route("GET /events/v1/export", Permissions.ReadEvents)
            .Route("GET /events/v1/types", Permissions.ReadEvents)
            .Route("GET /events/v1/types/{type}/schema", Permissions.ReadEvents, _ => new(HttpMethod.Get, "/events/v1/types/se.huset.deviations.deviation-reported.v1/schema"))
            .Route("GET /events/v1/asyncapi", Permissions.ReadEvents)
            .List("GET /analytics/v1/counts", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analytics/v1/counts?from={Month}&to={Next}"), units, row => $"\"unitCode\":\"{row.Id}\"")
            .List("GET /analys/", Permissions.CompareUnits, _ => new(HttpMethod.Get, $"/analys/?fran={Month}&till={Month}"), units, row => $"<th scope=\"row\">{row.State}</th>")
            // Of which units they are is the row filter's to say, as above; LookingTests looks at each of them.
            .Route("GET /analytics/v1/counts/pareto", Permissions.ReadCounts)
            .Route("GET /analytics/v1/counts/heat", Permissions.ReadCounts)
            .Route("GET /analytics/v1/counts/funnel", Permissions.CompareUnits)
            .Route("GET /analys/orsaker", Permissions.ReadCounts)
            .Route("GET /analys/dygnet", Permissions.ReadCounts)
            .Route("GET /analys/enheter", Permissions.CompareUnits)
            .Row("GET /analytics/v1/control-charts/deviations/days-between", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/control-charts/deviations/days-between?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .Row("GET /analytics/v1/control-charts/deviations", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/control-charts/deviations?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .List("GET /analys/avvikelser", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analys/avvikelser?fran={Month}&till={Month}"), units, row => $"<option value=\"{row.Id}\"")
            .Route("POST /analytics/v1/charts", Permissions.ReadCounts, _ => new(HttpMethod.Post, "/analytics/v1/charts") { Content = JsonContent.Create(new { type = "c", values = new[] { 1, 2 } }) })
            .Route("GET /analytics/v1/indicators/", Permissions.ReadCounts)
            .Row("GET /analytics/v1/indicators/{code}/series", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/indicators/deviations-reported/series?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .Row("GET /analytics/v1/indicators/{code}/chart", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/indicators/deviations-reported/chart?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .Row("GET /analytics/v1/indicators/{code}/cases", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/indicators/deviations-reported/cases?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .List("GET /analys/indikatorer", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analys/indikatorer"), units, row => $"<option value=\"{row.Id}\"")
            .List("GET /analys/indikatorer/{Code}", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-reported"), units, row => $"<option value=\"{row.Id}\"")
            .Route("GET /analytics/v1/indicators/{code}", Permissions.ReadRules, _ => new(HttpMethod.Get, "/analytics/v1/indicators/deviations-harm"))
            .Route("POST /analytics/v1/indicators/", Permissions.EditIndicators, reader => new(HttpMethod.Post, "/analytics/v1/indicators") { Content = JsonContent.Create(Own($"rights-{RightsMatrix.NumberOf(reader)}")) }, HttpStatusCode.Created)
            .Route("PUT /analytics/v1/indicators/{code}", Permissions.EditIndicators, _ => new(HttpMethod.Put, $"/analytics/v1/indicators/{OwnCode}") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(Own(null)) })
            .Route("POST /analytics/v1/indicators/{code}/placements", Permissions.EditIndicators, _ => new(HttpMethod.Post, $"/analytics/v1/indicators/{OwnCode}/placements")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { qualityArea = "synpunkter", dimension = "safety", perspective = "user", level = "unit", validFrom = "2999-01-01", source = "rights" }),
            })
            .Route("POST /analytics/v1/indicators/{code}/targets", Permissions.EditIndicators, _ => new(HttpMethod.Post, $"/analytics/v1/indicators/{OwnCode}/targets")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { value = 3, validFrom = "2999-01-01", source = "rights" }),
            })
            .Route("GET /analytics/v1/indicator-values/", Permissions.ReadCounts)
            .Route("POST /analytics/v1/indicator-values/imports", Permissions.WriteIndicatorValues, _ => new(HttpMethod.Post, "/analytics/v1/indicator-values/imports") { Content = JsonContent.Create(new { values = Array.Empty<object>() }) })
            .Route("GET /analytics/v1/indicator-coverage", Permissions.ReadRules)
            .Route("GET /analytics/v1/comparisons/", Permissions.ReadComparisons)
            .Route("GET /analytics/v1/comparisons/{code}", Permissions.ReadComparisons, _ => new(HttpMethod.Get, $"/analytics/v1/comparisons/{OwnCode}"))
            .Route("PUT /analytics/v1/comparisons/{code}", Permissions.EditComparisons, _ => new(HttpMethod.Put, $"/analytics/v1/comparisons/{OwnCode}") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(new { better = "up" }) })
            .Route("POST /analytics/v1/comparisons/{code}/analyses", Permissions.EditComparisons, _ => new(HttpMethod.Post, $"/analytics/v1/comparisons/{OwnCode}/analyses") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(new { text = "rights", function = "rights" }) })
            .Route("POST /analytics/v1/comparisons/imports", Permissions.EditComparisons, _ => new(HttpMethod.Post, "/analytics/v1/comparisons/imports") { Content = JsonContent.Create(new { values = Array.Empty<object>() }) })
            // Nothing is fetched here: whoever may is told that no address is set.
            .Route("POST /analytics/v1/kolada/imports", Permissions.EditComparisons, _ => new(HttpMethod.Post, "/analytics/v1/kolada/imports") { Content = JsonContent.Create(new { kpis = new[] { "U1" }, municipalities = new[] { "0680" }, years = new[] { 2024 } }) }, HttpStatusCode.Conflict)
            .Route("GET /analys/jamforelser", Permissions.ReadComparisons)
            .Route("GET /analys/jamforelser/{Code}", Permissions.ReadComparisons, _ => new(HttpMethod.Get, $"/analys/jamforelser/{OwnCode}"))
            .Route("GET /analys/jamforelser-in", Permissions.EditComparisons)
            .Route("POST /analys/jamforelser-in", Permissions.EditComparisons, _ => Posted("/analys/jamforelser-in", ("_handler", "fil"), ("Text", "")))
            .Route("GET /analys/jamforelser/{Code}/las", Permissions.EditComparisons, _ => new(HttpMethod.Get, $"/analys/jamforelser/{OwnCode}/las"))
            .Route("POST /analys/jamforelser/{Code}/las", Permissions.EditComparisons, _ => Posted($"/analys/jamforelser/{OwnCode}/las", ("_handler", "lasning")))
            .Route("GET /analys/nyckeltalstackning", Permissions.ReadRules)
            .Route("GET /analys/indikatorer/{Code}/om", Permissions.ReadRules, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-harm/om"))
            .Route("GET /analys/nytt-nyckeltal", Permissions.EditIndicators)
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analys/nytt-nyckeltal", Permissions.EditIndicators, _ => Posted("/analys/nytt-nyckeltal", ("_handler", "nyckeltal")))
            .Route("GET /analys/indikatorer/{Code}/beskriv", Permissions.EditIndicators, _ => new(HttpMethod.Get, $"/analys/indikatorer/{OwnCode}/beskriv"))
            .Route("POST /analys/indikatorer/{Code}/beskriv", Permissions.EditIndicators, _ => Posted($"/analys/indikatorer/{OwnCode}/beskriv", ("_handler", "nyckeltal")))
            .Route("GET /analys/indikatorer/{Code}/plats", Permissions.EditIndicators, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-harm/plats"))
            .Route("POST /analys/indikatorer/{Code}/plats", Permissions.EditIndicators, _ => Posted("/analys/indikatorer/deviations-harm/plats", ("_handler", "plats")))
            .Route("GET /analys/indikatorer/{Code}/mal", Permissions.EditIndicators, _ => new(HttpMethod.Get, "/analys/indikatorer/deviations-harm/mal"))
            .Route("POST /analys/indikatorer/{Code}/mal", Permissions.EditIndicators, _ => Posted("/analys/indikatorer/deviations-harm/mal", ("_handler", "mal")))
            .Route($"GET {FollowUps}/", Permissions.CompareUnits)
            .Route($"POST {FollowUps}/", Permissions.SetUpFollowUps, _ => Requests.Write(FollowUps, AFollowUp(TestUnits.ElderlyCare)), HttpStatusCode.Created)
            .Row($"GET {FollowUps}/{{id:guid}}", Permissions.CompareUnits, row => new(HttpMethod.Get, $"{FollowUps}/{row.Id}"), FollowedBy(Permissions.CompareUnits))
            .Row($"GET {FollowUps}/{{id:guid}}/result", Permissions.CompareUnits, row => new(HttpMethod.Get, $"{FollowUps}/{row.Id}/result"), FollowedBy(Permissions.CompareUnits))
            .Row($"PUT {FollowUps}/{{id:guid}}", Permissions.SetUpFollowUps, row => Requests.Matched(Requests.Put($"{FollowUps}/{row.Id}", AFollowUp(TestUnits.ElderlyCare))), FollowedUnmeasured)
            .Row($"POST {FollowUps}/{{id:guid}}/conclusion", Permissions.SetUpFollowUps, row => Requests.Write($"{FollowUps}/{row.Id}/conclusion", new { outcome = "ends", conclusion = "Inget hände." }), FollowedBy(Permissions.SetUpFollowUps))
            .Row($"GET {FollowUps}/{{id:guid}}/measurements", Permissions.ReadCounts, row => new(HttpMethod.Get, $"{FollowUps}/{row.Id}/measurements"), listedRows)
            .Row($"POST {FollowUps}/{{id:guid}}/measurements/imports", Permissions.WriteIndicatorValues, row => Requests.Write($"{FollowUps}/{row.Id}/measurements/imports", new { measurements = Array.Empty<object>() }), measuredRows)
            .Row($"DELETE {FollowUps}/{{id:guid}}/measurements/{{measurementId:guid}}", Permissions.WriteIndicatorValues, row => new(HttpMethod.Delete, $"{FollowUps}/{row.Id}/measurements/{row.State}"), measuredRows, HttpStatusCode.NoContent)
            .Route($"GET {FollowUpPages}", Permissions.CompareUnits)
            .Row($"GET {FollowUpPages}/{{Id:guid}}", Permissions.CompareUnits, row => new(HttpMethod.Get, $"{FollowUpPages}/{row.Id}"), FollowedBy(Permissions.CompareUnits))
            .Route($"GET {FollowUpPages}/ny", Permissions.SetUpFollowUps)
            // Whoever may set one up is told what is missing; nothing is set up.
            .Route($"POST {FollowUpPages}/ny", Permissions.SetUpFollowUps, _ => Posted($"{FollowUpPages}/ny", ("_handler", "uppfoljning")))
            .Row($"GET {FollowUpPages}/{{Id:guid}}/andra", Permissions.SetUpFollowUps, row => new(HttpMethod.Get, $"{FollowUpPages}/{row.Id}/andra"), FollowedBy(Permissions.SetUpFollowUps))
            .Row($"POST {FollowUpPages}/{{Id:guid}}/andra", Permissions.SetUpFollowUps, row => Posted($"{FollowUpPages}/{row.Id}/andra", ("_handler", "uppfoljning"), ("Version", "1")), FollowedBy(Permissions.SetUpFollowUps))
            .Row($"GET {FollowUpPages}/{{Id:guid}}/avsluta", Permissions.SetUpFollowUps, row => new(HttpMethod.Get, $"{FollowUpPages}/{row.Id}/avsluta"), FollowedBy(Permissions.SetUpFollowUps))
            .Row($"POST {FollowUpPages}/{{Id:guid}}/avsluta", Permissions.SetUpFollowUps, row => Posted($"{FollowUpPages}/{row.Id}/avsluta", ("_handler", "avsluta"), ("Version", "1"), ("Request.Outcome", "Ends"), ("Request.Conclusion", "Inget hände.")), FollowedBy(Permissions.SetUpFollowUps), HttpStatusCode.Found)
            .Row($"GET {FollowUpPages}/{{Id:guid}}/matningar", Permissions.WriteIndicatorValues, row => new(HttpMethod.Get, $"{FollowUpPages}/{row.Id}/matningar"), measuredRows)
            .Row($"POST {FollowUpPages}/{{Id:guid}}/matningar", Permissions.WriteIndicatorValues, row => Posted($"{FollowUpPages}/{row.Id}/matningar", ("_handler", "bort"), ("Removed", row.State)), measuredRows, HttpStatusCode.Found)
            .Row($"GET {FollowUpPages}/{{Id:guid}}/las-in", Permissions.WriteIndicatorValues, row => new(HttpMethod.Get, $"{FollowUpPages}/{row.Id}/las-in"), measuredRows)
            .Row($"POST {FollowUpPages}/{{Id:guid}}/las-in", Permissions.WriteIndicatorValues, row => Posted($"{FollowUpPages}/{row.Id}/las-in", ("_handler", "fil"), ("Text", "")), measuredRows)
            .Route("GET /analys/varden", Permissions.WriteIndicatorValues)
            .Route("POST /analys/varden", Permissions.WriteIndicatorValues, _ => Posted("/analys/varden", ("_handler", "fil"), ("Text", "")))
            .Route("GET /analys/indikatorer/{Code}/varde", Permissions.WriteIndicatorValues, _ => new(HttpMethod.Get, $"/analys/indikatorer/{OwnCode}/varde"))
            .Route("POST /analys/indikatorer/{Code}/varde", Permissions.WriteIndicatorValues, _ => Posted($"/analys/indikatorer/{OwnCode}/varde", ("_handler", "varde")))
            .Route("GET /analytics/v1/volumes/", Permissions.ReadCounts)
            .Route("POST /analytics/v1/volumes/imports", Permissions.ImportVolumes, _ => new(HttpMethod.Post, "/analytics/v1/volumes/imports") { Content = JsonContent.Create(new { volumes = Array.Empty<object>() }) })
            .Route("GET /analys/volymer", Permissions.ImportVolumes)
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analys/volymer", Permissions.ImportVolumes, _ => new(HttpMethod.Post, "/analys/volymer") { Content = new FormUrlEncodedContent([new("_handler", "fil"), new("Text", "")]) })
            .WithCodeLists()
            .Route("GET /analytics/v1/rules/", Permissions.ReadRules)
            .Route("GET /analytics/v1/rules/{measure}", Permissions.ReadRules, _ => new(HttpMethod.Get, "/analytics/v1/rules/signal-shift"))
            .Route("POST /analytics/v1/rules/{measure}/versions", Permissions.EditRules, _ => new(HttpMethod.Post, "/analytics/v1/rules/signal-recent/versions")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { value = 3, validFrom = "2999-01-01", source = "rights" }),
            })
            .Route("GET /analys/regler", Permissions.ReadRules)
            .Route("GET /analys/regler/{Code}", Permissions.EditRules, _ => new(HttpMethod.Get, "/analys/regler/signal-recent"))
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analys/regler/{Code}", Permissions.EditRules, _ => new(HttpMethod.Post, "/analys/regler/signal-recent") { Content = new FormUrlEncodedContent([new("_handler", "regel"), new("Request.Value", "3")]) })
            // Here without neighbours: what they let each reader know of is told by their own tests.
            .Route("GET /analytics/v1/thread/{type}/{id}", CommonPermissions.ReadThread, _ => new(HttpMethod.Get, $"/analytics/v1/thread/deviation/{Guid.NewGuid()}"))
            .Route("GET /analys/trad/{Type}/{Id}", CommonPermissions.ReadThread, _ => new(HttpMethod.Get, $"/analys/trad/deviation/{Guid.NewGuid()}"))
            .Route("GET /analys/handelser", Permissions.ReadEvents)
            .Route("GET /analytics/v1/operations/house", CommonPermissions.ReadOperations)
            .Route("GET /analys/drift", CommonPermissions.ReadOperations)
            .List("GET /analytics/v1/signals/", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analytics/v1/signals?open=true&limit=100"), signals)
            .Row("GET /analytics/v1/signals/{id:guid}", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/signals/{row.Id}"), signals)
            .Row("POST /analytics/v1/signals/{id:guid}/answer", Permissions.AnswerSignals, row => new(HttpMethod.Post, $"/analytics/v1/signals/{row.Id}/answer") { Content = JsonContent.Create(new { meaning = "not-known", answer = "Vi frågar." }) }, answered)
            .List("GET /analys/tecken", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analys/tecken"), signals)
            .Row("GET /analys/tecken/{Id:guid}", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analys/tecken/{row.Id}"), signals)
            .Row("POST /analys/tecken/{Id:guid}", Permissions.ReadCounts, row => Posted($"/analys/tecken/{row.Id}", ("_handler", "svar"), ("Version", "1"), ("Request.Meaning", "NotKnown")), answered)
            .List("GET /analytics/v1/patterns/", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analytics/v1/patterns?limit=100"), patterns)
            .Row("GET /analytics/v1/patterns/{id:guid}", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/patterns/{row.Id}"), patterns)
            .Row("POST /analytics/v1/patterns/{id:guid}/decision", Permissions.DecidePatterns, row => new(HttpMethod.Post, $"/analytics/v1/patterns/{row.Id}/decision") { Headers = { { "If-Match", "\"9\"" } }, Content = JsonContent.Create(new { verdict = "none", words = "Fler rapporterar." }) }, decidedPatterns, HttpStatusCode.PreconditionFailed)
            .List("GET /analys/monster", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analys/monster?lage=alla"), patterns)
            .Row("GET /analys/monster/{Id:guid}", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analys/monster/{row.Id}"), patterns)
            .Row("POST /analys/monster/{Id:guid}", Permissions.ReadCounts, row => Posted($"/analys/monster/{row.Id}", ("_handler", "beslut"), ("Version", "1"), ("Request.Verdict", "None")), decidedPatterns)
            .List("GET /analytics/v1/chart-breaks/", Permissions.ReadCounts, _ => new(HttpMethod.Get, "/analytics/v1/chart-breaks?limit=100"), breaks)
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analytics/v1/chart-breaks/", Permissions.SetLimits, _ => new(HttpMethod.Post, "/analytics/v1/chart-breaks") { Content = JsonContent.Create(new { }) }, HttpStatusCode.BadRequest)
            .Row("POST /analytics/v1/chart-breaks/{id:guid}/undo", Permissions.SetLimits, row => new(HttpMethod.Post, $"/analytics/v1/chart-breaks/{row.Id}/undo") { Headers = { { "If-Match", "\"9\"" } }, Content = JsonContent.Create(new { reason = "Prov." }) }, setBreaks, HttpStatusCode.PreconditionFailed)
            .Route("GET /analys/nya-granser", Permissions.SetLimits, _ => new(HttpMethod.Get, $"/analys/nya-granser?diagram=deviations&enhet={TestUnits.Norrangen}"))
            .Route("POST /analys/nya-granser", Permissions.SetLimits, _ => Posted($"/analys/nya-granser?diagram=deviations&enhet={TestUnits.Norrangen}", ("_handler", "granser")))
            .Row("GET /analys/nya-granser/{Id:guid}", Permissions.SetLimits, row => new(HttpMethod.Get, $"/analys/nya-granser/{row.Id}"), setBreaks)
            .Row("POST /analys/nya-granser/{Id:guid}", Permissions.SetLimits, row => Posted($"/analys/nya-granser/{row.Id}", ("_handler", "angra"), ("Version", "1")), setBreaks)
            .Route("GET /analytics/v1/rebuilds/", CommonPermissions.ReadOperations)
            .Route("GET /analytics/v1/rebuilds/{id:guid}", CommonPermissions.ReadOperations, _ => new(HttpMethod.Get, $"/analytics/v1/rebuilds/{Guid.NewGuid()}"), HttpStatusCode.NotFound)
            // Whoever may ask for one is told what is missing; nothing is counted.
            .Route("POST /analytics/v1/rebuilds/", Permissions.Rebuild, _ => new(HttpMethod.Post, "/analytics/v1/rebuilds") { Content = JsonContent.Create(new { }) }, HttpStatusCode.BadRequest)
            .Route("GET /analys/drift/omrakningar", CommonPermissions.ReadOperations)
            .Row("POST /analys/drift/omrakningar", CommonPermissions.ReadOperations, _ => Posted("/analys/drift/omrakningar", ("_handler", "omrakning"), ("Request.Model", "")),
                [(new("a read model", _ => Task.FromResult(new TestRow("", []))), [Opening.By(Permissions.Rebuild, Reach.All)])], outside: HttpStatusCode.BadRequest)
            // The button is drawn for who may press it: without it the post finds no form.
            .Row("POST /analys/drift", CommonPermissions.ReadOperations, row => new(HttpMethod.Post, "/analys/drift")
            {
                Content = new FormUrlEncodedContent([new("_handler", "igen"), new("Request.Row", $"analytics/failed-messages/{row.Id}")]),
            }, [(RightsMatrix.FailedMessage(sql => host.Scalar<string>(sql)), [Opening.By(CommonPermissions.ResendMessages, Reach.All)])], HttpStatusCode.Found, outside: HttpStatusCode.BadRequest);
    }

    private static async Task<string> SignReview(AnalyticsHost host, RowPosition followed)
    {
        await host.As(TestUsers.QualityDeveloper).GetAsync($"/analytics/v1/follow-ups/{(await followed.Make(TestUsers.QualityDeveloper)).Id}/measurements").Json();
        await AnalyticsHost.Eventually(() => host.Scalar<long>("select count(*) from access_seals").GetAwaiter().GetResult() > 0);
        using var request = RightsMatrix.Review("/analytics/v1");
        return (await host.As(TestUsers.Administrator).SendAsync(request).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }
}
