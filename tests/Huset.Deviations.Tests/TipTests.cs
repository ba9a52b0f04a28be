using System.Text.RegularExpressions;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

/// <summary>Names that are kept from colleagues, and tips from someone whom nothing tells of.</summary>
public sealed partial class TipTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations", Tips = "/deviations/v1/tips";

    [Fact]
    public async Task A_protected_name_is_seen_by_who_investigates_and_by_its_owner_and_the_log_says_when_it_was_shown()
    {
        var id = await host.Reported(TestUsers.Employee, ("protectName", true));
        async Task<bool> SeesName(TestUser user) => (await host.As(user).GetAsync($"{Path}/{id}").Json()).TryGetProperty("reportedBy", out _);
        Assert.Equal((true, false), (await SeesName(TestUsers.Employee), await SeesName(TestUsers.Manager)));
        Assert.Contains("skyddat namn", await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/{id}")));
        await host.As(TestUsers.Manager).SendAsync(Requests.Write($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "Ska utredas." }, 1)).Json();
        Assert.True(await SeesName(TestUsers.LexInvestigator));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where subject_ids @> array[$1] and filters @> array['protected-name']", $"{id}"));
    }

    [Fact]
    public async Task Nothing_that_is_stored_of_a_tip_tells_who_left_it()
    {
        var tipper = new TestUser("tipsaren", [Roles.Medarbetare], HomeUnit: TestUnits.Hasselvagen);
        var left = await host.As(tipper).Post($"{Tips}/", DeviationsHost.Report(("description", "Larmen besvaras inte på nätterna i Norrängen."))).Json(HttpStatusCode.Created);
        var (reference, code) = (left.GetProperty("reference").GetString()!, left.GetProperty("code").GetString()!);
        var id = await host.Scalar<Guid>("select id from deviations where reference = $1", reference);
        foreach (var table in new[] { "deviations", "access_log", "outbox", "deviation_changes", "notices" })
        {
            foreach (var trace in new[] { $"{tipper.Id}", tipper.Username, code })
                Assert.Equal(0L, await host.Scalar<long>($"select count(*) from {table} r where r::text like '%' || $1 || '%' and r::text like '%' || $2 || '%'", $"{id}", trace));
        }
        Assert.Equal("", await host.Scalar<string>("select trace_id from access_log where subject_ids @> array[$1] and action = 'create'", $"{id}"));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from people where id = $1 and seen_at is null", $"{tipper.Id}"));

        var read = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        Assert.True(read.GetProperty("isTip").GetBoolean());
        Assert.False(read.TryGetProperty("reportedBy", out _));
        await host.As(tipper).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal("reported", (await host.As(tipper).Post($"{Tips}/answer", new { code = code.ToLowerInvariant().Replace('-', ' ') }).Json()).GetProperty("status").GetString());
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/answer", new { feedback = "Vi har bytt larmtelefon." }).Json();
        Assert.Equal("Vi har bytt larmtelefon.", (await host.As(tipper).Post($"{Tips}/answer", new { code }).Json()).GetProperty("feedback").GetString());
        await host.As(tipper).Post($"{Tips}/answer", new { code = "0000-0000-0000-0000" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task A_tip_is_handed_over_to_lex_Sarah_only_as_the_report_of_who_does_it()
    {
        var left = await host.As(TestUsers.Employee).Post($"{Tips}/", DeviationsHost.Report()).Json(HttpStatusCode.Created);
        var id = await host.Scalar<Guid>("select id from deviations where reference = $1", left.GetProperty("reference").GetString()!);
        var manager = host.As(TestUsers.Manager);
        Assert.Contains("Jag rapporterar det här själv enligt lex Sarah", await Answers.Html(manager.GetAsync($"/avvikelser/{id}/overlamna")));
        await manager.SendAsync(Requests.Write($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "Ett tips." }, 1)).Problem(HttpStatusCode.Conflict, "deviation.tip-not-report");
        await manager.SendAsync(Requests.Write($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "Jag har sett samma sak.", ownReport = true }, 1)).Json();
        Assert.Contains("Det här är ett tips", await Answers.Html(host.As(TestUsers.LexInvestigator).GetAsync($"/avvikelser/{id}")));
        // Of what comes after nothing is told to who has the code.
        Assert.Equal("reported", (await host.As(TestUsers.Employee).Post($"{Tips}/answer", new { code = left.GetProperty("code").GetString() }).Json()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_tips_form_shows_its_code_once_and_sent_again_it_is_the_same_tip()
    {
        var client = host.As(TestUsers.Employee);
        Assert.DoesNotContain("selected", await Answers.Html(client.GetAsync("/avvikelser/tipsa")));
        (string, string)[] fields =
        [
            ("_key", $"{Guid.NewGuid()}"), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "Other"), ("Request.Harm", "None"), ("Request.Description", "Nycklarna ligger framme."), ("Request.OccurredAt", "2026-07-01T07:30"),
        ];
        var first = Code().Match(await Answers.Html(client.Form("/avvikelser/tipsa", "tips", fields))).Value;
        Assert.NotEmpty(first);
        Assert.Equal(first, Code().Match(await Answers.Html(client.Form("/avvikelser/tipsa", "tips", fields))).Value);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from deviations where is_tip and description = 'Nycklarna ligger framme.'"));
        Assert.Contains("Det finns inget svar än", await Answers.Html(client.Form("/avvikelser/tipsa/svar", "svar", ("Request.Code", first))));
        Assert.Contains("Det finns inget tips med den koden", await Answers.Html(client.Form("/avvikelser/tipsa/svar", "svar", ("Request.Code", "x"))));
    }

    [GeneratedRegex("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")]
    private static partial Regex Code();
}
