using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.QualitySystems;

public static class WriteQualitySystem
{
    public const int MaxText = 20_000;
    public const int MaxReason = 1_000;

    public sealed class Query : YearQuery;

    public sealed class Request
    {
        [Description("Svaren. En punkt eller ett fält som utelämnas behåller sin text. / The answers. A point or a field that is left out keeps its text.")]
        [Required, MaxLength(200)]
        public List<Answer>? Answers { get; set; }
    }

    public sealed class Answer
    {
        [Description("Punktens nummer. / Number of the point.")]
        [Example("1a")]
        [Required, StringLength(64)]
        public string? Point { get; set; }

        [Description("Fälten som skrivs. / The fields that are written.")]
        [MaxLength(50)]
        public List<FieldText>? Fields { get; set; }

        [Description("Varför punkten inte är aktuell för enheten; utelämnas när den är det. / Why the point does not concern the unit; left out when it does.")]
        [Example("Enheten upphandlar inget.")]
        [StringLength(MaxReason)]
        public string? NotApplicable { get; set; }
    }

    public sealed class FieldText
    {
        [Description("Fältets namn. / Name of the field.")]
        [Example("Beskrivning")]
        [Required, StringLength(200)]
        public string? Name { get; set; }

        [Description("Enhetens text. / The unit's text.")]
        [Example("Vi arbetar efter kommunens riktlinjer för hemtjänst.")]
        [StringLength(MaxText)]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder units) => units
        .MapPut("/{code}/quality-system", async Task<Results<Ok<QualitySystemView>, NotFound>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code, [AsParameters] Query query, Request request, Handler handler, QualitySystemWork work, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, query.Year ?? work.ThisYear, Answers(request), http.Request.RequireIfMatch, ct) is not { } system) return TypedResults.NotFound();
            http.Response.SetETag(system.Version);
            return TypedResults.Ok(QualitySystemView.Of(system, await work.NameOf(code, ct) ?? code));
        })
        .RequireAuthorization(Permissions.EditQualitySystem)
        .NeedsIfMatch()
        .GivesETag()
        .WithSummary("Skriv i en enhets kvalitetssystem / Write in a unit's quality system")
        .WithDescription("Första gången börjar årets dokument, med svaren från året innan; då behövs ingen If-Match. När årets dokument är publicerat börjar en ny version. / The first time it begins the year's document, with the answers of the year before; no If-Match is needed then. When the year's document is published a new version begins.");

    private static List<PointAnswer> Answers(Request request) => [.. request.Answers!.Select((answer, index) => new PointAnswer(
        answer.Point!, Fields(answer.Fields ?? [], index), answer.NotApplicable))];

    private static Dictionary<string, string> Fields(List<FieldText> fields, int index)
    {
        var texts = new Dictionary<string, string>();
        foreach (var field in fields)
            if (!texts.TryAdd(field.Name!, field.Text ?? "")) throw new InvalidField($"answers[{index}].fields", $"The field {field.Name} is there twice.");
        return texts;
    }

    public sealed class Handler(ProcessesDb db, QualitySystemWork work)
    {
        /// <summary>Null when there is no such unit that the user writes for.</summary>
        public async Task<QualitySystem?> Handle(string code, int year, IReadOnlyList<PointAnswer> answers, Action<int> checkVersion, CancellationToken ct)
        {
            if (!work.May(Permissions.EditQualitySystem, code) || !await db.Units.AnyAsync(unit => unit.Code == code, ct)) return null;
            await using var alone = await work.Alone(code, year, ct);
            var latest = await work.Latest(code, year, ct);
            if (latest is not null) checkVersion(latest.Version);
            var system = await work.Begun(code, year, latest, ct);
            if (system != latest) db.Add(system);
            system.Write(answers, work.Me, work.Now);
            await work.Save(ct);
            if (alone is not null) await alone.CommitAsync(ct);
            return system;
        }
    }
}
