using Huset.Competence.Contracts;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

/// <summary>Owners of actions from the people directory: before they have an account, when they get one, and when they leave.</summary>
public sealed class DirectoryTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1";

    [Fact]
    public async Task Someone_in_the_directory_without_an_account_can_own_an_action_and_finds_it_when_the_account_comes()
    {
        var person = Guid.NewGuid();
        await host.Tell<KeepPeople, PersonChanged>(Told(person, 1, "Nyanställda Nadja"));
        var (id, cause, _) = await host.WithCause();
        var action = await host.As(TestUsers.Manager).Post($"{Api}/deviations/{id}/actions", Plan(cause, $"{person}")).Json(HttpStatusCode.Created);
        Assert.Equal("Nyanställda Nadja", action.GetProperty("owner").GetString());
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from notices where person_id = $1", $"{person}"));

        // She signs in before the directory knows of the account, and the directory learns of it after.
        var account = new TestUser("nadja", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen);
        Assert.Equal(0, (await host.As(account).GetAsync($"{Api}/actions").Json()).GetProperty("total").GetInt32());
        await host.Tell<KeepPeople, PersonChanged>(Told(person, 2, "Nyanställda Nadja", account));
        Assert.Equal(action.GetProperty("id").GetGuid(), (await host.As(account).GetAsync($"{Api}/actions").Json()).GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid());
        Assert.Equal("action-planned", (await host.As(account).GetAsync($"{Api}/notices").Json()).GetProperty("items").EnumerateArray().Single().GetProperty("kind").GetString());
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from people where name = 'Nyanställda Nadja'"));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from people where id = $1 and directory_id = $2 and roles = array['medarbetare']", $"{account.Id}", person));
        // A form that was drawn before still names her by the directory's id.
        var moved = await host.As(TestUsers.Manager).Post($"{Api}/deviations/{id}/actions", Plan(cause, $"{person}")).Json(HttpStatusCode.Created);
        Assert.Equal($"{account.Id}", moved.GetProperty("ownerId").GetString());
        var (analysis, _) = await host.Analysed(TestUnits.Kullen, RiskAnalysisStatus.Draft);
        var planned = await host.As(TestUsers.Manager).Post($"{Api}/risk-analyses/{analysis.Id}/risks/{analysis.Risks[0].Id}/actions", new { what = "Två jämför.", ownerId = $"{person}", dueAt = "2026-12-12" }).Json();
        Assert.Contains($"{account.Id}", planned.GetProperty("risks")[0].GetProperty("actions").EnumerateArray().Select(known => known.Text("ownerId")));
        await host.As(TestUsers.OtherManager).Post($"{Api}/meetings/{TestUnits.Solgarden}/2022-11/decisions", new { text = "Prova.", ownerId = $"{person}" }).Json();
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from unit_meeting_decisions where owner_id = $1", $"{account.Id}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_signs_in_here_before_the_directory_knows_the_account_is_one_person_by_the_sign_in_name(bool toldFirst)
    {
        var (person, account) = (Guid.NewGuid(), new TestUser($"Forst.{Guid.NewGuid():N}", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen));
        var told = Told(person, 1, $"Katalog {account.Username}") with { Username = account.Username.ToLowerInvariant() };
        var (id, cause, _) = await host.WithCause();
        var owner = $"{account.Id}";
        Guid action;
        if (toldFirst)
        {
            await host.Tell<KeepPeople, PersonChanged>(told);
            action = (await host.As(TestUsers.Manager).Post($"{Api}/deviations/{id}/actions", Plan(cause, $"{person}")).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
            await host.As(account).GetAsync($"{Api}/deviations").Json();
        }
        else
        {
            await host.As(account).GetAsync($"{Api}/deviations").Json();
            action = (await host.As(TestUsers.Manager).Post($"{Api}/deviations/{id}/actions", Plan(cause, owner)).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
            await host.Tell<KeepPeople, PersonChanged>(told);
        }
        var found = Assert.Single((await host.As(TestUsers.Manager).GetAsync($"{Api}/people?q={account.Username}").Json()).GetProperty("items").EnumerateArray());
        Assert.Equal((owner, $"Katalog {account.Username}"), (found.Text("personId"), found.Text("name")));
        Assert.Equal(action, (await host.As(account).GetAsync($"{Api}/actions").Json()).GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid());
        // The directory learns of the account afterwards, and nothing is other for it.
        await host.Tell<KeepPeople, PersonChanged>(told with { AccountId = owner, SubjectVersion = 2 });
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from people where directory_id = $1 and id = $2 and directory_version = 2 and roles = array['medarbetare']", person, owner));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from people where username = $1", account.Username.ToLowerInvariant()));
    }

    [Fact]
    public async Task Who_has_left_is_not_offered_and_the_manager_is_told_of_what_was_left_undone()
    {
        var (person, account) = (Guid.NewGuid(), new TestUser("slutar", [Roles.Medarbetare], HomeUnit: TestUnits.Solgarden));
        var another = new TestUser("tar-over", [Roles.Medarbetare], HomeUnit: TestUnits.Solgarden);
        foreach (var known in new[] { account, another, TestUsers.OtherManager }) await host.As(known).GetAsync($"{Api}/deviations").Json();
        await host.Tell<KeepPeople, PersonChanged>(Told(person, 1, "Sluta Slutsson", account, TestUnits.Solgarden));
        var (id, action, version) = await host.WithAction(account, null, ("unitCode", TestUnits.Solgarden));
        await host.Tell<KeepPeople, PersonChanged>(Told(person, 3, "Sluta Slutsson", account, TestUnits.Solgarden, active: false));
        await host.Tell<KeepPeople, PersonChanged>(Told(person, 2, "Sluta Slutsson", account, TestUnits.Solgarden));

        var manager = host.As(TestUsers.OtherManager);
        Assert.Empty((await manager.GetAsync($"{Api}/people?q=slutsson").Json()).GetProperty("items").EnumerateArray());
        await manager.Post($"{Api}/deviations/{id}/actions", Plan((await manager.GetAsync($"{Api}/actions/{action}").Json()).GetProperty("causeId").GetGuid(), $"{account.Id}")).NamesField("ownerId");
        Assert.True((await manager.GetAsync($"{Api}/actions/{action}").Json()).GetProperty("ownerHasLeft").GetBoolean());
        Assert.Contains("Har slutat", await Answers.Html(manager.GetAsync($"/avvikelser/{id}")));
        Assert.Single((await manager.GetAsync($"{Api}/notices?limit=100").Json()).GetProperty("items").EnumerateArray(), notice => notice.GetProperty("kind").GetString() == "owner-left" && notice.GetProperty("deviationId").GetGuid() == id);

        // Somebody else takes it over.
        using var change = new HttpRequestMessage(HttpMethod.Put, $"{Api}/deviations/{id}/actions/{action}") { Content = System.Net.Http.Json.JsonContent.Create(Plan(null, $"{another.Id}")) };
        change.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        Assert.False((await manager.SendAsync(change).Json()).GetProperty("ownerHasLeft").GetBoolean());
    }

    [Fact]
    public async Task Name_and_home_unit_are_the_directorys_and_what_the_token_says_does_not_change_them()
    {
        var (person, account) = (Guid.NewGuid(), new TestUser("byter-namn", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen));
        await host.Tell<KeepPeople, PersonChanged>(Told(person, 1, "Katalogens Namn", account));
        await host.As(account).GetAsync($"{Api}/deviations").Json();
        Assert.Equal(TestUnits.Hasselvagen, await host.Scalar<string>("select home_unit from people where id = $1 and name = 'Katalogens Namn' and roles = array['medarbetare']", $"{account.Id}"));
    }

    [Fact]
    public async Task People_are_found_by_name_or_by_unit()
    {
        await host.Tell<KeepPeople, PersonChanged>(Told(Guid.NewGuid(), 1, "Sökbara Sonja"));
        var manager = host.As(TestUsers.Manager);
        foreach (var words in new[] { "bara SON", "hasselvägens" })
            Assert.Contains("Sökbara Sonja", (await manager.GetAsync($"{Api}/people?q={Uri.EscapeDataString(words)}&limit=100").Json()).GetProperty("items").EnumerateArray().Select(found => found.GetProperty("name").GetString()));
        Assert.Empty((await manager.GetAsync($"{Api}/people?q=finnsinte").Json()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Searching_for_an_owner_in_the_form_keeps_what_is_written_and_saves_nothing()
    {
        var person = Guid.NewGuid();
        await host.Tell<KeepPeople, PersonChanged>(Told(person, 1, "Formulär-Frida"));
        var (id, cause, version) = await host.WithCause();
        var client = host.As(TestUsers.Manager);
        Assert.DoesNotContain("Formulär-Frida", await Answers.Html(client.GetAsync($"/avvikelser/{id}/atgard")));
        (string, string)[] fields =
        [
            ("Version", $"{version}"), ("Request.CauseId", $"{cause}"), ("Request.What", "Två på passet."), ("Request.PlannedStart", "2026-12-01"), ("Request.DueAt", "2026-12-12"),
            ("Request.FollowUp", "Varje vecka."), ("Request.SuccessCriterion", "Inga missar."), ("Request.EffectCheckAt", "2027-01-15"), ("Owner.Words", "frida"),
        ];
        var found = await Answers.Html(Form(client, $"{id}/atgard", "atgard", [.. fields, ("Request.What", ""), ("Owner.Find", "true")]));
        Assert.Contains("Formulär-Frida, Hasselvägens gruppbostad", found);
        Assert.Contains("1 person passar", found);
        Assert.Contains("Varje vecka.", found);
        Assert.DoesNotContain("Det är saker att rätta", found);
        Assert.Contains("Ingen här heter eller arbetar så: qqq", await Answers.Html(Form(client, $"{id}/atgard", "atgard", [.. fields.SkipLast(1), ("Owner.Words", "qqq"), ("Owner.Find", "true")])));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from actions where deviation_id = $1", id));

        Assert.Equal(HttpStatusCode.Redirect, (await Form(client, $"{id}/atgard", "atgard", [.. fields, ("Owner.Done", "frida"), ("Request.OwnerId", $"{person}")])).StatusCode);
        Assert.Equal("Formulär-Frida", await host.Scalar<string>("select owner_name from actions where deviation_id = $1", id));
    }

    internal static PersonChanged Told(Guid person, int version, string name, TestUser? account = null, string unit = TestUnits.Hasselvagen, bool active = true) =>
        new(person, account?.Id.ToString(), name, "underskoterska", unit, active, version, Arrange.Now);

    private static Dictionary<string, object?> Plan(Guid? cause, string owner)
    {
        var plan = new Dictionary<string, object?>
        {
            ["what"] = "Två på passet.",
            ["ownerId"] = owner,
            ["plannedStart"] = "2026-12-01",
            ["dueAt"] = "2026-12-12",
            ["followUp"] = "Varje vecka.",
            ["successCriterion"] = "Inga missar.",
            ["effectCheckAt"] = "2027-01-15",
        };
        if (cause is not null) plan["causeId"] = cause;
        return plan;
    }

    private static Task<HttpResponseMessage> Form(HttpClient client, string path, string name, (string Field, string Value)[] fields) =>
        client.PostAsync($"/avvikelser/{path}", new FormUrlEncodedContent([new("_handler", name), .. fields.Reverse().DistinctBy(field => field.Field).Select(field => KeyValuePair.Create(field.Field, field.Value))]));
}
