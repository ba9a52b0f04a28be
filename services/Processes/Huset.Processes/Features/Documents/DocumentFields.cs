using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>What is written of a document as a whole.</summary>
public abstract class DocumentFields
{
    [Description("Dokumentets titel. / Title of the document.")]
    [Example("Läkemedel i hemtjänsten")]
    [Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
    public string? Title { get; set; }

    [Description("Slag av dokument, ur kodlistan document-kinds. / Kind of document, from the code list document-kinds.")]
    [Example("rutin")]
    [Required, StringLength(64)]
    public string? Kind { get; set; }

    [Description("Enheten som det gäller för, med alla enheter under; utelämnas när det gäller alla. / The unit that it applies to, with every unit below; left out when it applies to all.")]
    [Example("norrangen")]
    [StringLength(64)]
    public string? UnitCode { get; set; }

    [Description("Lagar som det rör, ur kodlistan law-areas. / Laws that it concerns, from the code list law-areas.")]
    [Example("SoL", "HSL"), MaxLength(20)]
    public List<string?>? LawAreas { get; set; }

    [Description("Ägarens id ur personalregistret, eller id vid inloggning; utelämnas både id och roll är det den förra, först du. / Id of the owner in the people directory, or at sign-in; when both id and role are left out it is the one before, at first you.")]
    [Example("8f1c2d3e-0000-4000-8000-000000000001")]
    [StringLength(64)]
    public string? OwnerId { get; set; }

    [Description("Ägarens roll i ord. / The owner's role in words.")]
    [Example("Processägare hemtjänst")]
    [StringLength(200), RegularExpression(@"\P{Cc}*")]
    public string? OwnerRole { get; set; }
}

/// <summary>What is written in a version; the same when a document is created with its first text.</summary>
public interface IDraftFields
{
    string? Text { get; }
    string? ChangeNote { get; }
    DateOnly? ReviewOn { get; }
    bool? RequiresReading { get; }
    List<Guid>? ActivityIds { get; }
}

/// <summary>Makes facts and drafts of what was written, by what there is.</summary>
public sealed class DocumentInput(ProcessesDb db, CurrentUser user, TimeProvider clock)
{
    public Person Me => Person.Of(user);

    /// <summary>What is said of the document, in the lists' own spelling.</summary>
    /// <exception cref="InvalidField">A code, unit or person is none that may be chosen.</exception>
    /// <exception cref="RuleViolation">`document.outside-reach`: the user may not write such a document.</exception>
    public async Task<DocumentFacts> Facts(DocumentFields fields, Document? before, CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        var lists = await db.CodeLists(today, ct);
        // What has a code that has ended keeps it.
        var kind = fields.Kind == before?.Kind ? before!.Kind : lists.Code(CodeLists.DocumentKinds, fields.Kind!, "kind");
        var unit = string.IsNullOrWhiteSpace(fields.UnitCode) ? null : fields.UnitCode.Trim();
        if (unit is not null && unit != before?.UnitCode && !await db.UnitPeriods.AnyAsync(p => p.UnitCode == unit && p.ValidFrom <= today && (p.Until == null || p.Until > today), ct))
            throw new InvalidField("unitCode", "There is no such unit today.");
        var owner = await Owner(fields, before, ct);
        var own = owner?.Id is { } id && (id == user.Id || await db.People.AnyAsync(person => person.AccountId == user.Id && person.Id.ToString() == id, ct));
        if (!user.ReachesAll(Permissions.EditDocuments) && !(unit is not null && user.UnitsOf(Permissions.EditDocuments).Contains(unit)) && !(own && user.ReachesOwn(Permissions.EditDocuments)))
            throw new RuleViolation("document.outside-reach", "You may write documents of your own units, or that you own yourself.");
        return new(fields.Title!, kind, unit, lists.Codes(CodeLists.LawAreas, fields.LawAreas ?? [], "lawAreas"), owner, string.IsNullOrWhiteSpace(fields.OwnerRole) ? null : fields.OwnerRole);
    }

    /// <summary>What is written in a version.</summary>
    /// <exception cref="InvalidField">A step is none that may be chosen.</exception>
    public async Task<DocumentDraft> Draft(IDraftFields fields, CancellationToken ct)
    {
        Guid[] steps = [.. (fields.ActivityIds ?? []).Distinct()];
        if (steps.Length > 0 && await db.Activities.CountAsync(activity => steps.Contains(activity.Id), ct) != steps.Length)
            throw new InvalidField("activityIds", "Each must be a step of a process.");
        return new((fields.Text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal), fields.ChangeNote, fields.ReviewOn, fields.RequiresReading ?? true, steps);
    }

    private async Task<Person?> Owner(DocumentFields fields, Document? before, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(fields.OwnerId))
            return !string.IsNullOrWhiteSpace(fields.OwnerRole) ? null : before?.OwnerId is { } same ? new(same, before.OwnerName ?? "") : Me;
        var id = fields.OwnerId.Trim();
        if (id == user.Id) return Me;
        if (id == before?.OwnerId) return new(id, before.OwnerName ?? "");
        return await db.People.Where(person => person.IsActive && (person.Id.ToString() == id || person.AccountId == id)).Select(person => new Person(person.Id.ToString(), person.Name)).FirstOrDefaultAsync(ct)
            ?? throw new InvalidField("ownerId", "There is nobody by that id in the people directory.");
    }
}
