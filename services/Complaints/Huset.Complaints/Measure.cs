using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;

namespace Huset.Complaints;

/// <summary>The figures that the law or the municipality may change.</summary>
public static class Measure
{
    /// <summary>Working days in which who wants an answer is promised one.</summary>
    public const string AnswerWorkingDays = "answer-working-days";

    /// <summary>Weeks in which who complains of health care is promised an answer.</summary>
    public const string HealthCareAnswerWeeks = "health-care-answer-weeks";

    /// <summary>Years that the service's access log is kept, five at least (HSLF-FS 2016:40 ch. 4 § 9); complaints.sql takes it to the log.</summary>
    public const string AccessLogYears = "access-log-years";

    public static readonly LimitTable Table = new(
        "rules", Permissions.ReadRules, Permissions.EditRules, new(AnswerWorkingDays, 1, 60), new(HealthCareAnswerWeeks, 1, 12), new(AccessLogYears, 5, 100));

    public static Task Seed(ServiceDbContext db, DateTimeOffset now) => db.AddMissingLimits(
        now, (AnswerWorkingDays, 10, "Exempel, kommunens eget löfte: ändra till ert eget"),
        (HealthCareAnswerWeeks, 4, "Patientsäkerhetslagen 2010:659 3 kap. 8 b §: snarast. IVO räknar med svar inom fyra veckor."),
        (AccessLogYears, 5, "HSLF-FS 2016:40 4 kap. 9 §: minst fem år"));
}
