using System.Text.Json;
using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;

namespace Huset.Procurement.Tests;

public sealed class OverviewTests(ProcurementHost host)
{
    private static DateOnly Today => ProcurementHost.Today;

    // Each test has a unit of its own, so that nobody else's cases are counted.
    private static string NewUnit() => $"enhet-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_deviation_and_a_complaint_at_the_unit_are_counted_by_month_and_shown_without_a_word()
    {
        var (unit, contract) = await At();
        await host.Tell(ProcurementHost.Deviation(unit, Today, "serious"));
        await host.Tell(ProcurementHost.Deviation(unit, Today.AddMonths(-2)));
        await host.Tell(ProcurementHost.Deviation(unit, Today.AddMonths(-13)));
        await host.Tell(ProcurementHost.Deviation(TestUnits.Kullen, Today));
        await host.Tell(Complaint(unit, Today));
        var cases = (await Overview(contract)).GetProperty("cases");
        var months = cases.GetProperty("months").EnumerateArray().Select(row => (row.GetProperty("deviations").GetInt32(), row.GetProperty("complaints").GetInt32())).ToList();
        Assert.Equal(12, months.Count);
        Assert.Equal(((1, 1), (0, 0), (1, 0), 3), (months[11], months[10], months[9], months.Sum(month => month.Item1 + month.Item2)));
        Assert.Equal($"{new DateOnly(Today.Year, Today.Month, 1).AddMonths(-11):O}", cases.GetProperty("from").GetString());
        var latest = cases.GetProperty("latest").EnumerateArray().ToList();
        Assert.Equal(3, latest.Count);
        var serious = latest.Single(row => row.TryGetProperty("harm", out var harm) && harm.GetString() == "serious");
        Assert.Equal(("deviation", unit, "health-care", "reported", $"{Today:O}"), (Text(serious, "type"), Text(serious, "unitCode"), Text(serious, "kind"), Text(serious, "status"), Text(serious, "day")));
        Assert.Equal(["day", "harm", "id", "kind", "status", "type", "unitCode"], serious.EnumerateObject().Select(field => field.Name).Order());

        var page = WebUtility.HtmlDecode(await host.As(TestUsers.Procurement).GetStringAsync($"/upphandling/avtal/{contract}"));
        foreach (var words in new[] { "2 avvikelser och 1 synpunkt,", "Vård eller läkemedel", "Allvarlig", "Klagomål", "Varför ser jag dessa siffror?" }) Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_that_is_told_of_a_case_counts_in_whatever_order_it_comes()
    {
        var (unit, contract) = await At();
        var told = ProcurementHost.Deviation(unit);
        await host.Tell(new DeviationClosed(told.DeviationId, unit, "social-care", "none", Today, 7, "closed", null, null, Visibility.Analyst, [], 3, DateTimeOffset.UtcNow));
        await host.Tell(told);
        await host.Tell(told with { SubjectVersion = 2, Status = "assessed" });
        var latest = Assert.Single((await Overview(contract)).GetProperty("cases").GetProperty("latest").EnumerateArray());
        Assert.Equal(("closed", "social-care", "none"), (Text(latest, "status"), Text(latest, "kind"), Text(latest, "harm")));
    }

    [Fact]
    public async Task A_case_in_a_legal_track_is_shown_in_nothing_until_it_is_an_ordinary_one_again()
    {
        var (unit, contract) = await At();
        var told = ProcurementHost.Deviation(unit);
        await host.Tell(told);
        DeviationTracksChanged Tracks(int version, params string[] tracks) => new(told.DeviationId, tracks, unit, told.Kind, told.Harm, Today, 7, "reported", null, null, Visibility.Internal, [], version, DateTimeOffset.UtcNow);
        await host.Tell(Tracks(2, "lex-sarah"));
        Assert.Equal((0, 0), await Count(contract));
        // What is done there is told in private too.
        await host.Tell(told with { SubjectVersion = 3, Visibility = Visibility.Internal });
        Assert.Equal((0, 0), await Count(contract));
        await host.Tell(Tracks(4));
        Assert.Equal((1, 1), await Count(contract));
    }

    [Fact]
    public async Task A_complaint_follows_the_unit_that_it_is_said_to_be_about()
    {
        var (unit, contract) = await At();
        var complaint = Complaint(unit, Today) with { SubjectVersion = 2 };
        Assert.False(UnitCase.Concerns(complaint with { SubjectVersion = 1, UnitCode = null }));
        await host.Tell(complaint);
        Assert.Equal((1, 1), await Count(contract));
        await host.Tell(complaint with { SubjectVersion = 3, UnitCode = null });
        Assert.Equal((0, 0), await Count(contract));
        await host.Tell(complaint with { SubjectVersion = 4 });
        Assert.Equal((1, 1), await Count(contract));
    }

    [Fact]
    public async Task A_manager_sees_the_cases_of_the_own_units_of_a_contract_for_several_and_may_open_them()
    {
        var supplier = await host.Supplier();
        var contract = (await host.As(TestUsers.Procurement).Post($"{ProcurementHost.Api}/contracts", new { supplierId = supplier, name = "Två enheter", form = "lov", validFrom = "2026-01-01", unitCodes = new[] { TestUnits.Solgarden, TestUnits.Hasselvagen } }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var (own, others) = (ProcurementHost.Deviation(TestUnits.Solgarden), ProcurementHost.Deviation(TestUnits.Hasselvagen));
        await host.Tell(own);
        await host.Tell(others);
        var cases = (await host.As(TestUsers.OtherManager).GetAsync($"{ProcurementHost.Api}/contracts/{contract}/overview").Json()).GetProperty("cases");
        Assert.Equal([TestUnits.Solgarden], cases.GetProperty("units").EnumerateArray().Select(row => Text(row, "unitCode")));
        Assert.DoesNotContain($"{others.DeviationId}", cases.ToString(), StringComparison.Ordinal);
        Assert.Contains($"/avvikelser/{own.DeviationId}", await host.As(TestUsers.OtherManager).GetStringAsync($"/upphandling/avtal/{contract}"), StringComparison.Ordinal);
        Assert.Equal([TestUnits.Hasselvagen, TestUnits.Solgarden], (await Overview(contract)).GetProperty("cases").GetProperty("units").EnumerateArray().Select(row => Text(row, "unitCode")));
        // Who may not open the cases gets no links to them.
        Assert.DoesNotContain("/avvikelser/", await host.As(TestUsers.Procurement).GetStringAsync($"/upphandling/avtal/{contract}"), StringComparison.Ordinal);
    }

    // A contract for a unit that no other test has.
    private async Task<(string Unit, Guid Contract)> At()
    {
        var (unit, contract) = (NewUnit(), await host.ContractId(await host.Supplier()));
        await host.Scalar<int>("update contracts set unit_codes = array[$1] where id = $2 returning 1", unit, contract);
        return (unit, contract);
    }

    private Task<JsonElement> Overview(Guid contract) => host.As(TestUsers.Procurement).GetAsync($"{ProcurementHost.Api}/contracts/{contract}/overview").Json();

    private async Task<(int Counted, int Listed)> Count(Guid contract)
    {
        var cases = (await Overview(contract)).GetProperty("cases");
        return (cases.GetProperty("months").EnumerateArray().Sum(row => row.GetProperty("deviations").GetInt32() + row.GetProperty("complaints").GetInt32()), cases.GetProperty("latest").GetArrayLength());
    }

    private static string Text(JsonElement row, string field) => row.GetProperty(field).GetString()!;

    private static ComplaintChanged Complaint(string unit, DateOnly day) =>
        new(Guid.NewGuid(), unit, "complaint", "web", null, "received", day, true, false, null, null, Visibility.Analyst, [], 1, DateTimeOffset.UtcNow);
}
