using Huset.Analytics.Features.FollowUps;
using Huset.Analytics.Features.Patterns;
using Huset.Analytics.Features.Publishing;
using Huset.Analytics.Features.Signals;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

/// <summary>What frozen reports, their figures, the charts' signals, patterns, what is published and follow-ups of methods are called on the red thread.</summary>
public sealed class TellThread(AnalyticsDb db, ReportWork work, CurrentUser user)
{
    private readonly bool mayCompare = user.May(Permissions.CompareUnits);

    // A figure is found by its event, which says in which report it stands.
    public IQueryable<Guid>? Seen(string type) => type switch
    {
        "report" => db.Reports.Where(report => report.Status == ReportStatus.Frozen).Select(report => report.Id),
        "signal" => db.FoundSignals.Select(signal => signal.Id),
        "publication" => db.Publications.Select(publication => publication.Id),
        "improvement" => db.Improvements.Select(improvement => improvement.Id),
        // Whoever may not compare units knows of none.
        "method-follow-up" => db.MethodFollowUps.Where(_ => mayCompare).Select(followUp => followUp.Id),
        "pattern" => db.FoundPatterns.Select(pattern => pattern.Id),
        _ => null,
    };

    public async Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct)
    {
        if (type == "report")
        {
            Guid[] asked = [.. ids.Select(Guid.Parse)];
            return [.. (await Frozen(asked, ct)).Select(report => new ThreadText(
                $"{report.Id}", $"{report.Name}, {report.Frozen!.UnitName ?? Words.AllUnits}", FigureWords.Frozen, $"/analys/rapporter/{report.Id}", DayOf(report)))];
        }
        if (type == "signal")
        {
            Guid[] asked = [.. ids.Select(Guid.Parse)];
            return [.. (await db.FoundSignals.AsNoTracking().Where(signal => asked.Contains(signal.Id)).ToListAsync(ct)).Select(signal => new ThreadText(
                $"{signal.Id}", signal.Sentence, signal.Meaning is { } meaning ? SignalPage.NameOf(meaning) : null, $"/analys/tecken/{signal.Id}", SwedishTime.Day(signal.FoundAt)))];
        }
        if (type == "publication")
        {
            Guid[] asked = [.. ids.Select(Guid.Parse)];
            return [.. (await db.Publications.AsNoTracking().Where(publication => asked.Contains(publication.Id)).ToListAsync(ct)).Select(publication => new ThreadText(
                $"{publication.Id}", ThreadText.Short(publication.Title), PublishedPage.NameOf(publication.Status), $"/analys/offentligt/{publication.SubjectId}", SwedishTime.Day(publication.WithdrawnAt is { } at && publication.Status == PublicationStatus.Withdrawn ? at : publication.PublishedAt)))];
        }
        if (type == "improvement")
        {
            Guid[] asked = [.. ids.Select(Guid.Parse)];
            return [.. (await db.Improvements.AsNoTracking().Where(improvement => asked.Contains(improvement.Id)).ToListAsync(ct)).Select(improvement => new ThreadText(
                $"{improvement.Id}", ThreadText.Short(improvement.Title), null, $"/analys/forbattringar/{improvement.Id}", SwedishTime.Day(improvement.WrittenAt)))];
        }
        if (type == "pattern")
        {
            Guid[] asked = [.. ids.Select(Guid.Parse)];
            return [.. (await db.FoundPatterns.AsNoTracking().Where(pattern => asked.Contains(pattern.Id)).ToListAsync(ct)).Select(pattern => new ThreadText(
                $"{pattern.Id}", PatternWords.Title(pattern), pattern.Decision is { } decision ? PatternWords.Verdict(decision.Verdict) : null, $"/analys/monster/{pattern.Id}", SwedishTime.Day(pattern.FoundAt)))];
        }
        if (type == "method-follow-up")
        {
            Guid[] asked = [.. ids.Select(Guid.Parse)];
            return [.. (await db.MethodFollowUps.AsNoTracking().Where(followUp => asked.Contains(followUp.Id)).ToListAsync(ct)).Select(followUp => new ThreadText(
                $"{followUp.Id}", ThreadText.Short(followUp.Name), FollowUpWork.StateOf(followUp), $"/analys/uppfoljningar/{followUp.Id}", followUp.ConcludedOn ?? followUp.From))];
        }
        var told = (await db.Subjects.AsNoTracking().Where(subject => subject.Type == "report-paragraph" && ids.Contains(subject.Id)).Select(subject => new { subject.Id, subject.Data }).ToListAsync(ct))
            .ToDictionary(subject => Guid.Parse(subject.Id), subject => subject.Data.GetProperty("reportId").GetGuid());
        return
        [
            .. from report in await Frozen([.. told.Values.Distinct()], ct)
               from section in report.Frozen!.Sections
               from figure in section.Figures
               where told.ContainsKey(figure.Id)
               select new ThreadText(
                   $"{figure.Id}", $"{report.Name}: {figure.Name}, {FigureWords.Of(figure, figure.Now, work.SeesSmall(report.UnitCode))}", FigureWords.Frozen,
                   $"/analys/rapporter/{report.Id}/siffror/{section.Code}/{figure.Indicator}", DayOf(report)),
        ];
    }

    private Task<List<Report>> Frozen(Guid[] ids, CancellationToken ct) =>
        db.Reports.AsNoTracking().Where(report => ids.Contains(report.Id) && report.Status == ReportStatus.Frozen).ToListAsync(ct);

    private static DateOnly DayOf(Report report) => SwedishTime.Day(report.FrozenAt!.Value);
}
