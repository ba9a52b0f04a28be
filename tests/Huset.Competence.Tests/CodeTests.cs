namespace Huset.Competence.Tests;

/// <summary>What only the codes of Competence say; what all codes have in common is tested in Processes.</summary>
public sealed class CodeTests(CompetenceHost host)
{
    private const string Lists = $"{CompetenceHost.Api}/code-lists";

    [Fact]
    public async Task A_role_may_be_licensed_and_a_kind_of_evidence_may_have_a_last_day()
    {
        var role = await host.As(TestUsers.Administrator).Post($"{Lists}/roles", new { code = CompetenceHost.New("roll"), name = "Kurator", licensed = true }).Json(HttpStatusCode.Created);
        Assert.True(role.GetProperty("licensed").GetBoolean());
        var evidence = await host.As(TestUsers.Administrator).Post($"{Lists}/evidence-kinds", new { code = CompetenceHost.New("bevis"), name = "Övergångsbevis", lastDay = "2033-06-30" }).Json(HttpStatusCode.Created);
        Assert.Equal("2033-06-30", evidence.GetProperty("lastDay").GetString());
        var page = WebUtility.HtmlDecode(await host.As(TestUsers.Administrator).GetStringAsync("/kompetens/kodlistor"));
        Assert.Matches(@"Kurator\s*<small>Legitimerat yrke, får delegera", page);
        Assert.Matches(@"Övergångsbevis\s*<small>Gäller längst till och med 30 juni 2033", page);
    }

    [Fact]
    public async Task Another_list_takes_neither()
    {
        await host.As(TestUsers.Administrator).Post($"{Lists}/competence-kinds", new { code = CompetenceHost.New(), name = "X", licensed = true }).NamesField("licensed");
        await host.As(TestUsers.Administrator).Post($"{Lists}/roles", new { code = CompetenceHost.New(), name = "X", lastDay = "2033-06-30" }).NamesField("lastDay");
    }

    [Fact]
    public async Task The_page_keeps_what_was_written_of_a_role_when_another_was_first()
    {
        var code = CompetenceHost.New("roll");
        await host.As(TestUsers.Administrator).Post($"{Lists}/roles", new { code, name = "Kurator" }).Json(HttpStatusCode.Created);
        await host.Scalar<int>("update code_list_items set version = version + 1, licensed = true where code = $1 returning version", code);
        async Task<HttpResponseMessage> Save(string version) => await host.As(TestUsers.Administrator).PostAsync($"/kompetens/kodlistor/roles/{code}", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["_handler"] = "kod", ["Version"] = version, ["Request.Name"] = "Kurator i skolan" }));
        var page = WebUtility.HtmlDecode(await (await Save("1")).Content.ReadAsStringAsync());
        Assert.Matches(@"Nej</td>\s*<td[^>]*><mark>Ja", page);
        Assert.Contains("value=\"Kurator i skolan\"", page);
        Assert.Equal(HttpStatusCode.Found, (await Save("2")).StatusCode);
    }
}
