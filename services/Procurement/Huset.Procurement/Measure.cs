using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;

namespace Huset.Procurement;

/// <summary>The figures that the law or the municipality may change.</summary>
public static class Measure
{
    /// <summary>Days that a supplier has to remedy a minor finding, unless who finds it says otherwise.</summary>
    public const string RemedyDaysMinor = "remedy-days-minor";

    public const string RemedyDaysMajor = "remedy-days-major";

    /// <summary>Months after which a running contract that has not been followed up is pointed out.</summary>
    public const string FollowUpMonths = "follow-up-months";

    /// <summary>Days before its end that a contract is pointed out.</summary>
    public const string ContractEndDays = "contract-end-days";

    public static readonly LimitTable Table = new(
        "rules", Permissions.ReadRules, Permissions.EditRules, new(RemedyDaysMinor, 1, 365), new(RemedyDaysMajor, 1, 365), new(FollowUpMonths, 1, 60), new(ContractEndDays, 1, 1000));

    public static Task Seed(ServiceDbContext db, DateTimeOffset now)
    {
        const string own = "Exempel, kommunens egen gräns: ändra till er egen";
        return db.AddMissingLimits(now, (RemedyDaysMinor, 30, own), (RemedyDaysMajor, 14, own), (FollowUpMonths, 12, own), (ContractEndDays, 180, own));
    }
}
