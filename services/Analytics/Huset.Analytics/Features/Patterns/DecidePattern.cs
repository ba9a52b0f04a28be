using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Thread;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Patterns;

public static class DecidePattern
{
    /// <summary>What a pattern can lead to, in the services that own them.</summary>
    public static readonly IReadOnlyList<string> Types = ["action", "risk-analysis", "revision-task", "process", "routine", "competence-need", "idea", "follow-up", "goal"];

    public sealed class Request
    {
        [Required, EnumDataType(typeof(PatternVerdict)), Description("Vad det är. / What it is.")]
        public PatternVerdict? Verdict { get; set; }

        [Required, StringLength(2000), Example("Vi gör en riskanalys av kvällens överlämning."), Description("Vad det leder till, eller varför det inte är något mönster; utan namn. / What it leads to, or why it is no pattern; without names.")]
        public string? Words { get; set; }

        [StringLength(40), Example("risk-analysis"), Description("Vad det leder till, som länkar säger det: action, risk-analysis, revision-task, process, routine, competence-need, idea, follow-up eller goal. / What it leads to, as links say it.")]
        public string? LeadsToType { get; set; }

        [StringLength(400), Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f"), Description("Dess id, eller adressen till dess sida. / Its id, or the address of its page.")]
        public string? LeadsTo { get; set; }
    }

    public static void Map(RouteGroupBuilder patterns) => patterns
        .MapPost("/{id:guid}/decision", async Task<Results<Ok<FoundPatternView>, NotFound>> ([Description("Mönstrets id. / Id of the pattern.")] Guid id, Request request, Handler handler, ListPatterns.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } pattern) return TypedResults.NotFound();
            http.Response.SetETag(pattern.Version);
            return TypedResults.Ok(await reader.View(pattern, ct));
        })
        .RequireAuthorization(Permissions.DecidePatterns)
        .TakesIfMatch().GivesETag()
        .WithName("decidePattern")
        .WithSummary("Besluta om ett mönster / Decide on a pattern")
        .WithDescription("Om det är ett mönster och vad det leder till, eller varför det inte är något. Beslutet står; ett nytt läggs efter det. Samma mönster föreslås igen först när fall som har hänt efter beslutet själva uppfyller reglerna. / Whether it is a pattern and what it leads to, or why it is none. The decision stands; a new one is put after it. The same is proposed again only when cases that have happened after the decision fulfil the rules by themselves.");

    public sealed class Handler(AnalyticsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is none that is the user's to decide on.</summary>
        /// <exception cref="InvalidField">400: leadsToType or leadsTo</exception>
        public async Task<FoundPattern?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.FoundPatterns.FirstOrDefaultAsync(pattern => pattern.Id == id, ct) is not { } pattern || !MayDecide(pattern.UnitCodes)) return null;
            checkVersion(pattern.Version);
            var (type, target) = await LeadsTo(request, ct);
            var now = clock.GetUtcNow();
            pattern.Decide(new(request.Verdict!.Value, request.Words!.Trim(), type, target, user.Name, now));
            db.Publish(pattern.ToDecided(now));
            await db.SaveChangesAsync(ct);
            return pattern;
        }

        public bool MayDecide(IReadOnlyCollection<string> unitCodes) => user.ReachesAll(Permissions.DecidePatterns) || unitCodes.All(user.UnitsOf(Permissions.DecidePatterns).Contains);

        private async Task<(string? Type, string? Id)> LeadsTo(Request request, CancellationToken ct)
        {
            var (type, text) = (request.LeadsToType?.Trim() ?? "", request.LeadsTo?.Trim() ?? "");
            if (type.Length == 0 && text.Length == 0) return (null, null);
            if (!Types.Contains(type)) throw new InvalidField("leadsToType", $"With leadsTo it must be one of {string.Join(", ", Types)}.");
            return (type, await ThreadAddress.Find(db, type, text, "leadsTo", ct) ?? throw new InvalidField("leadsTo", "With leadsToType it must be told."));
        }
    }
}
