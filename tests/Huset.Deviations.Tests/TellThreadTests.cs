namespace Huset.Deviations.Tests;

/// <summary>What cases, causes and actions are called on the red thread.</summary>
public sealed class TellThreadTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/thread-texts";

    [Fact]
    public async Task A_cause_is_told_in_words_to_who_handles_it_by_its_area_to_who_reads_no_words_and_not_to_others()
    {
        var (id, cause, _) = await host.WithCause();
        Assert.Equal("Vikarie utan delegering.", Text(await Tell(TestUsers.Manager, "cause", cause), "title"));
        Assert.Equal($"/avvikelser/{id}", Text(await Tell(TestUsers.Manager, "cause", cause), "href"));
        Assert.Equal("Bemanning", Text(await Tell(TestUsers.QualityDeveloper, "cause", cause), "title"));
        Assert.Equal("Bemanning", Text(await Tell(TestUsers.Employee, "cause", cause), "title"));
        Assert.Empty((await Tell(TestUsers.OtherManager, "cause", cause)).GetProperty("texts").EnumerateArray());
        await host.Scalar<bool>("update deviations set in_lex_sarah = true where id = $1 returning in_lex_sarah", id);
        foreach (var reader in new[] { TestUsers.Manager, TestUsers.QualityDeveloper, TestUsers.Employee }) Assert.Equal(0, (await Tell(reader, "cause", cause)).GetProperty("seen").GetInt32());
        Assert.Equal("Vikarie utan delegering.", Text(await Tell(TestUsers.LexInvestigator, "cause", cause), "title"));
    }

    [Fact]
    public async Task Only_those_that_are_told_are_logged_in_one_row_and_the_others_are_counted()
    {
        var reader = TestUsers.Manager with { Id = Guid.NewGuid() };
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++) ids.Add(await host.Reported(TestUsers.Employee));
        var elsewhere = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Solgarden));
        var answer = await host.As(reader).GetAsync($"{Path}?type=deviation&limit=2&ids={string.Join(',', ids.Prepend(elsewhere).Reverse())}").Json();
        Assert.Equal(4, answer.GetProperty("seen").GetInt32());
        Assert.Equal(ids.AsEnumerable().Reverse().Take(2).Select(id => $"{id}"), answer.GetProperty("texts").EnumerateArray().Select(text => text.GetProperty("id").GetString()));
        var logged = await host.Scalar<string[]>("select subject_ids from access_log where user_id = $1", $"{reader.Id}");
        Assert.Equal(ids.TakeLast(2).Select(id => $"{id}").Order(), logged.Order());
        Assert.Equal(1, await host.Scalar<long>("select count(*) from access_log where user_id = $1", $"{reader.Id}"));
    }

    [Theory]
    [InlineData("type=routine&ids=0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f", "type")]
    [InlineData("type=deviation", "ids")]
    [InlineData("ids=0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f", "type")]
    [InlineData("type=deviation&ids=a&limit=101", "limit")]
    public Task What_is_asked_for_wrongly_is_refused_by_the_field(string query, string field) => host.As(TestUsers.Manager).GetAsync($"{Path}?{query}").NamesField(field);

    [Fact]
    public async Task What_is_no_id_is_not_in_the_answer() =>
        Assert.Equal(0, (await host.As(TestUsers.Manager).GetAsync($"{Path}?type=action&ids=x,,{Guid.NewGuid()}").Json()).GetProperty("seen").GetInt32());

    private Task<System.Text.Json.JsonElement> Tell(TestUser reader, string type, Guid id) => host.As(reader).GetAsync($"{Path}?type={type}&ids={id}").Json();

    private static string? Text(System.Text.Json.JsonElement answer, string field) => answer.GetProperty("texts")[0].GetProperty(field).GetString();
}
