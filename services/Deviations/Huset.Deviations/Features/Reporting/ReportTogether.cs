using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Reporting;

/// <summary>One report of many mild events of the same kind, with a number for each category.</summary>
public static class ReportTogether
{
    public sealed class Request
    {
        [Description("Enhetens kod; din egen enhet om den utelämnas. / Code of the unit; your own unit when left out.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Vad händelserna gäller. / What the events concern.")]
        [Required, EnumDataType(typeof(DeviationKind))]
        public DeviationKind? Kind { get; set; }

        [Description("Periodens första dag, svensk tid. / First day of the period, Swedish time.")]
        [Required]
        public DateOnly? From { get; set; }

        [Description("Periodens sista dag, svensk tid. / Last day of the period, Swedish time.")]
        [Required]
        public DateOnly? To { get; set; }

        [Description("Hur många av varje kategori; minst två händelser i allt. / How many of each category; at least two events in all.")]
        [Required, MinLength(1), MaxLength(100)]
        public List<Count>? Counts { get; set; }

        [Description("Det som är gemensamt för händelserna, utan namn. / What the events have in common, without names.")]
        [Example("Signeringslistan ligger i ett annat rum än dosetten."), StringLength(20_000)]
        public string? Description { get; set; }
    }

    public sealed class Count
    {
        [Description("Kategori ur listan categories, för det slag som händelserna gäller. / Category from the list categories, for the kind that the events concern.")]
        [Example("signature-missing"), Required, StringLength(64)]
        public string? Category { get; set; }

        [Description("Hur många. / How many.")]
        [Example("7"), Required, Range(1, 9_999)]
        public int? Number { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/collective", async Task<Created<DeviationView>> (Request request, Handler handler, CurrentUser user, HttpResponse response, CancellationToken ct) =>
        {
            var deviation = await handler.Handle(request, ct);
            response.SetETag(deviation.Version);
            return TypedResults.Created($"/deviations/v1/deviations/{deviation.Id}", DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Report)
        .GivesETag()
        .WithName("reportTogether")
        .WithSummary("Rapportera många lindriga händelser på en gång / Report many mild events at once")
        .WithDescription("Ett ärende med ett antal per kategori, för en enhet och en period. Det som inte är lindrigt rapporteras för sig. / One case with a number for each category, for a unit and a period. What is not mild is reported by itself.");

    public sealed class Handler(DeviationsDb db, Sortings sortings, AccessLog access, CurrentUser user, UnitTree units, TellRepresentatives representatives, TimeProvider clock)
    {
        // A report of longer ago than this tells of another time than the unit's own.
        private const int LongestPeriod = 366;

        public async Task<Deviation> Handle(Request request, CancellationToken ct, Guid? formKey = null)
        {
            var (now, from, to, kind) = (clock.GetUtcNow(), request.From!.Value, request.To!.Value, request.Kind!.Value);
            if (from > to || to.DayNumber - from.DayNumber >= LongestPeriod) throw new InvalidField("from", "The period is a year at most and its first day is not after its last.");
            if (to > SwedishTime.Day(now)) throw new InvalidField("to", "It cannot have happened in the future.");
            var unit = request.UnitCode ?? user.HomeUnit ?? throw new InvalidField("unitCode", "You have no unit of your own; say which unit.");
            if (!units.Existed(unit, to)) throw new InvalidField("unitCode", "There is no such unit.");
            var counts = new List<CategoryCount>();
            var names = new List<string>();
            foreach (var count in request.Counts!)
            {
                var category = (await sortings.Check(kind, count?.Category, null, default, ct)).Category ?? throw new InvalidField("counts", "Each count has a category.");
                if (counts.Exists(known => known.Category == category)) throw new InvalidField("counts", "Each category is told once.");
                counts.Add(new(category, count!.Number!.Value));
                names.Add($"{(await sortings.NamesOf(category, null, ct)).Category} {count.Number}");
            }
            if (counts.Sum(count => count.Number) < 2) throw new InvalidField("counts", "One event is reported by itself.");
            var period = from == to ? Words.Day(from) : $"{Words.Day(from)} – {Words.Day(to)}";
            var deviation = Deviation.ReportTogether(
                await db.NextReferenceNumber(ct), unit, kind, from, to, counts, $"Samlad rapport {period}\n{string.Join("\n", names)}{(string.IsNullOrWhiteSpace(request.Description) ? "" : $"\n\n{request.Description.Trim()}")}",
                user.Id, user.Name, now, formKey);
            db.Add(deviation);
            db.Publish(deviation.ToReported(now));
            await representatives.Tell(deviation, now, ct);
            access.Add(AccessAction.Create, deviation, $"{Permissions.Report}/all");
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
