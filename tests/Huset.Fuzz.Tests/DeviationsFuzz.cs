using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Huset.Deviations;
using Huset.ServiceDefaults;

namespace Huset.Fuzz.Tests;

public sealed partial class FuzzTests
{
    [Fact]
    public async Task Deviations_bears_whatever_comes()
    {
        await using var host = new FuzzHost<DeviationsDb>("deviations");
        await host.InitializeAsync();
        using var deviations = new DeviationsArranged(host);
        await deviations.Arrange();
        await Fuzz(host, "deviations", deviations.Exact, [.. deviations.Addresses]);
    }

    /// <summary>What there is in Deviations before anything is tried, and where its right requests get through.</summary>
    private sealed partial class DeviationsArranged(FuzzHost<DeviationsDb> host) : IDisposable
    {
        private const string Api = "/deviations/v1", Cases = $"{Api}/deviations", Ideas = $"{Api}/ideas", Analyses = $"{Api}/risk-analyses", Meetings = $"{Api}/meetings", Imports = $"{Api}/imports", Pages = "/avvikelser";

        private const string Attachment = """
            with made as (insert into attachments (id, deviation_id, name, media_type, size, stripped, added_by_id, added_by_name, added_at) values (gen_random_uuid(), $1, 'x.png', 'image/png', 3, true, 'x', 'X', now()) returning id),
              filled as (insert into attachment_contents (attachment_id, content) select id, 'abc'::bytea from made)
            select id::text from made
            """;

        // So many of what a request ends, or of what is done once.
        private static readonly int Some = IsWhole ? 20 : 8;

        private static readonly DateOnly Day = SwedishTime.Today(TimeProvider.System);
        private static readonly string Today = Iso(Day), Soon = Iso(Day.AddDays(30)), Before = Iso(TimeProvider.System.GetUtcNow().AddHours(-2)), Now = Iso(TimeProvider.System.GetUtcNow());

        private static readonly (string, string[])[] NoSearch = [("Owner.Words", []), ("Owner.Find", []), ("Search.Words", []), ("Search.Find", [])];
        private static readonly (string, string[])[] ActionBody = [("ownerId", [$"{TestUsers.Manager.Id}"]), ("causeId", []), ("cause", ["""{"area":"staffing","text":"Vikarie utan delegering."}"""])];

        private static readonly (string, string[])[] ActionForm =
        [
            .. NoSearch, ("Request.OwnerId", [$"{TestUsers.Manager.Id}"]), ("Request.CauseId", []), ("Request.Cause", []), ("Request.Cause.Area", ["staffing"]), ("Request.Cause.Text", ["Vikarie."]),
            ("Request.PlannedStart", ["2090-01-01"]), ("Request.DueAt", ["2090-02-01"]), ("Request.EffectCheckAt", ["2090-03-01"]),
        ];

        private readonly HttpClient manager = Client(host, TestUsers.Manager), lex = Client(host, TestUsers.LexInvestigator), administrator = Client(host, TestUsers.Administrator);

        public List<(string Path, string[] Addresses)> Addresses { get; } = [];

        public Dictionary<string, Given> Exact { get; } = [];

        public async Task Arrange()
        {
            await Settings();
            await Handling();
            await Proposals();
            await Tracks();
            await Attachments();
            await Appointments();
            await Duties();
            await Sharing();
            await ImprovementIdeas();
            await UnitMeetings();
            await RiskAnalyses();
            await Cooperations();
            await Councils();
            await TakenIn();
            // The log is sealed each second, and only what is sealed can be signed.
            await FuzzHost<DeviationsDb>.Eventually(() => administrator.Post($"{Api}/access-log/reviews", new { from = "2026-01-01", to = "2026-02-01", lookedAt = "Ett stickprov.", finding = "none" }).Result.IsSuccessStatusCode);
        }

        public void Dispose()
        {
            foreach (var client in new[] { manager, lex, administrator }) client.Dispose();
        }

        private async Task Settings()
        {
            // Else a unit may have a few ideas begun at a time.
            await administrator.Post($"{Api}/thresholds", new { measure = "ideas-begun", value = 100, validFrom = Today, source = "Prov" }).Json(HttpStatusCode.Created);
            var notice = await host.Scalar<string>("insert into notices (id, person_id, kind, deviation_id, case_reference, at) values (gen_random_uuid(), $1, 'answered', gen_random_uuid(), 'AVV-2026-0001', now()) returning id::text", $"{TestUsers.Manager.Id}");
            string[] Codes(string start) => [.. Enumerable.Range(0, 40).Select(number => $"{start}-{number}")];

            Give("POST", $"{Api}/rules", null, ("validFrom", Later), ("kind", ["days"]), ("amount", ["3"]), ("startEvent", ["reported"]), ("endEvent", ["answered"]), ("targetKind", []), ("targetAmount", []), ("escalateAfter", []));
            Give("PUT", $"{Api}/rules", null, ("validFrom", Later), ("kind", ["days"]), ("amount", ["3"]), ("startEvent", ["reported"]), ("endEvent", ["answered"]), ("targetKind", []), ("targetAmount", []), ("escalateAfter", []));
            Give("POST", $"{Pages}/regler/ny", null, ("Request.UnitCode", []), ("Request.Kind", ["Days"]), ("Request.StartEvent", ["Reported"]), ("Request.EndEvent", ["Answered"]), ("Request.ValidFrom", Later), ("Request.TargetKind", []), ("Request.TargetAmount", []), ("Request.EscalateAfter", []), ("Do", []));
            Give("POST", $"{Api}/thresholds", null, ("measure", ["investigate-from-score"]), ("value", ["4"]), ("validFrom", Later));
            Give("POST", $"{Api}/required-parts", null, ("code", Codes("del")), ("validFrom", Later));
            Give("POST", $"{Pages}/regler/delar/ny", null, ("Request.Code", Codes("sida")), ("Request.ValidFrom", Later));
            Give("POST", $"{Pages}/notiser", null, ("Notice", ["alla"]));
            At($"{Api}/notices/{{id}}/read", [new(notice)], TestUsers.Manager);
            At($"{Pages}/regler/{{Id}}", await Listed("rules"), null, ("Request.ValidTo", Later));
            At($"{Pages}/regler/granser/{{Id}}", await Listed("thresholds"), null, ("Request.ValidFrom", Later));
            At($"{Pages}/regler/delar/{{Id}}", await Listed("required-parts"), null, ("Request.ValidTo", Later));
            // Only categories have a topic.
            (string, string[])[] code = [("topic", []), ("Request.Topic", []), ("Request.ValidTo", ["2099-01-01"])];
            To($"{Api}/code-lists/{{name}}", [$"{Api}/code-lists/cause-areas"], null, code);
            To($"{Api}/code-lists/{{name}}/{{code}}", [$"{Api}/code-lists/cause-areas/staffing", $"{Api}/code-lists/cause-areas/barriers"], null, code);
            To($"{Pages}/kodlistor/{{List}}/{{Code}}", [$"{Pages}/kodlistor/cause-areas/equipment", $"{Pages}/kodlistor/categories/dose-late"], null, code);
            To($"{Pages}/ny-kod/{{List}}", [$"{Pages}/ny-kod/categories"], null, [.. code, ("Request.Code", Codes("kod"))]);
            var filters = await Rows(async number => new("", Part: (await Made($"{Api}/saved-filters", new { name = $"Urval {number}", query = "lage=reported" })).Id()));
            At($"{Api}/saved-filters/{{filterId}}/removal", filters, TestUsers.Manager);
            Give("POST", $"{Pages}/urval", null, ("Request.Query", ["lage=reported"]));
        }

        // Each step of the main job in cases of its own, so that no other step is ahead of it.
        private async Task Handling()
        {
            Give("POST", Cases, null, ("nature", ["happened"]), ("category", []), ("affected", []), ("activityId", []), ("routineId", []));
            Give("POST", $"{Cases}/collective", null, ("kind", ["health-care"]), ("counts", ["""[{"category":"signature-missing","number":7}]"""]));
            Give("POST", $"{Pages}/ny", null, ("Request.Nature", ["Happened"]), ("Request.Category", []), ("Request.Topic", []), ("Request.Affected", []));
            (string, string[])[] cause = [("Request.Area", ["staffing"]), ("Request.Revision", []), ("Asked.What", []), ("Asked.RoutineId", []), ("Asked.ActivityId", []), ("Another", [])];
            (string, string[])[] noted = [("track", []), ("on", [Today]), ("Request.Track", []), ("Request.On", [Today]), ("Request.Time", ["02:15"])];
            (string, Step, (string, string[])[])[] operations =
            [
                ("", Step.Reported, []), ("/answer", Step.Reported, []), ("/assessment", Step.Reported, []), ("/case-file", Step.Reported, []), ("/deadlines", Step.Reported, []), ("/history", Step.Reported, []),
                ("/pauses", Step.Reported, [("until", [Soon])]), ("/place", Step.Reported, [("activityId", []), ("routineId", [])]), ("/registry-number", Step.Reported, []), ("/tracks", Step.Reported, [("measures", [$$"""[{"what":"Extra tillsyn.","dueAt":"{{Soon}}"}]"""])]),
                ("/causes", Step.Assessed, []), ("/causes/{causeId}", Step.Caused, []), ("/causes/{causeId}/acceptance", Step.Caused, []),
                ("/actions", Step.Caused, ActionBody), ("/actions/{actionId}", Step.Planned, ActionBody), ("/actions/{actionId}/completion", Step.Planned, []), ("/actions/{actionId}/effect-check", Step.Completed, []),
                ("/closure", Step.Checked, []), ("/reopening", Step.Closed, []),
                ("/notes", Step.Reported, noted), ("/timeline-entries", Step.Reported, noted),
            ];
            foreach (var (path, step, values) in operations) At($"{Cases}/{{id}}{path}", await Rows(_ => Case(step)), TestUsers.Manager, values);
            (string, Step, (string, string[])[])[] pages =
            [
                ("", Step.Reported, []), ("/akt", Step.Reported, []), ("/bedom", Step.Reported, []), ("/overlamna", Step.Reported, [("More", []), ("Request.Measures", [])]), ("/paus", Step.Reported, [("Request.Until", [Soon]), ("Do", [])]),
                ("/steg", Step.Reported, [("Request.Category", []), ("Request.Topic", [])]), ("/svar", Step.Reported, []),
                ("/orsak", Step.Assessed, cause), ("/orsak/{CauseId}", Step.Caused, cause), ("/orsak/{CauseId}/godta", Step.Caused, []),
                ("/atgard", Step.Caused, ActionForm), ("/atgard/{ActionId}", Step.Planned, ActionForm), ("/atgard/{ActionId}/gjord", Step.Planned, []), ("/atgard/{ActionId}/effekt", Step.Completed, []),
                ("/avsluta", Step.Checked, []), ("/oppna", Step.Closed, []),
                ("/anteckningar", Step.Reported, noted), ("/tidslinje", Step.Reported, noted),
            ];
            foreach (var (path, step, values) in pages) await Page($"{{Id}}{path}", await Rows(_ => Case(step)), $"{Cases}/{{id}}", TestUsers.Manager, values);
            var paused = await Rows(_ => Reported());
            foreach (var (id, _, _, _) in paused) await Done($"{Cases}/{id}/pauses", new { until = Soon, reason = "Väntar på svar." });
            At($"{Cases}/{{id}}/pauses/end", paused, TestUsers.Manager);
            Task<List<Row>> Timed() => Rows(async _ =>
            {
                var row = await Reported();
                return row with { Part = (await Made($"{Cases}/{row.Id}/timeline-entries", new { on = Today, time = "02:15", what = "Larmet gick.", source = "Larmloggen" })).Id() };
            });
            At($"{Cases}/{{id}}/timeline-entries/{{entryId}}", await Timed(), TestUsers.Manager, noted);
            await Page("{Id}/tidslinje/{EntryId}", await Timed(), $"{Cases}/{{id}}", TestUsers.Manager, noted);
            // What one owns oneself.
            At($"{Api}/actions/{{actionId}}", await Rows(_ => Case(Step.Planned)), TestUsers.Manager);
            At($"{Api}/actions/{{actionId}}/completion", await Rows(_ => Case(Step.Planned)), TestUsers.Manager);
            At($"{Pages}/atgarder/{{ActionId}}", await Rows(_ => Case(Step.Planned)), TestUsers.Manager);
            // Drawn whatever the lot.
            async Task<List<Row>> Drawn() => await Rows(async _ => new(await host.Scalar<string>(
                "insert into second_assessments (id, deviation_id, case_reference, unit_code, first_severity, first_probability, first_by_id, drawn_at, version) select gen_random_uuid(), id, reference, unit_code, 2, 2, 'x', now(), 1 from deviations where id = $1 returning id::text",
                Guid.Parse((await Reported()).Id))));
            At($"{Api}/second-assessments/{{id}}", await Drawn(), TestUsers.QualityDeveloper);
            At($"{Pages}/andra-bedomning/{{Id}}", await Drawn(), TestUsers.QualityDeveloper);
        }

        // What MAS plans waits for the manager.
        private async Task Proposals()
        {
            using var mas = Client(host, TestUsers.Mas);
            Task<List<Row>> Proposed() => Rows(async _ =>
            {
                var row = await Case(Step.Caused, "health-care");
                return row with { Action = (await mas.Post($"{Cases}/{row.Id}/actions", Plan(row.Cause)).Json(HttpStatusCode.Created)).Id() };
            });
            At($"{Cases}/{{id}}/actions/{{actionId}}/decision", await Proposed(), TestUsers.Manager, ("outcome", ["approved", "rejected", "partly"]), ("what", ["En delegerad."]), ("reason", ["Vi börjar så."]));
            await Page("{Id}/atgard/{ActionId}/beslut", await Proposed(), $"{Cases}/{{id}}", TestUsers.Manager, ("Request.Outcome", ["Approved", "Rejected", "Partly"]));
        }

        // Cases in lex Sarah whose every part is written, and such as are only handed over.
        private async Task Tracks()
        {
            var parts = (await lex.GetAsync($"{Api}/required-parts?limit=100&track=lex-sarah").Json()).GetProperty("items").EnumerateArray().Select(part => part.GetProperty("code").GetString()).ToList();
            Task<List<Row>> HandedOver() => Rows(async _ =>
            {
                var row = await Reported("social-care", new { harm = "serious" });
                await Done($"{Cases}/{row.Id}/tracks", new { track = "lex-sarah", reason = "Allvarligt." });
                return row with { Part = "lex-sarah" };
            });
            async Task<List<Row>> Investigated()
            {
                var rows = await HandedOver();
                foreach (var (row, part) in rows.SelectMany(row => parts.Select(part => (row, part))))
                    await lex.PutAsJsonAsync($"{Cases}/{row.Id}/investigation/parts/{part}", new { text = "Larmet var ur funktion.", kind = "fact", source = "Larmloggen", title = "Utredare" }).Json();
                return rows.ConvertAll(row => row with { Part = "event" });
            }

            async Task<List<Row>> Notified(string slag)
            {
                var rows = await Investigated();
                foreach (var row in rows)
                {
                    await lex.PutAsJsonAsync($"{Cases}/{row.Id}/ivo-notification", new { sentOn = Today, registryNumber = "SN 2026/1", investigationSentOn = Today }).Json();
                }
                return rows.ConvertAll(row => row with { Part = slag });
            }
            Task<List<Row>> Patients() => Rows(async _ =>
            {
                var row = await Reported("health-care", new { harm = "serious" });
                await Done($"{Cases}/{row.Id}/tracks", new { track = "lex-maria", reason = "Allvarligt." });
                return row with { Part = "measures" };
            });
            (string, string[])[] told = [("party", ["individual"]), ("on", [Today]), ("Request.Party", ["Individual"]), ("Request.On", [Today])];

            At($"{Cases}/{{id}}/patient-points/{{point}}", await Patients(), TestUsers.Mas, told);
            await Page("{Id}/patientinformation/{Point}", await Patients(), $"{Cases}/{{id}}", TestUsers.Mas, told);
            At($"{Cases}/{{id}}/ivo-notification/steps", await Notified(""), TestUsers.LexInvestigator, ("track", ["lex-sarah"]), ("kind", ["receipt", "supplement"]), ("on", [Today]), ("reference", ["8.1-1/2026"]), ("text", ["Journalen skickades."]));
            await Page("{Id}/ivo/{Slag}", await Notified("kvittens"), $"{Cases}/{{id}}", TestUsers.LexInvestigator, ("Request.On", [Today]), ("Request.Reference", ["8.1-1/2026"]));
            // Nobody who has been here is asked for: the unit's manager does it.
            (string, string[])[] given = [.. NoSearch, ("track", ["lex-sarah"]), ("ownerId", []), ("dueAt", [Soon]), ("Request.Track", ["LexSarah"]), ("Request.OwnerId", []), ("Request.DueAt", [Soon])];
            At($"{Cases}/{{id}}/unit-tasks", await HandedOver(), TestUsers.LexInvestigator, given);
            await Page("{Id}/uppgift", await HandedOver(), $"{Cases}/{{id}}", TestUsers.LexInvestigator, given);
            Task<List<Row>> Given() => Rows(async _ =>
            {
                var row = await Reported("social-care");
                await Done($"{Cases}/{row.Id}/tracks", new { track = "lex-sarah", reason = "Allvarligt." });
                return new((await lex.Post($"{Cases}/{row.Id}/unit-tasks", new { what = "Gå igenom larmrutinen.", dueAt = Soon }).Json(HttpStatusCode.Created)).Id());
            });
            const string UnitTasks = $"{Api}/unit-tasks/{{id}}";
            At(UnitTasks, await Given(), TestUsers.Manager);
            At($"{UnitTasks}/completion", await Given(), TestUsers.Manager);
            To($"{Pages}/uppgifter/{{TaskId}}", (await Given()).Select(row => $"{Pages}/uppgifter/{row.Id}"), TestUsers.Manager, ("Version", ["1"]));
            await Page("{Id}/utreda", await HandedOver(), $"{Cases}/{{id}}", TestUsers.LexInvestigator, ("Request.Track", ["LexSarah"]), ("Request.Investigate", ["true", "false"]));
            At($"{Cases}/{{id}}/tracks/{{track}}/return", await HandedOver(), TestUsers.LexInvestigator);
            await Page("{Id}/aterlamna/{Track}", await HandedOver(), $"{Cases}/{{id}}", TestUsers.LexInvestigator);
            (string, (string, string[])[])[] operations =
            [
                ("investigation", [("investigate", ["true"])]), ("investigation/parts/{part}", []), ("decision", []), ("ivo-notification/document", []), ("ivo-notification", [("sentOn", [Today]), ("investigationSentOn", [Today])]), ("informed", [("on", [Today])]),
            ];
            foreach (var (path, values) in operations) At($"{Cases}/{{id}}/{path}", await Investigated(), TestUsers.LexInvestigator, [("track", ["lex-sarah"]), .. values]);
            (string, (string, string[])[])[] pages =
            [
                ("utredning", []), ("utredning/{Part}", []), ("beslut", []), ("ivo/anmalan", []), ("ivo", [("Request.SentOn", [Today]), ("Request.InvestigationSentOn", [Today])]), ("informerad", [("Request.On", [Today])]),
            ];
            foreach (var (path, values) in pages) await Page($"{{Id}}/{path}", await Investigated(), $"{Cases}/{{id}}", TestUsers.LexInvestigator, [("Request.Track", ["LexSarah"]), .. values]);
        }

        private async Task Attachments()
        {
            // Several in each, to return and to remove.
            Task<List<Row>> Attached() => Rows(async _ =>
            {
                var row = await Reported();
                for (var file = 0; file < 3; file++) row = row with { Part = await host.Scalar<string>(Attachment, Guid.Parse(row.Id)) };
                return row;
            });
            foreach (var path in new[] { $"{Cases}/{{id}}/attachments", $"{Cases}/{{id}}/attachments/{{attachmentId}}", $"{Pages}/{{Id}}/bilaga", $"{Pages}/{{Id}}/bilaga/{{AttachmentId}}" }) At(path, await Attached(), TestUsers.Manager);
        }

        private async Task Appointments()
        {
            TestUser[] known = [TestUsers.Employee, TestUsers.Manager, TestUsers.AreaManager, TestUsers.Mas, TestUsers.LexInvestigator, TestUsers.QualityDeveloper, TestUsers.WorkEnvironment];
            // Who has been here can be appointed.
            foreach (var user in known)
            {
                using var client = Client(host, user);
                await client.GetAsync(Cases).Json();
            }
            string[] ids = [.. known.Select(user => $"{user.Id}")];
            var year = 2100;
            Task<List<Row>> Appointed() => Rows(async _ => new((await Made($"{Api}/assignments", new
            {
                kind = "topic-representative",
                topic = "medicines",
                unitCode = TestUnits.Kullen,
                personId = $"{TestUsers.Employee.Id}",
                validFrom = $"{year++}-01-01",
                validTo = $"{year}-01-01",
            })).Id()));
            await Made($"{Api}/assignments", new { kind = "safety-representative", unitCode = TestUnits.Norrangen, personId = $"{TestUsers.Employee.Id}", validFrom = "2020-01-01" });

            Give("POST", $"{Api}/assignments", TestUsers.WorkEnvironment, ("kind", ["safety-representative"]), ("topic", []), ("personId", ids), ("validTo", []));
            Give("POST", $"{Pages}/uppdrag/nytt", TestUsers.WorkEnvironment, [("Request.Kind", ["SafetyRepresentative"]), ("Request.Topic", []), ("Request.PersonId", ids), ("Request.UnitCode", TestUnits.Codes), ("Request.ValidTo", []), .. NoSearch]);
            At($"{Api}/assignments/{{id}}", await Appointed());
            At($"{Api}/assignments/{{id}}/end", await Appointed(), TestUsers.Manager);
            await Page("uppdrag/{Id}", await Appointed(), $"{Api}/assignments/{{id}}", TestUsers.Manager, ("Request.ValidTo", [Today]));
        }

        // What the law demands of a work injury and of a breach.
        private async Task Duties()
        {
            Task<List<Row>> Unbegun() => Rows(_ => Reported("work-environment"));
            Task<List<Row>> Begun(string part, string breachPart) => Rows(async number =>
            {
                var (kind, nature, written) = number % 2 == 0 ? ("work-environment", "injury", part) : ("information-security", "disclosed", breachPart);
                var row = await Reported(kind);
                await manager.PutAsJsonAsync($"{Cases}/{row.Id}/duties", new { knownAt = Before, nature }).Json();
                return row with { Part = written };
            });
            Task<List<Row>> Injuries() => Rows(async _ =>
            {
                var row = await Reported("work-environment");
                await manager.PutAsJsonAsync($"{Cases}/{row.Id}/duties", new { knownAt = Before, nature = "injury" }).Json();
                return row;
            });
            var injuries = await Injuries();
            using var employee = Client(host, TestUsers.Employee);
            // Soon known to be the unit's safety representative.
            await FuzzHost<DeviationsDb>.Eventually(() => employee.GetAsync($"{Cases}/{injuries[0].Id}/duties").Result.IsSuccessStatusCode);
            const string Read = $"{Cases}/{{id}}/duties";

            At(Read, await Unbegun(), TestUsers.Manager, ("knownAt", [Before]), ("nature", ["injury"]));
            At($"{Read}/dismissal", await Unbegun(), TestUsers.Manager);
            At($"{Read}/parts/{{part}}", await Begun("causes", "event"), TestUsers.Manager);
            At($"{Read}/{{duty}}", await Begun("work-authority", "data-authority"), TestUsers.Manager, ("required", ["true"]), ("doneAt", [Now]));
            At($"{Read}/{{duty}}/document", await Begun("work-authority", "data-authority"), TestUsers.Manager);
            At($"{Pages}/{{Id}}/skyldigheter/{{Duty}}/anmalan", await Begun("work-authority", "data-authority"), TestUsers.Manager);
            At($"{Read}/statement", injuries, TestUsers.Employee);
            await Page("{Id}/skyldigheter", await Unbegun(), Read, TestUsers.Manager);
            await Page("{Id}/skyldigheter/andra", await Unbegun(), Read, TestUsers.Manager, ("Request.Nature", ["injury"]), ("Request.KnownAt", [SwedishTime.Local(TimeProvider.System.GetUtcNow().AddHours(-1)).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)]));
            await Page("{Id}/skyldigheter/ingen", await Unbegun(), Read, TestUsers.Manager);
            await Page("{Id}/skyldigheter/del/{Part}", await Begun("causes", "event"), Read, TestUsers.Manager);
            await Page("{Id}/skyldigheter/{Duty}", await Begun("work-authority", "data-authority"), Read, TestUsers.Manager, ("Request.DoneAt", []), ("Request.Receipt", []));
            await Page("{Id}/skyldigheter/yttrande", await Injuries(), Read, TestUsers.Employee);
        }

        // What went well, and tips.
        private async Task Sharing()
        {
            At($"{Cases}/{{id}}/example", await Rows(_ => Reported("social-care", new { nature = "good" })), TestUsers.Manager);
            await Page("{Id}/sprid", await Rows(_ => Reported("social-care", new { nature = "good" })), $"{Cases}/{{id}}", TestUsers.Manager);
            var tip = await Made($"{Api}/tips", Report("social-care", new { }));
            var code = tip.GetProperty("code").GetString()!;
            Give("POST", $"{Api}/tips/answer", null, ("code", [code]));
            Give("POST", $"{Pages}/tipsa/svar", null, ("Request.Code", [code]));
        }

        private async Task ImprovementIdeas()
        {
            TestUser by = TestUsers.Manager, developer = TestUsers.QualityDeveloper;
            string[] others = [.. TestUnits.Codes.Except([TestUnits.Norrangen])];
            Task<List<Row>> Left(IdeaStep step = IdeaStep.New, string part = "") => Rows(async _ => await Idea(step) is var row && part.Length > 0 ? row with { Part = part } : row);
            async Task<string[]> Lists(int size) => [.. (await Rows(async _ => new(JsonSerializer.Serialize(await Task.WhenAll(Enumerable.Range(0, size).Select(async _ => (await Idea(IdeaStep.New)).Id)))))).Select(row => row.Id)];
            var joint = await Rows(async _ => new((await Made($"{Ideas}/joint", new { title = "Nycklar", text = "En tavla.", ideaIds = new[] { (await Idea(IdeaStep.New)).Id, (await Idea(IdeaStep.New)).Id } })).Id()), 2);

            Give("POST", Ideas, null, ("decisionId", []));
            Give("POST", $"{Pages}/forbattringar/ny", null, ("Request.DecisionId", []), ("Request.Theme", []), ("Request.Waste", []));
            Give("POST", $"{Ideas}/joint", by, ("ideaIds", await Lists(2)), ("unitCode", [TestUnits.Norrangen]));
            At($"{Ideas}/{{id}}/parts", joint, by, ("ideaIds", await Lists(1)));
            At($"{Ideas}/{{id}}", await Left(), by);
            At($"{Ideas}/{{id}}/vote", await Left(), TestUsers.Employee);
            At($"{Ideas}/{{id}}/status", await Left(), by, ("status", ["prioritised", "ongoing", "closed"]), ("priority", ["high"]), ("reason", ["Finns redan."]));
            At($"{Ideas}/{{id}}/cycles", await Left(IdeaStep.Begun), by);
            At($"{Ideas}/{{id}}/cycles/{{cycleId}}", await Left(IdeaStep.OnTrial), by);
            At($"{Ideas}/{{id}}/spread", await Left(IdeaStep.Tried), developer, ("unitCode", others));
            await Page("forbattringar/{Id}", await Left(), $"{Ideas}/{{id}}", by, ("Wants", ["ja", "nej"]));
            await Page("forbattringar/{Id}/andra", await Left(), $"{Ideas}/{{id}}", by, ("Request.Theme", []), ("Request.Waste", []));
            await Page("forbattringar/{Id}/lage/{To}", await Left(part: "prioritised"), $"{Ideas}/{{id}}", by);
            await Page("forbattringar/{Id}/prov", await Left(IdeaStep.Begun), $"{Ideas}/{{id}}", by, ("Request.Before", ["12,5"]));
            await Page("forbattringar/{Id}/prov/{CycleId}", await Left(IdeaStep.OnTrial), $"{Ideas}/{{id}}", by, ("Request.After", ["2"]));
            await Page("forbattringar/{Id}/sprid", await Left(IdeaStep.Tried), $"{Ideas}/{{id}}", developer, ("Request.UnitCode", others));
        }

        // A month of its own for each page, whose form says which version of the meeting it was written on.
        private async Task UnitMeetings()
        {
            (string, string[])[] decision = [.. NoSearch, ("ownerId", [$"{TestUsers.Manager.Id}"]), ("actionId", []), ("Request.OwnerId", [$"{TestUsers.Manager.Id}"]), ("Request.ActionId", [])];
            var month = new DateOnly(2020, 1, 1);
            async Task<List<Row>> Held(Func<string, Task<string>> make) => await Rows(async _ =>
            {
                var held = (month = month.AddMonths(1)).ToString("yyyy-MM", CultureInfo.InvariantCulture);
                return new(held, Part: await make(held));
            }, Math.Min(Some, 12));
            async Task<string> Happened(string held) => (await Reported("social-care", new { occurredAt = $"{held}-05T08:00:00Z" })).Id;
            async Task<string> Decided(string held) => (await Made($"{Meetings}/{TestUnits.Norrangen}/{held}/decisions", new { text = "En nyckeltavla provas." }, HttpStatusCode.OK)).GetProperty("decisions")[0].Id();
            void Api(string path, List<Row> rows, params (string, string[])[] values) => To($"{Meetings}/{{unitCode}}/{{month}}{path}", rows.Select(row => $"{Meetings}/{TestUnits.Norrangen}/{row.Id}{Filled(path, row)}"), TestUsers.Manager, values);
            void Form(string path, List<Row> rows, string version, params (string, string[])[] values) =>
                To($"{Pages}/mote/{path}", rows.Select(row => $"{Pages}/mote/{Filled(path, row)}?enhet={TestUnits.Norrangen}&manad={row.Id}"), TestUsers.Manager, [.. values, ("Version", [version])]);

            var (happened, decided) = (await Held(Happened), await Held(Decided));
            Api("", happened);
            Api("/cases/{deviationId}", happened);
            Api("/decisions", happened, decision);
            Api("/decisions/{decisionId}", decided, decision);
            Form("anteckna", await Held(Happened), "0");
            Form("beslut", await Held(Happened), "0", decision);
            Form("beslut/{DecisionId}", await Held(Decided), "1", decision);
            Form("handelse/{DeviationId}", await Held(Happened), "0");
        }

        private async Task RiskAnalyses()
        {
            var by = TestUsers.Manager;
            (string, string[])[] places = [("processId", []), ("activityId", []), ("routineId", []), ("Request.Occasion", ["new-system"])], owner = [.. NoSearch, ("ownerId", [$"{by.Id}"]), ("Request.OwnerId", [$"{by.Id}"])];
            Task<List<Row>> Analysed(RiskAnalysisStatus status, bool isWhole = true) => Rows(_ => Analysis(status, isWhole));

            Give("POST", Analyses, by, [.. places, ("unitCode", [TestUnits.Norrangen])]);
            Give("POST", $"{Pages}/riskanalyser/ny", by, places);
            (string, RiskAnalysisStatus, bool, (string, string[])[])[] operations =
            [
                ("", RiskAnalysisStatus.Draft, false, [.. places, ("unitCode", [TestUnits.Norrangen])]),
                ("/risks", RiskAnalysisStatus.Draft, false, []), ("/risks/{riskId}", RiskAnalysisStatus.Draft, false, []), ("/risks/{riskId}/actions", RiskAnalysisStatus.Draft, false, owner),
                ("/actions/{actionId}/completion", RiskAnalysisStatus.Draft, true, []), ("/work-environment", RiskAnalysisStatus.Draft, false, []), ("/cooperation", RiskAnalysisStatus.Draft, false, [("on", [Today])]),
                ("/assessment", RiskAnalysisStatus.Draft, true, []), ("/approval", RiskAnalysisStatus.Assessed, true, [("followUpOn", Later)]), ("/follow-up", RiskAnalysisStatus.Approved, true, []), ("/closure", RiskAnalysisStatus.FollowedUp, true, []),
            ];
            foreach (var (path, status, isWhole, values) in operations) At($"{Analyses}/{{id}}{path}", await Analysed(status, isWhole), by, values);
            (string, RiskAnalysisStatus, bool, (string, string[])[])[] pages =
            [
                ("", RiskAnalysisStatus.Draft, true, [("Step", ["assess"])]), ("/andra", RiskAnalysisStatus.Draft, false, places),
                ("/risk", RiskAnalysisStatus.Draft, false, []), ("/risk/{RiskId}", RiskAnalysisStatus.Draft, false, []), ("/risk/{RiskId}/atgard", RiskAnalysisStatus.Draft, false, owner),
                ("/arbetsmiljo", RiskAnalysisStatus.Draft, false, []), ("/samverkan", RiskAnalysisStatus.Draft, false, [("Request.Form", ["mbl-11"]), ("Request.On", [Today])]),
                ("/godkann", RiskAnalysisStatus.Assessed, true, [("Request.FollowUpOn", Later)]), ("/uppfoljning", RiskAnalysisStatus.Approved, true, []),
            ];
            foreach (var (path, status, isWhole, values) in pages) await Page($"riskanalyser/{{Id}}{path}", await Analysed(status, isWhole), $"{Analyses}/{{id}}", by, values);
        }

        // What is sent to other principals, and what comes back; those that are sent to are not changed, so that they can be sent to.
        private async Task Cooperations()
        {
            TestUser by = TestUsers.Manager, registrar = TestUsers.Administrator;
            const string Sent = $"{Api}/cooperations", Partners = $"{Api}/partners";
            var number = 0;
            Task<List<Row>> Registered() => Rows(async _ => new((await administrator.Post(Partners, new { name = $"Region {number++}", type = "region", address = "SDK: avvikelser", validFrom = "2020-01-01" }).Json(HttpStatusCode.Created)).Id()));
            string[] sentTo = [.. (await Registered()).Select(row => row.Id)], names = [.. Enumerable.Range(0, 200).Select(other => $"Kommun {other}")];
            Task<List<Row>> Gone() => Rows(async _ => new((await Made($"{Cases}/{(await Reported()).Id}/cooperations", new { partnerId = sentTo[0], text = "Hur säkrar ni listan?", secrecy = "Inget är sekretessbelagt.", way = "letter" })).Id()));
            (string, string[])[] partner = [("name", names), ("validTo", []), ("Request.Name", names), ("Request.Type", ["Region"]), ("Request.ValidFrom", [Today]), ("Request.ValidTo", [])];
            (string, string[])[] sending = [("partnerId", sentTo), ("answerWantedBy", []), ("Request.PartnerId", sentTo), ("Request.Parts", ["When"]), ("Request.Way", ["Letter"]), ("Request.AnswerWantedBy", [])];

            Give("POST", Partners, registrar, partner);
            Give("POST", $"{Pages}/samverkan/parter/ny", registrar, [.. partner, ("Version", [])]);
            At($"{Partners}/{{id}}", await Registered(), registrar, partner);
            await Page("samverkan/parter/{Id}", await Registered(), $"{Partners}/{{id}}", registrar, partner);
            At($"{Cases}/{{id}}/cooperations", await Rows(_ => Reported()), by, sending);
            await Page("{Id}/samverkan", await Rows(_ => Reported()), $"{Cases}/{{id}}", by, sending);
            foreach (var path in new[] { "", "/receipt", "/answer", "/closure" }) At($"{Sent}/{{id}}{path}", await Gone(), by, ("receivedOn", [Today]), ("answeredOn", [Today]));
            await Page("samverkan/{Id}", await Gone(), $"{Sent}/{{id}}", by, ("Request.Step", ["Received", "Answered", "Closed"]), ("Request.On", [Today]), ("Request.Text", ["RS 2026-4411"]));
        }

        // A council where the manager sits, what it is told and proposes, and others to be kept.
        private async Task Councils()
        {
            TestUser by = TestUsers.Manager, keeper = TestUsers.Administrator;
            const string Councils = $"{Api}/councils", Told = $"{Api}/council-cases", Proposals = $"{Api}/council-proposals";
            var number = 0;
            string[] names = [.. Enumerable.Range(0, 200).Select(other => $"Råd {other}")], guests = [.. Enumerable.Range(0, 200).Select(other => $"gast{other}")];
            var region = (await administrator.Post($"{Api}/partners", new { name = "Region Råd", type = "region", address = "SDK: råd", validFrom = "2020-01-01" }).Json(HttpStatusCode.Created)).Id();
            async Task<string> Made() => (await administrator.Post(Councils, new { name = $"Gemensamt {number++}", partnerIds = new[] { region }, validFrom = "2020-01-01" }).Json(HttpStatusCode.Created)).Id();
            static string Json(string only) => JsonSerializer.Serialize(new[] { only });
            var council = await Made();
            await administrator.Post($"{Councils}/{council}/members", new { personId = $"{by.Id}", validFrom = "2020-01-01", validTo = "2099-01-01" }).Json(HttpStatusCode.Created);
            await FuzzHost<DeviationsDb>.Eventually(() => manager.GetAsync($"{Councils}/{council}/overview").Result.IsSuccessStatusCode);
            Task<List<Row>> Kept() => Rows(async _ => new(await Made()));
            Task<List<Row>> Sitting() => Rows(async _ =>
            {
                var id = await Made();
                var seated = await administrator.Post($"{Councils}/{id}/members", new { username = "g", name = "G", partnerId = region, validFrom = "2020-01-01", validTo = "2099-01-01" }).Json(HttpStatusCode.Created);
                return new(id, Part: seated.GetProperty("members")[0].Id());
            });
            var story = new { theme = "discharge", title = "Listan", what = "Den kom inte.", question = "Hur gör ni?", deIdentified = true };
            Task<List<Row>> Open() => Rows(async _ => new((await this.Made($"{Councils}/{council}/cases", story)).Id()));
            var told = await Open();
            Task<List<Row>> Proposed(bool sent) => Rows(async _ =>
            {
                var proposal = new { theme = "discharge", title = "Listan", text = "Dagen före.", caseIds = new[] { told[0].Id }, partnerIds = sent ? [] : new[] { region }, unitCodes = sent ? new[] { TestUnits.Norrangen } : [] };
                var made = await this.Made($"{Councils}/{council}/proposals", proposal);
                return new(made.Id(), Part: made.GetProperty("recipients")[0].Id());
            });
            (string, string[])[] kept = [("name", names), ("partnerIds", [Json(region)]), ("validTo", []), ("Request.Name", names), ("Request.PartnerIds", [region]), ("Request.ValidFrom", [Today]), ("Request.ValidTo", [])];
            (string, string[])[] seat =
            [
                .. NoSearch, ("personId", []), ("username", guests), ("partnerId", [region]), ("validFrom", [Today]), ("validTo", ["2099-01-01"]),
                ("Request.PersonId", []), ("Request.Username", guests), ("Request.PartnerId", [region]), ("Request.ValidFrom", [Today]), ("Request.ValidTo", ["2099-01-01"]),
            ];
            (string, string[])[] written =
            [
                ("councilId", [council]), ("parts", []), ("theme", ["discharge"]), ("deIdentified", ["true"]),
                ("Request.CouncilId", [council]), ("Request.Parts", ["When"]), ("Request.Theme", ["discharge"]), ("Request.DeIdentified", ["true"]),
            ];
            (string, string[])[] proposing =
            [
                ("theme", ["discharge"]), ("caseIds", [Json(told[0].Id)]), ("unitCodes", [Json(TestUnits.Norrangen)]), ("partnerIds", []),
                ("Request.Theme", ["discharge"]), ("Request.CaseIds", [told[0].Id]), ("Request.UnitCodes", [TestUnits.Norrangen]), ("Request.PartnerIds", []),
            ];

            Give("POST", Councils, keeper, kept);
            Give("POST", $"{Pages}/rad/nytt", keeper, [.. kept, ("Version", [])]);
            At($"{Councils}/{{id}}", await Kept(), keeper, kept);
            await Page("rad/{Id}/andra", await Kept(), $"{Councils}/{{id}}", keeper, kept);
            At($"{Councils}/{{id}}/members", await Kept(), keeper, seat);
            At($"{Pages}/rad/{{Id}}/ledamot", await Kept(), keeper, seat);
            At($"{Councils}/{{id}}/members/{{memberId}}/end", await Sitting(), keeper, ("validTo", [Today]));
            At($"{Pages}/rad/{{Id}}/ledamot/{{MemberId}}", await Sitting(), keeper, ("Request.ValidTo", [Today]));
            At($"{Councils}/{{id}}/overview", [new(council)], by);
            At($"{Pages}/rad/{{Id}}", [new(council)], by);
            At($"{Councils}/{{id}}/cases", [new(council)], by, written);
            At($"{Pages}/rad/{{Id}}/arende", [new(council)], by, written);
            At($"{Councils}/{{id}}/proposals", [new(council)], by, proposing);
            At($"{Pages}/rad/{{Id}}/forslag", [new(council)], by, proposing);
            At($"{Cases}/{{id}}/council-cases", await Rows(_ => Reported()), by, written);
            await Page("{Id}/rad", await Rows(_ => Reported()), $"{Cases}/{{id}}", by, written);
            foreach (var path in new[] { "", "/notes", "/conclusion" }) At($"{Told}/{{id}}{path}", await Open(), by);
            await Page("rad/arende/{Id}", await Open(), $"{Told}/{{id}}", by, ("Request.Step", ["Note", "Conclude"]));
            At($"{Proposals}/{{id}}", await Proposed(sent: true), by);
            At($"{Proposals}/{{id}}/recipients/{{recipientId}}/sending", await Proposed(sent: false), by, ("sentOn", [Today]));
            At($"{Proposals}/{{id}}/recipients/{{recipientId}}/answer", await Proposed(sent: true), by, ("answeredOn", [Today]));
            var answered = await Proposed(sent: true);
            await Page("rad/forslag/{Id}", answered, $"{Proposals}/{{id}}", by, ("Request.RecipientId", [.. answered.Select(row => row.Part)]), ("Request.Step", ["Accepted"]), ("Request.Way", []), ("Request.On", [Today]));
        }

        // Files that have been tried, with a row that is taken in and one that is refused.
        private async Task TakenIn()
        {
            Task<List<Row>> Tried() => Rows(async number =>
            {
                using var file = new StringContent($"externalReference;unitCode;occurredAt;kind;harm;description\nG-{number};norrangen;2019-03-04 07:30;health-care;none;Sent.\n;x;y;z;w;\n", Encoding.UTF8, "text/csv");
                return new("", Part: (await administrator.PostAsync($"{Imports}?source=gamla-systemet&dryRun=true", file).Json()).Id());
            });
            string[] columns = ["externalReference", "unitCode", "occurredAt", "kind", "harm", "description"];
            At($"{Imports}/{{importId}}", await Tried(), TestUsers.Administrator);
            At($"{Imports}/{{importId}}/runs", await Tried(), TestUsers.Administrator);
            At($"{Imports}/{{importId}}/refused-rows", await Tried(), TestUsers.Administrator);
            At($"{Pages}/las-in/{{ImportId}}", await Tried(), TestUsers.Administrator, [("Do", ["try", "run"]), .. columns.Index().Select(column => ($"Column.{column.Item}", new[] { $"{column.Index}" }))]);
        }

        private enum Step { Reported, Assessed, Caused, Planned, Completed, Checked, Closed }

        // A case that has come so far.
        private async Task<Row> Case(Step step, string kind = "social-care")
        {
            var row = await Reported(kind);
            var path = $"{Cases}/{row.Id}";
            if (step >= Step.Assessed) await Done($"{path}/assessment", new { severity = 2, probability = 2, motivation = "Har hänt förut." });
            if (step >= Step.Caused) row = row with { Cause = (await Made($"{path}/causes", new { area = "staffing", text = "Vikarie utan delegering." })).Id() };
            if (step >= Step.Planned) row = row with { Action = (await Made($"{path}/actions", Plan(row.Cause))).Id() };
            if (step >= Step.Completed) await Done($"{path}/actions/{row.Action}/completion", new { });
            if (step >= Step.Checked) await Done($"{path}/actions/{row.Action}/effect-check", new { effect = "yes", note = "Ingen missad dos." });
            if (step >= Step.Closed) await Done($"{path}/closure", new { feedback = "Tack, två har nu delegering." });
            return row;
        }

        private static object Plan(string cause) => new
        {
            causeId = cause,
            what = "Två delegerade på varje pass.",
            strength = "medium",
            plannedStart = "2090-01-01",
            dueAt = "2090-02-01",
            followUp = "Läser av missade doser varje vecka.",
            successCriterion = "Inga missade doser på 30 dagar.",
            effectCheckAt = "2090-03-01",
        };

        private async Task<Row> Reported(string kind = "social-care", object? otherwise = null) => new((await Made(Cases, Report(kind, otherwise))).Id());

        private static Dictionary<string, JsonElement> Report(string kind, object? otherwise)
        {
            var report = JsonSerializer.SerializeToElement(new { unitCode = TestUnits.Norrangen, occurredAt = TimeProvider.System.GetUtcNow().AddHours(-3), kind, harm = "none", description = "En tillsyn uteblev." }).EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
            foreach (var field in JsonSerializer.SerializeToElement(otherwise ?? new { }).EnumerateObject()) report[field.Name] = field.Value;
            return report;
        }

        private enum IdeaStep { New, Begun, OnTrial, Tried }

        // An idea that has come so far; its part is the trial.
        private async Task<Row> Idea(IdeaStep step)
        {
            var row = new Row((await Made(Ideas, new { title = "En nyckeltavla", text = "Häng nycklarna på en tavla.", unitCode = TestUnits.Norrangen })).Id());
            var path = $"{Ideas}/{row.Id}";
            if (step >= IdeaStep.Begun) await Done($"{path}/status", new { status = "ongoing" });
            if (step >= IdeaStep.OnTrial) row = row with { Part = (await Made($"{path}/cycles", new { plan = "På en enhet.", measure = "Minuter", from = "2026-12-01", to = "2026-12-14" })).GetProperty("cycles")[0].Id() };
            if (step < IdeaStep.Tried) return row;
            await manager.PutAsJsonAsync($"{path}/cycles/{row.Part}", new { did = "Den användes.", learned = "Krokar med namn.", outcome = "adopt" }).Json();
            await Done($"{path}/status", new { status = "tried" });
            return row;
        }

        // A risk analysis that has come so far, with a risk; a whole one lacks nothing for approval.
        private async Task<Row> Analysis(RiskAnalysisStatus status, bool isWhole)
        {
            var begun = await Made(Analyses, new
            {
                unitCode = TestUnits.Norrangen,
                occasion = "new-system",
                title = "Nytt journalsystem",
                change = "Systemet byts.",
                team = new[] { "Karin Testsson, enhetschef" },
                risks = new[] { new { what = "En delegering syns inte.", severity = 3, probability = 3, severityAfter = 3, probabilityAfter = 1 } },
            });
            var row = new Row(begun.Id(), Part: begun.GetProperty("risks")[0].Id());
            if (!isWhole) return row;
            var path = $"{Analyses}/{row.Id}";
            row = row with { Action = (await Done($"{path}/risks/{row.Part}/actions", new { what = "Två jämför.", dueAt = Today })).GetProperty("risks")[0].GetProperty("actions")[0].Id() };
            await manager.PutAsJsonAsync($"{path}/work-environment", new { consequences = "Mer skärmtid.", safetyRepresentative = "Stina Testsson", opinion = "Bra." }).Json();
            await manager.PutAsJsonAsync($"{path}/cooperation", new { form = "mbl-11", on = Today, outcome = "Eniga." }).Json();
            if (status >= RiskAnalysisStatus.Assessed) await Done($"{path}/assessment", new { });
            if (status >= RiskAnalysisStatus.Approved)
            {
                await Done($"{path}/approval", new { role = "Enhetschef", reason = "Lågt.", followUpOn = Soon });
                await Done($"{path}/actions/{row.Action}/completion", new { });
            }
            if (status >= RiskAnalysisStatus.FollowedUp) await Done($"{path}/follow-up", new { outcome = "yes", note = "Räknat." });
            return row;
        }

        /// <summary>What the parts of a path are filled with; the last is whatever is neither id, cause nor action.</summary>
        private sealed record Row(string Id, string Cause = "", string Action = "", string Part = "");

        private static async Task<List<Row>> Rows(Func<int, Task<Row>> make, int? count = null)
        {
            var rows = new List<Row>();
            for (var number = 0; number < (count ?? Some); number++) rows.Add(await make(number));
            return rows;
        }

        private async Task<List<Row>> Listed(string list) => [.. (await administrator.GetAsync($"{Api}/{list}").Json()).GetProperty("items").EnumerateArray().Select(item => new Row(item.Id()))];

        private Task<JsonElement> Made(string path, object body, HttpStatusCode status = HttpStatusCode.Created) => manager.Post(path, body).Json(status);

        private Task<JsonElement> Done(string path, object body) => manager.Post(path, body).Json();

        private void At(string path, IEnumerable<Row> rows, TestUser? by = null, params (string, string[])[] values) => To(path, rows.Select(row => Filled(path, row)), by, values);

        /// <summary>A page whose form is written on the version that its rows have.</summary>
        private async Task Page(string path, IReadOnlyList<Row> rows, string readAt, TestUser by, params (string, string[])[] values)
        {
            using var client = Client(host, by);
            using var read = await client.GetAsync(Filled(readAt, rows[0]));
            At($"{Pages}/{path}".TrimEnd('/'), rows, by, [.. values, ("Version", [read.Headers.ETag!.Tag.Trim('"')])]);
        }

        private void To(string path, IEnumerable<string> addresses, TestUser? by, params (string, string[])[] values)
        {
            Addresses.Add((path, [.. addresses]));
            foreach (var method in new[] { "GET", "POST", "PUT", "DELETE" }) Give(method, path, by, values);
        }

        private void Give(string method, string path, TestUser? by, params (string, string[])[] values) => Exact.Add($"{method} {path}", Exactly(by, values));

        private static string Filled(string path, Row row) => NamedPart().Replace(path, part => part.Value.ToUpperInvariant() switch { "{ID}" => row.Id, "{CAUSEID}" => row.Cause, "{ACTIONID}" => row.Action, _ => row.Part });

        private static HttpClient Client(FuzzHost<DeviationsDb> host, TestUser user)
        {
            var client = host.As(user);
            client.DefaultRequestHeaders.Add("If-Match", "*");
            return client;
        }

        private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private static string Iso(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
    }
}

internal static class Made
{
    public static string Id(this JsonElement made) => made.GetProperty("id").GetString()!;
}
