using System.ComponentModel;
using Huset.Deviations.Features.Notes;
using Huset.Deviations.Features.UnitTasks;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;

namespace Huset.Deviations.Features.CaseFiles;

/// <summary>Everything that is tied to a case, in the order in which it happened.</summary>
public sealed record CaseFile(
    [property: Description("Ärendets id. / Id of the case.")] Guid DeviationId,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Diarienumret. / The registry number.")][property: Example("SN 2026/123")] string? RegistryNumber,
    [property: Description("Enheten. / The unit.")][property: Example("Norrängens hemtjänst")] string Unit,
    [property: Description("Var ärendet står, i ord. / Where the case stands, in words.")][property: Example("Avslutad")] string Status,
    [property: Description("Namn, identitetsnummer, telefonnummer och e-postadresser är maskerade. / Names, identity numbers, phone numbers and e-mail addresses are masked.")] bool Masked,
    [property: Description("När akten togs fram, UTC. / When the file was made, UTC.")] DateTimeOffset At,
    [property: Description("Det som hänt i ärendet, äldst först. / What has happened in the case, oldest first.")] IReadOnlyList<CaseFileEntry> Entries)
{
    private static readonly Texts T = Texts.Of<CaseFile>();

    /// <param name="deviation">The whole case, as its reader may see it.</param>
    /// <param name="councilCases">What joint councils have been told of it.</param>
    /// <param name="units">The units' names.</param>
    /// <param name="areaName">The name of a cause's area.</param>
    /// <param name="partName">The name of a part of the lex Sarah investigation.</param>
    /// <param name="registryNumber">The registry number, when the reader may see it.</param>
    /// <param name="unitTasks">What the unit has been given of the case, when the reader investigates it.</param>
    /// <param name="namesReporter">Who reported may be told to the reader.</param>
    /// <param name="files">The attachments, those that were removed among them.</param>
    /// <param name="dutyPartName">The name of a part of what the law demands of a work injury or a breach.</param>
    /// <param name="now">When the file is made.</param>
    public static CaseFile Of(Deviation deviation, IEnumerable<CouncilCase> councilCases, UnitTree units, Func<string, string> areaName, Func<string, string> partName, string? registryNumber, IReadOnlyList<UnitTaskView> unitTasks, bool namesReporter, IReadOnlyList<Attachment> files, Func<string, string> dutyPartName, DateTimeOffset now)
    {
        var (causes, actions) = (deviation.Causes.ToDictionary(cause => cause.Id), deviation.Actions.ToDictionary(action => action.Id));
        var (parts, decisions) = (deviation.Tracks.SelectMany(track => track.Parts).ToDictionary(part => part.Id), deviation.Tracks.SelectMany(track => track.Decisions).ToDictionary(decision => decision.Id));
        var ivo = deviation.Tracks.SelectMany(track => track.IvoSteps).ToDictionary(step => step.Id);
        var told = deviation.Tracks.SelectMany(track => track.PatientTold).ToDictionary(point => point.Id);
        var notes = deviation.Notes.ToDictionary(note => note.Id);
        var given = unitTasks.ToDictionary(task => task.Id);
        var cooperations = deviation.Cooperations.ToDictionary(sent => sent.Id);
        var attached = files.ToDictionary(file => file.Id);
        var councils = councilCases.ToDictionary(shared => shared.Id);
        var inquiries = deviation.Tracks.SelectMany(track => track.Inquiries).ToDictionary(inquiry => inquiry.Id);
        // What was written anew stands where it was written last: the earlier words are not kept.
        var last = deviation.Changes.Where(change => change.SubjectId is not null).GroupBy(change => (change.Kind is ChangeKind.CauseReworded ? ChangeKind.CauseFound : change.Kind is ChangeKind.ActionChanged or ChangeKind.ActionProposed ? ChangeKind.ActionPlanned : change.Kind, change.SubjectId))
            .Select(same => same.MaxBy(change => change.At)!.Id).ToHashSet();
        var assessed = deviation.Changes.Where(change => change.Kind == ChangeKind.Assessed).MaxBy(change => change.At)?.Id;
        var answered = deviation.Changes.Where(change => change.Kind is ChangeKind.Answered or ChangeKind.Closed).MaxBy(change => change.At)?.Id;
        var entries = new List<CaseFileEntry> { Report(deviation, units, namesReporter) };
        if (deviation.ImportedFrom is { } old) entries.AddRange(Imported(deviation, old));
        foreach (var change in deviation.Changes.OrderBy(change => change.At).ThenBy(change => change.Version).ThenBy(change => change.Id))
            entries.Add(new(change.At, Words.Of(change.Kind), [.. Lines(change).Where(line => line.Text.Length > 0)], namesReporter || change.ById != deviation.ReporterId ? change.ByName : null));
        foreach (var timeline in deviation.Timeline.GroupBy(entry => entry.Track))
        {
            // The picture as it is now stands where it was begun.
            var begun = deviation.Changes.Where(change => change.Kind == ChangeKind.TimeEntered && change.Track == timeline.Key).Min(change => (DateTimeOffset?)change.At) ?? deviation.ReportedAt;
            entries.Add(new(begun, T["Timeline"], [.. TimelineView.Of(deviation, timeline.Key).Where(entry => entry.Track == timeline.Key).Select(entry => new CaseFileLine(entry.When, T["Timeline.Line", entry.What, entry.Source]))], null));
        }
        // What came with the report is no change of the case.
        var changed = deviation.Changes.Select(change => change.SubjectId).ToHashSet();
        if (files.Where(file => !changed.Contains(file.Id)).ToList() is { Count: > 0 } enclosed) entries.Add(new(deviation.ReportedAt, T["Enclosed"], [.. enclosed.Select(FileLine)], null));
        if (Duties(deviation, dutyPartName) is { } duties) entries.Add(duties);
        foreach (var informed in deviation.Tracks.SelectMany(track => track.Informed)) entries.Add(new(informed.At, T["Informed", Words.Of(informed.Party), Words.Day(informed.On)], informed.Note is { } how ? [Line("Note", how)] : [], informed.ByName));
        return new(deviation.Id, deviation.Reference, registryNumber, units.NameOf(deviation.UnitCode), Words.Of(deviation.Status), false, now, [.. entries.OrderBy(entry => entry.At)]);

        IEnumerable<CaseFileLine> Lines(CaseChange change)
        {
            if (change.Reason is { } reason) yield return Line("Reason", reason);
            if (change.Id == assessed && deviation.Assessment is { } assessment)
            {
                yield return Line("Risk", Risk.Sum(assessment.Severity, assessment.Probability));
                yield return Line("Motivation", assessment.Motivation);
            }
            if (change.Id == answered && deviation.Feedback is { } feedback) yield return Line("Feedback", feedback);
            if (change.Kind is ChangeKind.HandedOver or ChangeKind.Returned)
            {
                foreach (var track in deviation.Tracks.Where(track => (change.Kind == ChangeKind.HandedOver ? track.HandedOverAt : track.ReturnedAt) == change.At))
                    yield return new(Words.Of(track.Kind), (change.Kind == ChangeKind.HandedOver ? track.Reason : track.ReturnReason) ?? "");
            }
            if (change.Kind == ChangeKind.Paused && deviation.Pauses.FirstOrDefault(pause => (pause.At - change.At).Duration() < TimeSpan.FromMilliseconds(1)) is { } pause)
            {
                yield return Line("PausedTo", Words.Day(pause.To));
                yield return Line("Reason", pause.Reason);
            }
            if (change is { Kind: ChangeKind.IvoNotified, Track: { } notified } && deviation.Investigation(notified)?.Notification is { } notification)
            {
                yield return Line("SentOn", Words.Day(notification.SentOn));
                yield return Line("RegistryNumber", notification.RegistryNumber);
                yield return Line("IvoReference", notification.Reference ?? "");
                yield return Line("InvestigationSentOn", notification.InvestigationSentOn is { } sentOn ? Words.Day(sentOn) : "");
            }
            if (change.SubjectId is not { } subject) yield break;
            if (causes.TryGetValue(subject, out var cause) && change.Kind is ChangeKind.CauseFound or ChangeKind.CauseReworded or ChangeKind.CauseAccepted)
            {
                yield return Line("Area", areaName(cause.Area));
                if (cause.ParentId is { } parent && causes.TryGetValue(parent, out var front)) yield return Line("Behind", front.Text);
                if (last.Contains(change.Id) || change.Kind == ChangeKind.CauseAccepted) yield return Line("Cause", cause.Text);
                if (change.Kind == ChangeKind.CauseAccepted) yield return Line("Accepted", cause.AcceptedReason ?? "");
            }
            if (actions.TryGetValue(subject, out var action))
            {
                yield return Line("What", action.What);
                if (change.Kind == ChangeKind.ProposalDecided)
                {
                    yield return Line("Answer", T[$"Answer.{Kebab.Of(action.Approval)}"]);
                    yield return Line("Proposed", action.ProposedWhat ?? "");
                    yield return Line("Reason", action.DecisionReason ?? "");
                }
                if (change.Kind is ChangeKind.ActionPlanned or ChangeKind.ActionProposed or ChangeKind.ActionChanged && last.Contains(change.Id))
                {
                    yield return Line("Owner", action.OwnerName);
                    yield return Line("Strength", action.Strength is { } strength ? Words.Of(strength) : "");
                    yield return Line("When", T["When.Text", Words.Day(action.PlannedStart), Words.Day(action.DueAt)]);
                    yield return Line("FollowUp", action.FollowUp);
                    yield return Line("Success", action.SuccessCriterion);
                    yield return Line("CheckOn", Words.Day(action.EffectCheckAt));
                }
                if (change.Kind == ChangeKind.ActionCompleted) yield return Line("Note", action.CompletedNote ?? "");
                if (change.Kind == ChangeKind.EffectChecked)
                {
                    yield return Line("Effect", action.Effect is { } effect ? Words.Of(effect) : "");
                    yield return Line("Note", action.EffectNote ?? "");
                }
            }
            if (attached.TryGetValue(subject, out var file)) yield return FileLine(file);
            if (parts.TryGetValue(subject, out var part))
            {
                yield return new(partName(part.Part), part.Text);
                yield return Line("Source", T["Source.Text", Words.Of(part.Kind), part.Source]);
                yield return Line("Title", part.ByTitle ?? "");
            }
            if (ivo.TryGetValue(subject, out var step))
            {
                yield return Line("On", Words.Day(step.On));
                yield return Line("IvoReference", step.Reference ?? "");
                yield return Line("IvoUntil", step.Until is { } until ? Words.Day(until) : "");
                yield return Line(step.Kind == IvoStepKind.Decision ? "IvoDecision" : step.Kind == IvoStepKind.Supplement ? "IvoSupplement" : "Note", step.Text ?? "");
            }
            if (told.TryGetValue(subject, out var point))
                yield return new(Words.Of(point.Point), T[point.InJournal ? "Told.Journal" : "Told.NoJournal", Words.Of(point.Party), Words.Day(point.On)]);
            if (notes.TryGetValue(subject, out var note))
            {
                yield return new(Words.Day(note.On), note.Text);
                yield return Line("Source", T["Source.Text", Words.Of(note.Kind), note.Source]);
                yield return Line("Title", note.ByTitle);
            }
            if (given.TryGetValue(subject, out var task))
            {
                yield return new(Words.Of(task.Kind), task.What);
                yield return Line("Owner", task.Owner ?? "");
                yield return Line("Due", Words.Day(task.DueAt));
                yield return Line("TaskOutcome", task.Outcome ?? "");
            }
            if (cooperations.TryGetValue(subject, out var sent))
            {
                yield return Line("Partner", sent.PartnerName);
                if (change.Kind == ChangeKind.CooperationSent)
                {
                    yield return Line("Sent", sent.Body);
                    yield return Line("Secrecy", sent.Secrecy);
                    yield return Line("PersonalData", sent.PersonalDataReason ?? "");
                    yield return Line("Way", Words.Of(sent.Way));
                    yield return Line("AnswerWantedBy", Words.Day(sent.AnswerWantedBy));
                }
                if (change.Kind == ChangeKind.CooperationReceived)
                {
                    yield return Line("On", sent.ReceivedOn is { } received ? Words.Day(received) : "");
                    yield return Line("TheirReference", sent.TheirReference ?? "");
                }
                if (change.Kind == ChangeKind.CooperationAnswered && last.Contains(change.Id))
                {
                    yield return Line("On", sent.AnsweredOn is { } day ? Words.Day(day) : "");
                    yield return Line("TheirAnswer", sent.Answer ?? "");
                }
                if (change.Kind == ChangeKind.CooperationClosed) yield return Line("Outcome", sent.Outcome ?? "");
            }
            if (councils.TryGetValue(subject, out var shared))
            {
                yield return Line("Council", shared.CouncilName);
                yield return Line("Shared", string.Join("\n\n", new[] { shared.Title, shared.What, shared.Facts, shared.Question }.OfType<string>()));
                yield return Line("Conclusion", shared.Conclusion ?? "");
            }
            if (inquiries.TryGetValue(subject, out var inquiry))
            {
                yield return Line("Decision", T[inquiry.Investigate ? "Investigated" : "NotInvestigated"]);
                yield return Line("Motivation", inquiry.Motivation);
                yield return Line("Title", inquiry.ByTitle);
            }
            if (decisions.TryGetValue(subject, out var decision))
            {
                yield return Line("Decision", Words.Of(decision.Degree));
                yield return Line("Motivation", decision.Motivation);
                yield return Line("Title", decision.ByTitle ?? "");
            }
        }
    }

    private static CaseFileEntry Report(Deviation deviation, UnitTree units, bool namesReporter) => new(
        deviation.ReportedAt, T["Reported"],
        [
            .. new[]
            {
                Line("Unit", units.NameOf(deviation.UnitCode)), Line("Kind", Words.Of(deviation.Kind)), Line("Harm", Words.Of(deviation.Harm)), Line("Occurred", Words.When(deviation.OccurredAt)),
                Line("Description", deviation.Description), Line("Immediate", deviation.ImmediateAction ?? ""),
                Line("Complaint", deviation.EscalatedFrom is { } from ? $"{from.Reference}. {from.Motivation}" : ""), Line("Imported", deviation.ImportedFrom is { } old ? $"{old.Source}, {old.Reference}" : ""),
            }.Where(line => line.Text.Length > 0),
        ],
        namesReporter && deviation.ReporterName.Length > 0 ? deviation.ReporterName : null);

    // A file is often called what it shows, and who was hurt may be told by name.
    private static bool MayBeName(CaseFileLine line) => line.Label == T["File"] || line.Label == T["AffectedPerson"];

    private static CaseFileLine FileLine(Attachment file) => Line("File", file.Name.Length > 0 ? file.Name : T["File.Removed"]);

    // As it stands now: earlier words are not kept. It holds personal data of staff, so its own row filter says who has it in the file.
    private static CaseFileEntry? Duties(Deviation deviation, Func<string, string> partName)
    {
        if (deviation.OpenTrack is not { } track) return null;
        return new(track.BegunAt, T["Duties"],
        [
            .. new[] { Line("KnownAt", Words.When(track.KnownAt)), Line("AffectedPerson", track.Affected ?? "") }.Where(line => line.Text.Length > 0),
            .. track.Parts.OrderBy(part => part.At).Select(part => new CaseFileLine(partName(part.Part), part.Text)),
            .. OpenTrack.Of(track.Kind).Select(duty => track[duty]).OfType<DutyState>().Select(state => new CaseFileLine(Words.Of(state.Duty),
                string.Join(' ', new[] { $"{Words.Of(state.Status)}.", state.Motivation, state.DoneAt is { } done ? $"{Words.When(done)}." : "", state.Receipt is { } receipt ? T["Receipt", receipt] : "" }.Where(text => text.Length > 0)))),
            .. new[] { Line("Statement", track.Statement ?? "") }.Where(line => line.Text.Length > 0),
        ], track.BegunByName);
    }

    // What had happened in the old system is no step here.
    private static IEnumerable<CaseFileEntry> Imported(Deviation deviation, Imports.ImportedFrom old)
    {
        if (deviation.Assessment is { } assessment && assessment.ByName == old.Source)
            yield return new(assessment.At, Words.Of(ChangeKind.Assessed), [.. new[] { Line("Risk", Risk.Sum(assessment.Severity, assessment.Probability)), Line("Motivation", assessment.Motivation) }.Where(line => line.Text.Length > 0)], old.Source);
        if (deviation.ClosedAt is { } closed && deviation.ClosedByName is null)
            yield return new(closed, Words.Of(ChangeKind.Closed), deviation.Feedback is { } feedback ? [Line("Feedback", feedback)] : [], old.Source);
    }

    private static CaseFileLine Line(string label, string text) => new(T[label], text);

    /// <summary>The same with names and numbers out of sight.</summary>
    public CaseFile Without(Masking masking) => this with
    {
        Masked = true,
        Entries = [.. Entries.Select(entry => entry with { By = entry.By is null ? null : Masking.Name, Lines = [.. entry.Lines.Select(line => line with { Text = MayBeName(line) ? Masking.Name : masking.Of(line.Text) })] })],
    };
}

/// <summary>Something that happened in a case.</summary>
public sealed record CaseFileEntry(
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
    [property: Description("Vad som hände. / What happened.")][property: Example("Ärendet bedömdes")] string Heading,
    [property: Description("Vad som skrevs. / What was written.")] IReadOnlyList<CaseFileLine> Lines,
    [property: Description("Vem som gjorde det. / Who did it.")][property: Example("Karin Testsson")] string? By);

public sealed record CaseFileLine(
    [property: Description("Vad texten är. / What the text is.")][property: Example("Motivering")] string Label,
    [property: Description("Texten. / The text.")][property: Example("Har hänt förut på helger.")] string Text);
