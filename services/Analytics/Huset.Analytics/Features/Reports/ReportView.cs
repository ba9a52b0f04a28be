using System.ComponentModel;

using Huset.ServiceDefaults.Http;

namespace Huset.Analytics.Features.Reports;

/// <summary>A report, as the API tells it to a reader.</summary>
public sealed record ReportView(
    [property: Description("Rapportens id. / Id of the report.")] Guid Id,
    [property: Description("Mallens kod. / Code of the template.")][property: Example("quarterly")] string Template,
    [property: Description("Vad den heter. / What it is called.")][property: Example("Kvartalsrapport, tredje kvartalet 2026")] string Name,
    [property: Description("Tiden. / The time.")][property: Example("2026-Q3")] string Period,
    [property: Description("Kvartalet; saknas när den gäller en annan tid. / The quarter; absent when it is about another time.")][property: Example("2026-Q3")] string? Quarter,
    [property: Description("Första dagen. / First day.")] DateOnly From,
    [property: Description("Första dagen efter tiden. / First day after the time.")] DateOnly To,
    [property: Description("Enheten som den gäller, med alla under den; saknas när den gäller alla. / The unit that it is about, with all below it; absent when it is about all.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Vad den gäller, i ord. / What it is about, in words.")][property: Example("Norrängens hemtjänst")] string About,
    [property: Description("Utkast eller fryst. / Draft or frozen.")] ReportStatus Status,
    [property: Description("Den sista händelsen i loggen som siffrorna vet om; saknas medan rapporten är ett utkast. / The last event of the log that the figures know of; absent while it is a draft.")][property: Example("0000000000000000042")] string? Position,
    [property: Description("När den frystes. / When it was frozen.")] DateTimeOffset? FrozenAt,
    [property: Description("Den som frös den. / Who froze it.")][property: Example("Sofia Testsson")] string? FrozenBy,
    [property: Description("Lägre antal än så, utom noll, visas inte för den som inte får öppna ärendena. / Counts lower than this, but none, are not shown to who may not open the cases.")][property: Example("5")] int SmallNumber,
    [property: Description("Om tiden var slut när siffrorna räknades. / Whether the time had ended when the figures were counted.")] bool IsOver,
    [property: Description("Dagen då den ska vara klar; saknas när ingen är satt. / The day by which it is to be ready; absent when none is set.")] DateOnly? ReadyOn,
    [property: Description("Avsnitten, i ordning. / The sections, in order.")] IReadOnlyList<SectionView> Sections,
    [property: Description("Det som saknas innan den kan frysas. / What is lacking before it can be frozen.")] IReadOnlyList<MissingView> Missing,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("3")] int Version)
{
    /// <param name="report">The report.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="seesSmall">The reader may know every count.</param>
    public static ReportView Of(Report report, FrozenReport content, bool seesSmall) => new(
        report.Id, report.Template, report.Name, report.Time.Code, report.Length == PeriodLength.Quarter ? report.Time.Code : null, report.Time.From, report.Time.To, report.UnitCode, content.UnitName ?? Words.AllUnits, report.Status, report.Position is { } position ? Sequence.Text(position) : null, report.FrozenAt, report.FrozenByName,
        content.SmallNumber, content.IsOver, report.ReadyOn,
        [.. content.Sections.Select(section => SectionView.Of(report, section, seesSmall))],
        report.Status == ReportStatus.Draft ? [.. report.Missing().Select(MissingView.Of)] : [], report.Version);
}

/// <summary>A section of the report.</summary>
public sealed record SectionView(
    [property: Description("Avsnittets kod. / Code of the section.")][property: Example("avvikelser")] string Code,
    [property: Description("Avsnittets rubrik. / Heading of the section.")][property: Example("Avvikelser")] string Heading,
    [property: Description("Vad det ska handla om, för den som skriver. / What it is to be about, for who writes.")][property: Example("Beskriv vad som har hänt och vad det berodde på.")] string Guidance,
    [property: Description("Texten; tom när inget är skrivet. / The text; empty when nothing is written.")][property: Example("Avvikelserna blev färre i september.")] string Text,
    [property: Description("empty, draft eller done (klart att frysa). / empty, draft or done (ready to be frozen).")] SectionState State,
    [property: Description("Id för den som ska skriva; saknas när det inte är utdelat, och i en fryst rapport. / Id of who is to write; absent when it is not handed out, and in a frozen report.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string? OwnerId,
    [property: Description("Den som ska skriva. / Who is to write.")][property: Example("Karin Testsson")] string? Owner,
    [property: Description("Dagen då avsnittet ska vara klart; saknas när ingen är satt. / The day by which the section is to be done; absent when none is set.")] DateOnly? DueOn,
    [property: Description("Den som skrev senast. / Who wrote last.")][property: Example("Karin Testsson")] string? WrittenBy,
    [property: Description("När det skrevs. / When it was written.")] DateTimeOffset? WrittenAt,
    [property: Description("Avsnittets siffror. / The section's figures.")] IReadOnlyList<FigureView> Figures,
    [property: Description("Enhetens mål, när de står i avsnittet. / The unit's goals, when they stand in the section.")] IReadOnlyList<ReportGoalView> Goals,
    [property: Description("Avsnittets version, för If-Match. / Version of the section, for If-Match.")][property: Example("2")] int Version)
{
    /// <summary>The section without its figures.</summary>
    public static SectionView Of(ReportSection section) => new(
        section.Code, section.Heading, section.Guidance, section.Text, section.State, section.OwnerId, section.OwnerName, section.DueOn, section.WrittenByName, section.WrittenAt, [], [], section.Version);

    public static SectionView Of(Report report, FrozenSection content, bool seesSmall)
    {
        var section = Of(report.Section(content.Code)!);
        return section with
        {
            Text = content.Text,
            // The id changes when the account becomes known, and what is frozen does not.
            OwnerId = report.Status == ReportStatus.Frozen ? null : section.OwnerId,
            DueOn = report.Status == ReportStatus.Frozen ? null : section.DueOn,
            Figures = [.. content.Figures.Select(figure => FigureView.Of(figure, report, section.Code, seesSmall))],
            Goals = [.. (content.Goals ?? []).Select(goal => ReportGoalView.Of(goal, seesSmall))],
        };
    }
}

/// <summary>A goal in the report, as the reader may know how it stands.</summary>
public sealed record ReportGoalView(
    [property: Description("Målets id. / Id of the goal.")] Guid Id,
    [property: Description("Kod för nämnden, området eller enheten. / Code of the board, branch or unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Målet i ord. / The goal in words.")][property: Example("Varje avvikelse får svar inom 30 dagar")] string Words,
    [property: Description("Vad som mäts. / What is measured.")][property: Example("Avvikelser som fick svar i tid")] string Measure,
    [property: Description("Vad som ska nås och när. / What is to be reached, and when.")][property: Example("Minst 90 % senast 31 december 2026")] string Target,
    [property: Description("Om det är ett löfte till medborgarna. / Whether it is a promise to citizens.")] bool IsPromise,
    [property: Description("Hur det står vid tidens slut. / How it stands at the end of the time.")] GoalState State,
    [property: Description("Det i ord. / That in words.")][property: Example("På väg")] string StateInWords,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 % (30 september 2026)")] string Outcome)
{
    public static ReportGoalView Of(FrozenGoal goal, bool seesSmall) => new(
        goal.Id, goal.UnitCode, goal.Words, goal.Measure, goal.Target, goal.IsPromise, goal.StateFor(seesSmall), Goals.GoalWords.Of(goal.StateFor(seesSmall)), FigureWords.Of(goal, seesSmall));
}

/// <summary>A figure of the report, as the reader may see it.</summary>
public sealed record FigureView(
    [property: Description("Siffrans eget id; den röda tråden känner den som report-paragraph. Saknas tills rapporten är fryst. / The figure's own id; the red thread knows it as report-paragraph. Absent until the report is frozen.")] Guid? ParagraphId,
    [property: Description("Nyckeltalets kod. / Code of the indicator.")][property: Example("deviations-reported")] string Indicator,
    [property: Description("Nyckeltalets namn. / Name of the indicator.")][property: Example("Rapporterade avvikelser")] string Name,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("41")] string InWords,
    [property: Description("Tidens; saknas när inget har räknats. / The time's; absent when nothing has been counted.")] CountView? Now,
    [property: Description("Tiden före. / The time before.")] CountView? Before,
    [property: Description("Samma tid året före. / The same time the year before.")] CountView? YearBefore,
    [property: Description("Vad diagrammet säger. / What the chart tells.")][property: Example("Nivån är den vanliga.")] string Reading,
    [property: Description("Diagrammets mittlinje. / The chart's middle line.")][property: Example("13.7")] double? Centre,
    [property: Description("Månaderna till och med tidens sista; tomt när någon är för liten att visa. / The months up to the time's last; empty when one is too small to be shown.")] IReadOnlyList<MonthView> Months,
    [property: Description("Var det som räknas visas. / Where what it counts is shown.")][property: Example("/analytics/v1/reports/0199c1d2-0000-7000-8000-000000000001/sections/avvikelser/figures/deviations-reported")] string Address)
{
    public static FigureView Of(ReportFigure figure, Report report, string section, bool seesSmall) => new(
        report.Status == ReportStatus.Frozen ? figure.Id : null, figure.Indicator, figure.Name, FigureWords.Of(figure, figure.Now, seesSmall), CountView.Of(figure.Now, seesSmall), CountView.Of(figure.Before, seesSmall), CountView.Of(figure.YearBefore, seesSmall),
        seesSmall || !figure.HidesPoints ? figure.Reading : "", seesSmall || !figure.HidesPoints ? figure.Centre : null,
        seesSmall || !figure.HidesPoints ? [.. figure.Points.Select(MonthView.Of)] : [], $"/analytics/v1/reports/{report.Id}/sections/{section}/figures/{figure.Indicator}");
}

/// <summary>A count, of how many or per how much.</summary>
public sealed record CountView(
    [property: Description("Hur många; saknas när det är för få att visa. / How many; absent when they are too few to show.")][property: Example("41")] decimal? Numerator,
    [property: Description("Av hur många, eller per hur stor volym; saknas för antal. / Of how many, or per how much volume; absent for counts.")][property: Example("120")] decimal? Denominator,
    [property: Description("Antalet, andelen eller måttet per volym. / The count, the share or the rate.")][property: Example("0.34")] double? Value,
    [property: Description("Om det är för få för att visas. / Whether they are too few to be shown.")] bool Hidden)
{
    public static CountView? Of(FigureCount? count, bool seesSmall) => count switch
    {
        null => null,
        { IsSmall: true } when !seesSmall => new(null, null, null, true),
        _ => new(count.Numerator, count.Denominator, count.Value, false),
    };
}

/// <summary>A month of the chart.</summary>
public sealed record MonthView(
    [property: Description("Månaden. / The month.")][property: Example("2026-09")] string Month,
    [property: Description("Hur många. / How many.")][property: Example("14")] decimal Numerator,
    [property: Description("Av hur många, eller per hur stor volym. / Of how many, or per how much volume.")][property: Example("40")] decimal? Denominator,
    [property: Description("Antalet, andelen eller måttet per volym. / The count, the share or the rate.")][property: Example("14")] double Value,
    [property: Description("Undre gränsen; saknas när det inte finns någon. / Lower limit; absent when there is none.")][property: Example("2.6")] double? Lower,
    [property: Description("Övre gränsen. / Upper limit.")][property: Example("24.8")] double? Upper,
    [property: Description("Om månaden är del av ett mönster som slumpen sällan ger. / Whether the month is part of a pattern that chance seldom gives.")] bool IsUnusual)
{
    public static MonthView Of(FigurePoint point) => new(Words.MonthCode(point.Month), point.Numerator, point.Denominator, point.Value, point.Lower, point.Upper, point.IsUnusual);
}
