using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Imports;

public static class SetSource
{
    public sealed class Request
    {
        [Description("Vilken kolumn som är vilket fält. Ett fält som inte nämns söks under sitt eget namn. / Which column is which field. A field that is not named is sought under its own name.")]
        [Required, MaxLength(50)]
        public List<Column> Columns { get; set; } = [];

        [Description("Vilka av systemets ord som är vilka av våra koder. / Which of the system's words are which of our codes.")]
        [Required, MaxLength(5000)]
        public List<Code> Codes { get; set; } = [];
    }

    public sealed class Column
    {
        [Description("Fältet. / The field."), Example("occurredAt"), Required, StringLength(64)]
        public string? Field { get; set; }

        [Description("Kolumnens rubrik i filen. / The column's heading in the file."), Example("Händelsedatum"), Required, StringLength(200)]
        public string? Heading { get; set; }
    }

    public sealed class Code
    {
        [Description("Fältet. / The field."), Example("kind"), Required, StringLength(64)]
        public string? Field { get; set; }

        [Description("Ordet i filen. / The word in the file."), Example("Läkemedel"), Required, StringLength(500)]
        public string? Theirs { get; set; }

        [Description("Vår kod. / Our code."), Example("health-care"), Required, StringLength(64)]
        public string? Ours { get; set; }
    }

    public static void Map(RouteGroupBuilder sources)
    {
        sources.MapGet("/{source}", async Task<Results<Ok<SourceView>, NotFound>> ([Description("Det gamla systemet. / The old system."), Example("gamla-systemet")] string source, DeviationsDb db, HttpResponse response, CancellationToken ct) =>
            {
                if (await db.Set<ImportSource>().AsNoTracking().FirstOrDefaultAsync(known => known.Code == source, ct) is not { } found) return TypedResults.NotFound();
                response.SetETag(found.Version);
                return TypedResults.Ok(SourceView.Of(found));
            })
            .RequireAuthorization(Permissions.Import)
            .GivesETag()
            .WithName("readImportSource")
            .WithSummary("Läs hur ett äldre systems filer läses / Read how an old system's files are read")
            .WithDescription("Som det senast sattes. / As it was last set.");
        sources.MapPut("/{source}", async Task<Ok<SourceView>> ([Description("Det gamla systemet: bokstäver, siffror och bindestreck. / The old system: letters, digits and hyphens."), Example("gamla-systemet")] string source, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                var set = await handler.Handle(source, Of(request), http.Request.CheckIfMatch, ct);
                http.Response.SetETag(set.Version);
                return TypedResults.Ok(SourceView.Of(set));
            })
            .RequireAuthorization(Permissions.Import)
            .TakesIfMatch().GivesETag()
            .WithName("setImportSource")
            .WithSummary("Säg hur ett äldre systems filer läses / Say how an old system's files are read")
            .WithDescription("Gäller varje fil från systemet som läses från och med nu. / Applies to every file of the system that is read from now on.");
    }

    private static ImportMapping Of(Request request)
    {
        foreach (var column in request.Columns)
            if (ImportField.Find(column.Field!) is null) throw new InvalidField("columns", $"There is no field {column.Field}.");
        foreach (var code in request.Codes)
            if (ImportField.Find(code.Field!) is not { } field || (field.Codes is null && field.Name != "unitCode")) throw new InvalidField("codes", $"{code.Field} holds no codes.");
        return Map(request.Columns.Select(column => (column.Field!, column.Heading!)), request.Codes.Select(code => (code.Field!, code.Theirs!, code.Ours!)));
    }

    /// <summary>A mapping of what is said; of what is said twice the last counts.</summary>
    public static ImportMapping Map(IEnumerable<(string Field, string Heading)> columns, IEnumerable<(string Field, string Theirs, string Ours)> codes) => new(
        columns.GroupBy(column => column.Field).ToDictionary(same => same.Key, same => same.Last().Heading.Trim()),
        codes.GroupBy(code => code.Field).ToDictionary(
            field => field.Key, IReadOnlyDictionary<string, string> (field) => field.GroupBy(code => code.Theirs.Trim().ToLowerInvariant()).ToDictionary(same => same.Key, same => same.Last().Ours)));

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        public async Task<ImportSource> Handle(string code, ImportMapping mapping, Action<int> checkVersion, CancellationToken ct)
        {
            StartImport.MustBeSource(code);
            // Two who set the same at once wait for each other: the second reads what the first has set.
            await using var own = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({code}, 727569))", ct);
            var source = await db.Set<ImportSource>().FirstOrDefaultAsync(known => known.Code == code, ct);
            if (source is null) db.Add(source = ImportSource.Of(code));
            else checkVersion(source.Version);
            source.Set(mapping, user.Name, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return source;
        }
    }
}
