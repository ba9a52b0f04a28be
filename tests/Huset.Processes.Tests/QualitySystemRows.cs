using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes.Tests;

/// <summary>Quality systems in every state, for the rights table: of the unit that every reader of it claims, or of another, each in a year of its own.</summary>
public sealed class QualitySystemRows(ProcessesHost host)
{
    private const int FirstYear = 2030;
    private const int FirstListed = 2170;
    private int made;

    /// <summary>The endpoints of a unit's quality system: what is published is for all who may read, what is worked on for who writes for the unit or may approve.</summary>
    public static RightsMatrix Declare(RightsMatrix matrix, ProcessesHost host)
    {
        const string Units = ProcessesHost.Units;
        const string Pages = "/processer/enheter/{Code}/kvalitetssystem";
        var systems = new QualitySystemRows(host);
        Opening[] reads = [Opening.By(Permissions.ReadQualitySystems, Reach.All)];
        Opening[] writes = [Opening.By(Permissions.EditQualitySystem, Reach.Units)];
        Opening[] approves = [Opening.By(Permissions.ApproveQualitySystem, Reach.All), Opening.By(Permissions.ApproveQualitySystem, Reach.Units)];
        var (ours, theirs) = (systems.Position("a draft of the reader's unit", ours: true, "draft"), systems.Position("a draft of another unit", ours: false, "draft"));
        var (here, elsewhere) = (systems.Position("submitted, of the reader's unit", ours: true, "submitted"), systems.Position("submitted, of another unit", ours: false, "submitted"));
        var (approved, published) = (systems.Position("approved, of the reader's unit", ours: true, "approved"), systems.Position("published, of another unit", ours: false, "published"));
        (RowPosition, Opening[])[] drafts = [(ours, writes), (theirs, [])];
        (RowPosition, Opening[])[] whole = [(systems.Handed("a whole draft of the reader's unit", ours: true, "draft"), writes), (systems.Handed("a whole draft of another unit", ours: false, "draft"), [])];
        (RowPosition, Opening[])[] waiting = [(systems.Handed("handed in, of the reader's unit", ours: true, "submitted"), writes), (systems.Handed("handed in, of another unit", ours: false, "submitted"), [])];
        (RowPosition, Opening[])[] submitted = [(here, approves), (elsewhere, [approves[0]])];
        return matrix
            .Row($"GET {Units}/{{code}}/quality-system", Permissions.ReadQualitySystems, row => new(HttpMethod.Get, $"{Units}/{row.Id}&version=1"), [(ours, [.. writes, .. approves]), (theirs, [approves[0]]), (published, reads)])
            .Row($"PUT {Units}/{{code}}/quality-system", Permissions.EditQualitySystem, row => Requests.Matched(new(HttpMethod.Put, $"{Units}/{row.Id}") { Content = JsonContent.Create(new { answers = Array.Empty<object>() }) }), drafts)
            .Row($"POST {Units}/{{code}}/quality-system/{{year:int}}/submission", Permissions.EditQualitySystem, row => new(HttpMethod.Post, Step(row, "submission")), drafts)
            .Row($"POST {Units}/{{code}}/quality-system/{{year:int}}/approval", Permissions.ApproveQualitySystem, row => new(HttpMethod.Post, Step(row, "approval")) { Content = JsonContent.Create(new { decision = "approve" }) }, submitted)
            .Row($"POST {Units}/{{code}}/quality-system/{{year:int}}/recall", Permissions.EditQualitySystem, row => new(HttpMethod.Post, Step(row, "recall")) { Content = JsonContent.Create(new { reason = "Mer att skriva." }) }, waiting)
            .Row($"POST {Units}/{{code}}/quality-system/{{year:int}}/publication", Permissions.ApproveQualitySystem, row => new(HttpMethod.Post, Step(row, "publication")), [(approved, approves)])
            .List("GET /processes/v1/quality-systems", Permissions.ReadQualitySystems, reader => new(HttpMethod.Get, $"/processes/v1/quality-systems?status=draft&year={YearOf(reader)}"),
                [(systems.Listed("a draft of the reader's unit, listed", ours: true), [.. writes, .. approves]), (systems.Listed("a draft of another unit, listed", ours: false), [approves[0]])])
            .Route("GET /processer/kvalitetssystem", Permissions.ReadQualitySystems)
            .Row($"GET {Pages}", Permissions.ReadQualitySystems, row => new(HttpMethod.Get, Page(row)), [(published, reads)])
            .Row($"GET {Pages}/skriv", Permissions.EditQualitySystem, row => new(HttpMethod.Get, Page(row, "/skriv")), drafts)
            .Row($"POST {Pages}/skriv", Permissions.EditQualitySystem, row => Requests.Form(Page(row, "/skriv"), "omrade", ("Version", "0")), drafts)
            .Row($"GET {Pages}/lamna", Permissions.EditQualitySystem, row => new(HttpMethod.Get, Page(row, "/lamna")), whole)
            .Row($"POST {Pages}/lamna", Permissions.EditQualitySystem, row => Requests.Form(Page(row, "/lamna"), "lamna", ("Version", row.State)), whole, HttpStatusCode.Found)
            .Row($"GET {Pages}/ta-tillbaka", Permissions.EditQualitySystem, row => new(HttpMethod.Get, Page(row, "/ta-tillbaka")), waiting)
            .Row($"POST {Pages}/ta-tillbaka", Permissions.EditQualitySystem, row => Requests.Form(Page(row, "/ta-tillbaka"), "ta-tillbaka", ("Request.Reason", "Mer att skriva."), ("Version", row.State)), waiting, HttpStatusCode.Found)
            .Row($"GET {Pages}/godkann", Permissions.ApproveQualitySystem, row => new(HttpMethod.Get, Page(row, "/godkann")), submitted)
            .Row($"POST {Pages}/godkann", Permissions.ApproveQualitySystem, row => Requests.Form(Page(row, "/godkann"), "godkann", ("Request.Decision", "approve"), ("Version", row.State)), submitted, HttpStatusCode.Found);
    }

    /// <summary>A document in the state; its id is its address after the units' own.</summary>
    private RowPosition Position(string name, bool ours, string state) => new(name, Shared(_ => Make(ours, Next(ours), state)));

    /// <summary>A document on a page that tells nothing of its text.</summary>
    private RowPosition Handed(string name, bool ours, string state) => new(name, Shared(async _ => await Make(ours, Next(ours), state) with { Words = [] }));

    /// <summary>A draft in a year of the reader's own; its id is the version's.</summary>
    private RowPosition Listed(string name, bool ours) => new(name, Shared(async reader =>
    {
        var row = await Make(ours, YearOf(reader), "draft");
        return row with { Id = await host.Scalar<string>("select id::text from quality_systems where unit_code = $1 and year = $2", row.Id[..row.Id.IndexOf('/')], YearOf(reader)), Words = [] };
    }));

    // Who can change nothing shares one row.
    private static Func<TestUser, Task<TestRow>> Shared(Func<TestUser, Task<TestRow>> make)
    {
        Lazy<Task<TestRow>>? shared = null;
        return reader => Changes(reader) ? make(reader) : LazyInitializer.EnsureInitialized(ref shared, () => new(() => make(reader))).Value;
    }

    private static bool Changes(TestUser reader) => Permissions.Table.Of(Permissions.EditQualitySystem, reader.Roles) != Reach.None || Permissions.Table.Of(Permissions.ApproveQualitySystem, reader.Roles) != Reach.None;

    private static int YearOf(TestUser reader) => Changes(reader) ? FirstListed + 1 + RightsMatrix.NumberOf(reader) : FirstListed;

    private static string Step(TestRow row, string step) => $"{ProcessesHost.Units}/{row.Id.Replace("?year=", "/", StringComparison.Ordinal)}/{step}";

    private static string Page(TestRow row, string under = "") => $"/processer/enheter/{row.Id.Replace("/quality-system?year=", $"/kvalitetssystem{under}?ar=", StringComparison.Ordinal)}";

    // Another unit is made for each; the readers' own has a document a year.
    private int Next(bool ours) => ours ? FirstYear + Interlocked.Increment(ref made) : FirstYear;

    private async Task<TestRow> Make(bool ours, int year, string state)
    {
        var unit = ours ? TestUnits.ElderlyCare : await host.Created("ks");
        var writer = host.As(new TestUser("skribent", [Roles.Enhetschef], [unit]));
        var approver = host.As(new TestUser("granskare", [Roles.Kvalitetsutvecklare]));
        var address = $"{unit}/quality-system?year={year}";
        var words = $"ord-{Guid.NewGuid():N}";
        var document = await writer.PutAsJsonAsync($"{ProcessesHost.Units}/{address}", new { answers = Array.Empty<object>() }).Json();
        var answers = document.GetProperty("areas").EnumerateArray().SelectMany(area => area.GetProperty("points").EnumerateArray()).Select(point => new
        {
            point = point.GetProperty("code").GetString(),
            fields = point.GetProperty("fields").EnumerateArray().Select(field => new { name = field.GetProperty("name").GetString(), text = words }),
        });
        writer.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        var row = await writer.PutAsJsonAsync($"{ProcessesHost.Units}/{address}", new { answers }).Json();
        foreach (var (client, step, body) in new (HttpClient, string, object?)[] { (writer, "submission", null), (approver, "approval", new { decision = "approve" }), (approver, "publication", null) }.Take(Array.IndexOf(["draft", "submitted", "approved", "published"], state)))
            row = await client.PostAsync($"{ProcessesHost.Units}/{unit}/quality-system/{year}/{step}", body is null ? null : JsonContent.Create(body)).Json();
        return new(address, [words], $"{row.GetProperty("version").GetInt32()}");
    }
}
