using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features.Maps;

/// <summary>A process, without what it looks like.</summary>
public sealed record ProcessView(
    [property: Description("Processens id. / Id of the process.")] Guid Id,
    [property: Description("Processens namn. / Name of the process.")][property: Example("Hemtjänst: från beslut till uppföljning")] string Name,
    [property: Description("Ledande, huvud eller stöd. / Management, main or support.")] ProcessKind Kind,
    [property: Description("Ägarens id i personkatalogen, eller vid inloggning för den som inte finns där. / The owner's id in the people directory, or at sign-in for one who is not there.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string? OwnerId,
    [property: Description("Ägarens namn. / Name of the owner.")][property: Example("Petra Processägare")] string? OwnerName,
    [property: Description("Ägarens roll; den står kvar när människor byts. / The owner's role; it stays when people change.")][property: Example("Chef för hemtjänsten")] string? OwnerRole,
    [property: Description("Steget i en annan process som den berättar mer om. / The step of another process that it tells more of.")] Guid? ParentActivityId,
    [property: Description("Numret på versionen som gäller; saknas när ingen gör det. / Number of the version in force; absent when none is.")][property: Example("2")] int? VersionInForce,
    [property: Description("Versionen som är på väg, för den som får se den. / The version that is coming, for who may see it.")] ComingVersion? Coming,
    [property: Description("Dagen från vilken ingen arbetar efter den; saknas så länge den inte har upphört. / Day from which nobody works by it; absent as long as it is open.")] DateOnly? ClosedOn,
    [property: Description("Varför den upphörde. / Why it was closed.")][property: Example("Ersätts av den gemensamma processen för hemtjänst.")] string? ClosedReason,
    [property: Description("Vem som avslutade den. / Who closed it.")][property: Example("Petra Processägare")] string? ClosedByName,
    [property: Description("Numret på versionen som gällde när den upphörde. / Number of the version that was in force when it was closed.")][property: Example("2")] int? LastVersion,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version)
{
    public static ProcessView Of(Process p, ComingVersion? coming) => new(p.Id, p.Name, p.Kind, p.OwnerId, p.OwnerName, p.OwnerRole, p.ParentActivityId, p.VersionInForce, p.IsClosed ? null : coming, p.ClosedOn, p.ClosedReason, p.ClosedByName, p.LastVersion, p.Version);
}

/// <summary>The version of a process that is written or judged.</summary>
public sealed record ComingVersion(
    [property: Description("Versionens nummer. / Number of the version.")][property: Example("3")] int Number,
    [property: Description("Var den står. / Where it stands.")] VersionStatus Status);

/// <summary>A step as it is in a version.</summary>
public sealed record ActivityView(
    [property: Description("Stegets id; det är detsamma i alla versioner där steget finns. / Id of the step; the same in every version that has it.")] Guid Id,
    [property: Description("Elementets id i diagrammet. / Id of the element in the diagram.")][property: Example("Activity_planera")] string Element,
    [property: Description("Stegets namn; tomt i ett utkast där det inte är skrivet än. / Name of the step; empty in a draft where it is not written yet.")][property: Example("Planera insatserna")] string Name,
    [property: Description("Plats bland stegen, från 1. / Its place among the steps, from 1.")] int Number,
    [property: Description("Vem som gör det, efter banan som det ligger i. / Who does it, by the lane that it lies in.")][property: Example("Planerare")] string? Lane,
    [property: Description("Första versionen i kraft som hade steget; saknas när det bara är ritat. / First version in force that had it; absent when it is only drawn.")] int? FirstVersion,
    [property: Description("Sista versionen som hade steget; saknas så länge det finns. / Last version that had it; absent as long as it is there.")] int? LastVersion,
    [property: Description("Steget som tog dess plats. / The step that took its place.")] Guid? ReplacedById)
{
    public static ActivityView Of(Activity activity, Step? step = null) => new(
        activity.Id, activity.ElementId, step?.Name ?? activity.Name, step?.Number ?? activity.Number, step is null ? activity.Lane : step.Lane, activity.FirstVersion, activity.LastVersion, activity.ReplacedById);
}

/// <summary>A version of a process: who has done what with it.</summary>
public sealed record VersionView(
    [property: Description("Versionens nummer, från 1. / Number of the version, from 1.")][property: Example("2")] int Number,
    [property: Description("Var den står. / Where it stands.")] VersionStatus Status,
    [property: Description("Vem som skrev sist. / Who wrote last.")][property: Example("Petra Processägare")] string WrittenByName,
    [property: Description("När det skrevs. / When it was written.")] DateTimeOffset WrittenAt,
    [property: Description("Vem som skickade den för godkännande. / Who submitted it.")][property: Example("Petra Processägare")] string? SubmittedByName,
    [property: Description("När den skickades. / When it was submitted.")] DateTimeOffset? SubmittedAt,
    [property: Description("Varför den senast skickades eller togs tillbaka. / Why it was sent or taken back, the last time.")][property: Example("Det saknas vem som följer upp.")] string? ReturnedReason,
    [property: Description("Vem som skickade eller tog tillbaka den. / Who sent or took it back.")][property: Example("Kim Kvalitet")] string? ReturnedByName,
    [property: Description("Vem som godkände den. / Who approved it.")][property: Example("Kim Kvalitet")] string? ApprovedByName,
    [property: Description("När den godkändes. / When it was approved.")] DateTimeOffset? ApprovedAt,
    [property: Description("Vem som publicerade den. / Who published it.")][property: Example("Petra Processägare")] string? PublishedByName,
    [property: Description("När den började gälla. / When it came into force.")] DateTimeOffset? PublishedAt,
    [property: Description("När den slutade gälla. / When it ceased to be in force.")] DateTimeOffset? EndedAt,
    [property: Description("Vad som är nytt. / What is new.")][property: Example("Uppföljningen har fått ett eget steg.")] string? ChangeNote,
    [property: Description("Diagrammets ETag; skicka den som If-Match när du skriver i ett utkast. / ETag of the diagram; send it as If-Match when you write in a draft.")] int Revision,
    [property: Description("Vad som skiljer stegen från versionen före; bara när en version läses. / How the steps differ from the version before; only when one version is read.")] IReadOnlyList<StepDifference>? Differences)
{
    /// <summary>It was in force some time of a Swedish day.</summary>
    public bool Applied(DateOnly on) => Lifecycle.Applied(PublishedAt, EndedAt, on);

    public static VersionView Of(ProcessVersion version, IReadOnlyList<StepDifference>? differences = null) => Of(version.Number, version.Lifecycle, version.ChangeNote, version.Revision) with { Differences = differences };

    public static VersionView Of(int number, Lifecycle l, string? changeNote, int revision) => new(
        number, l.Status, l.WrittenByName, l.WrittenAt, l.SubmittedByName, l.SubmittedAt, l.ReturnedReason, l.ReturnedByName, l.ApprovedByName, l.ApprovedAt, l.PublishedByName, l.PublishedAt, l.EndedAt,
        changeNote, revision, null);
}
