using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Where the indicators that are counted of events belong until the municipality says otherwise.</summary>
internal static class PlacedIndicators
{
    private static readonly DateOnly From = new(2026, 1, 1);

    private static readonly (string Code, string Area, string Dimension, string Perspective, string Level)[] Proposed =
    [
        ("deviations-reported", "fel-och-brister", "safety", "staff", "unit"), ("deviations-harm", "fel-och-brister", "safety", "user", "unit"), ("deviations-answered", "fel-och-brister", "safety", "staff", "unit"),
        ("actions-effective", "uppfoljning", "knowledge", "management", "unit"), ("effect-checks-late", "uppfoljning", "knowledge", "management", "unit"),
        ("lex-sarah", "fel-och-brister", "safety", "citizen", "board"), ("lex-maria", "fel-och-brister", "safety", "citizen", "board"),
        ("complaints", "synpunkter", "self-determination", "user", "unit"), ("complaints-answered-in-time", "synpunkter", "accessibility", "user", "unit"), ("complaints-escalated", "synpunkter", "safety", "user", "unit"),
        ("revision-tasks-answered", "tjanster", "knowledge", "management", "unit"), ("competence-needs-met", "kompetens", "knowledge", "staff", "unit"), ("delegations-ended-early", "kompetens", "safety", "staff", "unit"),
        ("findings-per-follow-up", "upphandling", "safety", "management", "administration"), ("findings-remedied-in-time", "upphandling", "safety", "management", "administration"),
    ];

    public static async Task Seed(ServiceDbContext db)
    {
        var there = (await db.Set<IndicatorProfile>().Select(profile => profile.Code).ToListAsync()).ToHashSet();
        foreach (var (code, area, dimension, perspective, level) in Proposed.Where(known => !there.Contains(known.Code)))
            db.Add(IndicatorProfile.Counted(code, new(code, From, area, dimension, perspective, level, null, "Följer med Huset som förslag")));
    }
}
