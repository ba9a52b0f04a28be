using System.ComponentModel;
using Huset.Analytics.Features.Goals;
using Huset.Analytics.Features.Reports;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics.Features.Publishing;

/// <summary>What everyone sees of what is published: the same for all, without small numbers, and without the names of those who wrote.</summary>
public sealed record PublicView(
    [property: Description("Id, som också är adressen. / Id, which is also the address.")] Guid Id,
    [property: Description("report, goal eller improvement. / report, goal or improvement.")] PublishedKind Kind,
    [property: Description("Vad det heter. / What it is called.")][property: Example("Kvalitetsberättelse, 2025")] string Title,
    [property: Description("Kod för nämnden, området eller enheten; saknas när det gäller alla. / Code of the board, branch or unit; absent when it is about all.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Vad det gäller, i ord. / What it is about, in words.")][property: Example("Norrängens hemtjänst")] string About,
    [property: Description("Dagen då det publicerades; saknas i en förhandsvisning. / The day that it was published; absent in a preview.")] DateOnly? PublishedOn,
    [property: Description("Beslutet att publicera; saknas i en förhandsvisning. / The decision to publish; absent in a preview.")][property: Example("Kvalitetschefens beslut 2026-03-01")] string? Decision,
    [property: Description("Rapporten, när det är en. / The report, when it is one.")] PublicReport? Report,
    [property: Description("Målet eller löftet, när det är ett. / The goal or promise, when it is one.")] PublicGoal? Goal,
    [property: Description("Förbättringen, när det är en. / The improvement, when it is one.")] PublicImprovement? Improvement);

/// <summary>A report as everyone sees it.</summary>
public sealed record PublicReport(
    [property: Description("Tiden. / The time.")][property: Example("2025")] string Period,
    [property: Description("Dagen då den frystes. / The day that it was frozen.")] DateOnly FrozenOn,
    [property: Description("Om tiden var slut då. / Whether the time had ended then.")] bool IsOver,
    [property: Description("Lägre antal än så, utom noll, visas inte. / Counts lower than this, but none, are not shown.")][property: Example("5")] int SmallNumber,
    [property: Description("Avsnitten, i ordning. / The sections, in order.")] IReadOnlyList<PublicSection> Sections)
{
    public static PublicReport Of(Report report) => new(
        report.Time.Code, SwedishTime.Day(report.FrozenAt!.Value), report.Frozen!.IsOver, report.Frozen.SmallNumber,
        [.. report.Frozen.Sections.Select(section => new PublicSection(
            section.Code, section.Heading, section.Text,
            [.. section.Figures.Select(figure => FigureView.Of(figure, report, section.Code, false) is var seen ? new PublicFigure(seen.Name, figure.Means, figure.MeansNot, seen.InWords, seen.Now, seen.Before, seen.YearBefore, seen.Reading, seen.Months) : null!)],
            [.. (section.Goals ?? []).Select(goal => ReportGoalView.Of(goal, false) is var seen ? new PublicReportGoal(seen.Words, seen.Target, seen.IsPromise, seen.State, seen.StateInWords, seen.Outcome) : null!)]))]);
}

/// <summary>A section of it.</summary>
public sealed record PublicSection(
    [property: Description("Avsnittets kod. / Code of the section.")][property: Example("avvikelser")] string Code,
    [property: Description("Rubriken. / The heading.")][property: Example("Avvikelser")] string Heading,
    [property: Description("Texten. / The text.")][property: Example("Avvikelserna blev färre.")] string Text,
    [property: Description("Siffrorna. / The figures.")] IReadOnlyList<PublicFigure> Figures,
    [property: Description("Målen. / The goals.")] IReadOnlyList<PublicReportGoal> Goals);

/// <summary>A figure of it.</summary>
public sealed record PublicFigure(
    [property: Description("Nyckeltalets namn. / Name of the indicator.")][property: Example("Rapporterade avvikelser")] string Name,
    [property: Description("Vad det är. / What it is.")][property: Example("Antalet avvikelser som har rapporterats.")] string Means,
    [property: Description("Vad det inte säger. / What it does not tell.")][property: Example("Fler rapporter är inte sämre.")] string MeansNot,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("41")] string InWords,
    [property: Description("Tidens; saknas när inget har räknats. / The time's; absent when nothing has been counted.")] CountView? Now,
    [property: Description("Tiden före. / The time before.")] CountView? Before,
    [property: Description("Samma tid året före. / The same time the year before.")] CountView? YearBefore,
    [property: Description("Vad diagrammet säger; tomt när det inte visas. / What the chart tells; empty when it is not shown.")][property: Example("Nivån är den vanliga.")] string Reading,
    [property: Description("Diagrammets månader; tomt när någon är för liten att visa. / The chart's months; empty when one is too small to be shown.")] IReadOnlyList<MonthView> Months);

/// <summary>A goal in it.</summary>
public sealed record PublicReportGoal(
    [property: Description("Målet i ord. / The goal in words.")][property: Example("Varje avvikelse får svar inom 30 dagar")] string Words,
    [property: Description("Vad som ska nås och när. / What is to be reached, and when.")][property: Example("Minst 90 % senast 31 december 2026")] string Target,
    [property: Description("Om det är ett löfte till medborgarna. / Whether it is a promise to citizens.")] bool IsPromise,
    [property: Description("Hur det stod. / How it stood.")] GoalState State,
    [property: Description("Det i ord. / That in words.")][property: Example("På väg")] string StateInWords,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 % (30 september 2026)")] string Outcome);

/// <summary>A goal or a promise as everyone sees it today.</summary>
public sealed record PublicGoal(
    [property: Description("Om det är ett löfte till medborgarna. / Whether it is a promise to citizens.")] bool IsPromise,
    [property: Description("Året. / The year.")][property: Example("2026")] int Year,
    [property: Description("Varför. / Why.")][property: Example("Den som inte får svar slutar rapportera.")] string? Why,
    [property: Description("Vad som mäts. / What is measured.")][property: Example("Avvikelser som fick svar i tid")] string Measure,
    [property: Description("Vad som ska nås och när. / What is to be reached, and when.")][property: Example("Minst 90 % senast 31 december 2026")] string Target,
    [property: Description("Hur det står. / How it stands.")] GoalState State,
    [property: Description("Det i ord. / That in words.")][property: Example("På väg")] string StateInWords,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 %")] string Outcome,
    [property: Description("Dagen som siffran gäller; saknas när det inte finns någon. / The day that the figure is of; absent when there is none.")] DateOnly? OutcomeOn,
    [property: Description("Var den klagar som inte fick det som var lovat; saknas för ett mål. / Where who did not get what was promised complains; absent for a goal.")][property: Example("/synpunkter/ny?enhet=norrangen")] string? ComplaintForm)
{
    public static PublicGoal Of(GoalStanding standing) => standing.Goal is var goal ? new(
        goal.IsPromise, goal.Year, goal.Why, GoalWords.Name(goal.Measure), GoalWords.Capital(GoalWords.Target(goal)), standing.State, GoalWords.Of(standing.State), GoalWords.Of(goal.Measure, standing.Figure),
        standing.Figure is { } figure && (figure.Value is not null || figure.Yes is not null) ? figure.On : null, goal.IsPromise ? $"/synpunkter/ny?enhet={Uri.EscapeDataString(goal.UnitCode)}" : null) : null!;
}

/// <summary>An improvement as everyone sees it.</summary>
public sealed record PublicImprovement(
    [property: Description("Vad som ledde till den. / What led to it.")][property: Example("Flera hörde av sig om att ingen ringde vid förseningar.")] string Background,
    [property: Description("Vad som gjordes. / What was done.")][property: Example("Den som är försenad mer än en kvart ringer alltid.")] string Change,
    [property: Description("Vad det gav; saknas tills det är känt. / What it gave; absent until that is known.")][property: Example("Klagomålen om förseningar har halverats.")] string? Effect)
{
    public static PublicImprovement Of(Improvement improvement) => new(improvement.Background, improvement.Change, improvement.Effect);
}
