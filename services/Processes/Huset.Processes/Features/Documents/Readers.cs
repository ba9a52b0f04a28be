using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>Whom a document concerns: those in the directory who work in its unit or below, whether they have signed in or not.</summary>
public sealed class Readers(ProcessesDb db, CurrentUser user, UnitTree units)
{
    private string[]? mine;

    /// <summary>The reader's own unit and every unit above it; the directory's word before the token's.</summary>
    public async Task<string[]> MyUnits(CancellationToken ct)
    {
        if (mine is not null) return mine;
        var home = await db.People.Where(person => person.AccountId == user.Id && person.IsActive).Select(person => person.HomeUnit).FirstOrDefaultAsync(ct) ?? user.HomeUnit;
        return mine = home is null ? [] : [.. units.WithAbove(home)];
    }

    /// <summary>What the reader is to read and has not signed.</summary>
    public async Task<IQueryable<Document>> ToRead(CancellationToken ct)
    {
        var (above, me) = (await MyUnits(ct), user.Id);
        if (!user.ReachesOwn(Permissions.SignReading)) return db.Documents.Where(_ => false);
        return db.Documents.Where(d => d.ReadFrom != null && (d.UnitCode == null || above.Contains(d.UnitCode))
            && !db.ReadReceipts.Any(r => r.DocumentId == d.Id && r.AccountId == me && r.Number >= d.ReadFrom));
    }

    /// <summary>The documents as rows of a list.</summary>
    public async Task<IQueryable<DocumentView>> Rows(IQueryable<Document> documents, CancellationToken ct)
    {
        var toRead = await ToRead(ct);
        return documents.Select(d => new DocumentView(
            d.Id, d.Title, d.Kind, d.UnitCode, d.LawAreas, d.OwnerId, d.OwnerName, d.OwnerRole, d.InForce, d.ReviewOn, toRead.Any(other => other.Id == d.Id),
            db.DocumentVersions.Where(v => v.DocumentId == d.Id && (v.Lifecycle.Status == VersionStatus.Draft || v.Lifecycle.Status == VersionStatus.Submitted || v.Lifecycle.Status == VersionStatus.Approved))
                .Select(v => (VersionStatus?)v.Lifecycle.Status).FirstOrDefault(),
            d.WithdrawnReason, d.Version)
        { ReadFrom = d.ReadFrom });
    }

    /// <summary>Those whom a document of the unit concerns.</summary>
    public IQueryable<KnownPerson> Concerned(string? unitCode)
    {
        var people = db.People.AsNoTracking().Where(person => person.IsActive);
        if (unitCode is null) return people;
        var below = units.WithBelow([unitCode]);
        return people.Where(person => below.Contains(person.HomeUnit));
    }
}
