using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;

namespace Huset.ServiceDefaults.Limits;

/// <summary>Sets and verifies figures, for page and API.</summary>
public sealed class SetLimits(ServiceDbContext db, LimitTable table, CurrentUser user, TimeProvider clock)
{
    /// <summary>A new version of a figure.</summary>
    public sealed class Request
    {
        /// <summary>The code of one of the service's measures.</summary>
        [Description("Vad som mäts. / What is measured."), OneOfOwn(typeof(LimitTable)), Required, StringLength(64)]
        public string? Measure { get; set; }

        /// <summary>The figure, within what the measure takes.</summary>
        [Description("Värdet, inom det som måttet tar. / The figure, within what the measure takes."), Example("8"), Required]
        public int? Value { get; set; }

        /// <summary>Today at the earliest.</summary>
        [Description("Första dagen som lydelsen gäller; tidigast i dag. / First day of the version; today at the earliest."), Example("2099-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        /// <summary>Where it is written, or whose it is.</summary>
        [Description("Var gränsen står, eller vems den är. / Where it is written, or whose it is."), Example("Socialnämndens beslut 2026-11-18 § 112"), Required, StringLength(500)]
        public string? Source { get; set; }
    }

    /// <summary>Sets it from its first day instead of the one that applied then.</summary>
    /// <exception cref="InvalidField">400: measure, value or validFrom.</exception>
    /// <exception cref="RuleViolation">409 `rule.later-version`.</exception>
    public async Task<Limit> Set(Request request, CancellationToken ct)
    {
        if (table.Find(request.Measure) is not { } measure) throw new InvalidField("measure", $"It must be one of {string.Join(", ", table.Measures.Select(known => known.Code))}.");
        if (request.Value < measure.Least || request.Value > measure.Most) throw new InvalidField("value", $"It must be {measure.Least} to {measure.Most}.");
        var limit = Limit.From(request.ValidFrom!.Value, measure.Code, request.Value!.Value, request.Source!, user.Name, clock.GetUtcNow());
        await db.SetVersion(limit, db.Set<Limit>().Where(known => known.Measure == measure.Code), SwedishTime.Today(clock), ct);
        return limit;
    }

    /// <summary>A version; null when there is none.</summary>
    public Task<Limit?> Find(Guid id, CancellationToken ct) => db.FindVersion<Limit>(id, ct);

    /// <summary>Someone has read the source and says that the figure is right; null when there is no such version.</summary>
    public Task<Limit?> Verify(Guid id, Action<int> checkVersion, CancellationToken ct) => db.VerifyVersion<Limit>(id, checkVersion, user.Name, clock.GetUtcNow(), ct);
}
