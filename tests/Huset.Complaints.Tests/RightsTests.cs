using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Complaints.Tests;

/// <summary>Every endpoint × role × position of a complaint, against the rights table.</summary>
public sealed class RightsTests(ComplaintsHost host)
{
    private const string Api = ComplaintsHost.Complaints, Pages = "/synpunkter";
    private static readonly TestUser Registrar = new("skriver-ner", [Roles.Registrator]);
    private static int Made;

    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public Task Every_endpoint_answers_each_role_about_each_complaint_as_the_table_says() => matrix.Check();

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(ComplaintsHost host)
    {
        RowPosition At(string name, string? unit, string? own = null, bool closed = false) => new(name, reader => Make(host, reader, Day(reader, closed ? 2000 : 0), unit, own, closed));
        RowPosition Work(string name, string? unit, string? own = null, bool closed = false) => new($"{name}, {(closed ? "closed" : "to work with")}", reader => Make(host, reader, Day(reader, 1000), unit, own, closed));
        var (own, all, ofUnits) = (Reach.Own, Reach.All, Reach.Units);
        var withoutText = Opening.By(Permissions.ReadWithoutText, all) with { WithoutText = true };
        Opening[] Reading(params Reach[] reaches) => [.. reaches.Select(reach => Opening.By(Permissions.Read, reach)), withoutText];
        (RowPosition, Opening[])[] reading =
        [
            (At("written down by the reader, in another unit", TestUnits.Hasselvagen, own: "registered"), Reading(own, all)),
            (At("given to the reader, without a unit", null, own: "given"), Reading(own, all)),
            (At("own unit", TestUnits.ElderlyCare), Reading(ofUnits, all)),
            (At("unit below, closed", TestUnits.Norrangen, closed: true), Reading(ofUnits, all)),
            (At("other unit", TestUnits.Hasselvagen), Reading(all)),
            (At("without a unit", null), Reading(all)),
        ];
        // The list is asked about a day, and what is closed came another.
        var listed = reading.Where(row => !row.Item1.Name.Contains("closed", StringComparison.Ordinal)).ToArray();
        (RowPosition, Opening[])[] Working(string permission, bool closed = false) =>
        [
            (Work("written down by the reader, in another unit", TestUnits.Hasselvagen, "registered", closed), [Opening.By(permission, own), Opening.By(permission, all)]),
            (Work("given to the reader, in another unit", TestUnits.Hasselvagen, "given", closed), [Opening.By(permission, own), Opening.By(permission, all)]),
            (Work("own unit", TestUnits.ElderlyCare, null, closed), [Opening.By(permission, ofUnits), Opening.By(permission, all)]),
            (Work("other unit", TestUnits.Hasselvagen, null, closed), [Opening.By(permission, all)]),
        ];
        (RowPosition, Opening[])[] Without(RowPosition position, string permission) => [(position, [Opening.By(permission, all)])];
        var (handling, ended, escalating) = (Working(Permissions.Handle), Working(Permissions.Handle, closed: true), Working(Permissions.Escalate));
        var nowhere = Without(Work("without a unit", null), Permissions.Handle);

        RightsMatrix matrix = new("Complaints", Permissions.Table, host.Factory.Services, host.As);
        matrix
            .WithOperations(ComplaintsHost.Api, sql => host.Scalar<string>(sql))
            .WithRoom(ComplaintsHost.Api)
            .WithAccessLog(ComplaintsHost.Api, Pages, () => SignReview(host))
            .WithPublic(host)
            .WithCodeLists()
            .WithLimits(sql => host.Scalar<string>(sql))
            .Route($"POST {Api}/", Permissions.Register, _ => Write(HttpMethod.Post, $"{Api}/", Arrange.Said()), HttpStatusCode.Created)
            .List($"GET {Api}/", Permissions.Read, reader => new(HttpMethod.Get, $"{Api}/?limit=100&from={Day(reader)}&to={Day(reader, 1)}"), listed)
            .Row($"GET {Api}/{{id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/{row.Id}"), reading)
            .WithThread(ComplaintsHost.Api, "complaint", reading)
            .Row($"PUT {Api}/{{id:guid}}/placement", Permissions.Handle, row => Write(HttpMethod.Put, $"{Api}/{row.Id}/placement", new { unitCode = TestUnits.Norrangen, kind = "comment" }, Version(row)), [.. handling, .. nowhere])
            .Row($"PUT {Api}/{{id:guid}}/owner", Permissions.Handle, row => Write(HttpMethod.Put, $"{Api}/{row.Id}/owner", new { ownerId = row.State.Split(' ')[1] }, Version(row)), handling)
            .Row($"POST {Api}/{{id:guid}}/answer", Permissions.Handle, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/answer", new { text = "Tack." }), [.. handling, .. nowhere])
            .Row($"POST {Api}/{{id:guid}}/fix", Permissions.Handle, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/fix", new { how = "Gjort." }), handling)
            .Row($"POST {Api}/{{id:guid}}/escalation", Permissions.Escalate, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/escalation", new { motivation = "Gick fel." }), escalating, HttpStatusCode.Accepted)
            .Row($"POST {Api}/{{id:guid}}/idea", Permissions.Escalate, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/idea", new { title = "En idé", text = "Gör så." }), escalating, HttpStatusCode.Accepted)
            .Row($"POST {Api}/{{id:guid}}/closure", Permissions.Handle, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/closure", new { outcome = "Klart." }), handling)
            .Row($"POST {Api}/{{id:guid}}/reopening", Permissions.Handle, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/reopening", new { }), ended)
            .List($"GET {Pages}/", Permissions.Read, reader => new(HttpMethod.Get, $"{Pages}/?fran={Day(reader)}&till={Day(reader, 1)}"), listed, row => $"href=\"{row.Id}\"")
            .Row($"GET {Pages}/{{Id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Pages}/{row.Id}"), reading)
            .Route($"GET {Pages}/registrera", Permissions.Register)
            .Route($"POST {Pages}/registrera", Permissions.Register, _ => Form($"{Pages}/registrera", "registrera", ("Request.Text", "Kaffet är kallt."), ("Request.Kind", "Complaint"), ("Request.Channel", "Phone")), HttpStatusCode.Found);
        foreach (var (page, permission, rows, fields) in new (string, string, IEnumerable<(RowPosition, Opening[])>, (string, string)[])[]
        {
            ("placera", Permissions.Handle, [.. handling, .. nowhere], [("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "Comment")]),
            ("ansvarig", Permissions.Handle, handling, [("Request.OwnerId", "-")]),
            ("svara", Permissions.Handle, handling, [("Request.Text", "Tack.")]),
            ("atgardat", Permissions.Handle, handling, [("Request.How", "Gjort.")]),
            ("avvikelse", Permissions.Escalate, escalating, [("Request.Motivation", "Gick fel."), ("Request.Description", "Det gick fel.")]),
            ("ide", Permissions.Escalate, escalating, [("Request.Title", "En idé"), ("Request.Text", "Gör så.")]),
            ("avsluta", Permissions.Handle, handling, [("Request.Outcome", "Klart.")]),
            ("oppna", Permissions.Handle, ended, []),
        })
        {
            matrix
                .Row($"GET {Pages}/{{Id:guid}}/{page}", permission, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/{page}"), rows)
                .Row($"POST {Pages}/{{Id:guid}}/{page}", permission, row => Form(
                    $"{Pages}/{row.Id}/{page}", "synpunkt", [("Version", $"{Version(row)}"), .. fields.Select(field => (field.Item1, field.Item2 == "-" ? row.State.Split(' ')[1] : field.Item2))]), rows, HttpStatusCode.Found);
        }
        return matrix;
    }

    private static async Task<TestRow> Make(ComplaintsHost host, TestUser reader, string day, string? unit, string? own, bool closed)
    {
        var number = Interlocked.Increment(ref Made);
        // Whatever the reader's role, it is the reader's own.
        var by = own == "registered" ? new TestUser(reader.Username, [Roles.Medarbetare]) { Id = reader.Id } : Registrar;
        var id = await host.Registered(by, ("text", $"Titel{number} sades. Sedan hemligt{number}."), ("unitCode", unit), ("contact", $"Kontakt{number} Testsson"), ("wantsAnswer", false), ("receivedAt", $"{day}T12:00:00Z"));
        using var registrar = host.As(Registrar);
        var version = 1;
        if (own == "given") await host.Scalar<string>("update complaints set owner_id = $2, owner_name = 'Läsaren', status = 'handling' where id = $1 returning owner_id", id, $"{reader.Id}");
        if (closed)
        {
            await registrar.Post($"{Api}/{id}/closure", new { outcome = $"Utfall{number}." }).Json();
            version++;
        }
        return new TestRow($"{id}", [$"Titel{number} ", $"hemligt{number}.", $"Kontakt{number} ", $"Utfall{number}."], $"{version} {reader.Id}");
    }

    // A review is signed on what is sealed, and the log is sealed each second.
    private static async Task<string> SignReview(ComplaintsHost host)
    {
        await host.Registered(Registrar);
        await ComplaintsHost.Eventually(() => host.Scalar<long>("select count(*) from access_seals").GetAwaiter().GetResult() > 0);
        using var administrator = host.As(TestUsers.Administrator);
        using var request = RightsMatrix.Review(ComplaintsHost.Api);
        return (await administrator.SendAsync(request).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private static string Day(TestUser reader, int later = 0) => new DateOnly(2013, 1, 1).AddDays(RightsMatrix.NumberOf(reader) + later).ToString("yyyy-MM-dd");

    private static int Version(TestRow row) => int.Parse(row.State.Split(' ')[0]);
}
