extern alias demo;

using System.Text.Json;
using System.Text.Json.Nodes;
using demo::Huset.Demo;
using Microsoft.Extensions.Logging.Abstractions;

namespace Huset.Deviations.Tests;

/// <summary>The plan of the demonstration's autumn, and that much of it that is Deviations', taken through its API.</summary>
public sealed class AutumnTests(AutumnTests.DemoHost host) : IClassFixture<AutumnTests.DemoHost>
{
    private static readonly DateTimeOffset Until = new(2026, 11, 20, 14, 5, 0, TimeSpan.Zero);

    [Fact]
    public void One_seed_gives_one_plan_and_another_seed_another()
    {
        Assert.Equal(Text(Autumn.Plan(1, Until)), Text(Autumn.Plan(1, Until)));
        Assert.NotEqual(Text(Autumn.Plan(1, Until)), Text(Autumn.Plan(2, Until)));
    }

    [Theory]
    [InlineData(2026)]
    [InlineData(1)]
    [InlineData(2)]
    public void It_is_four_hundred_cases_of_three_months_told_by_known_people_in_the_order_of_time(int seed)
    {
        var plan = Autumn.Plan(seed, Until);
        Assert.Equal(400, plan.Count(step => step.Number == 1));
        Assert.All(plan, step => Assert.InRange(step.At, Until.AddDays(-93), Until));
        Assert.Equal(plan.Select(step => step.At).Order(), plan.Select(step => step.At));
        foreach (var story in plan.GroupBy(step => step.Case)) Assert.Equal(Enumerable.Range(1, story.Count()), story.Select(step => step.Number));
        Assert.Empty(plan.Select(step => step.User).Except(DemoHost.Users.Keys));
        Assert.All(plan.Where(IsReport), step => Assert.True(step.Body["occurredAt"]!.GetValue<DateTimeOffset>() <= step.At));
        // Every choice of words is made.
        Assert.All(plan, step => Assert.DoesNotContain('|', step.Body.ToJsonString()));
        Assert.True(plan.Where(IsReport).Select(step => step.Body["description"]!.GetValue<string>()).Distinct().Count() > 150);
    }

    [Fact]
    public void Norrangen_has_fewer_health_care_deviations_after_what_it_decides_in_the_middle()
    {
        var days = Autumn.Plan(2026, Until).Where(step => IsReport(step) && $"{step.Body["unitCode"]}" == "norrangen" && $"{step.Body["kind"]}" == "health-care")
            .Select(step => (Until - step.At).Days).ToList();
        Assert.True(days.Count(day => day >= 46) > 3 * days.Count(day => day < 40), string.Join(' ', days));
    }

    [Fact]
    public async Task Every_step_is_taken_and_a_walk_that_is_begun_again_doubles_nothing()
    {
        var until = new DateTimeOffset(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);
        // What begins in another service ends there.
        var plan = Autumn.Plan(2026, until).Where(step => step.Case <= 90).GroupBy(step => step.Case).Where(story => IsReport(story.First()))
            .SelectMany(story => story).Where(step => step.Path.StartsWith("deviations/", StringComparison.Ordinal)).OrderBy(step => step.At).ToList();
        var facts = plan.SelectMany(step => new[] { "activityId", "routineId" }.Select(name => $"{step.Body[name]}".Trim('{', '}')).Where(name => name.Length > 0)).Distinct()
            .ToDictionary(name => name, _ => Guid.NewGuid().ToString());
        var (reports, actions) = (plan.Count(IsReport), plan.Count(step => step.Path.EndsWith("/actions", StringComparison.Ordinal)));
        Assert.True(reports > 40 && actions > 20 && plan.Exists(step => step.Path.EndsWith("/decision", StringComparison.Ordinal)), $"{reports} {actions}");

        await Walk(plan.Take(plan.Count / 2));
        var half = await Rows();
        Assert.InRange(half.Cases, 1, reports - 1);
        await Walk(plan);
        var whole = await Rows();
        Assert.Equal((reports, actions), (whole.Cases, whole.Actions));
        await Walk(plan);
        Assert.Equal(whole, await Rows());
        // Each thing was done when the plan says, by who it says.
        var first = plan.First(IsReport);
        Assert.Equal(1, await host.Scalar<long>("select count(*) from deviations where reported_at = $1 and description = $2", first.At.UtcDateTime, first.Body["description"]!.GetValue<string>()));

        async Task Walk(IEnumerable<Step> steps)
        {
            var walk = new Walk(host.Client(), (user, _) => Task.FromResult(TestTokens.For(DemoHost.Users[user])), facts, "test", NullLogger.Instance);
            foreach (var step in steps)
            {
                await walk.Take(step, default);
                Assert.True(walk.Refused == 0, $"{step.Method} {step.Path} by {step.User}: {step.Body.ToJsonString()}");
            }
        }
    }

    private async Task<(long Cases, long Actions, long Changes, long Told)> Rows() => (
        await host.Scalar<long>("select count(*) from deviations"), await host.Scalar<long>("select count(*) from actions"), await host.Scalar<long>("select sum(version)::bigint from deviations"),
        await host.Scalar<long>("select count(*) from outbox"));

    private static bool IsReport(Step step) => step.Path == "deviations/v1/deviations";

    private static string Text(IReadOnlyList<Step> plan) => string.Join('\n', plan.Select(step => $"{step.At:O} {step.Case}.{step.Number} {step.User} {step.Method} {step.Path} {step.Body.ToJsonString()}"));

    public sealed class DemoHost() : ServiceHost<Program, DeviationsDb>("deviations", seedUnits: false)
    {
        /// <summary>The demonstration's people, as its realm has them.</summary>
        public static readonly Dictionary<string, TestUser> Users = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "identity", "realms", "huset-demo.json")))!["users"]!.AsArray()
            .ToDictionary(user => $"{user!["username"]}", user => new TestUser($"{user!["username"]}", user["realmRoles"].Deserialize<string[]>()!, user["attributes"]?["units"].Deserialize<string[]>(), $"{user["attributes"]?["homeUnit"]?[0]}")
            {
                Client = "huset-demo",
            });

        protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Huset:Demo", "true"), new("Huset:DemoAutumn", "true")];

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await AddDemoUnits();
        }

        public HttpClient Client() => Factory.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = Address });
    }
}
