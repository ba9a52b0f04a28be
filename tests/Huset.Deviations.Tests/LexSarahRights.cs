using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

/// <summary>The rules of lex Sarah investigations for <see cref="RightsTests"/>.</summary>
internal static class LexSarahRights
{
    private const string Api = "/deviations/v1", Cases = $"{Api}/deviations", Pages = "/avvikelser";
    private static int Made;

    public static RightsMatrix WithLexSarah(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, string kind, bool own, params TrackKind[] tracks) => new($"{name}, investigated", reader => Make(host, reader, unit, kind, own, tracks));
        var sarah = Opening.By(Permissions.ReadLexSarah, Reach.All);
        Opening writing = new((Permissions.InvestigateLexSarah, Reach.All), (Permissions.ReadLexSarah, Reach.All));
        RowPosition[] inside = [At("own unit, in lex Sarah", TestUnits.ElderlyCare, "other", false, TrackKind.LexSarah), At("own, in lex Sarah", TestUnits.ElderlyCare, "other", true, TrackKind.LexSarah), At("health care, in both", TestUnits.Norrangen, "health-care", false, TrackKind.LexSarah, TrackKind.LexMaria)];
        RowPosition[] outside = [At("own unit, in lex Maria", TestUnits.ElderlyCare, "other", false, TrackKind.LexMaria), At("own unit, ordinary", TestUnits.ElderlyCare, "other", false)];
        (RowPosition, Opening[])[] Open(Opening opening) => [.. inside.Select(row => (row, new[] { opening })), .. outside.Select(row => (row, Array.Empty<Opening>()))];
        (RowPosition, Opening[])[] Wordless() => [.. inside.Take(1).Select(row => (row, new[] { writing with { WithoutText = true } })), (outside[1], [])];
        var (reading, changing) = (Open(sarah), Open(writing));
        return matrix
            .List($"GET {Api}/investigations/", Permissions.ReadLexSarah, reader => new(HttpMethod.Get, $"{Api}/investigations/?limit=100&from={Day(reader)}&to={Day(reader, 1)}"), reading)
            .List($"GET {Pages}/lex-sarah", Permissions.ReadLexSarah, reader => new(HttpMethod.Get, $"{Pages}/lex-sarah?fran={Day(reader)}&till={Day(reader, 1)}"), reading, row => $"href=\"{row.Id}/utredning\"")
            .Row($"GET {Cases}/{{id:guid}}/investigation", Permissions.ReadLexSarah, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/investigation"), reading)
            .Row($"GET {Pages}/{{Id:guid}}/utredning", Permissions.ReadLexSarah, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/utredning"), reading)
            .Row($"PUT {Cases}/{{id:guid}}/investigation/parts/{{part}}", Permissions.InvestigateLexSarah, row => Send(HttpMethod.Put, $"{Cases}/{row.Id}/investigation/parts/event", new { text = "Ny text.", kind = "fact", source = "Loggen", title = "Utredare" }), changing)
            .Row($"POST {Cases}/{{id:guid}}/decision", Permissions.InvestigateLexSarah, row => Send(HttpMethod.Post, $"{Cases}/{row.Id}/decision", new { degree = "misconduct", motivation = "Därför.", title = "Utredare" }), changing)
            .Row($"PUT {Cases}/{{id:guid}}/ivo-notification", Permissions.InvestigateLexSarah, row => Send(HttpMethod.Put, $"{Cases}/{row.Id}/ivo-notification", new { sentOn = "2026-01-02", registryNumber = "SN 1" }), changing)
            .Row($"POST {Cases}/{{id:guid}}/informed", Permissions.InvestigateLexSarah, row => Send(HttpMethod.Post, $"{Cases}/{row.Id}/informed", new { party = "board", on = "2026-01-02" }), changing)
            // What opens the page is what opens the endpoint; one of each kind is enough.
            .Row($"GET {Pages}/{{Id:guid}}/utredning/{{Part}}", Permissions.InvestigateLexSarah, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/utredning/similar"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/utredning/{{Part}}", Permissions.InvestigateLexSarah, row => Form($"{Pages}/{row.Id}/utredning/similar", "del", ("Shown", "1"), ("Request.Text", "Ny text."), ("Request.Kind", "Fact"), ("Request.Source", "Loggen"), ("Request.Title", "Utredare")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/beslut", Permissions.InvestigateLexSarah, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/beslut"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/beslut", Permissions.InvestigateLexSarah, row => Form($"{Pages}/{row.Id}/beslut", "beslut", Version(row), ("Request.Degree", "Misconduct"), ("Request.Motivation", "Därför."), ("Request.Title", "Utredare")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/ivo", Permissions.InvestigateLexSarah, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/ivo"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/ivo", Permissions.InvestigateLexSarah, row => Form($"{Pages}/{row.Id}/ivo", "ivo", Version(row), ("Request.SentOn", "2026-01-02"), ("Request.RegistryNumber", "SN 1")), Wordless(), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/informerad", Permissions.InvestigateLexSarah, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/informerad"), Wordless())
            .Row($"POST {Pages}/{{Id:guid}}/informerad", Permissions.InvestigateLexSarah, row => Form($"{Pages}/{row.Id}/informerad", "informerad", Version(row), ("Request.Party", "Board"), ("Request.On", "2026-01-02")), Wordless(), HttpStatusCode.Found);
    }

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, string kind, bool own, TrackKind[] tracks)
    {
        var number = Interlocked.Increment(ref Made);
        var writer = own ? TestUsers.Employee with { Id = reader.Id } : TestUsers.Employee;
        var id = await host.Reported(writer, ("unitCode", unit), ("kind", kind), ("occurredAt", $"{Day(reader)}T12:00:00Z"), ("description", $"Lextitel{number} hände. Sedan mer."));
        var (_, version) = await host.Work(id, deviation =>
        {
            foreach (var track in tracks) deviation.HandOver(track, "Ska utredas.", "x", "X", Arrange.Now);
            return tracks.Contains(TrackKind.LexSarah) ? deviation.WriteAll() : 0;
        });
        return new TestRow($"{id}", [$"Lextitel{number} "], $"{version}");
    }

    private static (string, string) Version(TestRow row) => ("Version", row.State);

    // A day of the reader's own, so that the list holds nothing but what was made for the reader.
    private static string Day(TestUser reader, int later = 0) => new DateOnly(2014, 1, 1).AddDays(RightsMatrix.NumberOf(reader) + later).ToString("yyyy-MM-dd");

    private static HttpRequestMessage Send(HttpMethod method, string path, object body) => new(method, path) { Content = JsonContent.Create(body) };

    private static HttpRequestMessage Form(string path, string handler, params (string Field, string Value)[] fields) => new(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent([new("_handler", handler), .. fields.Select(field => KeyValuePair.Create(field.Field, field.Value))]),
    };
}
