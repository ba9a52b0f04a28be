using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Deviations.Features;
using Huset.Events;

namespace Huset.Deviations.Tests;

/// <summary>A complaint that turns out to be a deviation.</summary>
public sealed class OpenFromComplaintTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task A_complaint_opens_one_deviation_however_often_it_asks_and_the_case_tells_where_it_comes_from()
    {
        var asked = Asked();
        for (var time = 0; time < 2; time++) await host.Tell<OpenFromComplaint, EscalateComplaint>(asked);
        var read = await host.As(TestUsers.Manager).GetAsync($"{Path}/{asked.DeviationId}").Json();
        Assert.Equal(("reported", "health-care", "minor", "Dosen kom för sent."), (read.GetProperty("status").GetString(), read.GetProperty("kind").GetString(), read.GetProperty("harm").GetString(), read.GetProperty("description").GetString()));
        var from = read.GetProperty("escalatedFrom");
        Assert.Equal((asked.ComplaintId, "SYN-2026-0007", "Det är en läkemedelshändelse."), (from.GetProperty("complaintId").GetGuid(), from.GetProperty("reference").GetString(), from.GetProperty("motivation").GetString()));
        var told = Assert.Single(await host.Published<DeviationReported>(), told => told.DeviationId == asked.DeviationId);
        Assert.Contains(new Link("escalated-from", "complaint", $"{asked.ComplaintId}"), told.Links);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where subject_ids @> array[$1] and action = 'create'", $"{asked.DeviationId}"));
    }

    [Fact]
    public async Task Its_page_leads_back_to_the_complaint_and_who_may_not_read_text_is_not_told_why()
    {
        var asked = Asked();
        await host.Tell<OpenFromComplaint, EscalateComplaint>(asked);
        var page = await host.As(TestUsers.Manager).GetStringAsync($"/avvikelser/{asked.DeviationId}");
        Assert.Contains($"href=\"/synpunkter/{asked.ComplaintId}\"", page);
        Assert.Contains("Det är en läkemedelshändelse.", page);
        var withoutText = (await host.As(TestUsers.QualityDeveloper).GetAsync($"{Path}/{asked.DeviationId}").Json()).GetProperty("escalatedFrom");
        Assert.False(withoutText.TryGetProperty("motivation", out _));
    }

    [Fact]
    public async Task Who_escalated_it_is_its_reporter_and_sees_it_in_another_unit_than_the_own()
    {
        var asked = Asked();
        await host.Tell<OpenFromComplaint, EscalateComplaint>(asked);
        Assert.Equal(asked.DeviationId, (await host.As(TestUsers.Registrar).GetAsync($"{Path}/{asked.DeviationId}").Json()).GetProperty("id").GetGuid());
        await host.As(TestUsers.OtherManager).GetAsync($"{Path}/{asked.DeviationId}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    private static EscalateComplaint Asked() => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), "SYN-2026-0007", TestUnits.Norrangen, "health-care", "minor", Arrange.Now.AddDays(-1), "Dosen kom för sent.", "Det är en läkemedelshändelse.",
        $"{TestUsers.Registrar.Id}", "Rita Testsson", Arrange.Now);
}
