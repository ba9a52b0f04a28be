using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Huset.Processes.Features.QualitySystems;

/// <summary>What the slices of a unit's quality system have in common: who may, which version, and the year.</summary>
public sealed class QualitySystemWork(ProcessesDb db, CurrentUser user, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public Person Me => new(user.Id, user.Name);

    public int ThisYear => SwedishTime.Today(clock).Year;

    /// <summary>True when the permission reaches the unit.</summary>
    public bool May(string permission, string unitCode) => user.ReachesAll(permission) || user.UnitsOf(permission).Contains(unitCode);

    /// <summary>True for who may see what is not in force yet: who writes for the unit, or may approve.</summary>
    public bool SeesWork(string unitCode) => May(Permissions.EditQualitySystem, unitCode) || May(Permissions.ApproveQualitySystem, unitCode);

    /// <summary>The year's last version, whatever its state, to be changed; null when there is none.</summary>
    public Task<QualitySystem?> Latest(string unitCode, int year, CancellationToken ct) => Of(db.QualitySystems, unitCode, year).FirstOrDefaultAsync(ct);

    /// <summary>The same for reading.</summary>
    public Task<QualitySystem?> ReadLatest(string unitCode, int year, CancellationToken ct) => Of(db.QualitySystems.AsNoTracking(), unitCode, year).FirstOrDefaultAsync(ct);

    /// <summary>The year's version in force, to be changed; null when there is none.</summary>
    public Task<QualitySystem?> InForce(string unitCode, int year, CancellationToken ct) => InForce(db.QualitySystems, unitCode, year, ct);

    /// <summary>The same for reading.</summary>
    public Task<QualitySystem?> ReadInForce(string unitCode, int year, CancellationToken ct) => InForce(db.QualitySystems.AsNoTracking(), unitCode, year, ct);

    /// <summary>What the year's document begins from: the last version of the latest earlier year.</summary>
    public Task<QualitySystem?> Earlier(string unitCode, int year, CancellationToken ct) =>
        db.QualitySystems.AsNoTracking().Where(system => system.UnitCode == unitCode && system.Year < year).OrderByDescending(system => system.Year).ThenByDescending(system => system.Number).FirstOrDefaultAsync(ct);

    /// <summary>The version that is written in: the last one, or a new one when there is none or the last is in force. Not stored yet when it is new.</summary>
    public async Task<QualitySystem> Begun(string unitCode, int year, QualitySystem? latest, CancellationToken ct) => latest switch
    {
        null => QualitySystem.Begin(unitCode, year, await db.QualityAreas.AsNoTracking().ToListAsync(ct), await Earlier(unitCode, year, ct), Me, Now),
        { IsWorkedOn: true } => latest,
        _ => QualitySystem.Revise(latest, Me, Now),
    };

    /// <summary>
    /// Waits until nobody else writes in the unit's document of the year, so that of two who begin it at once the second reads what the
    /// first began. Holds until the transaction that is given back ends; null when the call has one already.
    /// </summary>
    public async Task<IDbContextTransaction?> Alone(string unitCode, int year, CancellationToken ct)
    {
        var own = await db.OwnTransaction(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"{unitCode} {year}"}, 727568))", ct);
        return own;
    }

    public Task<string?> NameOf(string unitCode, CancellationToken ct) =>
        db.UnitPeriods.Where(period => period.UnitCode == unitCode).OrderByDescending(period => period.ValidFrom <= SwedishTime.Today(clock)).ThenByDescending(period => period.ValidFrom).Select(period => period.Name).FirstOrDefaultAsync(ct);

    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>Reads a year from an address; null when it is none that a document may be for.</summary>
    public static int? Year(string? text) => int.TryParse(text, out var year) && year is >= FirstYear and <= LastYear ? year : null;

    public const int FirstYear = 2000;
    public const int LastYear = 2200;

    private static Task<QualitySystem?> InForce(IQueryable<QualitySystem> systems, string unitCode, int year, CancellationToken ct) =>
        systems.FirstOrDefaultAsync(system => system.UnitCode == unitCode && system.Year == year && system.Lifecycle.Status == VersionStatus.Published, ct);

    private static IOrderedQueryable<QualitySystem> Of(IQueryable<QualitySystem> systems, string unitCode, int year) =>
        systems.Where(system => system.UnitCode == unitCode && system.Year == year).OrderByDescending(system => system.Number);
}

/// <summary>Which year's document is meant.</summary>
public abstract class YearQuery
{
    [FromQuery(Name = "year"), Range(QualitySystemWork.FirstYear, QualitySystemWork.LastYear), Example("2026"), Description("Året som dokumentet gäller; i år om det utelämnas. / The year that the document is for; this year when left out.")]
    public int? Year { get; set; }
}
