using System.Text.Json;
using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Deviations.Features.Ideas;
using Huset.Events;

namespace Huset.Deviations.Tests;

public sealed class IdeaTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1/ideas";

    [Fact]
    public async Task An_idea_is_left_at_the_own_unit_with_credit_and_told_of_in_codes_alone()
    {
        var idea = await Left(TestUsers.Employee, ("theme", "arbetssatt"), ("waste", "rorelse"), ("expectedMinutesPerWeek", 90), ("expectedKronorPerYear", 12_000));
        Assert.Equal((TestUnits.Norrangen, "new", "unit"), (idea.Text("unitCode"), idea.Text("status"), idea.Text("level")));
        Assert.Matches(@"^IDE-\d{4}-\d{4,}$", idea.Text("reference"));
        Assert.Equal("Anna Testsson", Assert.Single(idea.GetProperty("credits").EnumerateArray()).Text("name"));
        Assert.Equal(90, idea.GetProperty("expected").GetProperty("minutesPerWeek").GetInt32());

        var told = Assert.Single(await host.Published<IdeaChanged>(), e => e.IdeaId == idea.Id());
        Assert.Equal(("new", "arbetssatt", "rorelse", 1, Visibility.Analyst), (told.Status, told.Theme, told.Waste, told.SubjectVersion, told.Visibility));
        Assert.DoesNotContain("nyck", JsonSerializer.Serialize(told), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_asks_not_to_be_named_is_not_and_the_name_is_stored_nowhere()
    {
        var idea = await Left(TestUsers.Employee, ("hideName", true));
        Assert.False(Assert.Single(idea.GetProperty("credits").EnumerateArray()).TryGetProperty("name", out _));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from idea_credits where idea_id = $1 and name is not null", idea.Id()));
    }

    [Fact]
    public async Task A_shared_idea_is_read_by_everyone_and_another_only_by_its_unit_and_who_left_it()
    {
        var (own, shared) = (await Left(TestUsers.Employee), await Left(TestUsers.Employee, ("shared", true)));
        foreach (var (user, sees) in new[] { (TestUsers.Colleague, true), (TestUsers.Manager, true), (TestUsers.AreaManager, true), (TestUsers.QualityDeveloper, true), (TestUsers.OtherManager, false), (TestUsers.Mas, false) })
        {
            Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await host.As(user).GetAsync($"{Api}/{own.Id()}")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await host.As(user).GetAsync($"{Api}/{shared.Id()}")).StatusCode);
        }
        var elsewhere = await Left(TestUsers.Employee, ("unitCode", TestUnits.Hasselvagen));
        Assert.Equal(HttpStatusCode.OK, (await host.As(TestUsers.Employee).GetAsync($"{Api}/{elsewhere.Id()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Colleague).GetAsync($"{Api}/{elsewhere.Id()}")).StatusCode);
    }

    [Fact]
    public async Task An_idea_is_tried_by_PDSA_before_it_is_introduced_with_its_effect()
    {
        var (id, manager) = ((await Left(TestUsers.Employee, ("unitCode", TestUnits.Kullen))).Id(), host.As(TestUsers.Manager));
        await manager.Post($"{Api}/{id}/status", new { status = "prioritised" }).NamesField("priority");
        Assert.Equal("high", (await Moved(manager, id, new { status = "prioritised", priority = "high" })).Text("priority"));
        await manager.Post($"{Api}/{id}/cycles", Plan()).Problem(HttpStatusCode.Conflict, "idea.not-begun");
        await Moved(manager, id, new { status = "ongoing" });
        await manager.Post($"{Api}/{id}/status", new { status = "tried" }).Problem(HttpStatusCode.Conflict, "idea.not-tried");
        await manager.Post($"{Api}/{id}/cycles", Plan(to: "2026-11-30")).NamesField("to");

        var planned = await manager.Post($"{Api}/{id}/cycles", Plan()).Json(HttpStatusCode.Created);
        await manager.Post($"{Api}/{id}/cycles", Plan()).Problem(HttpStatusCode.Conflict, "cycle.open");
        var cycle = Assert.Single(planned.GetProperty("cycles").EnumerateArray()).Id();
        var result = new { did = "Tavlan användes.", after = 2.5, learned = "Krokarna måste ha namn.", outcome = "adapt" };
        var tried = await manager.Put($"{Api}/{id}/cycles/{cycle}", result, null).Json();
        Assert.Equal((12m, 2.5m, "adapt"), (tried.GetProperty("cycles")[0].GetProperty("before").GetDecimal(), tried.GetProperty("cycles")[0].GetProperty("after").GetDecimal(), tried.GetProperty("cycles")[0].Text("outcome")));
        await manager.Put($"{Api}/{id}/cycles/{cycle}", result, null).Problem(HttpStatusCode.Conflict, "cycle.over");

        await Moved(manager, id, new { status = "tried" });
        await manager.Post($"{Api}/{id}/status", new { status = "introduced" }).NamesField("realQuality");
        var introduced = await Moved(manager, id, new { status = "introduced", realMinutesPerWeek = 70, realKronorPerYear = -500 });
        Assert.Equal(-500, introduced.GetProperty("real").GetProperty("kronorPerYear").GetInt32());
        Assert.Equal(["introduced", "closed", "ongoing"], introduced.GetProperty("next").EnumerateArray().Select(next => next.GetString()).OrderByDescending(next => next == "introduced").ThenBy(next => next));
        var told = (await host.Published<IdeaChanged>()).Last(e => e.IdeaId == id);
        Assert.Equal(("introduced", 1, 70, -500L), (told.Status, told.Cycles, told.RealMinutes, told.RealKronor));
        await manager.Post($"{Api}/{id}/cycles", Plan()).Problem(HttpStatusCode.Conflict, "idea.over");
    }

    [Fact]
    public async Task An_idea_is_closed_with_a_reason_and_taken_up_again()
    {
        var (id, manager) = ((await Left(TestUsers.Employee)).Id(), host.As(TestUsers.Manager));
        await manager.Post($"{Api}/{id}/status", new { status = "closed" }).NamesField("reason");
        Assert.Equal("Finns redan.", (await Moved(manager, id, new { status = "closed", reason = "Finns redan." })).Text("closedReason"));
        await manager.Post($"{Api}/{id}/status", new { status = "ongoing" }).Problem(HttpStatusCode.Conflict, "idea.status");
        Assert.False((await Moved(manager, id, new { status = "new" })).TryGetProperty("closedReason", out _));
    }

    [Fact]
    public async Task A_unit_has_no_more_begun_than_the_rule_lets_it_however_many_are_begun_at_once()
    {
        var limit = await host.Scalar<int>("select value from thresholds where measure = 'ideas-begun' and valid_to is null");
        var ids = new List<Guid>();
        for (var number = 0; number < limit + 2; number++) ids.Add((await Left(TestUsers.Employee, ("unitCode", TestUnits.Solgarden))).Id());
        var answers = await Task.WhenAll(ids.Select(id => host.As(TestUsers.OtherManager).Post($"{Api}/{id}/status", new { status = "ongoing" })));
        Assert.Equal(limit, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var refused = ids[Array.FindIndex(answers, answer => answer.StatusCode != HttpStatusCode.OK)];
        await host.As(TestUsers.OtherManager).Post($"{Api}/{refused}/status", new { status = "ongoing" }).Problem(HttpStatusCode.Conflict, "idea.too-many-begun");
        var begun = ids[Array.FindIndex(answers, answer => answer.StatusCode == HttpStatusCode.OK)];
        await Moved(host.As(TestUsers.OtherManager), begun, new { status = "prioritised", priority = "low" });
        await Moved(host.As(TestUsers.OtherManager), refused, new { status = "ongoing" });
    }

    [Fact]
    public async Task One_person_has_one_vote()
    {
        var id = (await Left(TestUsers.Employee, ("shared", true))).Id();
        var votes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.As(TestUsers.Colleague).PutAsync($"{Api}/{id}/vote", null)));
        Assert.All(votes, vote => Assert.Equal(HttpStatusCode.NoContent, vote.StatusCode));
        await host.As(TestUsers.Mas).PutAsync($"{Api}/{id}/vote", null);
        var read = await host.As(TestUsers.Colleague).GetAsync($"{Api}/{id}").Json();
        Assert.Equal((2, true), (read.GetProperty("votes").GetInt32(), read.GetProperty("voted").GetBoolean()));
        await host.As(TestUsers.Colleague).DeleteAsync($"{Api}/{id}/vote");
        await host.As(TestUsers.Colleague).DeleteAsync($"{Api}/{id}/vote");
        read = await host.As(TestUsers.Colleague).GetAsync($"{Api}/{id}").Json();
        Assert.Equal((1, false), (read.GetProperty("votes").GetInt32(), read.GetProperty("voted").GetBoolean()));
    }

    [Fact]
    public async Task Many_ideas_become_one_with_credit_to_each_and_follow_how_it_fares()
    {
        var (first, second) = (await Left(TestUsers.Employee), await Left(TestUsers.Manager, ("unitCode", TestUnits.Kullen)));
        var manager = host.As(TestUsers.Manager);
        var other = await Left(TestUsers.OtherManager, ("shared", true));
        await manager.Post($"{Api}/joint", Joint(first, other)).NamesField("ideaIds");
        var joint = await manager.Post($"{Api}/joint", Joint(first, second)).Json(HttpStatusCode.Created);
        Assert.Equal(["Anna Testsson", "Karin Testsson"], joint.GetProperty("credits").EnumerateArray().Select(credit => credit.Text("name")).Order());
        Assert.Equal("Nattgruppen", joint.Text("team"));

        await Moved(manager, joint.Id(), new { status = "prioritised", priority = "medium" });
        var part = await host.As(TestUsers.Employee).GetAsync($"{Api}/{first.Id()}").Json();
        Assert.Equal(("prioritised", joint.Id()), (part.Text("status"), part.GetProperty("joinedIntoId").GetGuid()));
        await manager.Post($"{Api}/{first.Id()}/status", new { status = "ongoing" }).Problem(HttpStatusCode.Conflict, "idea.joined");
        await manager.Post($"{Api}/joint", Joint(first, second)).Problem(HttpStatusCode.Conflict, "idea.joined");
        var told = (await host.Published<IdeaChanged>()).Last(e => e.IdeaId == first.Id());
        Assert.Equal("prioritised", told.Status);
        Assert.Contains(new Link("joined-into", "idea", $"{joint.Id()}"), told.Links);

        var more = await Left(TestUsers.Colleague);
        var grown = await manager.Post($"{Api}/{joint.Id()}/parts", new { ideaIds = new[] { more.Id() } }).Json();
        Assert.Equal(3, grown.GetProperty("credits").GetArrayLength());
        var list = await manager.GetAsync($"{Api}/?joinedInto={joint.Id()}").Json();
        Assert.Equal(3, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_is_tried_is_taken_over_by_another_unit_with_credit_to_where_it_comes_from()
    {
        var (idea, manager) = (await Left(TestUsers.Employee, ("shared", true)), host.As(TestUsers.OtherManager));
        await manager.Post($"{Api}/{idea.Id()}/spread", new { unitCode = TestUnits.Solgarden }).Problem(HttpStatusCode.Conflict, "idea.not-tried");
        await host.Scalar<Guid>("update ideas set status = 'tried' where id = $1 returning id", idea.Id());
        await manager.Post($"{Api}/{idea.Id()}/spread", new { unitCode = TestUnits.Hasselvagen }).NamesField("unitCode");
        var spread = await manager.Post($"{Api}/{idea.Id()}/spread", new { unitCode = TestUnits.Solgarden }).Json(HttpStatusCode.Created);
        var credit = Assert.Single(spread.GetProperty("credits").EnumerateArray());
        Assert.Equal((TestUnits.Solgarden, "new", "Anna Testsson", TestUnits.Norrangen), (spread.Text("unitCode"), spread.Text("status"), credit.Text("name"), credit.Text("unitCode")));
        await manager.Post($"{Api}/{idea.Id()}/spread", new { unitCode = TestUnits.Solgarden }).Problem(HttpStatusCode.Conflict, "idea.spread-already");
        Assert.Contains(new Link("spread-from", "idea", $"{idea.Id()}"), (await host.Published<IdeaChanged>()).Single(e => e.IdeaId == spread.Id()).Links);
    }

    [Fact]
    public async Task An_idea_is_moved_to_no_unit_that_has_taken_it_over_already_or_has_no_room_for_more_begun()
    {
        var (idea, developer) = (await Left(TestUsers.Employee, ("shared", true)), host.As(TestUsers.QualityDeveloper));
        await host.Scalar<Guid>("update ideas set status = 'tried' where id = $1 returning id", idea.Id());
        await developer.Post($"{Api}/{idea.Id()}/spread", new { unitCode = TestUnits.Solgarden }).Json(HttpStatusCode.Created);
        var spread = await developer.Post($"{Api}/{idea.Id()}/spread", new { unitCode = TestUnits.Kullen }).Json(HttpStatusCode.Created);
        await developer.Put($"{Api}/{spread.Id()}", Body(("unitCode", TestUnits.Solgarden)), null).Problem(HttpStatusCode.Conflict, "idea.spread-already");

        var limit = await host.Scalar<int>("select value from thresholds where measure = 'ideas-begun' and valid_to is null");
        for (var number = 0; number < limit; number++) await host.Scalar<Guid>("update ideas set status = 'ongoing' where id = $1 returning id", (await Left(TestUsers.Employee, ("unitCode", TestUnits.Hasselvagen))).Id());
        await host.Scalar<Guid>("update ideas set status = 'ongoing' where id = $1 returning id", spread.Id());
        await developer.Put($"{Api}/{spread.Id()}", Body(("unitCode", TestUnits.Hasselvagen)), null).Problem(HttpStatusCode.Conflict, "idea.too-many-begun");
        Assert.Equal(TestUnits.Kullen, (await developer.Put($"{Api}/{spread.Id()}", Body(("unitCode", TestUnits.Kullen)), null).Json()).Text("unitCode"));
        // Others begin theirs there.
        await host.Scalar<long>("with ended as (update ideas set status = 'closed' where unit_code = $1 and status = 'ongoing' returning 1) select count(*) from ended", TestUnits.Hasselvagen);
    }

    [Fact]
    public async Task An_idea_of_a_complaint_comes_once_with_the_tie_and_nobody_named()
    {
        var asked = new ForwardIdea(Guid.NewGuid(), Guid.NewGuid(), "SYN-2026-0007", TestUnits.Norrangen, "Längre besökstider", "Besök också på kvällen.", Arrange.Now);
        await host.Tell<OpenForwardedIdea, ForwardIdea>(asked);
        await host.Tell<OpenForwardedIdea, ForwardIdea>(asked);
        var idea = await host.As(TestUsers.Colleague).GetAsync($"{Api}/{asked.IdeaId}").Json();
        var credit = Assert.Single(idea.GetProperty("credits").EnumerateArray());
        Assert.Equal(("SYN-2026-0007", true, false), (idea.Text("complaintReference"), credit.GetProperty("fromOutside").GetBoolean(), credit.TryGetProperty("name", out _)));
        Assert.Contains(new Link("follows-from", "complaint", $"{asked.ComplaintId}"), Assert.Single(await host.Published<IdeaChanged>(), e => e.IdeaId == asked.IdeaId).Links);
    }

    [Fact]
    public async Task Who_left_an_idea_words_it_anew_until_somebody_begins_with_it()
    {
        var idea = await Left(TestUsers.Employee);
        var anew = new { title = "En tavla", text = "Med namn på krokarna." };
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Colleague).Put($"{Api}/{idea.Id()}", anew, 1)).StatusCode);
        await host.As(TestUsers.Employee).Put($"{Api}/{idea.Id()}", anew, 7).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Equal("En tavla", (await host.As(TestUsers.Employee).Put($"{Api}/{idea.Id()}", anew, 1).Json()).Text("title"));
        await Moved(host.As(TestUsers.Manager), idea.Id(), new { status = "prioritised", priority = "low" });
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Employee).Put($"{Api}/{idea.Id()}", anew, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.As(TestUsers.Manager).Put($"{Api}/{idea.Id()}", anew, null)).StatusCode);
    }

    [Theory]
    [InlineData("title", "")]
    [InlineData("theme", "finns-inte")]
    [InlineData("waste", "finns-inte")]
    [InlineData("unitCode", "finns-inte")]
    [InlineData("level", "world")]
    [InlineData("decisionId", "0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")]
    public async Task A_wrong_field_is_named(string field, string value) => await host.As(TestUsers.Employee).Post(Api, Body((field, value))).NamesField(field);

    [Fact]
    public async Task The_list_is_filtered_searched_and_ordered_and_is_a_file_too()
    {
        var manager = host.As(TestUsers.Manager);
        var word = $"vattenkanna{Guid.NewGuid():N}";
        var first = await Left(TestUsers.Employee, ("title", $"Ny {word}"), ("theme", "teknik"), ("level", "area"));
        var second = await Left(TestUsers.Employee, ("text", $"Köp en {word} till. Och en till."), ("unitCode", TestUnits.Kullen));
        await host.As(TestUsers.Employee).PutAsync($"{Api}/{first.Id()}/vote", null);
        Assert.Equal([second.Id(), first.Id()], await Ids($"?q={word}"));
        Assert.Equal([first.Id(), second.Id()], await Ids($"?q={word}&sort=votes"));
        Assert.Equal([first.Id()], await Ids($"?q={word}&theme=teknik"));
        Assert.Equal([first.Id()], await Ids($"?q={word}&level=area"));
        Assert.Equal([second.Id()], await Ids($"?q={word}&unitCode={TestUnits.Kullen}"));
        Assert.Equal([first.Id()], await Ids($"?q={first.Text("reference")!.ToLowerInvariant()}"));
        Assert.Empty(await Ids($"?q={word}&status=closed"));
        await manager.GetAsync($"{Api}/?status=begun").NamesField("status");
        var csv = await manager.GetStringAsync($"{Api}/?q={word}&format=csv");
        Assert.Equal(3, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"Ny {word}", csv);

        async Task<Guid[]> Ids(string query) => [.. (await manager.GetAsync($"{Api}/{query}").Json()).GetProperty("items").EnumerateArray().Select(item => item.Id())];
    }

    [Fact]
    public async Task The_board_tells_how_many_of_each_status_and_the_ten_newest()
    {
        var word = $"pall{Guid.NewGuid():N}";
        var ids = new List<Guid>();
        for (var number = 0; number < 12; number++) ids.Add((await Left(TestUsers.Employee, ("title", $"{word} {number}"))).Id());
        await Moved(host.As(TestUsers.Manager), ids[0], new { status = "closed", reason = "Finns." });
        var columns = (await host.As(TestUsers.Manager).GetAsync($"{Api}/board?q={word}").Json()).GetProperty("columns").EnumerateArray().ToDictionary(column => column.Text("status")!);
        Assert.Equal(["new", "prioritised", "ongoing", "tried", "introduced", "closed"], columns.Keys);
        Assert.Equal((11, 0, 1), (columns["new"].GetProperty("count").GetInt32(), columns["ongoing"].GetProperty("count").GetInt32(), columns["closed"].GetProperty("count").GetInt32()));
        Assert.Equal(ids.Skip(2).Reverse(), columns["new"].GetProperty("newest").EnumerateArray().Select(row => row.Id()));
    }

    private async Task<JsonElement> Left(TestUser by, params (string Field, object? Value)[] changes) => await host.As(by).Post(Api, Body(changes)).Json(HttpStatusCode.Created);

    private static async Task<JsonElement> Moved(HttpClient manager, Guid id, object to) => await manager.Post($"{Api}/{id}/status", to).Json();

    private static Dictionary<string, object?> Body(params (string Field, object? Value)[] changes)
    {
        var body = new Dictionary<string, object?> { ["title"] = "En nyckeltavla vid dörren", ["text"] = "Vi letar nycklar varje morgon." };
        foreach (var (field, value) in changes) body[field] = value;
        return body;
    }

    private static object Plan(string to = "2026-12-14") => new { plan = "Tavla i två veckor.", measure = "Minuter per pass", measureUnit = "minuter", before = 12, from = "2026-12-01", to };

    private static object Joint(params JsonElement[] parts) =>
        new { ideaIds = parts.Select(part => part.Id()), title = "Ordning på nycklarna", text = "Tavlor på alla enheter.", team = "Nattgruppen", plan = "Prova på en enhet först." };
}

internal static class IdeaAnswers
{
    public static Guid Id(this JsonElement element) => element.GetProperty("id").GetGuid();
}
