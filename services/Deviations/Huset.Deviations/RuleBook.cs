using Huset.Deadlines;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>Every rule and threshold there is and has been, as they were read at one moment.</summary>
public sealed class RuleBook(IReadOnlyList<DeadlineRule> rules, IReadOnlyList<Limit> thresholds)
{
    /// <summary>What applied from the beginning of an installation has this first day.</summary>
    public static readonly DateOnly Beginning = Limit.Beginning;

    private readonly ILookup<DeadlineCode, CaseEvent> starts = rules.Select(rule => (rule.Code, rule.StartsOn)).Distinct().OrderBy(pair => pair.StartsOn).ToLookup(pair => pair.Code, pair => pair.StartsOn);

    public IReadOnlyList<DeadlineRule> Rules => rules;

    /// <summary>What starts the deadline by some version of its rules, in the order of a case.</summary>
    public IEnumerable<CaseEvent> StartsOf(DeadlineCode code) => starts[code];

    /// <summary>The figure that applied on the day; null when nobody had set one.</summary>
    public Limit? Find(string measure, DateOnly day) => thresholds.FirstOrDefault(threshold => threshold.Measure == measure && threshold.AppliesOn(day));

    /// <summary>From which figures on causes must be sought, that day. Without a figure nothing is demanded by it.</summary>
    public InvestigationLimits LimitsOn(DateOnly day) => new(
        Find(Measure.InvestigateFromScore, day)?.Value ?? int.MaxValue, Find(Measure.InvestigateFromSeverity, day)?.Value ?? int.MaxValue);

    /// <summary>The figures below which a case is mild enough for its topic's representative, that day.</summary>
    public InvestigationLimits MilderOn(DateOnly day) => new(
        Find(Measure.RepresentativeBelowScore, day)?.Value ?? 0, Find(Measure.RepresentativeBelowSeverity, day)?.Value ?? 0);

    /// <summary>
    /// Whether the figures of a case suggest lex Sarah or lex Maria by the rules of the day. Work environment and information security have authorities
    /// of their own.
    /// </summary>
    public LexSuggestion? SuggestionOn(DateOnly day, DeviationKind kind, int severity, int probability)
    {
        if (kind is DeviationKind.WorkEnvironment or DeviationKind.InformationSecurity) return null;
        if (Find(Measure.SuggestLexFromScore, day) is not { } score || Find(Measure.SuggestLexFromSeverity, day) is not { } least) return null;
        return severity * probability < score.Value || severity < least.Value ? null
            : new(kind == DeviationKind.HealthCare ? TrackKind.LexMaria : TrackKind.LexSarah, score.Value, least.Value, score.Source, score.VerifiedAt is not null && least.VerifiedAt is not null);
    }

    /// <summary>
    /// The rule in force that day for such a case in such a unit: a unit's own target goes before that of a unit above it, nearest first,
    /// and at the same unit one for the kind of case before one for all kinds.
    /// </summary>
    /// <param name="code">Which deadline.</param>
    /// <param name="starts">The day that it starts.</param>
    /// <param name="occurred">The day that it happened.</param>
    /// <param name="kind">The case's kind.</param>
    /// <param name="unitAndAbove">Codes from the case's unit upwards.</param>
    public DeadlineRule? Find(DeadlineCode code, DateOnly starts, DateOnly occurred, DeviationKind kind, IReadOnlyList<string> unitAndAbove) => rules
        .Where(rule => rule.Code == code && rule.AppliesOn(rule.AppliesBy == RuleDay.Event ? occurred : starts) && (rule.CaseKind is null || rule.CaseKind == kind) && (rule.UnitCode is null || unitAndAbove.Contains(rule.UnitCode)))
        .OrderBy(rule => rule.UnitCode is null ? int.MaxValue : unitAndAbove.ToList().IndexOf(rule.UnitCode))
        .ThenBy(rule => rule.CaseKind is null)
        .ThenByDescending(rule => rule.ValidFrom)
        .FirstOrDefault();

    public static async Task<RuleBook> Read(DeviationsDb db, CancellationToken ct) => new(
        await db.DeadlineRules.AsNoTracking().OrderBy(rule => rule.ValidFrom).ToListAsync(ct), await db.Set<Limit>().AsNoTracking().OrderBy(threshold => threshold.ValidFrom).ToListAsync(ct));

    /// <summary>The law's deadlines and the example targets that an installation begins with, until someone sets its own; nobody has verified them.</summary>
    public static async Task Seed(IServiceProvider services, ServiceDbContext db)
    {
        var (by, now) = (new Person("system:deviations", "Huset"), services.GetRequiredService<TimeProvider>().GetUtcNow());
        const string target = "Exempel, kommunens eget mål: ändra till ert eget", method = "Exempel ur den nationella metoden för riskanalys och händelseanalys: allvarlighetsgrad × sannolikhet";
        await db.AddMissingLimits(
            now, (Measure.InvestigateFromScore, 8, $"{method}. Från 8 poäng söks orsaker."), (Measure.InvestigateFromSeverity, 3, $"{method}. Från betydande allvar (3) söks orsaker, hur liten sannolikheten än är."),
            (Measure.RepresentativeBelowScore, 8, "Exempel, kommunens egen gräns: ombudet arbetar med det som inte kräver utredning"),
            (Measure.RepresentativeBelowSeverity, 3, "Exempel, kommunens egen gräns: ombudet arbetar med det som inte kräver utredning"),
            (Measure.SuggestLexFromScore, 8, "Exempel ur en kommuns rutin: från 8 poäng och betydande allvar prövas lex Sarah. Poängen ersätter inte bedömningen."),
            (Measure.SuggestLexFromSeverity, 3, "Exempel ur en kommuns rutin: betydande (3) eller katastrofal (4)."),
            (Measure.SecondAssessmentShare, 10, "Exempel, kommunens eget mål: så många av hundra ärenden bedöms av två"),
            (Measure.AgreementFromPairs, 10, "Exempel: med färre par säger ett kappavärde för lite om en enhet"),
            (Measure.CooperationAnswerDays, 28, "Exempel, kommunens eget mål: ändra till det ni har kommit överens om"),
            (Measure.CooperationRemindDays, 0, "Exempel, kommunens eget mål: påminnelsen kommer när dagen har passerat"), (Measure.RiskActionRemindDays, 3, "Exempel, kommunens eget mål: ändra till ert eget"),
            (Measure.AccessLogYears, 5, "HSLF-FS 2016:40 4 kap. 9 §: minst fem år"),
            (Measure.AttachmentsPerCase, 20, target), (Measure.AttachmentMegabytes, 10, target),
            (Measure.IdeasBegun, 5, "Exempel, kommunens eget mål: få saker i taget blir färdiga"),
            (Measure.SmallNumbers, 5, "Exempel: antal under 5 kan peka ut någon"));
        var written = await db.Set<RequiredPart>().Select(part => new { part.Track, part.Code }).Distinct().ToListAsync();
        // An installation that has its parts gets those that have come since, which are asked of no case unless it is said to concern a child.
        db.AddRange(Enum.GetValues<TrackKind>().SelectMany(track => RequiredPart.Seed(track, by, now))
            .Where(part => !written.Exists(known => known.Track == part.Track && (!part.ForChild || known.Code == part.Code))));
        const string safety = "PSL (2010:659) 3 kap.", regulation = "SOSFS 2011:5: utredningen lämnas senast två månader efter anmälan, om den inte följde med";
        // SoL (2025:400) came into force on 1 July 2025; what happened before that day lies under 14 kap. SoL (2001:453).
        var newLaw = new DateOnly(2025, 7, 1);
        var known = await db.Set<DeadlineRule>().Select(rule => rule.Code).Distinct().ToListAsync();
        DeadlineRule First(DateOnly from, DeadlineTerms terms, DateOnly? until = null)
        {
            var rule = DeadlineRule.From(from, terms, by, now);
            if (until is { } day) rule.End(day);
            return rule;
        }
        DeadlineTerms Investigation(string source) => new(
            DeadlineCode.LexSarahInvestigation, null, null, "Utredning och beslut i lex Sarah", new(RuleKind.Immediate, 0), CaseEvent.LexSarahBegun, CaseEvent.LexSarahDecided, $"{source}: utan dröjsmål. Målet bredvid är ett exempel.",
            new(RuleKind.Weeks, 8), RuleDay.Event, new(7, 0, null));
        DeadlineTerms Notification(string source) => new(
            DeadlineCode.IvoNotification, null, null, "Anmälan till IVO", new(RuleKind.Immediate, 0), CaseEvent.DecidedSerious, CaseEvent.IvoNotified, $"{source}: snarast. Målet bredvid är ett exempel.",
            new(RuleKind.WorkingDays, 1), RuleDay.Event, new(0, 0, null));
        DeadlineRule[] first =
        [
            First(Beginning, new(DeadlineCode.Assessment, null, null, "Första bedömning", new(RuleKind.WorkingDays, 3), CaseEvent.Reported, CaseEvent.Assessed, target, Reminders: new(null, 0, 5))),
            First(Beginning, new(DeadlineCode.Investigation, null, null, "Utredning klar", new(RuleKind.Weeks, 3), CaseEvent.Reported, CaseEvent.Investigated, target, Reminders: new(3, 0, 14))),
            First(Beginning, new(DeadlineCode.Feedback, null, null, "Svar till den som rapporterade", new(RuleKind.Days, 7), CaseEvent.Reported, CaseEvent.Answered, target, Reminders: new(null, 0, null))),
            First(Beginning, Investigation("SoL (2001:453) 14 kap. 6 § och LSS 24 e §"), newLaw),
            First(newLaw, Investigation("SoL (2025:400) 27 kap. 5 § och LSS 24 e §")),
            First(Beginning, Notification("SoL (2001:453) 14 kap. 7 § och LSS 24 f §"), newLaw),
            First(newLaw, Notification("SoL (2025:400) 27 kap. 6 § och LSS 24 f §")),
            First(Beginning, new(DeadlineCode.IvoInvestigation, null, null, "Utredningen till IVO", new(RuleKind.Months, 2), CaseEvent.IvoNotified, CaseEvent.IvoInvestigationSent, regulation, Reminders: new(14, 0, null))),
            First(Beginning, new(DeadlineCode.LexMariaInvestigation, null, null, "Utredning och beslut i lex Maria", new(RuleKind.Immediate, 0), CaseEvent.LexMariaBegun, CaseEvent.LexMariaDecided, $"{safety} 3 §: händelser som har medfört eller hade kunnat medföra vårdskada utreds. Målet bredvid är ett exempel.",
                new(RuleKind.Weeks, 8), Reminders: new(7, 0, null))),
            First(Beginning, new(DeadlineCode.LexMariaNotification, null, null, "Anmälan enligt lex Maria till IVO", new(RuleKind.Immediate, 0), CaseEvent.LexMariaSerious, CaseEvent.LexMariaNotified, $"{safety} 5 §: snarast. Målet bredvid är ett exempel.",
                new(RuleKind.WorkingDays, 1), Reminders: new(0, 0, null))),
            First(Beginning, new(DeadlineCode.LexMariaIvoInvestigation, null, null, "Utredningen enligt lex Maria till IVO", new(RuleKind.Months, 2), CaseEvent.LexMariaNotified, CaseEvent.LexMariaInvestigationSent, $"{safety} 5 § och HSLF-FS 2017:41: utredningen lämnas med anmälan eller snart efter, senast inom två månader om IVO inte ger längre tid", Reminders: new(14, 0, null))),
            First(Beginning, new(DeadlineCode.Duties, null, null, "Bedömning av vad lagen kräver", new(RuleKind.Hours, 24), CaseEvent.DutiesAsked, CaseEvent.DutiesJudged,
                $"{target}. Så att lagens tider hinns: AML (1977:1160) 3 kap. 3 a § utan dröjsmål, GDPR (EU) 2016/679 artikel 33.1 inom 72 timmar, cybersäkerhetslag (2025:1506) 2 kap. inom 24 timmar", Reminders: new(null, 0, 1))),
            First(Beginning, new(DeadlineCode.WorkAuthority, null, null, "Anmälan till Arbetsmiljöverket", new(RuleKind.Immediate, 0), CaseEvent.WorkInjuryKnown, CaseEvent.WorkAuthorityDone,
                "AML (1977:1160) 3 kap. 3 a §: utan dröjsmål, när någon avlidit eller skadats svårt, flera skadats samtidigt eller det var allvarlig fara. Målet bredvid är ett exempel.",
                new(RuleKind.Hours, 24), Reminders: new(0, 0, 1))),
            First(Beginning, new(DeadlineCode.DataAuthority, null, null, "Anmälan till IMY", new(RuleKind.Hours, 72), CaseEvent.BreachKnown, CaseEvent.DataAuthorityDone,
                "GDPR (EU) 2016/679 artikel 33.1: om möjligt inom 72 timmar från vetskapen", Reminders: new(1, 0, 0))),
            First(Beginning, new(DeadlineCode.DataSubjects, null, null, "Information till dem vars uppgifter det är", new(RuleKind.Immediate, 0), CaseEvent.BreachKnown, CaseEvent.DataSubjectsDone,
                "GDPR (EU) 2016/679 artikel 34: utan onödigt dröjsmål vid hög risk. Målet bredvid är ett exempel.", new(RuleKind.Hours, 72), Reminders: new(1, 0, null))),
            First(Beginning, new(DeadlineCode.CyberWarning, null, null, "Varning om betydande incident", new(RuleKind.Hours, 24), CaseEvent.BreachKnown, CaseEvent.CyberWarningDone,
                "Cybersäkerhetslag (2025:1506) 2 kap. 5–8 §§: inom 24 timmar", Reminders: new(0, 0, 0))),
            First(Beginning, new(DeadlineCode.CyberReport, null, null, "Incidentanmälan", new(RuleKind.Hours, 72), CaseEvent.BreachKnown, CaseEvent.CyberReportDone,
                "Cybersäkerhetslag (2025:1506) 2 kap. 5–8 §§: inom 72 timmar", Reminders: new(1, 0, 0))),
            First(Beginning, new(DeadlineCode.CyberFinal, null, null, "Slutrapport om incidenten", new(RuleKind.Months, 1), CaseEvent.CyberReportSent, CaseEvent.CyberFinalDone,
                "Cybersäkerhetslag (2025:1506) 2 kap. 5–8 §§: inom en månad från incidentanmälan", Reminders: new(7, 0, 0))),
        ];
        db.AddRange(first.Where(rule => !known.Contains(rule.Code)));
    }
}

/// <summary>The rules in memory, read again when someone has changed them; asked by every report, so that none of them costs a query.</summary>
public sealed class RuleShelf(Bells bells)
{
    private readonly Shelf<RuleBook> shelf = new(bells, "rules");

    /// <summary>The rules as they stand; a change is known here within a moment of its commit.</summary>
    public ValueTask<RuleBook> Get(DeviationsDb db, CancellationToken ct) => shelf.Get(() => RuleBook.Read(db, ct), ct);
}
