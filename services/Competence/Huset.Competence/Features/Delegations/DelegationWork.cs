using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Delegations;

/// <summary>What work with a delegation needs beside it: the rules as they are, and the two that it is between.</summary>
public sealed class DelegationWork(CompetenceDb db, CurrentUser user, UnitTree units, TimeProvider clock)
{
    public DateOnly Today => SwedishTime.Today(clock);

    public async Task<DelegationRules> Rules(CancellationToken ct) =>
        new(await LimitsOfDay.Read(db, Today, ct), await db.CodeLists(Today, ct), unit => units.WithBelow([unit]));

    /// <summary>The user in the people directory; null when the directory does not know the account.</summary>
    public Task<Employee?> Me(CancellationToken ct) => db.Employees.IgnoreQueryFilters().FirstOrDefaultAsync(employee => employee.AccountId == user.Id, ct);

    /// <summary>Someone in the directory; a delegator sees its recipients there by this alone.</summary>
    public Task<Employee?> Find(Guid employeeId, CancellationToken ct) => db.Employees.IgnoreQueryFilters().FirstOrDefaultAsync(employee => employee.Id == employeeId, ct);
}
