using System.Net.Http.Json;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

public sealed class HandOverDeviationTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task From_the_handing_over_only_the_investigators_see_the_case()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();

        foreach (var reader in new[] { TestUsers.Manager, TestUsers.AreaManager, TestUsers.Mas, TestUsers.QualityDeveloper, TestUsers.Administrator })
            await host.As(reader).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var response = await host.As(TestUsers.LexInvestigator).GetAsync($"{Path}/{id}");
        var seen = await response.Json();
        Assert.Equal("\"2\"", response.Headers.ETag!.Tag);
        Assert.StartsWith("Morgondosen", seen.GetProperty("description").GetString());
        Assert.Equal(["lex-sarah"], seen.GetProperty("restrictedTo").EnumerateArray().Select(track => track.GetString()));
        var track = Assert.Single(seen.GetProperty("tracks").EnumerateArray());
        Assert.Equal(("lex-sarah", "Karin Testsson", "Misstänkt missförhållande."), (track.GetProperty("track").GetString(), track.GetProperty("handedOverBy").GetString(), track.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task The_tracks_investigators_are_told_at_once_and_the_manager_when_it_comes_back_and_nobody_else_of_either()
    {
        var id = await host.Reported(TestUsers.Employee);
        var leaving = new TestUser("lex-som-slutar", [Roles.LexUtredare, Roles.Medarbetare]);
        foreach (var user in new[] { TestUsers.LexInvestigator, TestUsers.Mas, TestUsers.Manager, TestUsers.AreaManager, leaving }) await host.As(user).GetAsync("/deviations/v1/notices").Json();
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();
        Assert.Equal([$"{TestUsers.LexInvestigator.Id} handed-over"], await Told(id));
        Assert.Contains("Ett ärende är överlämnat till dig som utreder lex Sarah eller lex Maria", await Answers.Html(host.As(TestUsers.LexInvestigator).GetAsync("/avvikelser/notiser")));
        // Who no longer investigates no longer sees it.
        Assert.Contains($"{id}", (await host.As(leaving).GetAsync("/deviations/v1/notices?limit=100").Json()).GetRawText());
        Assert.DoesNotContain($"{id}", (await host.As(leaving with { Roles = [Roles.Medarbetare] }).GetAsync("/deviations/v1/notices?limit=100").Json()).GetRawText());
        await host.As(TestUsers.LexInvestigator).SendAsync(Requests.Write($"{Path}/{id}/tracks/lex-sarah/return", new { reason = "Hör inte hit." }, 2)).Json();
        Assert.Equal([$"{TestUsers.LexInvestigator.Id} handed-over", $"{TestUsers.Manager.Id} returned"], await Told(id));
    }

    [Fact]
    public async Task What_was_told_of_it_before_is_taken_back_from_all_but_who_reported_it()
    {
        var id = await host.Reported(TestUsers.Employee);
        foreach (var told in new[] { TestUsers.Manager, TestUsers.Employee })
            await host.Scalar<Guid>("insert into notices (id, person_id, kind, deviation_id, case_reference, at) values (gen_random_uuid(), $1, 'deadline-passed', $2, 'AVV-1', now()) returning id", $"{told.Id}", id);
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();
        Assert.DoesNotContain($"{id}", (await host.As(TestUsers.Manager).GetAsync("/deviations/v1/notices?limit=100").Json()).GetRawText());
        Assert.Contains($"{id}", (await host.As(TestUsers.Employee).GetAsync("/deviations/v1/notices?limit=100").Json()).GetRawText());
    }

    private async Task<IReadOnlyList<string>> Told(Guid deviation)
    {
        string[] known = [.. new[] { TestUsers.LexInvestigator, TestUsers.Mas, TestUsers.Manager, TestUsers.AreaManager }.Select(user => $"{user.Id}")];
        return await host.Scalar<string[]>("select coalesce(array_agg(person_id || ' ' || kind order by id), '{}') from notices where deviation_id = $1 and person_id = any($2)", deviation, known);
    }

    [Fact]
    public async Task The_reporter_keeps_the_report_and_nothing_of_what_comes_after()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();
        await HandOver(TestUsers.LexInvestigator, id, "lex-maria", 2).Json();

        var response = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}");
        var receipt = await response.Json();
        Assert.True(receipt.GetProperty("handedOver").GetBoolean());
        Assert.StartsWith("Morgondosen", receipt.GetProperty("description").GetString());
        Assert.Equal((1, "\"1\""), (receipt.GetProperty("version").GetInt32(), response.Headers.ETag!.Tag));
        foreach (var field in new[] { "restrictedTo", "tracks" }) Assert.False(receipt.TryGetProperty(field, out _), field);

        var page = await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/{id}"));
        Assert.Contains("Överlämnad", page);
        Assert.DoesNotContain("lex Sarah", page);
    }

    [Fact]
    public async Task The_event_is_the_services_own_and_tells_the_whole_state_without_the_reason()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(TestUsers.Manager, id, "lex-maria", 1).Json();
        var told = Assert.Single(await host.Published<DeviationTracksChanged>(), e => e.DeviationId == id);
        Assert.Equal((Visibility.Internal, 2, "norrangen", "health-care", "none", "reported"), (told.Visibility, told.SubjectVersion, told.UnitCode, told.Kind, told.Harm, told.Status));
        Assert.Equal(["lex-maria"], told.Tracks);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%missförhållande%'"));
    }

    [Fact]
    public async Task Returned_it_is_an_ordinary_case_again_and_the_manager_reads_why()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();
        await Return(TestUsers.LexInvestigator, id, "lex-sarah", 2).Json();

        await host.As(TestUsers.LexInvestigator).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var seen = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        Assert.False(seen.GetProperty("handedOver").GetBoolean());
        Assert.Equal("Inget missförhållande.", Assert.Single(seen.GetProperty("tracks").EnumerateArray()).GetProperty("returnReason").GetString());
        Assert.False((await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json()).TryGetProperty("tracks", out _));
        var told = (await host.Published<DeviationTracksChanged>()).Last(e => e.DeviationId == id);
        Assert.Equal((Visibility.Internal, 3), (told.Visibility, told.SubjectVersion));
        Assert.Empty(told.Tracks);
    }

    [Fact]
    public async Task A_case_may_lie_in_both_tracks_and_leaves_them_one_by_one()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(TestUsers.Mas, id, "lex-maria", 1).Json();
        await HandOver(TestUsers.Mas, id, "lex-sarah", 2).Json();
        // Each investigator reads why it came to their own track.
        foreach (var (reader, track) in new[] { (TestUsers.Mas, "lex-maria"), (TestUsers.LexInvestigator, "lex-sarah") })
            Assert.Equal(track, Assert.Single((await host.As(reader).GetAsync($"{Path}/{id}").Json()).GetProperty("tracks").EnumerateArray()).GetProperty("track").GetString());

        await Return(TestUsers.LexInvestigator, id, "lex-sarah", 3).Json();
        foreach (var reader in new[] { TestUsers.LexInvestigator, TestUsers.Manager }) Assert.Equal(HttpStatusCode.NotFound, (await host.As(reader).GetAsync($"{Path}/{id}")).StatusCode);
        Assert.Equal(["lex-maria"], (await host.As(TestUsers.Mas).GetAsync($"{Path}/{id}").Json()).GetProperty("restrictedTo").EnumerateArray().Select(track => track.GetString()));
    }

    [Fact]
    public async Task What_is_there_already_or_not_there_is_refused()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Return(TestUsers.Mas, id, "lex-maria", 1).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();
        await HandOver(TestUsers.LexInvestigator, id, "lex-sarah", 2).Problem(HttpStatusCode.Conflict, "deviation.already-handed-over");
        await Return(TestUsers.LexInvestigator, id, "lex-maria", 2).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Return(TestUsers.LexInvestigator, id, "inget-spar", 2).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task A_stale_version_is_412_and_a_missing_one_428_and_the_case_stays()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(TestUsers.Manager, id, "lex-sarah", 7).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await HandOver(TestUsers.Manager, id, "lex-sarah", null).Problem((HttpStatusCode)428, "if-match.missing");
        Assert.Equal("\"1\"", (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}")).Headers.ETag!.Tag);
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();
        await Return(TestUsers.LexInvestigator, id, "lex-sarah", 1).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Return(TestUsers.LexInvestigator, id, "lex-sarah", null).Problem((HttpStatusCode)428, "if-match.missing");
    }

    [Fact]
    public async Task Of_several_who_hand_over_at_once_one_does_and_the_others_are_told_that_it_has_changed()
    {
        var id = await host.Reported(TestUsers.Employee);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => HandOver(TestUsers.Manager, id, "lex-sarah", 1)));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.All(answers.Where(answer => !answer.IsSuccessStatusCode), answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound }));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from deviation_tracks where deviation_id = $1", id));
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_though_the_case_is_out_of_sight_and_another_body_is_refused()
    {
        var (id, key) = (await host.Reported(TestUsers.Employee), Guid.NewGuid().ToString());
        var first = await HandOver(TestUsers.Manager, id, "lex-sarah", 1, key).Json();
        var again = await HandOver(TestUsers.Manager, id, "lex-sarah", 1, key).Json();
        Assert.Equal(first.GetRawText(), again.GetRawText());
        await HandOver(TestUsers.Manager, id, "lex-maria", 1, key).Problem(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");
    }

    [Theory]
    [InlineData("track", null)]
    [InlineData("track", "lex-sara")]
    [InlineData("track", "none")]
    [InlineData("reason", null)]
    [InlineData("reason", "  ")]
    [InlineData("colour", "green")]
    public async Task A_wrong_field_is_named(string field, object? value)
    {
        var id = await host.Reported(TestUsers.Employee);
        var body = new Dictionary<string, object?> { ["track"] = "lex-sarah", ["reason"] = "Ska utredas.", [field] = value };
        await Send(TestUsers.Manager, $"{Path}/{id}/tracks", body, 1).NamesField(field);
    }

    [Fact]
    public async Task The_page_says_what_will_happen_and_then_the_case_is_gone_from_the_giver()
    {
        var id = await host.Reported(TestUsers.Employee);
        var manager = host.As(TestUsers.Manager);
        Assert.Contains($"href=\"{id}/overlamna\"", await Answers.Html(manager.GetAsync($"/avvikelser/{id}")));
        Assert.DoesNotContain("overlamna", await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/{id}")));
        Assert.Contains("Du ser det inte längre", await Answers.Html(manager.GetAsync($"/avvikelser/{id}/overlamna")));

        var answer = await manager.PostAsync($"/avvikelser/{id}/overlamna", Form(("Confirmed", "true")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("Ärendet är överlämnat", await Answers.Html(manager.GetAsync(answer.Headers.Location)));
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/avvikelser/{id}")).StatusCode);

        var investigator = host.As(TestUsers.LexInvestigator);
        var page = await Answers.Html(investigator.GetAsync($"/avvikelser/{id}"));
        Assert.Contains("Sekretess: lex Sarah", page);
        Assert.Contains($"href=\"{id}/aterlamna/lex-sarah\"", page);
        Assert.Contains("Sekretess: lex Sarah", await Answers.Html(investigator.GetAsync("/avvikelser/")));
    }

    [Theory]
    [InlineData("Confirmed", "", "Kryssa i att du förstår")]
    [InlineData("Request.Track", "", "Välj lex Sarah eller lex Maria.")]
    [InlineData("Request.Track", "LexSara", "Välj lex Sarah eller lex Maria.")]
    [InlineData("Version", "4", "Någon annan har ändrat ärendet")]
    public async Task A_form_that_is_wrong_or_stale_keeps_what_was_written_and_hands_nothing_over(string field, string value, string sentence)
    {
        var id = await host.Reported(TestUsers.Employee);
        var page = await Answers.Html(host.As(TestUsers.Manager).PostAsync($"/avvikelser/{id}/overlamna", Form(("Confirmed", "true"), (field, value))));
        Assert.Contains("role=\"alert\"", page);
        Assert.Contains(sentence, page);
        Assert.Contains("Brukaren lämnades ensam.", page);
        Assert.Contains("name=\"Version\" value=\"1\"", page);
        Assert.Equal(HttpStatusCode.OK, (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}")).StatusCode);
    }

    [Fact]
    public async Task The_form_of_returning_asks_why_and_opens_the_case_again()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(TestUsers.Manager, id, "lex-sarah", 1).Json();
        var investigator = host.As(TestUsers.LexInvestigator);
        var address = $"/avvikelser/{id}/aterlamna/lex-sarah";
        Assert.Contains("Enhetens chef ser det", await Answers.Html(investigator.GetAsync(address)));
        FormUrlEncodedContent Filled(string reason) => new([new("_handler", "aterlamna"), new("Version", "2"), new("Request.Reason", reason)]);
        Assert.Contains("Skriv varför du lämnar tillbaka", await Answers.Html(investigator.PostAsync(address, Filled(""))));
        Assert.Equal(HttpStatusCode.Found, (await investigator.PostAsync(address, Filled("Hör inte hit."))).StatusCode);
        Assert.Contains("Hör inte hit.", await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/{id}")));
    }

    private Task<HttpResponseMessage> HandOver(TestUser giver, Guid id, string track, int? version, string? key = null) =>
        Send(giver, $"{Path}/{id}/tracks", new { track, reason = "Misstänkt missförhållande." }, version, key);

    private Task<HttpResponseMessage> Return(TestUser investigator, Guid id, string track, int? version) =>
        Send(investigator, $"{Path}/{id}/tracks/{track}/return", new { reason = "Inget missförhållande." }, version);

    private async Task<HttpResponseMessage> Send(TestUser user, string path, object body, int? version, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (version is not null) request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await host.As(user).SendAsync(request);
    }

    private static FormUrlEncodedContent Form(params (string Field, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["_handler"] = "overlamna",
            ["Version"] = "1",
            ["Request.Track"] = "LexSarah",
            ["Request.Reason"] = "Brukaren lämnades ensam.",
        };
        foreach (var (field, value) in changes) fields[field] = value;
        return new FormUrlEncodedContent(fields);
    }
}
