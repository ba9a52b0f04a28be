using Huset.Deviations.Features.Authorities;
using Huset.Deviations.Features.CaseFiles;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;

namespace Huset.Deviations.Features.Lex;

/// <summary>
/// What IVO is told of a serious case: the investigation as it is written (SOSFS 2011:5 ch. 5; PSL 2010:659 ch. 3 § 5, HSLF-FS 2017:40 and 2017:41), the decision, who has
/// been told, and the attachments. A name that is protected from the case's own municipality is nothing that the law asks for, so it is not told.
/// </summary>
public sealed class IvoNotice
{
    private static readonly Texts T = Texts.Of<IvoNotice>();

    /// <param name="deviation">The whole case.</param>
    /// <param name="investigation">The track's investigation, as it is written.</param>
    /// <param name="deadlines">The track's own deadlines.</param>
    /// <param name="files">The case's attachments.</param>
    /// <param name="registryNumber">The registry number, when the reader may see it.</param>
    /// <param name="units">The units' names, and who runs them.</param>
    /// <param name="areaName">The name of a cause's area.</param>
    /// <param name="municipality">The municipality's name.</param>
    /// <param name="now">When it is made.</param>
    public static AuthorityNotice Of(
        Deviation deviation, InvestigationView investigation, IReadOnlyList<DeadlineView> deadlines, IReadOnlyList<Attachment> files, string? registryNumber, UnitTree units, Func<string, string> areaName,
        string? municipality, DateTimeOffset now)
    {
        var track = deviation.Investigation(investigation.Track)!;
        var notice = new AuthorityNotice(
            deviation.Id, deviation.Reference, T[$"Title.{investigation.Spar}"], units.NameOf(deviation.UnitCode), now,
            [.. Missing()],
            [
                new(T["Case"], [.. Case()]),
                new(T["Report"], [Line(null, deviation.Description), .. deviation.ImmediateAction is { } immediate ? [Line("Immediate", immediate)] : Array.Empty<AuthorityLine>()]),
                .. investigation.Parts.Select(part => new AuthoritySection(part.Name, [.. Part(track.Written(part.Code))])),
                new(T["Decision"], [.. Decision()]),
                .. deviation.Causes.Count > 0 ? [new(T["Causes"], [.. deviation.Causes.OrderBy(cause => cause.Id).SelectMany(Answered)])] : Array.Empty<AuthoritySection>(),
                new(T["Informed"], investigation.Informed.Count == 0 ? [Line(null, T["Informed.None"])] : [.. investigation.Informed.Select(told => new AuthorityLine(Words.Of(told.Party), told.Note is { } note ? T["Informed.Text", Words.Day(told.On), note] : Words.Day(told.On)))]),
                .. deadlines.Count > 0 ? [new(T["Deadlines"], [.. deadlines.Select(deadline => new AuthorityLine(deadline.Title, Of(deadline)))])] : Array.Empty<AuthoritySection>(),
                .. investigation.Notification is { } sent ? [new(T["Contact"], [.. Contact(sent)])] : Array.Empty<AuthoritySection>(),
            ],
            [.. files.Select((file, index) => new AuthorityAttachment(index + 1, file.Name, file.MediaType, file.Size))])
        {
            FileName = $"anmalan-ivo-{deviation.Reference}",
            Files = files,
        };
        return deviation.NameProtected ? notice.Without(new([deviation.ReporterName], [], [])) : notice;

        IEnumerable<string> Missing()
        {
            if (registryNumber is null) yield return T["Missing.Registry"];
            foreach (var part in investigation.Missing) yield return T["Missing.Part", part.Name];
            if (investigation.Decision is not { } decision) yield return T["Missing.Decision"];
            else if (!decision.Degree.IsSerious()) yield return T["Missing.NotSerious"];
            if (investigation.TellsBoard) yield return T["Missing.Board"];
            // PSL 2010:659 ch. 3 § 8: the patient is told at once, or a relative.
            if (investigation.Track == TrackKind.LexMaria && !Told(InformedParty.Individual, InformedParty.Relative)) yield return T["Missing.Patient"];
            else if (investigation.Informed.Count == 0) yield return T["Missing.Informed"];
        }

        bool Told(params InformedParty[] parties) => investigation.Informed.Any(told => parties.Contains(told.Party));

        IEnumerable<AuthorityLine> Case()
        {
            yield return Line("Reference", deviation.Reference);
            if (registryNumber is not null) yield return Line("Registry", registryNumber);
            if (!string.IsNullOrEmpty(municipality)) yield return Line("Municipality", municipality);
            yield return Line("Unit", units.NameOf(deviation.UnitCode));
            if (units.WithAbove(deviation.UnitCode).Skip(1).ToList() is { Count: > 0 } above) yield return Line("Above", string.Join(", ", above.Select(units.NameOf)));
            if (units.Find(deviation.UnitCode) is { } unit) yield return Line("Provider", T[unit.Provider == "private" ? "Provider.private" : "Provider.own"]);
            yield return Line("Kind", Words.Of(deviation.Kind));
            yield return Line("Harm", Words.Of(deviation.Harm));
            yield return Line("Occurred", Words.When(deviation.OccurredAt));
            yield return Line("Reported", Words.When(deviation.ReportedAt));
            yield return Line("Begun", Words.When(investigation.BegunAt));
            yield return Line("Reporter", deviation.IsTip ? T["Reporter.Tip"] : deviation.NameProtected ? T["Reporter.Protected"] : deviation.ReporterName);
        }

        IEnumerable<AuthorityLine> Part(WrittenPart? written)
        {
            if (written is null)
            {
                yield return Line(null, T["Unwritten"]);
                yield break;
            }
            yield return Line(null, written.Text);
            yield return Line("Source", T["Source.Text", Words.Of(written.Kind), written.Source.TrimEnd('.'), Who(written.ById, written.ByName, written.ByTitle), Words.When(written.At)]);
        }

        IEnumerable<AuthorityLine> Decision()
        {
            if (track.Decision is not { } decision)
            {
                yield return Line(null, T["Decision.None"]);
                yield break;
            }
            yield return Line("Degree", Words.Of(decision.Degree));
            yield return Line("Motivation", decision.Motivation);
            yield return Line("DecidedBy", T["DecidedBy.Text", Who(decision.ById, decision.ByName, decision.ByTitle), Words.When(decision.At)]);
        }

        IEnumerable<AuthorityLine> Answered(Cause cause)
        {
            yield return new(areaName(cause.Area), cause.Text);
            if (cause.AcceptedReason is { } reason) yield return Line("Accepted", reason);
            foreach (var action in cause.Actions.Where(action => action.IsApproved).OrderBy(action => action.Id))
                yield return Line("Action", T["Action.Text", action.What.TrimEnd('.'), Who(action.OwnerId, action.OwnerName, action.OwnerRole), Words.Day(action.PlannedStart), Words.Day(action.DueAt), Words.Of(action.Status)]);
        }

        // Who reported with a protected name may have written or do something too.
        string Who(string id, string name, string? title) =>
            deviation.NameProtected && id == deviation.ReporterId ? title ?? Masking.Name : title is null ? name : $"{name}, {title}";

        IEnumerable<AuthorityLine> Contact(NotificationView sent)
        {
            yield return Line("SentOn", Words.Day(sent.SentOn));
            if (sent.Reference is { } reference) yield return Line("IvoReference", reference);
            if (sent.InvestigationSentOn is { } day) yield return Line("InvestigationSentOn", Words.Day(day));
            foreach (var step in investigation.IvoSteps) yield return new(Words.Of(step.Kind), (step.Text ?? (step.Until is { } until ? T["Until", Words.Day(until)] : null)) is { } text ? T["Informed.Text", Words.Day(step.On), text] : Words.Day(step.On));
        }
    }

    private static string Of(DeadlineView deadline)
    {
        var left = DeadlineWords.Left(deadline.State, deadline.LeftDays, deadline.Late);
        return deadline.LastDay is { } last ? T["Deadline.Text", Words.Day(last), left] : T["Deadline.Immediate", left];
    }

    private static AuthorityLine Line(string? label, string text) => new(label is null ? null : T[label], text);
}
