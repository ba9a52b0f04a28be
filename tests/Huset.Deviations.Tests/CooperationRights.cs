using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Who sends what to other principals, for <see cref="RightsTests"/>.</summary>
internal static class CooperationRights
{
    private const string Api = "/deviations/v1", Cases = $"{Api}/deviations", Sent = $"{Api}/cooperations", Partners = $"{Api}/partners", Pages = "/avvikelser";
    private static int Made;

    public static RightsMatrix WithCooperations(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, string kind, TrackKind? track = null, bool sent = true) => new($"{name}, {(sent ? "something sent" : "nothing sent")}", reader => Make(host, reader, unit, kind, track, sent));
        var ofUnit = Opening.By(Permissions.Handle, Reach.Units);
        Opening ofHealthCare = new((Permissions.Handle, Reach.All), (Permissions.ReadHealthCare, Reach.All)), sarah = new((Permissions.Handle, Reach.All), (Permissions.ReadLexSarah, Reach.All)), maria = new((Permissions.Handle, Reach.All), (Permissions.ReadLexMaria, Reach.All));
        (RowPosition Position, Opening[] Openings)[] following =
        [
            (At("own unit", TestUnits.ElderlyCare, "other"), [ofUnit]),
            (At("other unit", TestUnits.Hasselvagen, "other"), []),
            (At("other unit, health care", TestUnits.Hasselvagen, "health-care"), [ofHealthCare]),
            (At("own unit, in lex Sarah", TestUnits.ElderlyCare, "other", TrackKind.LexSarah), [sarah]),
            (At("unit below, in lex Maria", TestUnits.Norrangen, "health-care", TrackKind.LexMaria), [maria]),
        ];
        (RowPosition Position, Opening[] Openings)[] sending = [(At("own unit", TestUnits.ElderlyCare, "other", sent: false), [ofUnit]), (At("other unit", TestUnits.Hasselvagen, "other", sent: false), [])];
        var partner = new RowPosition("a principal", async _ => new(await NewPartner(host), []));
        Opening[] editing = [Opening.By(Permissions.EditPartners, Reach.All)];
        object Partner(string name) => new { name, type = "region", address = "SDK", validFrom = "2020-01-01" };
        return matrix
            .List($"GET {Sent}/", Permissions.Handle, reader => new(HttpMethod.Get, $"{Sent}/?limit=100&from={Day(reader)}&to={Day(reader, 1)}"), following)
            .List($"GET {Pages}/samverkan", Permissions.Handle, reader => new(HttpMethod.Get, $"{Pages}/samverkan?fran={Day(reader)}&till={Day(reader, 1)}"), [.. following.Select(RightsMatrix.Wordless)], row => $"href=\"samverkan/{row.Id}\"")
            .Row($"GET {Sent}/{{id:guid}}", Permissions.Handle, row => new(HttpMethod.Get, $"{Sent}/{row.Id}"), following)
            .Row($"GET {Pages}/samverkan/{{Id:guid}}", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/samverkan/{row.Id}"), following)
            .Row($"POST {Sent}/{{id:guid}}/receipt", Permissions.Handle, row => Write($"{Sent}/{row.Id}/receipt", new { receivedOn = $"{Arrange.Today:yyyy-MM-dd}" }), following)
            .Row($"POST {Sent}/{{id:guid}}/answer", Permissions.Handle, row => Write($"{Sent}/{row.Id}/answer", new { answeredOn = $"{Arrange.Today:yyyy-MM-dd}", answer = "Svar." }), following)
            .Row($"POST {Sent}/{{id:guid}}/closure", Permissions.Handle, row => Write($"{Sent}/{row.Id}/closure", new { outcome = "Klart." }), following)
            .Row($"POST {Pages}/samverkan/{{Id:guid}}", Permissions.Handle, row => Form($"{Pages}/samverkan/{row.Id}", "foljupp", ("Version", "1"), ("Request.Step", "Closed"), ("Request.Text", "Klart.")), following, HttpStatusCode.Found)
            .Row($"POST {Cases}/{{id:guid}}/cooperations", Permissions.Handle, row => Write($"{Cases}/{row.Id}/cooperations", new { partnerId = row.State, text = "Text.", secrecy = "Inget sekretessbelagt.", way = "letter" }), sending, HttpStatusCode.Created)
            .Row($"GET {Pages}/{{Id:guid}}/samverkan", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/samverkan"), sending)
            .Row($"POST {Pages}/{{Id:guid}}/samverkan", Permissions.Handle, row => Form($"{Pages}/{row.Id}/samverkan", "skicka", ("Version", "1"), ("Request.PartnerId", row.State), ("Request.Text", "Text."), ("Request.Secrecy", "Inget."), ("Request.Way", "Letter")), sending, HttpStatusCode.Found)
            .Route($"GET {Partners}/", Permissions.ReadPartners)
            .Row($"GET {Partners}/{{id:guid}}", Permissions.ReadPartners, row => new(HttpMethod.Get, $"{Partners}/{row.Id}"), [(partner, [Opening.By(Permissions.ReadPartners, Reach.All)])])
            .Route($"POST {Partners}/", Permissions.EditPartners, _ => Write($"{Partners}/", Partner($"Part {Guid.NewGuid()}")), HttpStatusCode.Created)
            .Row($"PUT {Partners}/{{id:guid}}", Permissions.EditPartners, row => Write(HttpMethod.Put, $"{Partners}/{row.Id}", Partner($"Part {Guid.NewGuid()}"), 1), [(partner, editing)])
            .Route($"GET {Pages}/samverkan/parter", Permissions.ReadPartners)
            .Route($"GET {Pages}/samverkan/parter/ny", Permissions.EditPartners)
            .Route($"POST {Pages}/samverkan/parter/ny", Permissions.EditPartners, _ => Form($"{Pages}/samverkan/parter/ny", "part", Fields()), HttpStatusCode.Found)
            .Row($"GET {Pages}/samverkan/parter/{{Id:guid}}", Permissions.EditPartners, row => new(HttpMethod.Get, $"{Pages}/samverkan/parter/{row.Id}"), [(partner, editing)])
            .Row($"POST {Pages}/samverkan/parter/{{Id:guid}}", Permissions.EditPartners, row => Form($"{Pages}/samverkan/parter/{row.Id}", "part", [("Version", "1"), .. Fields()]), [(partner, editing)], HttpStatusCode.Found);
    }

    /// <summary>A principal of the registry that applies today; its id.</summary>
    public static Task<string> NewPartner(DeviationsHost host) => host.Scalar<string>(
        "insert into partners (id, name, type, address, valid_from, version) values (gen_random_uuid(), 'Region ' || gen_random_uuid(), 'region', 'SDK', '2020-01-01', 1) returning id::text");

    private static (string, string)[] Fields() => [("Request.Name", $"Part {Guid.NewGuid()}"), ("Request.Type", "Region"), ("Request.Address", "SDK"), ("Request.ValidFrom", "2020-01-01")];

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, string kind, TrackKind? track, bool sent)
    {
        var number = Interlocked.Increment(ref Made);
        var partner = await NewPartner(host);
        var id = await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", kind), ("occurredAt", "2012-01-01T12:00:00Z"));
        if (!sent) return new TestRow($"{id}", [], partner);
        using var client = host.As(new("chefen", [Roles.Enhetschef], [TestUnits.Department]));
        var made = await client.Post($"{Cases}/{id}/cooperations", new { partnerId = partner, text = $"Skickat{number}.", secrecy = "Inget sekretessbelagt.", way = "letter" }).Json(HttpStatusCode.Created);
        // On a day of the reader's own, so that the list holds nothing but what was made for the reader.
        await host.Scalar<int>("update cooperations set sent_on = $2 where id = $1 returning version", made.GetProperty("id").GetGuid(), DateOnly.Parse(Day(reader)));
        if (track is { } restricted) await host.HandOver(id, restricted);
        return new TestRow(made.Text("id")!, [$"Skickat{number}."]);
    }

    private static string Day(TestUser reader, int later = 0) => new DateOnly(2012, 1, 1).AddDays(RightsMatrix.NumberOf(reader) + later).ToString("yyyy-MM-dd");
}
