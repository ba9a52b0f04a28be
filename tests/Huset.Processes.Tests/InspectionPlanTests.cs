using Huset.ServiceDefaults;
using static Huset.Processes.Tests.SelfInspectionRights;
using static Huset.Testing.Requests;

namespace Huset.Processes.Tests;

public sealed class InspectionPlanTests(ProcessesHost host)
{
    private static readonly DateOnly Today = SwedishTime.Today(TimeProvider.System);

    [Fact]
    public async Task What_is_near_is_started_once_for_each_unit_lowest_down_and_counted()
    {
        var developer = host.As(TestUsers.QualityDeveloper);
        var area = await host.Created("plan");
        string[] below = [await host.Created("plan", ("parent", area)), await host.Created("plan", ("parent", area))];
        var checklist = (await host.Checklist()).GetProperty("id").GetGuid();
        object Asked(string frequency, string role = "Samordnare") => new { checklistId = checklist, unitCode = area, frequency, firstDueOn = $"{Today.AddDays(3):O}", responsibleRole = role };

        var plan = await developer.Post(Plans, Asked("yearly")).Json(HttpStatusCode.Created);
        var id = plan.GetProperty("id").GetGuid();
        Assert.Equal((0, 2, 0), (plan.GetProperty("completed").GetInt32(), plan.GetProperty("open").GetInt32(), plan.GetProperty("late").GetInt32()));
        await developer.Put($"{Plans}/{id}", Asked("yearly", "Chef"), 1).Json();
        var started = (await developer.GetAsync($"{Inspections}?checklistId={checklist}", TestContext.Current.CancellationToken).Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(below.Order(), started.Select(one => one.GetProperty("unitCode").GetString()!).Order());

        // Closed, it starts no more, and what is started stays.
        var closed = await developer.Put($"{Plans}/{id}", new { checklistId = checklist, unitCode = area, frequency = "monthly", firstDueOn = $"{Today.AddDays(3):O}", responsibleRole = "Chef", isClosed = true }, 2).Json();
        Assert.Equal((true, 2), (closed.GetProperty("isClosed").GetBoolean(), closed.GetProperty("open").GetInt32()));
        await developer.Put($"{Plans}/{id}", Asked("yearly"), 1).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
    }

    [Theory]
    [InlineData(InspectionFrequency.Monthly, "2027-10-31", "2027-10-31 2027-11-30 2027-12-31")]
    [InlineData(InspectionFrequency.Quarterly, "2027-02-28", "2027-02-28 2027-05-28 2027-08-28 2027-11-28")]
    [InlineData(InspectionFrequency.HalfYearly, "2028-02-29", "2028-02-29 2028-08-29")]
    [InlineData(InspectionFrequency.Yearly, "2027-01-01", "2027-01-01")]
    public void The_days_follow_the_first_to_the_end_of_the_year(InspectionFrequency frequency, string first, string days)
    {
        var plan = InspectionPlan.Create(new(Guid.NewGuid(), "u", frequency, DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture), "Chef", false), new("x", "M"), DateTimeOffset.UnixEpoch);
        Assert.Equal(days, string.Join(' ', plan.DueDays().Select(day => day.ToString("O"))));
    }

    [Fact]
    public async Task A_plan_is_of_a_unit_a_checklist_and_days_to_come()
    {
        var (developer, checklist) = (host.As(TestUsers.QualityDeveloper), await host.Checklist(TestUnits.Norrangen));
        object Asked(string unit, string day, string frequency = "monthly") => new { checklistId = checklist.GetProperty("id").GetGuid(), unitCode = unit, frequency, firstDueOn = day, responsibleRole = "Chef" };
        await developer.Post(Plans, Asked(TestUnits.Norrangen, $"{Today.AddDays(-1):O}")).NamesField("firstDueOn");
        await developer.Post(Plans, Asked(TestUnits.Norrangen, "2199-01-01")).NamesField("firstDueOn");
        await developer.Post(Plans, Asked("finns-inte", $"{Today.AddDays(60):O}")).NamesField("unitCode");
        await developer.Post(Plans, Asked(TestUnits.Hasselvagen, $"{Today.AddDays(60):O}")).NamesField("checklistId");
        await developer.Post(Plans, Asked(TestUnits.Norrangen, $"{Today.AddDays(60):O}", "ofta")).NamesField("frequency");
        await host.As(TestUsers.Manager).Post(Plans, Asked(TestUnits.Hasselvagen, $"{Today.AddDays(60):O}")).Problem(HttpStatusCode.Conflict, "self-inspection.outside-reach");
    }
}
