using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of attachments for <see cref="RightsTests"/>.</summary>
internal static class AttachmentsRights
{
    private const string Cases = "/deviations/v1/deviations", Pages = "/avvikelser";
    private static int Made;

    public static RightsMatrix WithAttachments(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, string kind, bool own = false, bool byReporter = true, TrackKind? track = null) => new($"{name}, with an attachment", reader => Make(host, reader, unit, kind, own, byReporter, track));
        var (manages, reports) = (Opening.By(Permissions.Handle, Reach.Units), new Opening((Permissions.Report, Reach.All), (Permissions.Read, Reach.Own)));
        Opening managesHealthCare = new((Permissions.Handle, Reach.All), (Permissions.ReadHealthCare, Reach.All));
        Opening sarah = new((Permissions.Handle, Reach.All), (Permissions.ReadLexSarah, Reach.All)), maria = new((Permissions.Handle, Reach.All), (Permissions.ReadLexMaria, Reach.All));
        var (ownUnit, other, healthCare) = (At("own unit", TestUnits.ElderlyCare, "other"), At("other unit", TestUnits.Hasselvagen, "other"), At("other unit, health care", TestUnits.Hasselvagen, "health-care"));
        var workEnvironment = At("other unit, work environment", TestUnits.Hasselvagen, "work-environment");
        var (inSarah, inMaria) = (At("own unit, in lex Sarah", TestUnits.ElderlyCare, "other", track: TrackKind.LexSarah), At("own unit, health care, in lex Maria", TestUnits.ElderlyCare, "health-care", track: TrackKind.LexMaria));
        var (own, ownByManager) = (At("own, in another unit", TestUnits.Hasselvagen, "other", own: true), At("own, in another unit, attached by the manager", TestUnits.Hasselvagen, "other", own: true, byReporter: false));
        var (receipt, receiptByOther) = (At("own, own unit, in lex Sarah", TestUnits.ElderlyCare, "other", own: true, track: TrackKind.LexSarah), At("own, own unit, in lex Sarah, attached by another", TestUnits.ElderlyCare, "other", own: true, byReporter: false, track: TrackKind.LexSarah));
        var (readsUnits, readsOwn, readsSarah, readsMaria) = (Opening.By(Permissions.Read, Reach.Units), Opening.By(Permissions.Read, Reach.Own), Opening.By(Permissions.ReadLexSarah, Reach.All), Opening.By(Permissions.ReadLexMaria, Reach.All));
        var withoutText = Opening.By(Permissions.ReadWithoutText, Reach.All) with { WithoutText = true };
        (RowPosition Position, Opening[] Openings)[] reading =
        [
            (ownUnit, [readsUnits]),
            (other, []),
            (healthCare, [Opening.By(Permissions.ReadHealthCare, Reach.All)]),
            (workEnvironment, [Opening.By(Permissions.ReadWorkEnvironment, Reach.All)]),
            (inSarah, [readsSarah]),
            (inMaria, [readsMaria]),
            (own, [readsOwn]),
            (ownByManager, []),
            (receipt, [readsOwn, readsSarah]),
            (receiptByOther, [readsSarah]),
        ];
        // Who may see the case and not its words gets a list with nothing in it.
        (RowPosition, Opening[])[] listing =
        [
            .. reading.Take(4).Select(row => (row.Position, (Opening[])[.. row.Openings, withoutText])), reading[4], reading[5], (own, [readsOwn, withoutText]),
            (ownByManager, [readsOwn with { WithoutText = true }, withoutText]), reading[8], (receiptByOther, [readsSarah, readsOwn with { WithoutText = true }]),
        ];
        (RowPosition Position, Opening[] Openings)[] writing =
        [
            (ownUnit, [manages]), (other, []), (healthCare, [managesHealthCare]), (workEnvironment, []), (inSarah, [sarah]), (inMaria, [maria]), (own, [reports]), (receipt, [sarah]),
        ];
        (RowPosition Position, Opening[] Openings)[] attaching = [.. writing, (ownByManager, [reports])];
        (RowPosition Position, Opening[] Openings)[] removing = [.. writing, (ownByManager, []), (receiptByOther, [sarah])];
        return matrix
            .Row($"GET {Cases}/{{id:guid}}/attachments", Permissions.Read, row => new(HttpMethod.Get, $"{Cases}/{Case(row)}/attachments"), listing)
            .Row($"GET {Cases}/{{id:guid}}/attachments/{{attachmentId:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Cases}/{Case(row)}/attachments/{row.Id}"), [.. reading.Select(RightsMatrix.Wordless)])
            .Row($"POST {Cases}/{{id:guid}}/attachments", Permissions.Report, row => new(HttpMethod.Post, $"{Cases}/{Case(row)}/attachments") { Content = AttachmentTests.Files("file", ("ny.png", PicturesTests.Png())) }, attaching, HttpStatusCode.Created)
            .Row($"DELETE {Cases}/{{id:guid}}/attachments/{{attachmentId:guid}}", Permissions.Report, row => Write(HttpMethod.Delete, $"{Cases}/{Case(row)}/attachments/{row.Id}", new { reason = "Fel bild." }), removing, HttpStatusCode.NoContent)
            // What opens the page is what opens the endpoint.
            .Row($"GET {Pages}/{{Id:guid}}/bilaga", Permissions.Report, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/bilaga"), [.. attaching.Take(4).Select(RightsMatrix.Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/bilaga", Permissions.Report, row => Form($"{Pages}/{Case(row)}/bilaga", "bilaga"), attaching.Take(4))
            .Row($"GET {Pages}/{{Id:guid}}/bilaga/{{AttachmentId:guid}}", Permissions.Report, row => new(HttpMethod.Get, $"{Pages}/{Case(row)}/bilaga/{row.Id}"), removing.Take(4))
            .Row($"POST {Pages}/{{Id:guid}}/bilaga/{{AttachmentId:guid}}", Permissions.Report, row => Form($"{Pages}/{Case(row)}/bilaga/{row.Id}", "tabort", ("Request.Reason", "Fel bild.")), removing.Take(4), HttpStatusCode.Found);
    }

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, string kind, bool own, bool byReporter, TrackKind? track)
    {
        var number = Interlocked.Increment(ref Made);
        var reporter = own ? TestUsers.Employee with { Id = reader.Id, Username = reader.Username } : TestUsers.Employee;
        var id = await host.Reported(reporter, ("unitCode", unit), ("kind", kind));
        var attachment = await host.Scalar<Guid>("""
            with made as (
              insert into attachments (id, deviation_id, name, media_type, size, stripped, added_by_id, added_by_name, added_at)
              values (gen_random_uuid(), $1, $2, 'image/png', 3, true, $3, 'Någon', now()) returning id),
            filled as (insert into attachment_contents (attachment_id, content) select id, 'abc'::bytea from made)
            select id from made
            """, id, $"Bilden{number}.png", byReporter ? $"{reporter.Id}" : "någon");
        if (track is { } restricted) await host.HandOver(id, restricted);
        return new($"{attachment}", [$"Bilden{number}.png"], $"{id}");
    }

    private static string Case(TestRow row) => row.State;
}
