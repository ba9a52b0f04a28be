namespace Huset.Deviations.Tests;

/// <summary>The areas of causes are a municipality's own: added, worded otherwise, and no longer chosen.</summary>
public sealed class EditCodeTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/code-lists";

    [Fact]
    public async Task An_area_is_added_chosen_for_a_cause_and_stops_being_offered()
    {
        var client = host.As(TestUsers.QualityDeveloper);
        await client.Post($"{Path}/cause-areas", new { code = "samverkan-vard", name = "Samverkan med vården", hint = "Utskrivning och planering." }).Json(HttpStatusCode.Created);
        await client.Post($"{Path}/cause-areas", new { code = "samverkan-vard", name = "Igen" }).Problem(HttpStatusCode.Conflict, "code.taken");
        var (id, cause, _) = await host.WithCause();
        Assert.Contains("Samverkan med vården", await host.As(TestUsers.Manager).GetStringAsync($"/avvikelser/{id}/orsak"));

        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/cause-areas/samverkan-vard") { Content = System.Net.Http.Json.JsonContent.Create(new { name = "Samverkan", validTo = "2026-01-01" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        Assert.Equal(2, (await client.SendAsync(request).Json()).GetProperty("version").GetInt32());
        Assert.DoesNotContain("value=\"samverkan-vard\"", await host.As(TestUsers.Manager).GetStringAsync($"/avvikelser/{id}/orsak"));
        Assert.NotEqual(Guid.Empty, cause);
    }

    [Fact]
    public async Task A_list_that_the_law_fixes_and_one_that_there_is_not_are_refused()
    {
        var client = host.As(TestUsers.QualityDeveloper);
        await client.Post($"{Path}/kinds", new { code = "x", name = "X" }).Problem(HttpStatusCode.Conflict, "code-list.fixed");
        await client.Post($"{Path}/colours", new { code = "x", name = "X" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await client.Post($"{Path}/cause-areas", new { code = "två ord", name = "X" }).NamesField("code");
        await host.As(TestUsers.Manager).Post($"{Path}/cause-areas", new { code = "x", name = "X" }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).Post($"{Path}/cause-areas", new { code = "x", name = "X" }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task A_category_says_for_which_kind_and_topic_it_is_and_no_other_code_does()
    {
        var client = host.As(TestUsers.QualityDeveloper);
        var added = await client.Post($"{Path}/categories", new { code = "nytt-fel", name = "Nytt fel", kind = "cooperation", topic = "aids" }).Json(HttpStatusCode.Created);
        Assert.Equal(("cooperation", "aids"), (added.GetProperty("kind").GetString(), added.GetProperty("topic").GetString()));
        await client.Post($"{Path}/topics", new { code = "nytt-amne", name = "Nytt ämne", kind = "cooperation" }).NamesField("kind");
        await client.Post($"{Path}/cause-areas", new { code = "nytt-omrade", name = "Nytt", topic = "aids" }).NamesField("topic");
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/avvikelser/kodlistor/categories/nytt-fel"));
        Assert.Contains("<option value=\"Cooperation\" selected", page);
        Assert.Contains("<option value=\"aids\" selected", page);
        Assert.DoesNotContain("Request.Topic", await client.GetStringAsync("/avvikelser/ny-kod/topics"));
    }

    [Fact]
    public async Task The_page_keeps_what_was_written_when_another_was_first()
    {
        var client = host.As(TestUsers.QualityDeveloper);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/avvikelser/kodlistor"));
        Assert.Contains("href=\"kodlistor/cause-areas/barriers\"", page);
        Assert.DoesNotContain("kodlistor/cause-areas/barriers", await host.As(TestUsers.Manager).GetStringAsync("/avvikelser/kodlistor"));
        var version = await host.Scalar<int>("update code_list_items set version = version + 1, hint = 'En annans ord.' where code = 'barriers' returning version");
        async Task<HttpResponseMessage> Post(int from) => await client.PostAsync("/avvikelser/kodlistor/cause-areas/barriers", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["_handler"] = "kod", ["Version"] = $"{from}", ["Request.Name"] = "Skydd och barriärer", ["Request.Hint"] = "Mina ord.", ["Request.ValidFrom"] = "", ["Request.ValidTo"] = "" }));
        page = WebUtility.HtmlDecode(await (await Post(version - 1)).Content.ReadAsStringAsync());
        Assert.Contains("<mark>En annans ord.</mark>", page);
        Assert.Contains("Mina ord.", page);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(version)).StatusCode);
        Assert.Equal("Mina ord.", await host.Scalar<string>("select hint from code_list_items where code = 'barriers'"));
    }
}
