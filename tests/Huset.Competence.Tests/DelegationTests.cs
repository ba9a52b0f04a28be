using System.Text.Json;
using Huset.Competence.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Competence.Tests;

public sealed class DelegationTests(CompetenceHost host)
{
    private const string Api = "/competence/v1/delegations";
    private static int People;

    [Fact]
    public async Task A_delegation_applies_when_both_have_signed_and_tells_the_others_without_who()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var written = await Write(nurse, anna);
        var id = written.GetProperty("id").GetGuid();
        Assert.Equal(("draft", false), (written.GetProperty("status").GetString(), written.GetProperty("inForce").GetBoolean()));

        var signed = await host.As(anna.User).PostAsync($"{Api}/{id}/signature", null).Json();
        Assert.Equal(("active", true), (signed.GetProperty("status").GetString(), signed.GetProperty("inForce").GetBoolean()));
        Assert.Equal(2, signed.GetProperty("version").GetInt32());

        var mine = (await host.As(anna.User).GetAsync("/competence/v1/me/delegations").Json()).GetProperty("items");
        Assert.Equal(id, Assert.Single(mine.EnumerateArray()).GetProperty("id").GetGuid());
        var told = (await host.Published<DelegationChanged>()).Where(changed => changed.DelegationId == id).ToList();
        Assert.Equal(["draft", "active"], told.Select(changed => changed.Status));
        Assert.Equal([1, 2], told.Select(changed => changed.SubjectVersion));
    }

    [Fact]
    public async Task Whoever_signs_again_changes_nothing()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var id = await Signed(nurse, anna);
        Assert.Equal(2, (await host.As(anna.User).PostAsync($"{Api}/{id}/signature", null).Json()).GetProperty("version").GetInt32());
        Assert.Equal(2, (await host.As(nurse.User).PostAsync($"{Api}/{id}/signature", null).Json()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task The_wrong_signer_is_refused_also_one_who_may_see_it()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var id = (await Write(nurse, anna)).GetProperty("id").GetGuid();
        await host.As((await Someone()).User).PostAsync($"{Api}/{id}/signature", null).Problem(HttpStatusCode.Conflict, "delegation.wrong-signer");
        await host.As(TestUsers.Manager).PostAsync($"{Api}/{id}/signature", null).Problem(HttpStatusCode.Conflict, "delegation.wrong-signer");
        await host.As(TestUsers.Supplier).PostAsync($"{Api}/{id}/signature", null).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).PostAsync($"{Api}/{id}/signature", null).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        // The delegator's own signature stands already and makes nothing of it.
        Assert.Equal("draft", (await host.As(nurse.User).PostAsync($"{Api}/{id}/signature", null).Json()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Over_twelve_months_is_refused_by_the_rule_and_its_source()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var problem = await Post(nurse, anna, ("validFrom", Day(0)), ("validTo", Today.AddYears(1).AddDays(1).ToString("O"))).Problem(HttpStatusCode.Conflict, "delegation.too-long");
        Assert.Contains("12 months (SOSFS 1997:14", problem.GetProperty("detail").GetString());
        await Post(nurse, anna, ("validFrom", Day(0)), ("validTo", Today.AddYears(1).ToString("O"))).Json(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("coursePassedOn")]
    [InlineData("testPassedOn")]
    public async Task Without_course_or_test_or_before_they_are_done_it_is_refused(string field)
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        await Post(nurse, anna, (field, null)).Problem(HttpStatusCode.Conflict, "delegation.no-test");
        await Post(nurse, anna, (field, Day(1))).Problem(HttpStatusCode.Conflict, "delegation.no-test");
    }

    [Fact]
    public async Task A_test_that_is_too_old_must_be_taken_again()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        await Post(nurse, anna, ("testPassedOn", Today.AddMonths(-13).ToString("O"))).Problem(HttpStatusCode.Conflict, "delegation.test-too-old");
    }

    [Fact]
    public async Task Only_a_licensed_profession_delegates_and_not_to_oneself_nor_to_who_works_elsewhere()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        await Post(anna, await Someone()).Problem(HttpStatusCode.Conflict, "delegation.not-licensed");
        await Post((TestUsers.Auditor, Guid.Empty), anna).Problem(HttpStatusCode.Conflict, "delegation.not-licensed");
        await Post(nurse, nurse, ("unitCode", TestUnits.Hasselvagen)).Problem(HttpStatusCode.Conflict, "delegation.to-oneself");
        await Post(nurse, anna, ("unitCode", TestUnits.Kullen)).Problem(HttpStatusCode.Conflict, "delegation.recipient-elsewhere");
        await Post(nurse, anna, ("unitCode", TestUnits.ElderlyCare)).Json(HttpStatusCode.Created);
        await host.As(TestUsers.Administrator).Post(Api, new { }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).Post(Api, new { }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Theory]
    [InlineData("employeeId", "019ab0c4-7d00-7000-8000-00000000dead")]
    [InlineData("task", "operera")]
    [InlineData("unitCode", "ingen")]
    [InlineData("instructions", "")]
    [InlineData("validTo", "2001-01-01")]
    [InlineData("validFrom", "9999-12-30")]
    [InlineData("practicalCheckOn", "2999-01-01")]
    public async Task What_is_no_delegation_is_refused_by_its_field(string field, string value) => await Post(await Nurse(), await Someone(), (field, value)).NamesField(field);

    [Fact]
    public async Task Whoever_gave_it_the_manager_and_MAS_withdraw_it_with_a_reason_and_who_has_it_does_not()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var id = await Signed(nurse, anna);
        await host.As(anna.User).Post($"{Api}/{id}/withdrawal", new { reason = "Jag vill inte." }).Problem(HttpStatusCode.Conflict, "delegation.not-yours-to-withdraw");
        await host.As(TestUsers.OtherManager).Post($"{Api}/{id}/withdrawal", new { reason = "Fel enhet." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(nurse.User).Post($"{Api}/{id}/withdrawal", new { reason = "" }).NamesField("reason");
        var withdrawn = await host.As(nurse.User).Post($"{Api}/{id}/withdrawal", new { reason = "Två doser gavs fel." }).Json();
        Assert.Equal(("withdrawn", "Två doser gavs fel."), (withdrawn.GetProperty("status").GetString(), withdrawn.GetProperty("endedReason").GetString()));
        await host.As(TestUsers.Manager).Post($"{Api}/{id}/withdrawal", new { reason = "En gång till." }).Problem(HttpStatusCode.Conflict, "delegation.over");
        await host.As(anna.User).PostAsync($"{Api}/{id}/signature", null).Problem(HttpStatusCode.Conflict, "delegation.over");
        foreach (var other in new[] { TestUsers.Manager, TestUsers.Mas })
            Assert.Equal("withdrawn", (await host.As(other).Post($"{Api}/{await Signed(nurse, anna)}/withdrawal", new { reason = "Utförs inte säkert." }).Json()).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("recipient", "home_unit = 'kullen'", "recipient-moved", "arbetar inte längre på enheten")]
    [InlineData("recipient", "employed_to = current_date", "recipient-left", "inte längre anställd")]
    [InlineData("delegator", "employed_to = current_date", "delegator-left", "kan inte följa upp")]
    [InlineData("delegator", "home_unit = 'kullen'", "delegator-moved", "bytt enhet")]
    [InlineData("delegator", "role = 'handlaggare'", "delegator-not-licensed", "legitimerat yrke")]
    public async Task When_one_of_the_two_leaves_it_ends_by_the_rule_and_says_so(string who, string change, string because, string words)
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var id = await Signed(nurse, anna);
        Assert.Equal(0, await End(anna, nurse));
        await host.Scalar<int>($"update employees set {change} where id = $1 returning version", who == "recipient" ? anna.Id : nurse.Id);
        Assert.Equal(1, await End(anna));
        var ended = await host.As(TestUsers.Mas).GetAsync($"{Api}/{id}").Json();
        Assert.Equal(("ended", because, false), (ended.GetProperty("status").GetString(), ended.GetProperty("endedBecause").GetString(), ended.GetProperty("inForce").GetBoolean()));
        Assert.Contains(words, ended.GetProperty("endedReason").GetString());
        Assert.Equal("ended", (await host.Published<DelegationChanged>()).Last(changed => changed.DelegationId == id).Status);
    }

    [Fact]
    public async Task Whoever_moves_to_a_unit_below_keeps_it_and_a_draft_of_one_who_moved_cannot_be_signed()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var wide = await Signed(nurse, anna, ("unitCode", TestUnits.ElderlyCare));
        var draft = (await Write(nurse, anna)).GetProperty("id").GetGuid();
        await host.Scalar<int>("update employees set home_unit = 'kullen' where id = $1 returning version", anna.Id);
        await host.As(anna.User).PostAsync($"{Api}/{draft}/signature", null).Problem(HttpStatusCode.Conflict, "delegation.recipient-elsewhere");
        Assert.Equal(1, await End(anna));
        Assert.True((await host.As(anna.User).GetAsync($"{Api}/{wide}").Json()).GetProperty("inForce").GetBoolean());
    }

    [Fact]
    public async Task What_has_run_out_is_shown_so_by_its_day_before_anyone_has_written_it_down()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var id = await Signed(nurse, anna, ("validTo", Day(20)));
        Assert.Equal(30, (await host.As(anna.User).GetAsync($"{Api}/{id}").Json()).GetProperty("reminder").GetInt32());
        await host.Scalar<int>("update delegations set valid_from = current_date - 100, valid_to = current_date - 1 where id = $1 returning version", id);
        var over = await host.As(anna.User).GetAsync($"{Api}/{id}").Json();
        Assert.Equal(("expired", false), (over.GetProperty("status").GetString(), over.GetProperty("inForce").GetBoolean()));
        Assert.Contains(id, await Listed(TestUsers.Mas, $"status=expired&employeeId={anna.Id}"));
        Assert.DoesNotContain(id, await Listed(TestUsers.Mas, $"status=active&employeeId={anna.Id}"));
        Assert.Equal(1, await End(anna));
        Assert.Equal("expired", (await host.Published<DelegationChanged>()).Last(changed => changed.DelegationId == id).Status);
    }

    [Fact]
    public async Task MAS_sees_all_a_manager_the_units_and_each_of_the_two_their_own()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var id = await Signed(nurse, anna);
        foreach (var reader in new[] { TestUsers.Mas, TestUsers.Manager, TestUsers.AreaManager, nurse.User, anna.User })
        {
            Assert.Contains(id, await Listed(reader, $"employeeId={anna.Id}"));
            Assert.Contains(id, await Listed(reader, $"delegatorId={nurse.Id}&unitCode=norrangen&task=insulin"));
        }
        foreach (var reader in new[] { TestUsers.OtherManager, TestUsers.Staffing, (await Someone()).User })
        {
            Assert.DoesNotContain(id, await Listed(reader, $"employeeId={anna.Id}"));
            await host.As(reader).GetAsync($"{Api}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        }
        var csv = await host.As(TestUsers.Mas).GetStringAsync($"{Api}?format=csv&employeeId={anna.Id}");
        Assert.Contains($"{id};", csv);
        await host.As(TestUsers.Mas).GetAsync($"{Api}?status=borta").NamesField("status");
    }

    [Fact]
    public async Task A_nurse_is_offered_the_units_people_and_who_may_not_delegate_nobody()
    {
        var (nurse, anna) = (await Nurse(), await Someone());
        var offered = (await host.As(nurse.User).GetAsync($"{Api}/recipients?unitCode=norrangen&limit=100").Json()).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(anna.Id, offered);
        Assert.DoesNotContain(nurse.Id, offered);
        Assert.Equal(0, (await host.As(anna.User).GetAsync($"{Api}/recipients?unitCode=norrangen").Json()).GetProperty("total").GetInt32());
    }

    private static DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm")).DateTime);

    private static string Day(int fromToday) => Today.AddDays(fromToday).ToString("O");

    private async Task<(TestUser User, Guid Id)> Someone(string unit = TestUnits.Norrangen, string role = "underskoterska")
    {
        var user = new TestUser($"person{Interlocked.Increment(ref People)}", [ServiceDefaults.Identity.Roles.Medarbetare], HomeUnit: unit);
        return (user, await host.Employed(unit, role, user));
    }

    private Task<(TestUser User, Guid Id)> Nurse() => Someone(TestUnits.Hasselvagen, "sjukskoterska");

    private Task<HttpResponseMessage> Post((TestUser User, Guid Id) delegator, (TestUser User, Guid Id) recipient, params (string Field, object? Value)[] other)
    {
        var body = new Dictionary<string, object?>
        {
            ["employeeId"] = recipient.Id,
            ["task"] = "insulin",
            ["unitCode"] = TestUnits.Norrangen,
            ["validFrom"] = Day(0),
            ["validTo"] = Day(300),
            ["coursePassedOn"] = Day(-10),
            ["testPassedOn"] = Day(-5),
            ["practicalCheckOn"] = Day(-1),
            ["instructions"] = "Kontrollera namn och dos. Ring vid tvekan.",
        };
        foreach (var (field, value) in other) body[field] = value;
        return host.As(delegator.User).Post(Api, body);
    }

    private async Task<JsonElement> Write((TestUser User, Guid Id) delegator, (TestUser User, Guid Id) recipient, params (string Field, object? Value)[] other) =>
        await Post(delegator, recipient, other).Json(HttpStatusCode.Created);

    private async Task<Guid> Signed((TestUser User, Guid Id) delegator, (TestUser User, Guid Id) recipient, params (string Field, object? Value)[] other)
    {
        var id = (await Write(delegator, recipient, other)).GetProperty("id").GetGuid();
        await host.As(recipient.User).PostAsync($"{Api}/{id}/signature", null).Json();
        return id;
    }

    private async Task<IReadOnlyList<Guid>> Listed(TestUser reader, string filter) =>
        [.. (await host.As(reader).GetAsync($"{Api}?limit=100&{filter}").Json()).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetGuid())];

    // As the import does it: in the transaction that changes the directory.
    private async Task<int> End(params (TestUser User, Guid Id)[] changed)
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CompetenceDb>();
        var ended = await scope.ServiceProvider.GetRequiredService<Features.Delegations.EndDelegations>().For([.. changed.Select(one => one.Id)], TestContext.Current.CancellationToken);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return ended;
    }
}
