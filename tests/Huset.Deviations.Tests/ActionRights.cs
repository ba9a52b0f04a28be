using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of actions, closing and people for <see cref="RightsTests"/>.</summary>
internal static class ActionRights
{
    private const string Api = "/deviations/v1", Cases = $"{Api}/deviations", Actions = $"{Api}/actions", Pages = "/avvikelser";
    private static int Made;

    public static RightsMatrix WithActions(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, string kind, bool own = false, TrackKind? track = null) => new($"{name}, with an action", reader => Make(host, reader, unit, kind, own, track));
        var ofUnit = Opening.By(Permissions.Handle, Reach.Units);
        Opening ofHealthCare = new((Permissions.Handle, Reach.All), (Permissions.ReadHealthCare, Reach.All));
        Opening sarah = new((Permissions.Handle, Reach.All), (Permissions.ReadLexSarah, Reach.All));
        Opening maria = new((Permissions.Handle, Reach.All), (Permissions.ReadLexMaria, Reach.All));
        var owner = Opening.By(Permissions.DoActions, Reach.Own);
        (RowPosition Position, Opening[] Openings)[] handling =
        [
            (At("own unit", TestUnits.ElderlyCare, "other"), [ofUnit]),
            (At("unit below", TestUnits.Norrangen, "other"), [ofUnit]),
            (At("other unit", TestUnits.Hasselvagen, "other"), []),
            (At("other unit, health care", TestUnits.Hasselvagen, "health-care"), [ofHealthCare]),
            (At("own unit, in lex Sarah", TestUnits.ElderlyCare, "other", track: TrackKind.LexSarah), [sarah]),
            (At("unit below, in lex Maria", TestUnits.Norrangen, "health-care", track: TrackKind.LexMaria), [maria]),
        ];
        var (owned, ownedInSarah) = (At("other unit, that one owns", TestUnits.Hasselvagen, "other", own: true), At("own unit, in lex Sarah, that one owns", TestUnits.ElderlyCare, "other", own: true, TrackKind.LexSarah));
        (RowPosition Position, Opening[] Openings)[] handlingAll = [.. handling, (owned, []), (ownedInSarah, [sarah])];
        // Who follows every unit's actions without text sees those that are not restricted.
        var followed = Without(Permissions.ReadWithoutText);
        (RowPosition, Opening[])[] seeing = [.. handling[..4].Select(row => (row.Position, (Opening[])[.. row.Openings, followed])), .. handling[4..], (owned, [owner, followed]), (ownedInSarah, [sarah])];
        // What MAS or someone else proposes the unit's manager decides on; in a restricted case who investigates it.
        RowPosition Proposed(string name, string unit, string kind, TrackKind? track = null) => new($"{name}, with a proposal", reader => Make(host, reader, unit, kind, false, track, proposal: true));
        (RowPosition, Opening[])[] deciding =
        [
            (Proposed("own unit", TestUnits.ElderlyCare, "other"), [ofUnit]),
            (Proposed("unit below", TestUnits.Norrangen, "other"), [ofUnit]),
            (Proposed("other unit, health care", TestUnits.Hasselvagen, "health-care"), []),
            (Proposed("own unit, in lex Sarah", TestUnits.ElderlyCare, "other", TrackKind.LexSarah), [sarah]),
        ];
        (RowPosition, Opening[])[] doing = [.. handling.Select(row => (row.Position, Array.Empty<Opening>())), (owned, [owner]), (ownedInSarah, [sarah])];
        // As much of a case's actions as of the case; only their words are named here.
        (RowPosition, Opening[])[] reading =
        [
            (handling[0].Position, [Opening.By(Permissions.Read, Reach.Units), Without(Permissions.ReadWithoutText)]),
            (handling[2].Position, [Without(Permissions.ReadWithoutText)]),
            (handling[3].Position, [Opening.By(Permissions.ReadHealthCare, Reach.All), Without(Permissions.ReadWithoutText)]),
            (handling[4].Position, [Opening.By(Permissions.ReadLexSarah, Reach.All)]),
            (handling[5].Position, [Opening.By(Permissions.ReadLexMaria, Reach.All)]),
        ];
        RowPosition Closable(string name, string unit, string kind, TrackKind? track = null) => new($"{name}, with nothing missing", reader => Make(host, reader, unit, kind, false, track, done: true));
        (RowPosition, Opening[])[] closing =
        [
            (Closable("own unit", TestUnits.ElderlyCare, "other"), [ofUnit]),
            (Closable("other unit", TestUnits.Hasselvagen, "other"), []),
            (Closable("other unit, health care", TestUnits.Hasselvagen, "health-care"), [ofHealthCare]),
            (Closable("own unit, in lex Sarah", TestUnits.ElderlyCare, "other", TrackKind.LexSarah), [sarah]),
        ];
        // The lists first: what is made to be changed would be in them too.
        return matrix
            .List($"GET {Actions}/", Permissions.DoActions, reader => new(HttpMethod.Get, $"{Actions}/?limit=100&from={Day(reader)}&to={Day(reader, 1)}"), seeing)
            .List($"GET {Pages}/atgarder", Permissions.DoActions, reader => new(HttpMethod.Get, $"{Pages}/atgarder?fran={Day(reader)}&till={Day(reader, 1)}"), seeing, row => $"href=\"atgarder/{row.Id}\"")
            .WithThread(Api, "action",
            [
                .. reading, (owned, [owner, Without(Permissions.ReadWithoutText)]), (ownedInSarah, [Opening.By(Permissions.ReadLexSarah, Reach.All)]),
            ])
            .Route($"GET {Api}/people", Permissions.Handle)
            .Row($"GET {Cases}/{{id:guid}}/actions", Permissions.Read, row => new(HttpMethod.Get, $"{Cases}/{Case(row)}/actions"), reading)
            .Row($"POST {Cases}/{{id:guid}}/actions", Permissions.Work, row => Write(HttpMethod.Post, $"{Cases}/{Case(row)}/actions", Body(("causeId", Cause(row)))), handlingAll, HttpStatusCode.Created)
            .Row($"PUT {Cases}/{{id:guid}}/actions/{{actionId:guid}}", Permissions.Work, row => Write(HttpMethod.Put, $"{Cases}/{Case(row)}/actions/{row.Id}", Body()), handlingAll)
            .Row($"POST {Cases}/{{id:guid}}/actions/{{actionId:guid}}/completion", Permissions.Work, row => Write(HttpMethod.Post, $"{Cases}/{Case(row)}/actions/{row.Id}/completion", new { }), handlingAll)
            .Row($"POST {Cases}/{{id:guid}}/actions/{{actionId:guid}}/effect-check", Permissions.Work, row => Write(HttpMethod.Post, $"{Cases}/{Case(row)}/actions/{row.Id}/effect-check", new { effect = "yes", note = "Läst av." }), handlingAll)
            .Row($"POST {Cases}/{{id:guid}}/actions/{{actionId:guid}}/decision", Permissions.Handle, row => Write(HttpMethod.Post, $"{Cases}/{Case(row)}/actions/{row.Id}/decision", new { outcome = "approved" }), deciding)
            .Row($"GET {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}/beslut", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/atgard/{row.Id}/beslut"), deciding)
            .Row($"POST {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}/beslut", Permissions.Handle, row => Form($"{Pages}/{Case(row)}/atgard/{row.Id}/beslut", "beslut", Version(row), ("Request.Outcome", "Approved")), deciding, HttpStatusCode.Found)
            .Route($"GET {Actions}/by-unit", Permissions.CompareActions)
            .Route($"GET {Pages}/atgarder/enheter", Permissions.CompareActions)
            .Row($"GET {Actions}/{{actionId:guid}}", Permissions.DoActions, row => new(HttpMethod.Get, $"{Actions}/{row.Id}"), seeing)
            .Row($"POST {Actions}/{{actionId:guid}}/completion", Permissions.DoActions, row => Write(HttpMethod.Post, $"{Actions}/{row.Id}/completion", new { }), doing)
            .Row($"GET {Pages}/atgarder/{{ActionId:guid}}", Permissions.DoActions, row => new(HttpMethod.Get, $"{Pages}/atgarder/{row.Id}"), seeing)
            .Row($"POST {Pages}/atgarder/{{ActionId:guid}}", Permissions.DoActions, row => Form($"{Pages}/atgarder/{row.Id}", "klart", ("Version", "1")), doing, HttpStatusCode.Found)
            .Row($"POST {Cases}/{{id:guid}}/closure", Permissions.Handle, row => Write(HttpMethod.Post, $"{Cases}/{Case(row)}/closure", new { feedback = "Tack." }), closing)
            .Row($"GET {Pages}/{{Id:guid}}/atgard", Permissions.Work, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/atgard"), [.. handlingAll.Select(RightsMatrix.Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/atgard", Permissions.Work, row => Form($"{Pages}/{Case(row)}/atgard", "atgard", [.. Fields(row), ("Request.CauseId", Cause(row))]), handlingAll, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}", Permissions.Work, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/atgard/{row.Id}"), handlingAll)
            .Row($"POST {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}", Permissions.Work, row => Form($"{Pages}/{Case(row)}/atgard/{row.Id}", "andra", Fields(row)), handlingAll, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}/gjord", Permissions.Work, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/atgard/{row.Id}/gjord"), handlingAll)
            .Row($"POST {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}/gjord", Permissions.Work, row => Form($"{Pages}/{Case(row)}/atgard/{row.Id}/gjord", "gjord", Version(row)), handlingAll, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}/effekt", Permissions.Work, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/atgard/{row.Id}/effekt"), handlingAll)
            .Row($"POST {Pages}/{{Id:guid}}/atgard/{{ActionId:guid}}/effekt", Permissions.Work, row => Form($"{Pages}/{Case(row)}/atgard/{row.Id}/effekt", "effekt", Version(row), ("Request.Effect", "Yes"), ("Request.Note", "Läst av.")), handlingAll, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/avsluta", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/avsluta"), handlingAll)
            .Row($"POST {Pages}/{{Id:guid}}/avsluta", Permissions.Handle, row => Form($"{Pages}/{Case(row)}/avsluta", "avsluta", Version(row), ("Request.Feedback", "Tack.")), closing, HttpStatusCode.Found);
    }

    private static Opening Without(string permission) => Opening.By(permission, Reach.All) with { WithoutText = true };

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, string kind, bool own, TrackKind? track, bool done = false, bool proposal = false)
    {
        var number = Interlocked.Increment(ref Made);
        var id = await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", kind));
        var (action, version) = await host.Work(id, deviation =>
        {
            deviation.Assess(1, 2, "Ingen skada.", Arrange.Karin, Arrange.Now);
            var cause = deviation.FindCause("routines", $"Orsak{number}.", Arrange.Karin, Arrange.Now);
            var day = DateOnly.Parse(Day(reader));
            var plan = Arrange.Plan(own ? reader : TestUsers.Colleague) with { What = $"Göra{number}.", SuccessCriterion = $"Lyckas{number}.", PlannedStart = day, DueAt = day };
            var planned = deviation.PlanAction(cause, plan, Arrange.Karin, Arrange.Now, proposal);
            if (done) deviation.CheckEffect(planned, Effect.Yes, "Läst av.", Arrange.Karin, Arrange.Now);
            if (track is { } restricted) deviation.HandOver(restricted, "Ska utredas.", "x", "X", Arrange.Now);
            if (done && track == TrackKind.LexSarah) deviation.Decide(TrackKind.LexSarah, Degree.Misconduct, "Något hände.", [], Arrange.Karin, "Utredare", Arrange.Now);
            return planned;
        });
        return new TestRow($"{action.Id}", [$"Göra{number}.", $"Lyckas{number}."], $"{id} {action.CauseId} {version}");
    }

    private static string Case(TestRow row) => row.State.Split(' ')[0];

    private static string Cause(TestRow row) => row.State.Split(' ')[1];

    private static (string, string) Version(TestRow row) => ("Version", row.State.Split(' ')[2]);

    private static (string, string)[] Fields(TestRow row) =>
    [
        Version(row), ("Request.What", "Två på passet."), ("Request.PlannedStart", "2026-12-01"), ("Request.DueAt", "2026-12-12"), ("Request.FollowUp", "Varje vecka."),
        ("Request.SuccessCriterion", "Inga missar."), ("Request.EffectCheckAt", "2027-01-15"),
    ];

    // A day of the reader's own, so that the list holds nothing but what was made for the reader.
    private static string Day(TestUser reader, int later = 0) => new DateOnly(2013, 1, 1).AddDays(RightsMatrix.NumberOf(reader) + later).ToString("yyyy-MM-dd");

    private static Dictionary<string, object> Body(params (string Field, object Value)[] more)
    {
        var body = new Dictionary<string, object>
        {
            ["what"] = "Två på passet.",
            ["plannedStart"] = "2026-12-01",
            ["dueAt"] = "2026-12-12",
            ["followUp"] = "Varje vecka.",
            ["successCriterion"] = "Inga missar.",
            ["effectCheckAt"] = "2027-01-15",
        };
        foreach (var (field, value) in more) body[field] = value;
        return body;
    }
}
