using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

public sealed class SecondAssessmentTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/second-assessments", Cases = "/deviations/v1/deviations";

    // Agresti, Categorical Data Analysis (2nd ed., section 10.5): two pathologists' readings of 118 slides in four steps; kappa 0.493, weighted by squares 0.784.
    [Fact]
    public void Kappa_is_that_of_the_textbook()
    {
        int[][] table = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]];
        var pairs = table.SelectMany((row, first) => row.SelectMany((count, second) => Enumerable.Repeat((first + 1, second + 1), count))).ToList();
        Assert.Equal(118, pairs.Count);
        Assert.Equal(0.784, Kappa.Weighted(pairs)!.Value, 3);
        Assert.Equal(1.0, Kappa.Weighted([(1, 1), (2, 2), (4, 4)])!.Value);
        Assert.Null(Kappa.Weighted([(2, 2), (2, 2)]));
    }

    [Fact]
    public void A_cases_lot_follows_from_its_id_alone() => Assert.Equal(46, SecondAssessment.LotOf(Guid.Parse("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")));

    [Fact]
    public async Task A_case_is_drawn_at_its_first_assessment_when_its_lot_is_below_the_share()
    {
        for (var i = 0; i < 6; i++)
        {
            var id = await host.Reported(TestUsers.Employee);
            foreach (var severity in new[] { 2, 3 }) await host.As(TestUsers.Manager).Post($"{Cases}/{id}/assessment", new { severity, probability = 2, motivation = "Lindrigt." }).Json();
            Assert.Equal(SecondAssessment.LotOf(id) < 10 ? 1L : 0L, await host.Scalar<long>("select count(*) from second_assessments where deviation_id = $1 and first_severity = 2", id));
        }
    }

    [Fact]
    public async Task Somebody_in_another_unit_judges_without_names_unit_and_first_judgement()
    {
        var (id, second) = await Drawn(TestUsers.Employee, TestUnits.Norrangen, 2, 3, description: "Anna Testsson gav dosen sent till 19121212-1212. Annas kollega ringde.");
        var version = await host.Scalar<int>("select version from deviations where id = $1", id);
        var other = host.As(TestUsers.OtherManager);
        var listed = (await other.GetAsync($"{Path}?limit=100").Json()).GetProperty("items").EnumerateArray().Single(item => item.Text("id") == $"{second}");
        Assert.Equal(["drawnOn", "id", "kind"], listed.EnumerateObject().Select(field => field.Name).Order());
        var blind = await other.GetAsync($"{Path}/{second}").Json();
        Assert.Equal("[namn] gav dosen sent till [personnummer]. [namn] kollega ringde.", blind.Text("description"));
        foreach (var told in new[] { TestUnits.Norrangen, "AVV-", "everity", $"{id}" }) Assert.DoesNotContain(told, blind.GetRawText());
        Assert.Equal("deviations.second-assess/all", (await host.Scalar<string[]>("select why from access_log where action = 'read' and user_id = $1 order by id desc limit 1", $"{TestUsers.OtherManager.Id}"))[0]);

        // Who handles the unit's cases, who reported it and who judged it first are not asked.
        foreach (var reader in new[] { TestUsers.Manager, TestUsers.AreaManager })
        {
            await host.As(reader).GetAsync($"{Path}/{second}").Problem(HttpStatusCode.NotFound, "resource.not-found");
            await host.As(reader).Post($"{Path}/{second}", Judged(3, 3)).Problem(HttpStatusCode.NotFound, "resource.not-found");
            Assert.DoesNotContain($"{second}", (await host.As(reader).GetAsync($"{Path}?limit=100").Json()).GetRawText());
        }
        Assert.Contains("[namn] gav dosen sent", await other.GetAsync($"/avvikelser/andra-bedomning/{second}").Html());
        await other.Post($"{Path}/{second}", Judged(5, 3)).NamesField("severity");
        var judged = await other.Post($"{Path}/{second}", Judged(3, 4)).Json();
        Assert.Equal(("2", "3", "3", "4"), (judged.Text("firstSeverity"), judged.Text("firstProbability"), judged.Text("severity"), judged.Text("probability")));
        await other.Post($"{Path}/{second}", Judged(1, 1)).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal(version, await host.Scalar<int>("select version from deviations where id = $1", id));
    }

    [Fact]
    public async Task A_case_that_becomes_restricted_waits_for_nobody_and_is_counted_nowhere()
    {
        var quality = host.As(TestUsers.QualityDeveloper);
        var (id, second) = await Drawn(TestUsers.Employee, TestUnits.Solgarden, 2, 3);
        await quality.GetAsync($"{Path}/{second}").Json();
        var (judged, _) = await Drawn(TestUsers.Employee, TestUnits.Solgarden, 2, 3, judged: (2, 3));
        var before = await Pairs(TestUnits.Solgarden);
        foreach (var restricted in new[] { id, judged }) await host.HandOver(restricted, TrackKind.LexMaria);
        await quality.GetAsync($"{Path}/{second}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.DoesNotContain($"{second}", (await quality.GetAsync($"{Path}?limit=100").Json()).GetRawText());
        Assert.Equal(before - 1, await Pairs(TestUnits.Solgarden));
    }

    [Fact]
    public async Task Agreement_is_told_from_so_many_pairs_as_the_rule_says()
    {
        for (var i = 0; i < 9; i++) await Drawn(TestUsers.Employee, TestUnits.Kullen, 1 + i % 4, 2, judged: (1 + i % 4, 1 + i % 3));
        var few = await Unit(TestUsers.Manager);
        Assert.Equal(("9", null, null), (few.Text("pairs"), few.Text("severity"), few.Text("sameWay")));
        await Drawn(TestUsers.Employee, TestUnits.Kullen, 2, 4, judged: (1, 4));
        var enough = await Unit(TestUsers.Manager);
        Assert.Equal("10", enough.Text("pairs"));
        Assert.InRange(enough.GetProperty("severity").GetDouble(), 0.9, 0.99);
        Assert.Equal("90", enough.Text("sameWay"));
        var others = await host.As(TestUsers.OtherManager).GetAsync("/deviations/v1/assessment-agreement").Json();
        Assert.DoesNotContain(others.GetProperty("units").EnumerateArray(), unit => unit.Text("unitCode") == TestUnits.Kullen);
        Assert.True(others.GetProperty("total").GetProperty("pairs").GetInt32() >= 10);
        Assert.Contains("Kullens hemtjänst", await host.As(TestUsers.QualityDeveloper).GetAsync("/avvikelser/andra-bedomning/jamfor").Html());

        async Task<JsonElement> Unit(TestUser reader) =>
            (await host.As(reader).GetAsync("/deviations/v1/assessment-agreement").Json()).GetProperty("units").EnumerateArray().Single(unit => unit.Text("unitCode") == TestUnits.Kullen);
    }

    [Fact]
    public async Task What_was_is_apart_from_what_could_have_been_and_high_figures_suggest_a_track_and_decide_nothing()
    {
        var manager = host.As(TestUsers.Manager);
        var id = await host.Reported(TestUsers.Employee, ("kind", "health-care"));
        await manager.Post($"{Cases}/{id}/assessment", new { severity = 2, actualSeverity = 3, probability = 4, motivation = "Kunde ha blivit värre." }).NamesField("actualSeverity");
        var seen = (await manager.Post($"{Cases}/{id}/assessment", new { severity = 3, actualSeverity = 1, probability = 3, motivation = "Kunde ha blivit värre." }).Json()).GetProperty("assessment");
        Assert.Equal(("3", "1", "9"), (seen.Text("severity"), seen.Text("actualSeverity"), seen.Text("score")));
        var page = await manager.GetAsync($"/avvikelser/{id}").Html();
        Assert.Contains("Överväg lex Maria", page);
        Assert.Contains("Poängen avgör inte", page);
        Assert.Contains("Regeln är inte kontrollerad", page);
        Assert.DoesNotContain("Överväg", await host.As(TestUsers.QualityDeveloper).GetAsync($"/avvikelser/{id}").Html());
        // Severe but unlikely reaches one limit only; work environment has an authority of its own.
        await manager.Post($"{Cases}/{id}/assessment", new { severity = 4, probability = 1, motivation = "Osannolikt." }).Json();
        Assert.DoesNotContain("Överväg", await manager.GetAsync($"/avvikelser/{id}").Html());
        var fall = await host.Reported(TestUsers.Employee, ("kind", "work-environment"));
        await manager.Post($"{Cases}/{fall}/assessment", new { severity = 4, probability = 4, motivation = "Hala golv." }).Json();
        Assert.DoesNotContain("Överväg", await manager.GetAsync($"/avvikelser/{fall}").Html());
    }

    private async Task<int> Pairs(string unit) =>
        (await host.As(TestUsers.QualityDeveloper).GetAsync("/deviations/v1/assessment-agreement").Json()).GetProperty("units").EnumerateArray().Where(row => row.Text("unitCode") == unit).Select(row => row.GetProperty("pairs").GetInt32()).SingleOrDefault();

    private static object Judged(int severity, int probability) => new { severity, probability, motivation = "Kan hända igen." };

    private Task<(Guid Case, Guid Second)> Drawn(TestUser reporter, string unit, int severity, int probability, (int Severity, int Probability)? judged = null, string? description = null) =>
        host.DrawnTwice(reporter, unit, severity, probability, judged, description);
}

internal static class DrawnCases
{
    /// <summary>A case of the unit that is drawn whatever its lot, and when asked for judged twice.</summary>
    public static async Task<(Guid Case, Guid Second)> DrawnTwice(this DeviationsHost host, TestUser reporter, string unit, int severity, int probability, (int Severity, int Probability)? judged = null, string? description = null)
    {
        var id = await host.Reported(reporter, description is null ? [("unitCode", unit)] : [("unitCode", unit), ("description", description)]);
        await host.Work(id, deviation => deviation.Assess(severity, probability, "Först.", Arrange.Karin, Arrange.Now));
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("arrange"));
        var second = SecondAssessment.Draw(await db.Deviations.SingleAsync(d => d.Id == id), 100, Arrange.Now)!;
        if (judged is { } again) second.Judge(again.Severity, again.Probability, "Sedan.", new("x", "X"), Arrange.Now);
        db.Add(second);
        await db.SaveChangesAsync();
        return (id, second.Id);
    }
}
