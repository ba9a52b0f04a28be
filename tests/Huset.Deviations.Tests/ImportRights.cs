using System.Text;
using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of imports for <see cref="RightsTests"/>: one's own files, and nobody else's.</summary>
internal static class ImportRights
{
    private const string Imports = "/deviations/v1/imports", Sources = "/deviations/v1/import-sources", Pages = "/avvikelser/las-in";
    private static int Made;

    public static RightsMatrix WithImports(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition File(string name, bool own) => new(name, async reader => new(await host.Scalar<string>(
            """
            insert into imports (id, source, state, dry_run, mask, headings, mapping, rows, last_row, handled, created, already_there, refused, with_identity_numbers, started_by_id, started_by_name, at)
            values (gen_random_uuid(), 'rights', 'received', false, false, '{externalReference,unitCode,occurredAt,kind,description}', '{"columns":{},"codes":{}}', 0, 0, 0, 0, 0, 0, 0, $1, 'X', now()) returning id::text
            """, own ? $"{reader.Id}" : $"{Guid.NewGuid()}"), []));
        (RowPosition, Opening[])[] files = [(File("one's own file", true), [Opening.By(Permissions.Import, Reach.All)]), (File("another's file", false), [])];
        return matrix
            // The lists first: what is made to be changed would be in them too.
            .List($"GET {Imports}/", Permissions.Import, _ => new(HttpMethod.Get, $"{Imports}/?limit=100"), files)
            .List($"GET {Pages}", Permissions.Import, _ => new(HttpMethod.Get, Pages), files, row => $"href=\"las-in/{row.Id}\"")
            .Route($"POST {Imports}/", Permissions.Import, _ => new(HttpMethod.Post, $"{Imports}/?source=rights-{Interlocked.Increment(ref Made)}")
            {
                Content = new StringContent("externalReference;unitCode;occurredAt;kind;description\n1;norrangen;2001-02-03;other;Prov.\n", Encoding.UTF8, "text/csv"),
            })
            .Row($"GET {Imports}/{{importId:guid}}", Permissions.Import, row => new(HttpMethod.Get, $"{Imports}/{row.Id}"), files)
            .Row($"GET {Imports}/{{importId:guid}}/refused-rows", Permissions.Import, row => new(HttpMethod.Get, $"{Imports}/{row.Id}/refused-rows"), files)
            .Row($"POST {Imports}/{{importId:guid}}/runs", Permissions.Import, row => Write($"{Imports}/{row.Id}/runs?dryRun=true", new { }), files)
            .Route($"PUT {Sources}/{{source}}", Permissions.Import, _ => Write(HttpMethod.Put, $"{Sources}/rights", new { columns = Array.Empty<object>(), codes = Array.Empty<object>() }))
            .Route($"GET {Sources}/{{source}}", Permissions.Import, _ => new(HttpMethod.Get, $"{Sources}/rights"))
            .Route($"POST {Pages}", Permissions.Import, _ => Form(Pages, "fil", ("Source", "rights")))
            .Row($"GET {Pages}/{{ImportId:guid}}", Permissions.Import, row => new(HttpMethod.Get, $"{Pages}/{row.Id}"), files)
            .Row($"POST {Pages}/{{ImportId:guid}}", Permissions.Import, row => Form($"{Pages}/{row.Id}", "las", ("Do", "try")), files, HttpStatusCode.Found);
    }
}
