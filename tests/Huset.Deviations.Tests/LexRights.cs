using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of the tracks' investigations for <see cref="RightsTests"/>.</summary>
internal static class LexRights
{
    private const string Api = "/deviations/v1", Cases = $"{Api}/deviations", Pages = "/avvikelser";
    private static int Made;

    public static RightsMatrix WithLex(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, string kind, bool own, params TrackKind[] tracks) => new($"{name}, investigated", reader => Make(host, reader, unit, kind, own, tracks));
        Opening sarah = new((Permissions.Investigate, Reach.All), (Permissions.ReadLexSarah, Reach.All)), maria = new((Permissions.Investigate, Reach.All), (Permissions.ReadLexMaria, Reach.All));
        var (inSarah, ownInSarah) = (At("own unit, in lex Sarah", TestUnits.ElderlyCare, "other", false, TrackKind.LexSarah), At("own, in lex Sarah", TestUnits.ElderlyCare, "other", true, TrackKind.LexSarah));
        var (inMaria, inBoth) = (At("own unit, in lex Maria", TestUnits.ElderlyCare, "other", false, TrackKind.LexMaria), At("health care, in both", TestUnits.Norrangen, "health-care", false, TrackKind.LexSarah, TrackKind.LexMaria));
        var ordinary = At("own unit, ordinary", TestUnits.ElderlyCare, "other", false);
        // Each track's investigators work with their own, also of a case in both.
        (RowPosition, Opening[])[] open = [(inSarah, [sarah]), (ownInSarah, [sarah]), (inBoth, [sarah, maria]), (inMaria, [maria]), (ordinary, [])];
        (RowPosition, Opening[])[] Wordless() => [(inSarah, [sarah with { WithoutText = true }]), (inMaria, [maria with { WithoutText = true }]), (ordinary, [])];
        (RowPosition, Opening[])[] InTrack(Opening own, params RowPosition[] rows) => [.. new[] { inSarah, ownInSarah, inMaria, inBoth, ordinary }.Select(row => (row, rows.Contains(row) ? new[] { own } : []))];
        // Who may handle the case: in an ordinary one its manager, in a track its investigators.
        Opening noteSarah = new((Permissions.Handle, Reach.All), (Permissions.ReadLexSarah, Reach.All)), noteMaria = new((Permissions.Handle, Reach.All), (Permissions.ReadLexMaria, Reach.All));
        (RowPosition, Opening[])[] noted = [(inSarah, [noteSarah]), (ownInSarah, [noteSarah]), (inBoth, [noteSarah, noteMaria]), (inMaria, [noteMaria]), (ordinary, [Opening.By(Permissions.Handle, Reach.Units)])];
        // What is written is answered with, and what was written before is not; a page that lists has it about its form.
        (RowPosition, Opening[])[] writing = [.. noted.Select(RightsMatrix.Wordless)];
        return matrix
            .List($"GET {Api}/investigations/", Permissions.Investigate, reader => new(HttpMethod.Get, $"{Api}/investigations/?limit=100&from={Day(reader)}&to={Day(reader, 1)}"), open)
            .List($"GET {Pages}/lex-sarah", Permissions.ReadLexSarah, reader => new(HttpMethod.Get, $"{Pages}/lex-sarah?fran={Day(reader)}&till={Day(reader, 1)}"), InTrack(Opening.By(Permissions.ReadLexSarah, Reach.All), inSarah, ownInSarah, inBoth), row => $"href=\"{row.Id}/utredning?spar=lex-sarah\"")
            .List($"GET {Pages}/lex-maria", Permissions.ReadLexMaria, reader => new(HttpMethod.Get, $"{Pages}/lex-maria?fran={Day(reader)}&till={Day(reader, 1)}"), InTrack(Opening.By(Permissions.ReadLexMaria, Reach.All), inMaria, inBoth), row => $"href=\"{row.Id}/utredning?spar=lex-maria\"")
            .Row($"GET {Cases}/{{id:guid}}/investigation", Permissions.Investigate, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/investigation"), open)
            .Row($"POST {Cases}/{{id:guid}}/investigation", Permissions.Investigate, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/investigation", new { investigate = true, motivation = "Kan vara ett missförhållande.", title = "Utredare" }), open)
            .Row($"GET {Pages}/{{Id:guid}}/utreda", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/utreda"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/utreda", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/utreda", "utreda", Version(row), ("Request.Investigate", "true"), ("Request.Motivation", "Kan vara det."), ("Request.Title", "Utredare")), Wordless(), HttpStatusCode.Found)
            .Row($"PUT {Cases}/{{id:guid}}/patient-points/{{point}}", Permissions.Investigate, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/patient-points/ivo", new { party = "individual", on = "2026-01-02", inJournal = true }), InTrack(maria, inMaria, inBoth))
            .Row($"GET {Pages}/{{Id:guid}}/patientinformation/{{Point}}", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/patientinformation/ivo"), InTrack(maria with { WithoutText = true }, inMaria, inBoth))
            .Row($"POST {Pages}/{{Id:guid}}/patientinformation/{{Point}}", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/patientinformation/ivo", "patient", Version(row), ("Request.Party", "Individual"), ("Request.On", "2026-01-02"), ("Request.InJournal", "true")), InTrack(maria with { WithoutText = true }, inMaria, inBoth), HttpStatusCode.Found)
            .Row($"GET {Cases}/{{id:guid}}/notes", Permissions.Handle, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/notes"), noted)
            .Row($"POST {Cases}/{{id:guid}}/notes", Permissions.Handle, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/notes", new { on = "2026-01-02", kind = "fact", source = "Loggen", text = "Ny.", title = "Utredare" }), writing, HttpStatusCode.Created)
            .Row($"GET {Pages}/{{Id:guid}}/anteckningar", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/anteckningar"), noted)
            .Row($"POST {Pages}/{{Id:guid}}/anteckningar", Permissions.Handle, row => Form($"{Pages}/{row.Id}/anteckningar", "anteckning", ("Request.On", "2026-01-02"), ("Request.Kind", "Fact"), ("Request.Text", "Ny."), ("Request.Source", "Loggen"), ("Request.Title", "Utredare")), noted, HttpStatusCode.Found)
            .Row($"GET {Cases}/{{id:guid}}/timeline-entries", Permissions.Handle, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/timeline-entries"), noted)
            .Row($"POST {Cases}/{{id:guid}}/timeline-entries", Permissions.Handle, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/timeline-entries", new { on = "2026-01-02", time = "02:15", what = "Larmet gick.", source = "Loggen" }), writing, HttpStatusCode.Created)
            .Row($"PUT {Cases}/{{id:guid}}/timeline-entries/{{entryId:guid}}", Permissions.Handle, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/timeline-entries/{Entry(row)}", new { on = "2026-01-02", what = "Larmet gick.", source = "Loggen" }), writing)
            .Row($"DELETE {Cases}/{{id:guid}}/timeline-entries/{{entryId:guid}}", Permissions.Handle, row => new(HttpMethod.Delete, $"{Cases}/{row.Id}/timeline-entries/{Entry(row)}"), writing, HttpStatusCode.NoContent)
            .Row($"GET {Pages}/{{Id:guid}}/tidslinje", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/tidslinje"), noted)
            .Row($"POST {Pages}/{{Id:guid}}/tidslinje", Permissions.Handle, row => Form($"{Pages}/{row.Id}/tidslinje", "tid", ("Request.On", "2026-01-02"), ("Request.What", "Larmet gick."), ("Request.Source", "Loggen")), noted, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/tidslinje/{{EntryId:guid}}", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/tidslinje/{Entry(row)}"), noted)
            .Row($"POST {Pages}/{{Id:guid}}/tidslinje/{{EntryId:guid}}", Permissions.Handle, row => Form($"{Pages}/{row.Id}/tidslinje/{Entry(row)}", "tid", Version(row), ("Request.On", "2026-01-02"), ("Request.What", "Larmet gick."), ("Request.Source", "Loggen")), writing, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/utredning", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/utredning"), open)
            .Row($"PUT {Cases}/{{id:guid}}/investigation/parts/{{part}}", Permissions.Investigate, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/investigation/parts/event", new { text = "Ny text.", kind = "fact", source = "Loggen", title = "Utredare" }), open)
            .Row($"POST {Cases}/{{id:guid}}/decision", Permissions.Investigate, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/decision", new { degree = InSarah(row) ? "misconduct" : "care-injury", motivation = "Därför.", title = "Utredare" }), [(inSarah, [sarah]), (ownInSarah, [sarah]), (inMaria, [maria]), (ordinary, [])])
            .Row($"PUT {Cases}/{{id:guid}}/ivo-notification", Permissions.Investigate, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/ivo-notification", new { sentOn = "2026-01-02", registryNumber = "SN 1" }), open)
            .Row($"POST {Cases}/{{id:guid}}/ivo-notification/steps", Permissions.Investigate, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/ivo-notification/steps", new { kind = "receipt", on = "2026-01-03", reference = "8.1-1" }), open)
            .Row($"GET {Cases}/{{id:guid}}/ivo-notification/document", Permissions.Investigate, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/ivo-notification/document"), open)
            .Row($"POST {Cases}/{{id:guid}}/informed", Permissions.Investigate, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/informed", new { party = "board", on = "2026-01-02" }), open)
            // What opens the page is what opens the endpoint; one of each kind is enough.
            .Row($"GET {Pages}/{{Id:guid}}/utredning/{{Part}}", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/utredning/similar"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/utredning/{{Part}}", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/utredning/similar", "del", ("Shown", "1"), ("Request.Text", "Ny text."), ("Request.Kind", "Fact"), ("Request.Source", "Loggen"), ("Request.Title", "Utredare")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/beslut", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/beslut"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/beslut", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/beslut", "beslut", Version(row), ("Request.Degree", InSarah(row) ? "Misconduct" : "CareInjury"), ("Request.Motivation", "Därför."), ("Request.Title", "Utredare")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/ivo", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/ivo"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/ivo", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/ivo", "ivo", Version(row), ("Request.SentOn", "2026-01-02"), ("Request.RegistryNumber", "SN 1")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/ivo/anmalan", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/ivo/anmalan"), open)
            .Row($"GET {Pages}/{{Id:guid}}/ivo/{{Slag}}", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/ivo/kvittens"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/ivo/{{Slag}}", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/ivo/kvittens", "ivosteg", Version(row), ("Request.On", "2026-01-03"), ("Request.Reference", "8.1-1")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Cases}/{{id:guid}}/unit-tasks", Permissions.Investigate, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/unit-tasks"), Wordless())
            .Row($"POST {Cases}/{{id:guid}}/unit-tasks", Permissions.Investigate, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/unit-tasks", new { what = "Gå igenom rutinen.", dueAt = "2099-01-01" }), Wordless(), HttpStatusCode.Created)
            .Row($"GET {Pages}/{{Id:guid}}/uppgift", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/uppgift"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/uppgift", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/uppgift", "uppgift", Version(row), ("Request.What", "Gå igenom rutinen."), ("Request.DueAt", "2099-01-01")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/informerad", Permissions.Investigate, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/informerad"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/informerad", Permissions.Investigate, row => Form($"{Pages}/{row.Id}/informerad", "informerad", Version(row), ("Request.Party", "Board"), ("Request.On", "2026-01-02")), Wordless(), HttpStatusCode.Found);
    }

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, string kind, bool own, TrackKind[] tracks)
    {
        var number = Interlocked.Increment(ref Made);
        var writer = own ? TestUsers.Employee with { Id = reader.Id } : TestUsers.Employee;
        var id = await host.Reported(writer, ("unitCode", unit), ("kind", kind), ("occurredAt", $"{Day(reader)}T12:00:00Z"), ("description", $"Lextitel{number} hände. Sedan mer."));
        var (entry, version) = await host.Work(id, deviation =>
        {
            var known = deviation.EnterTime(null, Arrange.Today, null, $"Lextitel{number} hände.", "Loggen", Arrange.Karin, Arrange.Now);
            deviation.WriteNote(null, Arrange.Today, NoteKind.Fact, "Loggen", $"Lextitel{number} hände.", Arrange.Karin, "Enhetschef", Arrange.Now);
            foreach (var track in tracks) deviation.HandOver(track, "Ska utredas.", "x", "X", Arrange.Now);
            foreach (var track in tracks) deviation.NotifyIvo(track, new(2026, 1, 2), "SN 1", null, null, Arrange.Karin, Arrange.Now);
            foreach (var track in tracks) deviation.WriteAll(track: track);
            return known.Id;
        });
        return new TestRow($"{id}", [$"Lextitel{number} "], $"{version} {entry} {string.Join(' ', tracks)}");
    }

    private static (string, string) Version(TestRow row) => ("Version", row.State.Split(' ')[0]);

    private static string Entry(TestRow row) => row.State.Split(' ')[1];

    private static bool InSarah(TestRow row) => row.State.EndsWith(nameof(TrackKind.LexSarah), StringComparison.Ordinal);

    // A day of the reader's own, so that the list holds nothing but what was made for the reader.
    private static string Day(TestUser reader, int later = 0) => new DateOnly(2014, 1, 1).AddDays(RightsMatrix.NumberOf(reader) + later).ToString("yyyy-MM-dd");
}
