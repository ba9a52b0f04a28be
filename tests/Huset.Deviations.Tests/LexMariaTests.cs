using System.Net.Http.Json;
using System.Text.Json;

namespace Huset.Deviations.Tests;

/// <summary>Lex Maria from the handing over to IVO, and a case in both tracks: what each track's investigators see of the other.</summary>
public sealed class LexMariaTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";
    private static readonly TestUser Lex = TestUsers.LexInvestigator, Mas = TestUsers.Mas;

    [Fact]
    public async Task Every_part_that_the_patient_safety_law_lists_must_be_written_before_it_is_decided_and_lex_Sarahs_decisions_are_not_its()
    {
        var id = await Taken(TrackKind.LexMaria);
        var refused = await Decide(Mas, id, "care-injury").Problem(HttpStatusCode.Conflict, "decision.incomplete");
        Assert.Equal(
            ["event", "noticed", "consequences", "immediate", "participants", "factors", "similar", "account", "measures", "follow-up", "conclusion"],
            refused.GetProperty("missing").EnumerateArray().Select(part => part.GetProperty("code").GetString()));
        await host.Work(id, deviation => deviation.WriteAll(track: TrackKind.LexMaria));
        await Decide(Mas, id, "misconduct").NamesField("degree");
        var decided = await Decide(Mas, id, "care-injury").Json();
        Assert.Equal(("lex-maria", "care-injury", false), (decided.GetProperty("track").GetString(), decided.GetProperty("decision").GetProperty("degree").GetString(), decided.GetProperty("notifyAtOnce").GetBoolean()));
        Assert.All(decided.GetProperty("parts").EnumerateArray(), part => Assert.False(part.GetProperty("verified").GetBoolean()));
        Assert.Contains("Lex Maria-utredning", await Answers.Html(host.As(Mas).GetAsync($"/avvikelser/{id}/utredning")));
    }

    [Fact]
    public async Task A_serious_care_injury_is_notified_at_once_and_investigated_within_two_months_and_not_closed_before()
    {
        var id = await Taken(TrackKind.LexMaria, deviation => deviation.WriteAll(track: TrackKind.LexMaria));
        Assert.Equal("running", (await Deadline(Mas, id, "lex-maria-investigation")).GetProperty("state").GetString());
        await Decide(Mas, id, "risk-of-serious-care-injury").Json();
        var notify = await Deadline(Mas, id, "lex-maria-notification");
        Assert.Equal("running", notify.GetProperty("state").GetString());
        Assert.Contains("PSL (2010:659) 3 kap. 5 §", notify.GetProperty("source").GetString());
        Assert.Contains("Anmäl snarast", await Answers.Html(host.As(Mas).GetAsync($"/avvikelser/lex-maria?fran={Arrange.Today.AddDays(-1):yyyy-MM-dd}")));
        await host.As(Mas).Post($"{Path}/{id}/assessment", new { severity = 1, probability = 1, motivation = "Ringa." }).Json();
        await host.As(Mas).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Problem(HttpStatusCode.Conflict, "investigation.unfinished");

        await Notify(Mas, id, new { sentOn = $"{Arrange.Today:yyyy-MM-dd}", registryNumber = "HSN 2026/1" }).Json();
        Assert.Equal($"{Arrange.Today.AddMonths(2):yyyy-MM-dd}", (await Deadline(Mas, id, "lex-maria-ivo-investigation")).GetProperty("lastDay").GetString());
        await host.As(Mas).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Json();
    }

    [Fact]
    public async Task What_is_no_care_injury_is_returned_and_leaves_nothing_of_the_investigation_behind()
    {
        var id = await Taken(TrackKind.LexMaria, deviation => deviation.WriteAll(track: TrackKind.LexMaria));
        await Decide(Mas, id, "care-injury").Json();
        await Return(Mas, id, "lex-maria").Problem(HttpStatusCode.Conflict, "track.decided");
        await Decide(Mas, id, "no-care-injury").Json();
        await Return(Mas, id, "lex-maria").Json();
        var seen = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        Assert.DoesNotContain("care-injury", seen.GetRawText());
        Assert.DoesNotContain(seen.GetProperty("history").EnumerateArray(), change => change.GetProperty("kind").GetString() is "part-written" or "lex-decided");
    }

    [Fact]
    public async Task One_event_has_two_investigations_with_two_decisions_and_neither_track_reads_the_others()
    {
        var id = await Taken(TrackKind.LexSarah, deviation =>
        {
            deviation.HandOver(TrackKind.LexMaria, "Också vårdskada.", "x", "X", Arrange.Now);
            deviation.WriteAll();
            deviation.WriteAll(track: TrackKind.LexMaria);
        });
        await Decide(Lex, id, "serious-misconduct").Json();
        await Decide(Mas, id, "risk-of-care-injury").Json();
        await Notify(Lex, id, new { sentOn = $"{Arrange.Today:yyyy-MM-dd}", registryNumber = "SN 2026/77" }).Json();
        await host.As(Mas).Post($"{Path}/{id}/informed", new { party = "individual", on = $"{Arrange.Today:yyyy-MM-dd}", note = "Brev till patienten." }).Json();

        var (sarah, maria) = (await Investigation(Lex, id), await Investigation(Mas, id));
        Assert.Equal(("lex-sarah", "serious-misconduct"), (sarah.GetProperty("track").GetString(), sarah.GetProperty("decision").GetProperty("degree").GetString()));
        Assert.Equal(("lex-maria", "risk-of-care-injury"), (maria.GetProperty("track").GetString(), maria.GetProperty("decision").GetProperty("degree").GetString()));
        foreach (var (user, own, others, words) in new[] { (Lex, "lex-sarah", "lex-maria", new[] { "care-injury", "vårdskada", "Text om factors", "Brev till patienten" }), (Mas, "lex-maria", "lex-sarah", ["misconduct", "Text om recurrence", "SN 2026/77", "Allvarligt missförhållande"]) })
        {
            var client = host.As(user);
            await client.GetAsync($"{Path}/{id}/investigation?track={others}").Problem(HttpStatusCode.NotFound, "resource.not-found");
            await client.Post($"{Path}/{id}/decision", new { track = others, degree = "none", motivation = "Nej.", title = "Utredare" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
            foreach (var path in new[] { $"{Path}/{id}", $"{Path}/{id}/investigation?track={own}", $"{Path}/{id}/deadlines", $"{Path}/{id}/history", $"{Path}/{id}/case-file", $"/avvikelser/{id}/akt", $"/deviations/v1/investigations/?limit=100", $"/avvikelser/{id}", $"/avvikelser/{id}/utredning", $"/avvikelser/{own}" })
            {
                var text = WebUtility.HtmlDecode(await client.GetStringAsync(path));
                // The reason of the handing over is the track's too; that the case lies there is not hidden.
                Assert.All(words, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
            }
            Assert.False((await client.GetAsync($"{Path}/{id}").Json()).TryGetProperty("nextDueAt", out _));
        }

        // Decided anew, and returned, in the one: the other stands.
        await Decide(Mas, id, "no-care-injury").Json();
        await Return(Mas, id, "lex-maria").Json();
        Assert.Equal("serious-misconduct", (await Investigation(Lex, id)).GetProperty("decision").GetProperty("degree").GetString());
        await host.As(Mas).GetAsync($"{Path}/{id}/investigation").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Who_investigates_in_both_says_in_which_and_the_page_leads_from_the_one_to_the_other()
    {
        var both = Lex with { Roles = [.. Lex.Roles, .. Mas.Roles] };
        var id = await Taken(TrackKind.LexSarah, deviation => deviation.HandOver(TrackKind.LexMaria, "Också vårdskada.", "x", "X", Arrange.Now));
        await host.As(both).GetAsync($"{Path}/{id}/investigation").NamesField("track");
        await host.As(both).PutAsJsonAsync($"{Path}/{id}/investigation/parts/event", new { track = "lex-maria", text = "Fel dos.", kind = "fact", source = "Signeringslistan", title = "MAS" }).Json();
        Assert.Contains("Fel dos.", (await Investigation(both, id, "?track=lex-maria")).GetRawText());
        Assert.DoesNotContain("Fel dos.", (await Investigation(both, id, "?track=lex-sarah")).GetRawText());
        Assert.Contains($"href=\"{id}/utredning?spar=lex-maria\"", await Answers.Html(host.As(both).GetAsync($"/avvikelser/{id}/utredning")));
        Assert.Contains("Fel dos.", await Answers.Html(host.As(both).GetAsync($"/avvikelser/{id}/utredning?spar=lex-maria")));
        await host.As(both).GetAsync($"{Path}/{id}/investigation?track=lex-sara").NamesField("track");
        await host.As(both).GetAsync("/deviations/v1/investigations/").NamesField("track");
    }

    private async Task<Guid> Taken(TrackKind track, Action<Deviation>? work = null)
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "health-care"));
        await host.Work(id, deviation =>
        {
            deviation.HandOver(track, "Ska utredas.", "x", "X", Arrange.Now);
            work?.Invoke(deviation);
        });
        return id;
    }

    private Task<HttpResponseMessage> Decide(TestUser user, Guid id, string degree) => host.As(user).Post($"{Path}/{id}/decision", new { degree, motivation = "Därför.", title = "Utredare" });

    private Task<HttpResponseMessage> Notify(TestUser user, Guid id, object body) => host.As(user).PutAsJsonAsync($"{Path}/{id}/ivo-notification", body);

    private async Task<HttpResponseMessage> Return(TestUser user, Guid id, string track)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{id}/tracks/{track}/return") { Content = JsonContent.Create(new { reason = "Hör inte hit." }) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return await host.As(user).SendAsync(request);
    }

    private Task<JsonElement> Investigation(TestUser user, Guid id, string query = "") => host.As(user).GetAsync($"{Path}/{id}/investigation{query}").Json();

    private async Task<JsonElement> Deadline(TestUser user, Guid id, string code) =>
        (await host.As(user).GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray().Single(deadline => deadline.GetProperty("rule").GetString() == code);
}
