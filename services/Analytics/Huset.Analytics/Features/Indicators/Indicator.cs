using Huset.Ui;

namespace Huset.Analytics.Features.Indicators;

/// <summary>
/// A figure that is followed period by period: one of the municipality's own, whose values are told, or one that is counted of the rows of <see cref="Subject"/>. Its parts are SQL over one such row `s`, where
/// `@sequence` is the log's position: the same whether the rows stand or are read anew from the log.
/// </summary>
/// <param name="Code">Its code in addresses.</param>
/// <param name="Service">The service whose events it is counted of.</param>
/// <param name="Subject">What it counts, as links name it.</param>
/// <param name="Chart">The chart that it is read in; u becomes c where the volumes of most of it are missing.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Month">A day of the month that the row belongs to; a row without one is not counted.</param>
public sealed record Indicator(string Code, string Service, string Subject, ChartKind Chart, Better Better, string Month)
{
    private static readonly Texts T = Texts.Of<Indicator>();

    /// <summary>Which rows belong to it at all.</summary>
    public string Where { get; init; } = "true";

    /// <summary>The last day that the row is not counted on yet, as when it is not late until then; null when every row is counted at once, and of a row that is.</summary>
    public string? DueOn { get; init; }

    /// <summary>How many of the numerator the row is.</summary>
    public string Numerator { get; init; } = "1";

    /// <summary>How many of the denominator the row is; for a rate by volumes the volumes are.</summary>
    public string Denominator { get; init; } = "1";

    /// <summary>Whether what it counts has units; what has none is counted for the whole only.</summary>
    public bool HasUnits { get; init; } = true;

    /// <summary>What else than its subject the parts read, such as the findings of a follow-up, with where such a row `s` says whose it is.</summary>
    public (string Subject, string Of)? Also { get; init; }

    /// <summary>The kinds of volume that it may be per, the closest first.</summary>
    public string[] Volumes { get; init; } = [];

    /// <summary>What it is when it is the municipality's own, of which nothing is counted here; null when it is counted of events.</summary>
    public OwnIndicator? Own { get; init; }

    /// <summary>How long time each value is of.</summary>
    public PeriodLength Period => Own?.Period ?? PeriodLength.Month;

    /// <summary>Where its values come from.</summary>
    public IndicatorSource Source => Own?.Source ?? IndicatorSource.Events;

    /// <summary>What it is called.</summary>
    public string Name => Own?.Name ?? T[$"{Code}.Name"];

    /// <summary>What it is, in a sentence.</summary>
    public string Means => Own?.Means ?? T[$"{Code}.Means"];

    /// <summary>What it does not tell.</summary>
    public string MeansNot => Own?.MeansNot ?? T[$"{Code}.Not"];

    /// <summary>One of the municipality's own.</summary>
    public static Indicator Of(string code, OwnIndicator own) => new(code, Indicators.OwnService, "", own.Chart, own.Better, "") { Own = own };

    /// <summary>The types of the events that it is counted of, as patterns for `like`.</summary>
    internal string[] EventTypes => Also is { } also ? [TypeOf(Subject), TypeOf(also.Subject)] : [TypeOf(Subject)];

    internal string TypeOf(string subject) => $"se.huset.{Service}.{subject}-%";
}

/// <summary>Every indicator that is counted of events, by room; <see cref="IndicatorCatalogue"/> has the municipality's own too.</summary>
public static class Indicators
{
    /// <summary>Where the municipality's own are listed.</summary>
    public const string OwnService = "own";

    /// <summary>The rules of how many days are waited before a case is judged.</summary>
    public const string AnswerDays = "answer-days", RevisionDays = "revision-days", NeedDays = "need-days";

    // Events of before there were natures have none.
    private const string OneDeviation = "coalesce(s.data->>'nature', 'happened') not in ('good', 'collective')";

    private const string Reported = "(s.data->>'occurredOn')::date", First = "(s.first_at at time zone 'Europe/Stockholm')::date", Changed = "(s.changed_at at time zone 'Europe/Stockholm')::date";

    // Volumes that say how much there was to go wrong, before those that say for how many.
    private static readonly string[] Care = ["care-days", "hours", "service-users"];

    public static readonly IReadOnlyList<Indicator> All =
    [
        new("deviations-reported", "deviations", "deviation", ChartKind.U, Better.None, Reported) { Where = OneDeviation, Volumes = Care },
        new("deviations-harm", "deviations", "deviation", ChartKind.P, Better.Down, Reported)
        {
            Where = $"s.data->>'harm' <> 'unknown' and {OneDeviation}",
            Numerator = "case when s.data->>'harm' in ('minor', 'serious') then 1 else 0 end",
        },
        new("deviations-answered", "deviations", "deviation", ChartKind.P, Better.Up, First)
        {
            Where = OneDeviation,
            DueOn = $"{First} + {Days(AnswerDays)}",
            Numerator = $"case when s.data->>'status' = 'closed' and {Changed} <= {First} + {Days(AnswerDays)} then 1 else 0 end",
        },
        new("actions-effective", "deviations", "action", ChartKind.P, Better.Up, Changed)
        {
            Where = "s.data->>'status' = 'checked'",
            Numerator = "case when s.data->>'effect' = 'yes' then 1 else 0 end",
        },
        new("effect-checks-late", "deviations", "action", ChartKind.P, Better.Down, "(s.data->>'effectCheckOn')::date")
        {
            DueOn = "case when s.data->>'status' <> 'checked' then (s.data->>'effectCheckOn')::date end",
            Numerator = $"case when s.data->>'status' <> 'checked' or {Changed} > (s.data->>'effectCheckOn')::date then 1 else 0 end",
        },
        new("lex-sarah", "deviations", "lex-case", ChartKind.C, Better.None, "(left(s.data->>'month', 7) || '-01')::date") { HasUnits = false, Where = "coalesce(s.data->>'track', 'lex-sarah') = 'lex-sarah'" },
        new("lex-maria", "deviations", "lex-case", ChartKind.C, Better.None, "(left(s.data->>'month', 7) || '-01')::date") { HasUnits = false, Where = "s.data->>'track' = 'lex-maria'" },
        new("complaints", "complaints", "complaint", ChartKind.U, Better.None, "(s.data->>'receivedOn')::date") { Where = "s.data->>'kind' = 'complaint'", Volumes = Care },
        new("complaints-answered-in-time", "complaints", "complaint", ChartKind.P, Better.Up, "(s.data->>'firstAnsweredOn')::date")
        {
            Where = "s.data->>'answeredInTime' is not null",
            Numerator = "case when (s.data->>'answeredInTime')::boolean then 1 else 0 end",
        },
        new("complaints-escalated", "complaints", "complaint", ChartKind.P, Better.None, "(s.data->>'receivedOn')::date")
        {
            Where = "s.data->>'kind' = 'complaint'",
            Numerator = """case when s.data->'links' @> '[{"rel": "escalated-to"}]' then 1 else 0 end""",
        },
        new("revision-tasks-answered", "processes", "revision-task", ChartKind.P, Better.Up, First)
        {
            Where = "s.data->>'status' <> 'declined'",
            DueOn = $"{First} + {Days(RevisionDays)}",
            Numerator = $"case when s.data->>'status' = 'answered' and {Changed} <= {First} + {Days(RevisionDays)} then 1 else 0 end",
        },
        new("competence-needs-met", "competence", "competence-need", ChartKind.P, Better.Up, First)
        {
            Where = "s.data->>'status' <> 'declined'",
            DueOn = $"{First} + {Days(NeedDays)}",
            Numerator = $"case when s.data->>'status' = 'met' and {Changed} <= {First} + {Days(NeedDays)} then 1 else 0 end",
        },
        new("delegations-ended-early", "competence", "delegation", ChartKind.P, Better.None, Changed)
        {
            Where = "s.data->>'status' in ('withdrawn', 'ended', 'expired')",
            Numerator = "case when s.data->>'status' in ('withdrawn', 'ended') then 1 else 0 end",
        },
        new("findings-per-follow-up", "procurement", "follow-up", ChartKind.U, Better.None, "(s.data->>'heldOn')::date")
        {
            Numerator = "(select count(*) from subjects f where f.type = 'finding' and f.data->>'followUpId' = s.id)",
            Also = ("finding", "s.data->>'followUpId'"),
        },
        new("findings-remedied-in-time", "procurement", "finding", ChartKind.P, Better.Up, "(s.data->>'remedyDueOn')::date")
        {
            DueOn = "case when s.data->>'status' = 'open' then (s.data->>'remedyDueOn')::date end",
            // A later check of the remedy is a newer state, so when it was said to be remedied stands in the log alone. One that a check did not
            // pass has got another day to be remedied by, and what was said before that does not count.
            Numerator = """
                case when s.data->>'status' <> 'open' and (s.id, s.data->>'remedyDueOn') in (
                  select e.subject, e.body::jsonb->'data'->>'remedyDueOn' from events e where e.type = 'se.huset.procurement.finding-changed.v1' and e.sequence <= @sequence
                    and e.body::jsonb->'data'->>'status' <> 'open' and (e.time at time zone 'Europe/Stockholm')::date <= (e.body::jsonb->'data'->>'remedyDueOn')::date) then 1 else 0 end
                """,
        },
    ];

    private static readonly Dictionary<string, Indicator> ByCode = All.ToDictionary(indicator => indicator.Code);

    /// <summary>The indicator by its code; null when there is none.</summary>
    public static Indicator? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    // By the rule of the day that the row's time began.
    private static string Days(string rule) =>
        $"coalesce((select v.value::int from rule_versions v where v.measure = '{rule}' and v.valid_from <= {First} order by v.valid_from desc limit 1), (select v.value::int from rule_versions v where v.measure = '{rule}' order by v.valid_from limit 1))";
}
