using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Who sees and does what in the joint councils, and the readers who sit in one, for <see cref="RightsTests"/>.</summary>
internal static class CouncilRights
{
    private const string Api = "/deviations/v1", Councils = $"{Api}/councils", Cases = $"{Api}/council-cases", Proposals = $"{Api}/council-proposals", Deviations = $"{Api}/deviations", Pages = "/avvikelser";
    private static readonly Guid Joint = Guid.NewGuid(), Elsewhere = Guid.NewGuid(), Region = Guid.NewGuid(), Provider = Guid.NewGuid();
    private static int Made;

    /// <summary>An employee without any other role, and a guest of the region, who sit in the same council.</summary>
    public static readonly TestUser Member = new("rådsledamot", [Roles.Medarbetare], [TestUnits.ElderlyCare], TestUnits.ElderlyCare), Guest = new("rådsgäst", [Roles.Gast]);

    private static readonly Opening[] Seated = [Holding(Permissions.TakePartInCouncils, Member), Holding(Permissions.TakePartInCouncils, Guest)];

    public static RightsMatrix WithCouncils(this RightsMatrix matrix, DeviationsHost host)
    {
        var ofUnit = Opening.By(Permissions.Handle, Reach.Units);
        Opening ofHealthCare = new((Permissions.Handle, Reach.All), (Permissions.ReadHealthCare, Reach.All)), sarah = new((Permissions.Handle, Reach.All), (Permissions.ReadLexSarah, Reach.All));
        var (reading, editing, answering) = (Opening.By(Permissions.ReadCouncils, Reach.All), new[] { Opening.By(Permissions.EditCouncils, Reach.All) }, new[] { Opening.By(Permissions.AnswerProposals, Reach.Units) });
        RowPosition own = new("the council", async reader => new($"{Joint}", [], await Case(host, reader, Joint))), other = new("another council", async reader => new($"{Elsewhere}", [], await Case(host, reader, Elsewhere))),
            edited = new("a council to keep", async _ => new($"{await NewCouncil(host, Guid.NewGuid())}", [])),
            sits = new("a member of a council to keep", async _ => await Sitting(host));
        (RowPosition, Opening[])[] councils = [(own, [reading, Holding(Permissions.ReadCouncils, Guest, Reach.Assigned)]), (other, [reading])];
        (RowPosition, Opening[])[] taking = [(own, Seated), (other, [])];
        RowPosition Told(string name, Guid council, string? unit = null, string kind = "other", TrackKind? track = null) => new(name, reader => Shared(host, reader, council, unit, kind, track));
        var mine = (Told("a case of the council", Joint), Seated);
        (RowPosition, Opening[])[] told =
        [
            mine,
            (Told("a case of another council", Elsewhere), []),
            (Told("a case of another council, written from a case of the own unit", Elsewhere, TestUnits.ElderlyCare), [ofUnit]),
            (Told("a case of another council, written from health care in another unit", Elsewhere, TestUnits.Hasselvagen, "health-care"), [ofHealthCare]),
            (Told("a case of another council, written from a case of the own unit that is in lex Sarah since", Elsewhere, TestUnits.ElderlyCare, "other", TrackKind.LexSarah), [sarah]),
        ];
        // Who handles the case that it was written from reads it, and says nothing there.
        (RowPosition, Opening[])[] discussing = [mine, .. told.Skip(1).Take(2).Select(row => (row.Item1, Array.Empty<Opening>()))];
        RowPosition Proposed(string name, Guid council, string? unit, Guid? partner, bool sent = true) => new(name, reader => Sent(host, reader, council, unit, partner, sent));
        (RowPosition, Opening[])[] proposed =
        [
            (Proposed("a proposal of the council", Joint, TestUnits.Hasselvagen, null), Seated),
            (Proposed("a proposal of another council to the unit below", Elsewhere, TestUnits.Norrangen, null), answering),
            (Proposed("a proposal of another council to another unit", Elsewhere, TestUnits.Hasselvagen, null), []),
        ];
        (RowPosition, Opening[])[] sending =
        [
            (Proposed("a proposal of the council to the guest's principal, not yet sent", Joint, null, Region, sent: false), Seated),
            (Proposed("a proposal of the council to another principal, not yet sent", Joint, null, Provider, sent: false), Seated[..1]),
            (Proposed("a proposal of another council to a principal, not yet sent", Elsewhere, null, Region, sent: false), []),
        ];
        (RowPosition, Opening[])[] replying = [(Proposed("a proposal of the council to the guest's principal", Joint, null, Region), Seated), .. proposed.Skip(1), (Proposed("a proposal of the council to another unit", Joint, TestUnits.Hasselvagen, null), [])];
        RowPosition At(string unit) => new(unit == TestUnits.ElderlyCare ? "own unit, to be shared" : "other unit, to be shared", async _ => new($"{await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", "other"), ("occurredAt", "2012-01-01T12:00:00Z"))}", []));
        (RowPosition, Opening[])[] sharing = [(At(TestUnits.ElderlyCare), [ofUnit]), (At(TestUnits.Hasselvagen), [])];
        object Council() => new { name = $"Råd {Guid.NewGuid()}", partnerIds = new[] { Region }, validFrom = "2020-01-01" };
        object Seat() => new { username = $"g{Guid.NewGuid():N}", name = "Gäst", partnerId = Region, validFrom = "2020-01-01", validTo = "2099-01-01" };
        object Proposal(TestRow row) => new { theme = "discharge", title = "Listan", text = "Dagen före.", caseIds = new[] { row.State }, partnerIds = new[] { Region } };
        object Story(Guid? council) => council is null
            ? new { theme = "discharge", title = "Listan", what = "Den kom inte.", question = "Hur gör ni?", deIdentified = true }
            : new { councilId = council, theme = "discharge", title = "Listan", what = "Den kom inte.", question = "Hur gör ni?", deIdentified = true };
        (string, string)[] StoryForm() => [("Request.Theme", "discharge"), ("Request.Title", "Listan"), ("Request.What", "Den kom inte."), ("Request.Question", "Hur gör ni?"), ("Request.DeIdentified", "true")];
        (string, string)[] CouncilForm() => [("Request.Name", $"Råd {Guid.NewGuid()}"), ("Request.PartnerIds", $"{Region}"), ("Request.ValidFrom", "2020-01-01")];
        return matrix
            .Route($"GET {Councils}/", Permissions.ReadCouncils)
            .Row($"GET {Councils}/{{id:guid}}", Permissions.ReadCouncils, row => new(HttpMethod.Get, $"{Councils}/{row.Id}"), councils)
            .Route($"POST {Councils}/", Permissions.EditCouncils, _ => Write($"{Councils}/", Council()), HttpStatusCode.Created)
            .Row($"PUT {Councils}/{{id:guid}}", Permissions.EditCouncils, row => Write(HttpMethod.Put, $"{Councils}/{row.Id}", Council(), 1), [(edited, editing)])
            .Row($"POST {Councils}/{{id:guid}}/members", Permissions.EditCouncils, row => Write($"{Councils}/{row.Id}/members", Seat()), [(edited, editing)], HttpStatusCode.Created)
            .Row($"POST {Councils}/{{id:guid}}/members/{{memberId:guid}}/end", Permissions.EditCouncils, row => Write($"{Councils}/{row.Id}/members/{row.State}/end", new { validTo = "2098-01-01" }), [(sits, editing)])
            .Row($"GET {Councils}/{{id:guid}}/overview", Permissions.TakePartInCouncils, row => new(HttpMethod.Get, $"{Councils}/{row.Id}/overview"), taking)
            .Row($"POST {Councils}/{{id:guid}}/cases", Permissions.TakePartInCouncils, row => Write($"{Councils}/{row.Id}/cases", Story(null)), taking, HttpStatusCode.Created)
            .Row($"POST {Councils}/{{id:guid}}/proposals", Permissions.TakePartInCouncils, row => Write($"{Councils}/{row.Id}/proposals", Proposal(row)), taking, HttpStatusCode.Created)
            .Row($"POST {Deviations}/{{id:guid}}/council-cases", Permissions.Handle, row => Write($"{Deviations}/{row.Id}/council-cases", Story(Joint)), sharing, HttpStatusCode.Created)
            .List($"GET {Cases}/", Permissions.TakePartInCouncils, reader => new(HttpMethod.Get, $"{Cases}/?limit=100&theme={Theme(reader)}"), told)
            .Row($"GET {Cases}/{{id:guid}}", Permissions.TakePartInCouncils, row => new(HttpMethod.Get, $"{Cases}/{row.Id}"), told)
            .Row($"POST {Cases}/{{id:guid}}/notes", Permissions.TakePartInCouncils, row => Write($"{Cases}/{row.Id}/notes", new { text = "Hos oss ringer vi." }), discussing, HttpStatusCode.Created)
            .Row($"POST {Cases}/{{id:guid}}/conclusion", Permissions.TakePartInCouncils, row => Write($"{Cases}/{row.Id}/conclusion", new { conclusion = "Ring före." }), discussing)
            .List($"GET {Proposals}/", Permissions.TakePartInCouncils, reader => new(HttpMethod.Get, $"{Proposals}/?limit=100&theme={Theme(reader)}"), proposed)
            .Row($"GET {Proposals}/{{id:guid}}", Permissions.TakePartInCouncils, row => new(HttpMethod.Get, $"{Proposals}/{row.Id}"), proposed)
            .Row($"POST {Proposals}/{{id:guid}}/recipients/{{recipientId:guid}}/sending", Permissions.TakePartInCouncils, row => Write($"{Proposals}/{row.Id}/recipients/{row.State}/sending", new { sentOn = $"{Arrange.Today:yyyy-MM-dd}", way = "letter" }), sending)
            .Row($"POST {Proposals}/{{id:guid}}/recipients/{{recipientId:guid}}/answer", Permissions.TakePartInCouncils, row => Write($"{Proposals}/{row.Id}/recipients/{row.State}/answer", new { outcome = "partly", answer = "Från mars." }), replying)
            .WithThread(Api, "council-case", told)
            .WithThread(Api, "council-proposal", proposed)
            .Route($"GET {Pages}/rad", Permissions.ReadCouncils)
            .Row($"GET {Pages}/rad/{{Id:guid}}", Permissions.ReadCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/{row.Id}"), councils)
            .Route($"GET {Pages}/rad/nytt", Permissions.EditCouncils)
            .Route($"POST {Pages}/rad/nytt", Permissions.EditCouncils, _ => Form($"{Pages}/rad/nytt", "rad", CouncilForm()), HttpStatusCode.Found)
            .Row($"GET {Pages}/rad/{{Id:guid}}/andra", Permissions.EditCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/{row.Id}/andra"), [(edited, editing)])
            .Row($"POST {Pages}/rad/{{Id:guid}}/andra", Permissions.EditCouncils, row => Form($"{Pages}/rad/{row.Id}/andra", "rad", [("Version", "1"), .. CouncilForm()]), [(edited, editing)], HttpStatusCode.Found)
            .Row($"GET {Pages}/rad/{{Id:guid}}/ledamot", Permissions.EditCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/{row.Id}/ledamot"), [(edited, editing)])
            .Row($"POST {Pages}/rad/{{Id:guid}}/ledamot", Permissions.EditCouncils, row => Form($"{Pages}/rad/{row.Id}/ledamot", "ledamot", ("Request.Username", $"g{Guid.NewGuid():N}"), ("Request.Name", "Gäst"), ("Request.PartnerId", $"{Region}"), ("Request.ValidFrom", "2020-01-01"), ("Request.ValidTo", "2099-01-01")), [(edited, editing)], HttpStatusCode.Found)
            .Row($"GET {Pages}/rad/{{Id:guid}}/ledamot/{{MemberId:guid}}", Permissions.EditCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/{row.Id}/ledamot/{row.State}"), [(sits, editing)])
            .Row($"POST {Pages}/rad/{{Id:guid}}/ledamot/{{MemberId:guid}}", Permissions.EditCouncils, row => Form($"{Pages}/rad/{row.Id}/ledamot/{row.State}", "avsluta", ("Request.ValidTo", "2098-01-01")), [(sits, editing)], HttpStatusCode.Found)
            .Row($"GET {Pages}/rad/{{Id:guid}}/arende", Permissions.TakePartInCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/{row.Id}/arende"), taking)
            .Row($"POST {Pages}/rad/{{Id:guid}}/arende", Permissions.TakePartInCouncils, row => Form($"{Pages}/rad/{row.Id}/arende", "taupp", StoryForm()), taking, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/rad", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/rad"), sharing)
            .Row($"POST {Pages}/{{Id:guid}}/rad", Permissions.Handle, row => Form($"{Pages}/{row.Id}/rad", "dela", [("Version", "1"), ("Request.CouncilId", $"{Joint}"), .. StoryForm()]), sharing, HttpStatusCode.Found)
            .Row($"GET {Pages}/rad/arende/{{Id:guid}}", Permissions.TakePartInCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/arende/{row.Id}"), told)
            .Row($"POST {Pages}/rad/arende/{{Id:guid}}", Permissions.TakePartInCouncils, row => Form($"{Pages}/rad/arende/{row.Id}", "samtal", ("Version", "1"), ("Request.Step", "Note"), ("Request.Text", "Hos oss ringer vi.")), discussing, HttpStatusCode.Found)
            .Row($"GET {Pages}/rad/{{Id:guid}}/forslag", Permissions.TakePartInCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/{row.Id}/forslag"), taking)
            .Row($"POST {Pages}/rad/{{Id:guid}}/forslag", Permissions.TakePartInCouncils, row => Form($"{Pages}/rad/{row.Id}/forslag", "foresla", ("Request.Theme", "discharge"), ("Request.Title", "Listan"), ("Request.Text", "Dagen före."), ("Request.CaseIds", row.State), ("Request.PartnerIds", $"{Region}")), taking, HttpStatusCode.Found)
            .Row($"GET {Pages}/rad/forslag/{{Id:guid}}", Permissions.TakePartInCouncils, row => new(HttpMethod.Get, $"{Pages}/rad/forslag/{row.Id}"), proposed)
            .Row($"POST {Pages}/rad/forslag/{{Id:guid}}", Permissions.TakePartInCouncils, row => Form($"{Pages}/rad/forslag/{row.Id}", "svara", ("Version", "1"), ("Request.RecipientId", row.State), ("Request.Step", "Partly"), ("Request.On", $"{Arrange.Today:yyyy-MM-dd}"), ("Request.Text", "Från mars.")), replying, HttpStatusCode.Found);
    }

    /// <summary>Makes the two councils and seats the two readers, and waits until the service knows it.</summary>
    public static async Task Seat(DeviationsHost host)
    {
        await host.Scalar<int>("insert into partners (id, name, type, address, valid_from, version) values ($1, 'Region ' || gen_random_uuid(), 'region', 'SDK', '2020-01-01', 1), ($2, 'Utförare ' || gen_random_uuid(), 'private-provider', 'SDK', '2020-01-01', 1) returning version", Region, Provider);
        foreach (var id in new[] { Joint, Elsewhere }) await NewCouncil(host, id);
        await host.Sits(Joint, Member);
        await host.Sits(Joint, Guest, Region);
    }

    /// <summary>Someone sits in the council from now on, a guest when a principal is given, and the service knows it.</summary>
    public static async Task<Guid> Sits(this DeviationsHost host, Guid council, TestUser person, Guid? partner = null)
    {
        var member = await host.Scalar<Guid>(
            "insert into council_members (id, council_id, person_id, username, name, partner_id, partner_name, valid_from, valid_to, set_by_name, set_at) select gen_random_uuid(), $1, $2, $3, $4, p.id, p.name, '2020-01-01', '2099-01-01', 'C', now() from (select 1) one left join partners p on p.id = $5 returning id",
            council, partner is null ? $"{person.Id}" : DBNull.Value, partner is null ? DBNull.Value : person.Username, person.Username, partner is { } id ? id : DBNull.Value);
        using var client = host.As(person);
        await DeviationsHost.Eventually(() => client.GetAsync($"{Councils}/{council}/overview").GetAwaiter().GetResult().StatusCode == HttpStatusCode.OK);
        return member;
    }

    /// <summary>A council of the region and a provider.</summary>
    public static Task<Guid> NewCouncil(DeviationsHost host, Guid id, params Guid[] partners) => host.Scalar<Guid>(
        "insert into councils (id, name, partner_ids, valid_from, version) values ($1, 'Råd ' || $1, $2, '2020-01-01', 1) returning id", id, partners.Length > 0 ? partners : [Region, Provider]);

    private static Opening Holding(string permission, TestUser holder, Reach reach = Reach.Assigned) => Opening.By(permission, reach) with { Holder = holder.Username };

    private static async Task<TestRow> Sitting(DeviationsHost host)
    {
        var council = await NewCouncil(host, Guid.NewGuid());
        return new($"{council}", [], await host.Scalar<string>("insert into council_members (id, council_id, username, name, partner_id, partner_name, valid_from, valid_to, set_by_name, set_at) values (gen_random_uuid(), $1, 'g' || gen_random_uuid(), 'G', $2, 'R', '2020-01-01', '2099-01-01', 'C', now()) returning id::text", council, Region));
    }

    private static Task<string> Case(DeviationsHost host, TestUser reader, Guid council, string title = "Titel") => host.Scalar<string>(
        "insert into council_cases (id, council_id, council_name, reference, theme, title, what, question, shared_by_id, shared_by_name, shared_at, status, version) values (gen_random_uuid(), $1, 'Rådet', 'RAD-' || gen_random_uuid(), $2, $3, 'Vad.', 'Hur?', 'x', 'X', now(), 'new', 1) returning id::text",
        council, title == "Titel" ? "ingen" : Theme(reader), title);

    private static async Task<TestRow> Shared(DeviationsHost host, TestUser reader, Guid council, string? unit, string kind, TrackKind? track)
    {
        var title = $"Rådstitel{Interlocked.Increment(ref Made)}.";
        var id = await Case(host, reader, council, title);
        if (unit is null) return new(id, [title]);
        var deviation = await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", kind), ("occurredAt", "2012-01-01T12:00:00Z"));
        await host.Scalar<Guid>("insert into council_ties (council_case_id, deviation_id) values ($1, $2) returning deviation_id", Guid.Parse(id), deviation);
        if (track is { } restricted) await host.HandOver(deviation, restricted);
        return new(id, [title]);
    }

    private static async Task<TestRow> Sent(DeviationsHost host, TestUser reader, Guid council, string? unit, Guid? partner, bool sent)
    {
        var title = $"Förslagstitel{Interlocked.Increment(ref Made)}.";
        var id = await host.Scalar<string>("insert into council_proposals (id, council_id, council_name, theme, title, text, case_ids, sent_by_name, sent_at, version) values (gen_random_uuid(), $1, 'Rådet', $2, $3, 'Text.', '{}', 'X', now(), 1) returning id::text",
            council, sent && partner is null ? Theme(reader) : "ingen", title);
        var recipient = await host.Scalar<string>("insert into proposal_recipients (id, proposal_id, unit_code, partner_id, name, sent_on) values (gen_random_uuid(), $1, $2, $3, 'Ledningen', $4) returning id::text",
            Guid.Parse(id), unit is null ? DBNull.Value : unit, partner is { } known ? known : DBNull.Value, sent ? Arrange.Today : DBNull.Value);
        return new(id, [title], recipient);
    }

    private static string Theme(TestUser reader) => $"tema-{RightsMatrix.NumberOf(reader)}";
}
