using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Reporting;

/// <summary>What is told of a tip: to who left it, when it is left.</summary>
public sealed record TipReceipt(
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Koden som svaret läses med. Den visas bara nu. / The code that the answer is read by. It is shown only now.")][property: Example("4T9Q-07KX-2M81-AB3C")] string Code);

/// <summary>What is told of a tip to who has its code.</summary>
public sealed record TipView(
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Var ärendet står. / Where the case stands.")] DeviationStatus Status,
    [property: Description("Svaret, om det finns ett. / The answer, when there is one.")][property: Example("Tack. Två på passet har nu delegering.")] string? Feedback);

/// <summary>A report from someone who is not to be known. Nothing that is stored tells who it was: no id, no name, no trace of the request.</summary>
public static class LeaveTip
{
    public sealed class Request
    {
        [Description("Enhetens kod. / Code of the unit.")]
        [Example("norrangen"), Required, StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Vad det gäller. / What it concerns.")]
        [Required, EnumDataType(typeof(DeviationKind))]
        public DeviationKind? Kind { get; set; }

        [Description("Vad som hände, med egna ord och utan namn. / What happened, in own words and without names.")]
        [Example("Larmen besvaras inte på nätterna."), Required, StringLength(20_000)]
        public string? Description { get; set; }

        [Description("När det hände, med tidszon. / When it happened, with time zone.")]
        [Required]
        public DateTimeOffset? OccurredAt { get; set; }

        [Description("Om någon kom till skada. / Whether someone came to harm.")]
        [Required, EnumDataType(typeof(Harm))]
        public Harm? Harm { get; set; }
    }

    public sealed class CodeRequest
    {
        [Description("Koden som visades när tipset lämnades. / The code that was shown when the tip was left.")]
        [Example("4T9Q-07KX-2M81-AB3C"), Required, StringLength(60)]
        public string? Code { get; set; }
    }

    public static void Map(RouteGroupBuilder tips)
    {
        tips.MapPost("/", async Task<Created<TipReceipt>> (Request request, Handler handler, CancellationToken ct) =>
                TypedResults.Created((string?)null, await handler.Handle(request, Guid.NewGuid(), ct)))
            .RequireAuthorization(Permissions.Report)
            // What is kept of an answer is kept with who asked for it.
            .WithMetadata(new KeepsNoAnswer())
            .WithName("leaveTip")
            .WithSummary("Lämna ett anonymt tips / Leave an anonymous tip")
            .WithDescription("Inget sparas om vem som lämnade det. Svaret läses med koden. Ett tips är ingen lex Sarah-rapport. / Nothing is stored of who left it. The answer is read by the code. A tip is no lex Sarah report.");
        tips.MapPost("/answer", async Task<Results<Ok<TipView>, NotFound>> (CodeRequest request, Handler handler, CancellationToken ct) =>
                await handler.Read(request.Code, ct) is { } tip ? TypedResults.Ok(tip) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.Report)
            .WithMetadata(new KeepsNoAnswer())
            .WithName("readTipAnswer")
            .WithSummary("Läs svaret på ett tips / Read the answer to a tip")
            .WithDescription("Den som har koden läser, vem det än är. / Whoever has the code reads, whoever it is.");
    }

    public sealed class Handler(IServiceScopeFactory scopes, UnitTree units, AssignmentShelf shelf, RuleShelf rules, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: `unitCode` or `occurredAt`.</exception>
        public async Task<TipReceipt> Handle(Request request, Guid formKey, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            ReportDeviation.MustHaveHappened(request.OccurredAt!.Value, now);
            if (!units.Existed(request.UnitCode!, SwedishTime.Day(request.OccurredAt.Value))) throw new InvalidField("unitCode", "There is no such unit.");
            return await AsNobody(async (db, access) =>
            {
                var code = TipCode.Of(formKey);
                var hash = TipCode.HashOf(code)!;
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({Convert.ToHexString(hash)}, 727567))", ct);
                if (await db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.TipCodeHash == hash, ct) is { } sent) return new TipReceipt(sent.Reference, code);
                var deviation = Deviation.Tip(await db.NextReferenceNumber(ct), request.UnitCode!, request.OccurredAt.Value, request.Kind!.Value, request.Harm!.Value, request.Description!, hash, now);
                db.Add(deviation);
                db.Publish(deviation.ToReported(now));
                await new TellRepresentatives(db, new(db, units), shelf, rules, units).Tell(deviation, now, ct);
                access.Add(AccessAction.Create, deviation, $"{Permissions.Report}/all");
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return new TipReceipt(deviation.Reference, code);
            });
        }

        /// <summary>Null when no tip has the code.</summary>
        public async Task<TipView?> Read(string? code, CancellationToken ct)
        {
            if (TipCode.HashOf(code) is not { } hash) return null;
            return await AsNobody(async (db, access) =>
            {
                if (await db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.TipCodeHash == hash, ct) is not { } deviation) return null;
                await access.Append(AccessAction.Read, [deviation], _ => "tip/holder", [], ct);
                // As for every reporter: of a case that is handed over nothing is told of what comes after.
                return deviation.IsRestricted ? new TipView(deviation.Reference, DeviationStatus.Reported, null) : new TipView(deviation.Reference, deviation.Status, deviation.Feedback);
            });
        }

        // With a database and a log of its own, where nobody in particular is signed in and no trace leads back to the request.
        private async Task<T> AsNobody<T>(Func<DeviationsDb, AccessLog, Task<T>> work)
        {
            Activity.Current = null;
            await using var scope = scopes.CreateAsyncScope();
            var nobody = CurrentUser.System("tip");
            await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), nobody);
            return await work(db, new AccessLog(db, nobody, clock));
        }
    }
}
