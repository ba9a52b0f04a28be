using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Every endpoint × role × position of a case, against the rights table.</summary>
public sealed class RightsTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1/deviations", Pages = "/avvikelser", Notices = "/deviations/v1/notices", Rules = "/deviations/v1/rules", Thresholds = "/deviations/v1/thresholds";
    private static readonly TestUser Writer = new("skribent", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
    private static readonly TestUser EveryManager = new("chefen", [Roles.Enhetschef], [TestUnits.Department]);
    private const string MildTopic = "medicines";
    private static int Made;

    /// <summary>How far a case has come when it is asked for.</summary>
    private enum Stage { Reported, Assessed, WithCause, Closed }

    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public async Task Every_endpoint_answers_each_role_about_each_case_as_the_table_says()
    {
        await AssignmentRights.Appoint(host);
        await CouncilRights.Seat(host);
        await matrix.Check();
    }

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(DeviationsHost host)
    {
        RowPosition Reported(string name, string unit, string kind, bool own = false, params string[] tracks) => At(Stage.Reported, name, unit, kind, own, tracks);
        RowPosition At(Stage stage, string name, string unit, string kind, bool own = false, params string[] tracks) => new(name, reader => Make(host, reader, Day(reader), unit, kind, own, stage, tracks));
        // On another day, so that the lists are not filled with them.
        RowPosition Work(Stage stage, string name, string unit, string kind, bool own = false, params string[] tracks) =>
            new($"{name}, {Told(stage)}", reader => Make(host, reader, Day(reader, 1000), unit, kind, own, stage, tracks));
        var own = Reported("own, in another unit", TestUnits.Hasselvagen, "other", own: true);
        var ownUnit = Reported("own unit", TestUnits.ElderlyCare, "other");
        var below = At(Stage.WithCause, "unit below, with a cause", TestUnits.Norrangen, "other");
        var other = Reported("other unit", TestUnits.Hasselvagen, "other");
        var healthCare = Reported("other unit, health care", TestUnits.Hasselvagen, "health-care");
        var workEnvironment = Reported("other unit, work environment", TestUnits.Hasselvagen, "work-environment");
        var lexSarah = Reported("own unit, health care, in lex Sarah", TestUnits.ElderlyCare, "health-care", tracks: "lex-sarah");
        var lexMaria = At(Stage.WithCause, "unit below, health care, with a cause, in lex Maria", TestUnits.Norrangen, "health-care", tracks: "lex-maria");
        var both = Reported("own unit, work environment, in both", TestUnits.ElderlyCare, "work-environment", tracks: ["lex-sarah", "lex-maria"]);
        var ownReceipt = Reported("own, own unit, in lex Sarah (the report alone)", TestUnits.ElderlyCare, "other", own: true, "lex-sarah");
        var ownWorkEnvironment = Reported("own unit, work environment", TestUnits.ElderlyCare, "work-environment");
        var ownTopic = Reported("unit below, of a topic that has a representative, mild", TestUnits.Norrangen, $"other {MildTopic}");
        var ownTopicSarah = Reported("unit below, of the same topic, in lex Sarah", TestUnits.Norrangen, $"other {MildTopic}", tracks: "lex-sarah");
        var returned = Reported("own unit, returned from lex Sarah", TestUnits.ElderlyCare, "other", tracks: ["lex-sarah", "-lex-sarah"]);

        var asReporter = Opening.By(Permissions.Read, Reach.Own);
        var asManager = Opening.By(Permissions.Read, Reach.Units);
        var withoutText = Opening.By(Permissions.ReadWithoutText, Reach.All) with { WithoutText = true };
        var sarah = Opening.By(Permissions.ReadLexSarah, Reach.All);
        var maria = Opening.By(Permissions.ReadLexMaria, Reach.All);
        (RowPosition, Opening[])[] reading =
        [
            (own, [asReporter, withoutText]),
            (ownUnit, [asManager, withoutText]),
            (below, [asManager, withoutText]),
            (other, [withoutText]),
            (healthCare, [Opening.By(Permissions.ReadHealthCare, Reach.All), withoutText]),
            (workEnvironment, [Opening.By(Permissions.ReadWorkEnvironment, Reach.All), withoutText]),
            (ownWorkEnvironment, [asManager, Opening.By(Permissions.ReadWorkEnvironment, Reach.All), AssignmentRights.BySafety, withoutText]),
            (ownTopic, [asManager, AssignmentRights.ByTopic, withoutText]),
            (ownTopicSarah, [sarah]),
            (lexSarah, [sarah]),
            (lexMaria, [maria]),
            (both, [sarah, maria]),
            (ownReceipt, [asReporter, sarah]),
            (returned, [asManager, withoutText]),
        ];
        var giveOfUnit = Opening.By(Permissions.HandOver, Reach.Units);
        (RowPosition, Opening[])[] handingOver =
        [
            (own, []),
            (ownUnit, [giveOfUnit]),
            (below, [giveOfUnit]),
            (other, []),
            (healthCare, [new((Permissions.HandOver, Reach.All), (Permissions.ReadHealthCare, Reach.All))]),
            (workEnvironment, []),
            (lexSarah, [new((Permissions.HandOver, Reach.All), (Permissions.ReadLexSarah, Reach.All))]),
            (lexMaria, [new((Permissions.HandOver, Reach.All), (Permissions.ReadLexMaria, Reach.All))]),
            (ownReceipt, [new((Permissions.HandOver, Reach.All), (Permissions.ReadLexSarah, Reach.All))]),
            (returned, [giveOfUnit]),
        ];
        Opening returnSarah = new((Permissions.Return, Reach.All), (Permissions.ReadLexSarah, Reach.All));
        (RowPosition, Opening[])[] returning =
        [
            (own, []),
            (ownUnit, []),
            (other, []),
            (lexSarah, [returnSarah]),
            (lexMaria, [new((Permissions.Return, Reach.All), (Permissions.ReadLexMaria, Reach.All))]),
            (both, [returnSarah]),
            (ownReceipt, [returnSarah]),
            (returned, []),
        ];
        // Where a case must lie to be handled: in the units of a manager, in health care for MAS, in a track for its investigators.
        (RowPosition, Opening[])[] Handling(Stage stage) =>
        [
            (Work(stage, "own, in another unit", TestUnits.Hasselvagen, "other", own: true), []),
            (Work(stage, "own unit", TestUnits.ElderlyCare, "other"), [Opening.By(Permissions.Handle, Reach.Units)]),
            (Work(stage, "other unit", TestUnits.Hasselvagen, "other"), []),
            (Work(stage, "other unit, health care", TestUnits.Hasselvagen, "health-care"), [new((Permissions.Handle, Reach.All), (Permissions.ReadHealthCare, Reach.All))]),
            (Work(stage, "own unit, in lex Sarah", TestUnits.ElderlyCare, "other", tracks: "lex-sarah"), [new((Permissions.Handle, Reach.All), (Permissions.ReadLexSarah, Reach.All))]),
            (Work(stage, "unit below, in lex Maria", TestUnits.Norrangen, "other", tracks: "lex-maria"), [new((Permissions.Handle, Reach.All), (Permissions.ReadLexMaria, Reach.All))]),
        ];
        var (reported, assessed, withCause, closed) = (Handling(Stage.Reported), Handling(Stage.Assessed), Handling(Stage.WithCause), Handling(Stage.Closed));
        // A topic's representative may do the same with its mild cases, but for what is the manager's.
        (RowPosition, Opening[])[] Working((RowPosition, Opening[])[] handling, Stage stage) =>
            [.. handling, (Work(stage, "unit below, of a topic that has a representative", TestUnits.Norrangen, $"other {MildTopic}"), [Opening.By(Permissions.Work, Reach.Units), AssignmentRights.WorkByTopic])];
        var (toAssess, toSeekCauses, toReword) = (Working(reported, Stage.Reported), Working(assessed, Stage.Assessed), Working(withCause, Stage.WithCause));

        RowPosition Notice(string name, bool own) => new(name, async reader => new(await host.Scalar<string>(
            "insert into notices (id, person_id, kind, deviation_id, case_reference, at) values (gen_random_uuid(), $1, 'answered', gen_random_uuid(), 'AVV-2026-0001', now()) returning id::text",
            own ? $"{reader.Id}" : $"{Guid.NewGuid()}"), []));
        (RowPosition, Opening[])[] notices = [(Notice("one's own notice", true), [Opening.By(Permissions.ReadNotices, Reach.Own)]), (Notice("another's notice", false), [])];

        // Far ahead, so that no case of another test meets them.
        var rule = new RowPosition("a rule", async _ => new(await host.Scalar<string>(
            "insert into deadline_rules (id, code, unit_code, title, kind, amount, last_day, starts_on, ends_on, source, valid_from, set_by_name, set_at, version) values (gen_random_uuid(), 'feedback', gen_random_uuid()::text, 'Svar', 'days', 7, 'counts', 'reported', 'answered', 'Prov', '2098-01-01', 'C', now(), 1) returning id::text"), []));
        var threshold = new RowPosition("a threshold", async _ => new(await host.Scalar<string>(
            "insert into thresholds (id, measure, value, source, valid_from, valid_to, set_by_name, set_at, version) values (gen_random_uuid(), 'investigate-from-score', 8, 'Prov', '2098-01-01', '2098-01-01', 'C', now(), 1) returning id::text"), []));
        Opening[] editing = [Opening.By(Permissions.EditRules, Reach.All)];
        var part = new RowPosition("a required part", async _ => new(await host.Scalar<string>(
            "insert into required_parts (id, track, code, number, name, source, valid_from, set_by_name, set_at, version) values (gen_random_uuid(), 'lex-sarah', 'prov-' || gen_random_uuid(), 60, 'Prov', 'Prov', '2098-01-01', 'C', now(), 1) returning id::text"), []));
        Opening[] editingParts = [Opening.By(Permissions.EditRequiredParts, Reach.All)];

        return new RightsMatrix("Deviations", Permissions.Table, host.Factory.Services, host.As)
            .Reader(AssignmentRights.Safety)
            .Reader(AssignmentRights.Representative)
            .Reader(CouncilRights.Member)
            .Reader(CouncilRights.Guest)
            .WithOperations("/deviations/v1", sql => host.Scalar<string>(sql))
            .WithRoom("/deviations/v1")
            .WithAccessLog("/deviations/v1", Pages, () => SignReview(host))
            .Route($"POST {Api}/", Permissions.Report, _ => Write($"{Api}/", DeviationsHost.Report()), HttpStatusCode.Created)
            .List($"GET {Api}/", Permissions.Read, reader => new(HttpMethod.Get, $"{Api}/?limit=100&from={Day(reader)}&to={Day(reader, 1)}"), reading)
            .Row($"GET {Api}/{{id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/{row.Id}"), reading)
            .Row($"POST {Api}/{{id:guid}}/tracks", Permissions.HandOver, row => Write($"{Api}/{row.Id}/tracks", new { track = Free(row), reason = "Ska utredas." }, Version(row)), handingOver)
            .Row($"POST {Api}/{{id:guid}}/tracks/{{track}}/return", Permissions.Return, row => Write($"{Api}/{row.Id}/tracks/{Taken(row)}/return", new { reason = "Hör inte hit." }, Version(row)), returning)
            .Row($"POST {Api}/{{id:guid}}/assessment", Permissions.Work, row => Write($"{Api}/{row.Id}/assessment", new { severity = 2, probability = 3, motivation = "Ingen skada." }), toAssess)
            .Row($"POST {Api}/{{id:guid}}/causes", Permissions.Work, row => Write($"{Api}/{row.Id}/causes", new { area = "staffing", text = "För få på passet." }, Version(row)), toSeekCauses, HttpStatusCode.Created)
            .Row($"PUT {Api}/{{id:guid}}/causes/{{causeId:guid}}", Permissions.Work, row => Write(HttpMethod.Put, $"{Api}/{row.Id}/causes/{Cause(row)}", new { area = "staffing", text = "För få på passet." }), toReword)
            .Row($"POST {Api}/{{id:guid}}/causes/{{causeId:guid}}/acceptance", Permissions.Handle, row => Write($"{Api}/{row.Id}/causes/{Cause(row)}/acceptance", new { reason = "Går inte att ändra." }), withCause)
            .Row($"POST {Api}/{{id:guid}}/reopening", Permissions.Handle, row => Write($"{Api}/{row.Id}/reopening", new { reason = "Det hände igen." }), closed)
            .Row($"PUT {Api}/{{id:guid}}/place", Permissions.Handle, row => Write(HttpMethod.Put, $"{Api}/{row.Id}/place", new { }, Version(row)), reported)
            // What opens the page is what opens the endpoint; one of each kind is enough.
            .Row($"GET {Pages}/{{Id:guid}}/steg", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/steg"), [.. reported.Take(3).Select(RightsMatrix.Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/steg", Permissions.Handle, row => Form($"{Pages}/{row.Id}/steg", "steg", ("Version", $"{Version(row)}")), reported.Take(3), HttpStatusCode.Found)
            // In a track nothing is paused.
            .Row($"POST {Api}/{{id:guid}}/pauses", Permissions.Handle, row => Write($"{Api}/{row.Id}/pauses", new { until = $"{Arrange.Today.AddDays(5):yyyy-MM-dd}", reason = "Väntar på svar." }), reported.Take(4))
            .Row($"POST {Api}/{{id:guid}}/pauses/end", Permissions.Handle, row => Write($"{Api}/{row.Id}/pauses/end", new { }), reported.Take(4), HttpStatusCode.Conflict)
            .Row($"GET {Pages}/{{Id:guid}}/paus", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/paus"), [.. reported.Take(3).Select(RightsMatrix.Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/paus", Permissions.Handle, row => Form($"{Pages}/{row.Id}/paus", "paus", ("Version", $"{Version(row)}"), ("Request.Until", $"{Arrange.Today.AddDays(5):yyyy-MM-dd}"), ("Request.Reason", "Väntar på svar."), ("Do", "pausa")), reported.Take(3), HttpStatusCode.Found)
            .Row($"POST {Api}/{{id:guid}}/answer", Permissions.Handle, row => Write($"{Api}/{row.Id}/answer", new { feedback = "Vi tittar på det." }), reported.Take(4))
            .Row($"GET {Pages}/{{Id:guid}}/svar", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/svar"), reported.Take(3))
            .Row($"POST {Pages}/{{Id:guid}}/svar", Permissions.Handle, row => Form($"{Pages}/{row.Id}/svar", "svar", ("Version", $"{Version(row)}"), ("Request.Feedback", "Vi tittar på det.")), reported.Take(3), HttpStatusCode.Found)
            .WithCodeLists()
            .WithThread("/deviations/v1", "deviation", reading)
            .WithActions(host)
            .WithIdeas(host)
            .WithReporting(host)
            .WithLex(host)
            .WithUnitTasks(host)
            .WithAttachments(host)
            .WithDuties(host)
            .WithAssignments(host)
            .WithImports(host)
            .WithSavedFilters(host)
            .WithCaseFiles(reading, Handling(Stage.Closed), Version)
            .WithRiskAnalyses(host)
            .WithSecondAssessments(host)
            .WithCooperations(host)
            .WithCouncils(host)
            .Row($"GET {Api}/{{id:guid}}/deadlines", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/{row.Id}/deadlines"), [.. reading.Select(RightsMatrix.Wordless)])
            .Route("GET /deviations/v1/required-parts/", Permissions.ReadRules)
            .Row("GET /deviations/v1/required-parts/{id:guid}", Permissions.ReadRules, row => new(HttpMethod.Get, $"/deviations/v1/required-parts/{row.Id}"), [(part, [Opening.By(Permissions.ReadRules, Reach.All)])])
            .Route("POST /deviations/v1/required-parts/", Permissions.EditRequiredParts, reader => Write("/deviations/v1/required-parts/", new { code = $"prov-{RightsMatrix.NumberOf(reader)}", number = 50, name = "Prov", validFrom = "2099-01-01", source = "Prov" }), HttpStatusCode.Created)
            .Row("POST /deviations/v1/required-parts/{id:guid}/end", Permissions.EditRequiredParts, row => Write($"/deviations/v1/required-parts/{row.Id}/end", new { validTo = "2099-01-01" }, 1), [(part, editingParts)])
            .Row("POST /deviations/v1/required-parts/{id:guid}/verification", Permissions.EditRequiredParts, row => Write($"/deviations/v1/required-parts/{row.Id}/verification", new { }, 1), [(part, editingParts)])
            .Route($"GET {Pages}/regler/delar/ny", Permissions.EditRequiredParts)
            .Route($"POST {Pages}/regler/delar/ny", Permissions.EditRequiredParts, reader => Form($"{Pages}/regler/delar/ny", "delregel", ("Request.Code", $"sida-{RightsMatrix.NumberOf(reader)}"), ("Request.Number", "50"), ("Request.Name", "Prov"), ("Request.ValidFrom", "2099-01-01"), ("Request.Source", "Prov")), HttpStatusCode.Found)
            .Row($"GET {Pages}/regler/delar/{{Id:guid}}", Permissions.EditRequiredParts, row => new(HttpMethod.Get, $"{Pages}/regler/delar/{row.Id}"), [(part, editingParts)])
            .Row($"POST {Pages}/regler/delar/{{Id:guid}}", Permissions.EditRequiredParts, row => Form($"{Pages}/regler/delar/{row.Id}", "kontrollera", ("Version", "1")), [(part, editingParts)], HttpStatusCode.Found)
            .Route($"GET {Rules}/", Permissions.ReadRules)
            .Row($"GET {Rules}/{{id:guid}}", Permissions.ReadRules, row => new(HttpMethod.Get, $"{Rules}/{row.Id}"), [(rule, [Opening.By(Permissions.ReadRules, Reach.All)])])
            .Route($"POST {Rules}/", Permissions.EditRules, reader => Write($"{Rules}/", new { code = "assessment", caseKind = "other", unitCode = TestUnits.Codes[RightsMatrix.NumberOf(reader) % TestUnits.Codes.Length], title = "Bedömd", kind = "days", amount = 2, endEvent = "assessed", validFrom = "2099-01-01", source = "Prov" }), HttpStatusCode.Created)
            .Route($"PUT {Rules}/", Permissions.EditRules, _ => Write(HttpMethod.Put, $"{Rules}/", new { code = "feedback", caseKind = "other", unitCode = TestUnits.DisabilityCare, title = "Besvarad", kind = "days", amount = 9, startEvent = "reported", endEvent = "answered", validFrom = "2099-01-01", source = "Prov" }))
            .Row($"POST {Rules}/{{id:guid}}/end", Permissions.EditRules, row => Write($"{Rules}/{row.Id}/end", new { validTo = "2099-01-01" }, 1), [(rule, editing)])
            .Row($"POST {Rules}/{{id:guid}}/verification", Permissions.EditRules, row => Write($"{Rules}/{row.Id}/verification", new { }, 1), [(rule, editing)])
            .Route($"GET {Thresholds}/", Permissions.ReadRules)
            .Row($"GET {Thresholds}/{{id:guid}}", Permissions.ReadRules, row => new(HttpMethod.Get, $"{Thresholds}/{row.Id}"), [(threshold, [Opening.By(Permissions.ReadRules, Reach.All)])])
            // A day that has been is refused, which only who may set one is told; a real one would move the limits under other tests.
            .Route($"POST {Thresholds}/", Permissions.EditRules, _ => Write($"{Thresholds}/", new { measure = "investigate-from-score", value = 9, validFrom = "2001-01-01", source = "Prov" }), HttpStatusCode.BadRequest)
            .Row($"POST {Thresholds}/{{id:guid}}/verification", Permissions.EditRules, row => Write($"{Thresholds}/{row.Id}/verification", new { }, 1), [(threshold, editing)])
            .Route($"GET {Notices}/", Permissions.ReadNotices)
            .Row($"POST {Notices}/{{id:guid}}/read", Permissions.ReadNotices, row => Write($"{Notices}/{row.Id}/read", new { }), notices, HttpStatusCode.NoContent)
            .Route($"POST {Notices}/read", Permissions.ReadNotices, success: HttpStatusCode.NoContent)
            .Route($"GET {Pages}/regler", Permissions.ReadRules)
            .Route($"GET {Pages}/regler/ny", Permissions.EditRules)
            .Route($"POST {Pages}/regler/ny", Permissions.EditRules, reader => Form($"{Pages}/regler/ny", "regel", ("Request.Code", "Assessment"), ("Request.CaseKind", "WorkEnvironment"), ("Request.UnitCode", TestUnits.Codes[RightsMatrix.NumberOf(reader) % TestUnits.Codes.Length]), ("Request.Title", "Bedömd"), ("Request.Kind", "Days"), ("Request.Amount", "2"), ("Request.EndEvent", "Assessed"), ("Request.ValidFrom", "2099-01-01"), ("Request.Source", "Prov"), ("Do", "spara")), HttpStatusCode.Found)
            .Row($"GET {Pages}/regler/{{Id:guid}}", Permissions.EditRules, row => new(HttpMethod.Get, $"{Pages}/regler/{row.Id}"), [(rule, editing)])
            .Row($"POST {Pages}/regler/{{Id:guid}}", Permissions.EditRules, row => Form($"{Pages}/regler/{row.Id}", "kontrollera", ("Version", "1")), [(rule, editing)], HttpStatusCode.Found)
            .Row($"GET {Pages}/regler/granser/{{Id:guid}}", Permissions.EditRules, row => new(HttpMethod.Get, $"{Pages}/regler/granser/{row.Id}"), [(threshold, editing)])
            .Row($"POST {Pages}/regler/granser/{{Id:guid}}", Permissions.EditRules, row => Form($"{Pages}/regler/granser/{row.Id}", "kontrollera", ("Version", "1")), [(threshold, editing)], HttpStatusCode.Found)
            .Route($"GET {Pages}/notiser", Permissions.ReadNotices)
            .Row($"POST {Pages}/notiser", Permissions.ReadNotices, row => Form($"{Pages}/notiser", "notiser", ("Notice", row.Id)), notices, HttpStatusCode.Found)
            .List($"GET {Pages}/", Permissions.Read, reader => new(HttpMethod.Get, $"{Pages}/?fran={Day(reader)}&till={Day(reader, 1)}"), reading, row => $"href=\"{row.Id}\"")
            .Row($"GET {Pages}/{{Id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Pages}/{row.Id}"), reading)
            .Route($"GET {Pages}/ny", Permissions.Report, _ => new(HttpMethod.Get, $"{Pages}/ny?k={Guid.NewGuid()}"))
            .List($"GET {Pages}/mina", Permissions.Read, reader => new(HttpMethod.Get, $"{Pages}/mina?fran={Day(reader)}&till={Day(reader, 1)}"),
                [.. reading.Select(row => (row.Item1, row.Item1 == own || row.Item1 == ownReceipt ? new[] { asReporter } : []))], row => $"href=\"{row.Id}\"")
            .Route($"POST {Pages}/ny", Permissions.Report, _ => Form($"{Pages}/ny", "rapport", ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "Other"), ("Request.Harm", "None"), ("Request.Description", "Ett fönster stod öppet."), ("Request.OccurredAt", "2026-07-01T07:30")), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/overlamna", Permissions.HandOver, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/overlamna"), [.. handingOver.Select(RightsMatrix.Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/overlamna", Permissions.HandOver, row => Form($"{Pages}/{row.Id}/overlamna", "overlamna", ("Version", $"{Version(row)}"), ("Request.Track", Free(row) == "lex-maria" ? "LexMaria" : "LexSarah"), ("Request.Reason", "Ska utredas."), ("Confirmed", "true")), handingOver, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/aterlamna/{{Track}}", Permissions.Return, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/aterlamna/{Taken(row)}"), [.. returning.Select(RightsMatrix.Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/aterlamna/{{Track}}", Permissions.Return, row => Form($"{Pages}/{row.Id}/aterlamna/{Taken(row)}", "aterlamna", ("Version", $"{Version(row)}"), ("Request.Reason", "Hör inte hit.")), returning, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/bedom", Permissions.Work, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/bedom"), toAssess)
            .Row($"POST {Pages}/{{Id:guid}}/bedom", Permissions.Work, row => Form($"{Pages}/{row.Id}/bedom", "bedom", ("Version", $"{Version(row)}"), ("Request.Severity", "2"), ("Request.Probability", "3"), ("Request.Motivation", "Ingen skada.")), toAssess, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/orsak", Permissions.Work, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/orsak"), toSeekCauses)
            .Row($"POST {Pages}/{{Id:guid}}/orsak", Permissions.Work, row => Form($"{Pages}/{row.Id}/orsak", "orsak", ("Version", $"{Version(row)}"), ("Request.Area", "staffing"), ("Request.Text", "För få på passet.")), toSeekCauses, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/orsak/{{CauseId:guid}}", Permissions.Work, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/orsak/{Cause(row)}"), toReword)
            .Row($"POST {Pages}/{{Id:guid}}/orsak/{{CauseId:guid}}", Permissions.Work, row => Form($"{Pages}/{row.Id}/orsak/{Cause(row)}", "orsak", ("Version", $"{Version(row)}"), ("Request.Area", "staffing"), ("Request.Text", "För få på passet.")), toReword, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/orsak/{{CauseId:guid}}/godta", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/orsak/{Cause(row)}/godta"), withCause)
            .Row($"POST {Pages}/{{Id:guid}}/orsak/{{CauseId:guid}}/godta", Permissions.Handle, row => Form($"{Pages}/{row.Id}/orsak/{Cause(row)}/godta", "godta", ("Version", $"{Version(row)}"), ("Request.Reason", "Går inte att ändra.")), withCause, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/oppna", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/oppna"), closed)
            .Row($"POST {Pages}/{{Id:guid}}/oppna", Permissions.Handle, row => Form($"{Pages}/{row.Id}/oppna", "oppna", ("Version", $"{Version(row)}"), ("Request.Reason", "Det hände igen.")), closed, HttpStatusCode.Found);
    }

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string day, string unit, string kind, bool own, Stage stage, string[] tracks)
    {
        var number = Interlocked.Increment(ref Made);
        var reporter = own ? Writer with { Id = reader.Id, Username = reader.Username } : Writer with { Username = $"skribent{number}" };
        var id = await host.Reported(reporter, ("unitCode", unit), ("kind", kind.Split(' ')[0]), ("topic", kind.Split(' ').ElementAtOrDefault(1)), ("occurredAt", $"{day}T12:00:00Z"), ("description", $"Titel{number} hände. Sedan hemligt{number}."), ("immediateAction", $"Genast{number}."));
        var (version, cause) = (1, "-");
        using var manager = host.As(EveryManager);
        if (stage > Stage.Reported)
        {
            await manager.Post($"{Api}/{id}/assessment", new { severity = 1, probability = 2, motivation = $"Motivet{number}." }).Json();
            version++;
        }
        if (stage == Stage.WithCause)
        {
            cause = (await manager.Post($"{Api}/{id}/causes", new { area = "routines", text = $"Orsaken{number}." }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
            version++;
        }
        if (stage == Stage.Closed)
            await host.Scalar<int>("update deviations set status = 'closed', closed_at = now(), closed_by_name = 'Chefen', feedback = $2 where id = $1 returning version", id, $"Svaret{number}.");
        var handedOver = false;
        foreach (var track in tracks)
        {
            using var client = host.As(handedOver ? TestUsers.LexInvestigator : EveryManager);
            handedOver = true;
            using var request = track[0] == '-'
                ? Write($"{Api}/{id}/tracks/{track[1..]}/return", new { reason = $"Tillbaka{number}" }, version++)
                : Write($"{Api}/{id}/tracks", new { track, reason = $"Skälet{number}" }, version++);
            await client.SendAsync(request).Json();
        }
        string[] words = [$"Titel{number} ", $"hemligt{number}.", $"Genast{number}.", $"Skälet{number}", $"Tillbaka{number}", $"Motivet{number}.", $"Orsaken{number}.", .. own ? Array.Empty<string>() : [$"Skribent{number} Testsson"]];
        return new TestRow($"{id}", words, $"{version} {cause} {string.Join(' ', tracks)}");
    }

    // A review is signed on what is sealed, and the log is sealed each second.
    private static async Task<string> SignReview(DeviationsHost host)
    {
        await host.Reported(Writer);
        await DeviationsHost.Eventually(() => host.Scalar<long>("select count(*) from access_seals").GetAwaiter().GetResult() > 0);
        using var administrator = host.As(TestUsers.Administrator);
        using var request = RightsMatrix.Review("/deviations/v1");
        return (await administrator.SendAsync(request).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private static string Told(Stage stage) => stage switch { Stage.Assessed => "assessed", Stage.WithCause => "with a cause", Stage.Closed => "closed", _ => "reported" };

    private static string Day(TestUser reader, int later = 0) => new DateOnly(2013, 1, 1).AddDays(RightsMatrix.NumberOf(reader) + later).ToString("yyyy-MM-dd");

    private static int Version(TestRow row) => int.Parse(row.State.Split(' ')[0]);

    private static string Cause(TestRow row) => row.State.Split(' ')[1];

    private static string Free(TestRow row) => row.State.Contains(" lex-sarah", StringComparison.Ordinal) ? "lex-maria" : "lex-sarah";

    private static string Taken(TestRow row) => row.State.Contains(" lex-maria", StringComparison.Ordinal) && !row.State.Contains("lex-sarah", StringComparison.Ordinal) ? "lex-maria" : "lex-sarah";
}
