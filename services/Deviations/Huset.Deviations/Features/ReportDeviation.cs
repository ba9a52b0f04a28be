using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.Attachments;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class ReportDeviation
{
    public sealed class Request
    {
        [Description("Enhetens kod; din egen enhet om den utelämnas. / Code of the unit; your own unit when left out.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Vad det gäller. / What it concerns.")]
        [Required, EnumDataType(typeof(DeviationKind))]
        public DeviationKind? Kind { get; set; }

        [Description("Vad som hände, med egna ord och utan namn. / What happened, in own words and without names.")]
        [Example("Morgondosen gavs två timmar för sent. Passet hade två personer i stället för tre.")]
        [Required, StringLength(20_000)]
        public string? Description { get; set; }

        [Description("När det hände, med tidszon. / When it happened, with time zone.")]
        [Required]
        public DateTimeOffset? OccurredAt { get; set; }

        [Description("Om någon kom till skada. / Whether someone came to harm.")]
        [Required, EnumDataType(typeof(Harm))]
        public Harm? Harm { get; set; }

        [Description("Vad som gjordes genast. / What was done at once.")]
        [Example("Sjuksköterskan ringdes."), StringLength(20_000)]
        public string? ImmediateAction { get; set; }

        [Description("Misstanke om något allvarligt. / Something serious is suspected.")]
        public bool SuspectedSerious { get; set; }

        [Description("Steget i processen där det hände. Ett som inte är känt här tas emot. / Step of the process where it happened. One that is not known here is taken.")]
        public Guid? ActivityId { get; set; }

        [Description("Rutinen som det gäller. En som inte är känd här tas emot. / The routine that it concerns. One that is not known here is taken.")]
        public Guid? RoutineId { get; set; }

        [Description("Kategori ur listan categories, för det slag som rapporten gäller. / Category from the list categories, for the kind that the report concerns.")]
        [Example("dose-late"), StringLength(64)]
        public string? Category { get; set; }

        [Description("Ämne ur listan topics; utelämnat: kategorins eget. / Topic from the list topics; left out: the category's own.")]
        [Example("medicines"), StringLength(64)]
        public string? Topic { get; set; }

        [Description("Om det hände, nästan hände, kan hända eller gick bra; utelämnat: det hände. / Whether it happened, nearly happened, may happen or went well; left out: it happened.")]
        [EnumDataType(typeof(Nature)), DefaultValue(Nature.Happened)]
        public Nature Nature { get; set; }

        [Description("Vem eller vad som berördes, ur listan affected, för det slag som rapporten gäller. / Who or what was affected, from the list affected, for the kind that the report concerns.")]
        [Example("colleague"), MaxLength(20)]
        public List<string>? Affected { get; set; }

        [Description("Ditt namn visas inte för chef och kollegor; den som utreder enligt lag ser det. / Your name is not shown to manager and colleagues; who investigates by law sees it.")]
        public bool ProtectName { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/", async Task<Created<DeviationView>> (Request request, Handler handler, CurrentUser user, HttpResponse response, CancellationToken ct) =>
        {
            var deviation = await handler.Handle(request, ct);
            response.SetETag(deviation.Version);
            return TypedResults.Created($"/deviations/v1/deviations/{deviation.Id}", DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Report)
        .GivesETag()
        .WithSummary("Rapportera en avvikelse / Report a deviation")
        .WithDescription("Sparar rapporten och berättar om den för övriga tjänster. Skicka Idempotency-Key så blir det en rapport även om anropet görs om. / Stores the report and tells the other services. Send Idempotency-Key and a repeated call makes no second report.");

    /// <exception cref="InvalidField">400: `occurredAt` lies ahead, or too long ago.</exception>
    public static void MustHaveHappened(DateTimeOffset occurredAt, DateTimeOffset now)
    {
        if (occurredAt > now.AddMinutes(5)) throw new InvalidField("occurredAt", "It cannot have happened in the future.");
        if (occurredAt < now.AddYears(-20)) throw new InvalidField("occurredAt", "It is too long ago.");
    }

    public sealed class Handler(DeviationsDb db, Sortings sortings, TakeFiles files, AccessLog access, CurrentUser user, UnitTree units, TellRepresentatives representatives, TimeProvider clock)
    {
        /// <summary>What only the state can tell of the report; returns its unit.</summary>
        public string Check(Request request)
        {
            var now = clock.GetUtcNow();
            var occurredAt = request.OccurredAt!.Value;
            MustHaveHappened(occurredAt, now);
            if (request.Nature == Nature.Collective) throw new InvalidField("nature", "Many events at once are reported at /deviations/collective.");
            if (request.Nature != Nature.Happened && request.Harm is (Harm.Minor or Harm.Serious)) throw new InvalidField("harm", "Somebody came to harm, so it happened.");
            if (request.Nature == Nature.Good && request.SuspectedSerious) throw new InvalidField("suspectedSerious", "What went well is not serious.");
            var unit = request.UnitCode ?? user.HomeUnit ?? throw new InvalidField("unitCode", "You have no unit of your own; say which unit.");
            if (!units.Existed(unit, SwedishTime.Day(occurredAt))) throw new InvalidField("unitCode", "There is no such unit.");
            return unit;
        }

        /// <summary>Where the report is sorted in, when it may be.</summary>
        public async Task<(Sorting Sorting, string[] Affected)> Sort(Request request, CancellationToken ct) =>
            (await sortings.Check(request.Kind!.Value, request.Category, request.Topic, default, ct), await sortings.CheckAffected(request.Kind.Value, request.Affected, ct));

        /// <summary>The report that the user's form with this key has become; null while it has not been sent.</summary>
        public Task<Deviation?> Sent(Guid formKey, CancellationToken ct) => Own(deviation => deviation.FormKey == formKey, ct);

        /// <summary>Waits for the user's form that is being sent from another tab.</summary>
        public Task OneForm(CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({user.Id}, 727565))", ct);

        /// <summary>
        /// A report of the user's that this one repeats: from the same form, or in the same words within a day, as two tabs give. `Same`
        /// tells that nothing differs. One form at a time for each user, so that two tabs sent at once are seen.
        /// </summary>
        public async Task<(Deviation Deviation, bool Same)?> Earlier(Request request, Guid? formKey, CancellationToken ct)
        {
            await OneForm(ct);
            var (words, since) = (request.Description!.Trim(), clock.GetUtcNow().AddDays(-1));
            var earlier = (formKey is null ? null : await Sent(formKey.Value, ct))
                ?? await Own(d => d.ReportedAt > since && d.Description == words && d.UnitCode == request.UnitCode && d.Kind == request.Kind && d.Harm == request.Harm, ct);
            return earlier is null ? null : (earlier,
                earlier.Description == words && earlier.UnitCode == request.UnitCode && earlier.Kind == request.Kind && earlier.Harm == request.Harm && earlier.OccurredAt == request.OccurredAt
                && (earlier.ImmediateAction ?? "") == (request.ImmediateAction ?? "").Trim() && earlier.SuspectedSerious == request.SuspectedSerious
                && earlier.ActivityId == request.ActivityId && earlier.RoutineId == request.RoutineId
                && (earlier.Category ?? "") == (request.Category ?? "") && earlier.Nature == request.Nature
                && earlier.NameProtected == request.ProtectName && earlier.Affected.ToHashSet().SetEquals(request.Affected ?? []));
        }

        private async Task<Deviation?> Own(System.Linq.Expressions.Expression<Func<Deviation, bool>> which, CancellationToken ct)
        {
            var found = await db.Deviations.AsNoTracking().Where(d => d.ReporterId == user.Id).Where(which).OrderByDescending(d => d.Id).FirstOrDefaultAsync(ct);
            if (found is not null) await access.Append(AccessAction.Read, [found], shown => DeviationView.Why(shown, user), [], ct);
            return found;
        }

        /// <param name="request">The report.</param>
        /// <param name="ct">Ends the waiting.</param>
        /// <param name="formKey">The key of the form that it was written in.</param>
        /// <param name="sent">The files that came with it.</param>
        public Task<Deviation> Handle(Request request, CancellationToken ct, Guid? formKey = null, IEnumerable<IFormFile>? sent = null) =>
            files.With(sent ?? [], 0, chosen => Save(request, chosen, formKey, ct), ct);

        private async Task<Deviation> Save(Request request, IReadOnlyList<AttachedFile> enclosed, Guid? formKey, CancellationToken ct)
        {
            var (now, unit, occurredAt) = (clock.GetUtcNow(), Check(request), request.OccurredAt!.Value);
            var (sorting, affected) = await Sort(request, ct);
            var deviation = Deviation.Report(
                await db.NextReferenceNumber(ct), unit, occurredAt, request.Kind!.Value, request.Harm!.Value, request.Description!,
                request.ImmediateAction, request.SuspectedSerious, request.ActivityId, user.Id, user.Name, now, formKey, request.RoutineId, sorting, request.Nature, affected, request.ProtectName);
            db.Add(deviation);
            db.AddRange(enclosed.Select(deviation.Enclose));
            db.Publish(deviation.ToReported(now));
            await representatives.Tell(deviation, now, ct);
            access.Add(AccessAction.Create, deviation, $"{Permissions.Report}/all");
            await db.SaveChangesAsync(ct); // the row, its event and the log's row commit together or not at all
            return deviation;
        }
    }
}
