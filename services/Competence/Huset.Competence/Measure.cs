using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;

namespace Huset.Competence;

/// <summary>The figures that the law or the municipality may change.</summary>
public static class Measure
{
    /// <summary>Most months that a delegation applies.</summary>
    public const string DelegationMonths = "delegation-months";

    /// <summary>Most months since the recipient's test when a delegation is written.</summary>
    public const string TestMonths = "test-months";

    /// <summary>Days before its end that a delegation's recipient and delegator are first reminded.</summary>
    public const string FirstReminderDays = "first-reminder-days";

    public const string SecondReminderDays = "second-reminder-days";
    public const string LastReminderDays = "last-reminder-days";

    /// <summary>Days before its end that a competence is told to run out.</summary>
    public const string CompetenceExpiryDays = "competence-expiry-days";

    /// <summary>Most of the employed, in per cent, whose employment an import ends without being asked again.</summary>
    public const string ImportEndShare = "import-end-share";

    public static readonly LimitTable Table = new(
        "rules", Permissions.ReadRules, Permissions.EditRules, new(DelegationMonths, 1, 60), new(TestMonths, 1, 60), new(FirstReminderDays, 1, 730), new(SecondReminderDays, 1, 730),
        new(LastReminderDays, 1, 730), new(CompetenceExpiryDays, 1, 730), new(ImportEndShare, 1, 100));

    public static Task Seed(ServiceDbContext db, DateTimeOffset now)
    {
        const string own = "Exempel, kommunens egen gräns: ändra till er egen";
        return db.AddMissingLimits(
            now, (DelegationMonths, 12, "SOSFS 1997:14: en delegering gäller högst ett år"), (TestMonths, 12, own), (FirstReminderDays, 60, own), (SecondReminderDays, 30, own),
            (LastReminderDays, 14, own), (CompetenceExpiryDays, 60, own), (ImportEndShare, 10, own));
    }
}
