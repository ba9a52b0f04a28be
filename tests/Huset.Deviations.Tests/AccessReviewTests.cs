using System.Text.RegularExpressions;

namespace Huset.Deviations.Tests;

public sealed partial class AccessReviewTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/access-log/reviews";

    [Fact]
    public async Task A_signed_review_holds_the_chains_hash_and_who_signed()
    {
        await Sealed();
        var answer = await host.As(TestUsers.Administrator).Post(Path, Review());
        var review = await answer.Json(HttpStatusCode.Created);
        Assert.Equal("Admin Testsson", review.GetProperty("signedBy").GetString());
        var (month, number) = review.GetProperty("seal").GetString()!.Split('/') is [var m, var n] ? (DateOnly.Parse($"{m}-01"), long.Parse(n)) : default;
        Assert.Equal(review.GetProperty("sealHash").GetString(), await host.Scalar<string>("select encode(hash, 'hex') from access_seals where month = $1 and number = $2", month, number));
        var read = await host.As(TestUsers.Administrator).GetAsync(answer.Headers.Location).Json();
        Assert.Equal(review.GetRawText(), read.GetRawText());
        Assert.Contains((await host.As(TestUsers.Administrator).GetAsync(Path).Json()).GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetGuid() == review.GetProperty("id").GetGuid());
    }

    [Theory]
    [InlineData("finding", "follow-up", "note")]
    [InlineData("finding", "perhaps", "finding")]
    [InlineData("finding", null, "finding")]
    [InlineData("lookedAt", " ", "lookedAt")]
    [InlineData("to", "2026-01-01", "to")]
    [InlineData("to", "2999-01-01", "to")]
    public async Task A_wrong_review_is_refused(string field, string? value, string named)
    {
        await Sealed();
        await host.As(TestUsers.Administrator).Post(Path, Review((field, value))).NamesField(named);
    }

    [Fact]
    public async Task Only_the_responsible_signs()
    {
        await host.As(null).Post(Path, Review()).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.Manager).Post(Path, Review()).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public async Task A_form_is_signed_and_shown_in_the_list()
    {
        await Sealed();
        var client = host.As(TestUsers.Administrator);
        var form = Form("Stickprov på 20 rader från formuläret", "None");
        var answer = await client.PostAsync("/avvikelser/logg/granskningar", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = await client.GetStringAsync("/avvikelser/logg/granskningar?tack=1");
        Assert.Contains("Tack, granskningen är signerad", page);
        Assert.Contains("Stickprov på 20 rader från formuläret", page);
        Assert.Matches(LastReviewed(), await client.GetStringAsync("/avvikelser/logg"));
    }

    [Fact]
    public async Task A_follow_up_without_a_note_keeps_what_was_written()
    {
        await Sealed();
        var answer = await host.As(TestUsers.Administrator).PostAsync("/avvikelser/logg/granskningar", Form("Allt om ett ärende", "FollowUp"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Skriv vad som ska följas upp.", page);
        Assert.Contains("Allt om ett ärende", page);
    }

    private async Task Sealed()
    {
        await host.Reported(TestUsers.Employee);
        await DeviationsHost.Eventually(() => host.Scalar<long>("select count(*) from access_seals").GetAwaiter().GetResult() > 0);
    }

    private static Dictionary<string, object?> Review(params (string Field, object? Value)[] changes)
    {
        var review = new Dictionary<string, object?> { ["from"] = "2026-10-01", ["to"] = "2026-11-01", ["lookedAt"] = "Stickprov på 20 rader.", ["finding"] = "none" };
        foreach (var (field, value) in changes) review[field] = value;
        return review;
    }

    private static FormUrlEncodedContent Form(string lookedAt, string finding) => new(new Dictionary<string, string>
    {
        ["_handler"] = "granskning",
        ["_key"] = Guid.NewGuid().ToString(),
        ["Request.From"] = "2026-10-01",
        ["Request.To"] = "2026-10-31",
        ["Request.LookedAt"] = lookedAt,
        ["Request.Finding"] = finding,
        ["Request.Note"] = "",
    });

    [GeneratedRegex("Loggen granskades senast .+ av Admin Testsson")]
    private static partial Regex LastReviewed();
}
