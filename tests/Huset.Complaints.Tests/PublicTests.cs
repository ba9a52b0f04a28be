using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Huset.Complaints.Contracts;
using Microsoft.Extensions.Configuration;

namespace Huset.Complaints.Tests;

/// <summary>What anyone may do without signing in: leave a complaint, and by the code on the receipt read the answer and write more.</summary>
public sealed class PublicTests(ComplaintsHost host)
{
    private const string Leave = $"{ComplaintsHost.Public}/complaints", Dialogue = $"{ComplaintsHost.Public}/dialogue", Messages = $"{Dialogue}/messages";

    // Codes of another installation: as well formed, and of no receipt here.
    private static readonly ReceiptCodes Others = new(new ConfigurationBuilder().AddInMemoryCollection([new("Complaints:CodeKey", "another-key-another-key-another-key")]).Build());

    [Fact]
    public async Task Anyone_leaves_a_complaint_and_reads_it_by_the_code()
    {
        var left = await host.Left(new { kind = "complaint", text = " Larmet dröjde en timme i natt. ", unitCode = TestUnits.Norrangen, wantsAnswer = true });
        Assert.Matches(@"^SYN-20\d\d-\d{4,}$", left.Reference);
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$", left.Code);

        using var answer = await host.As(null).PostAsJsonAsync(Dialogue, new { code = left.Code });
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var dialogue = await answer.Json();
        Assert.Equal((left.Reference, "Larmet dröjde en timme i natt.", "Norrängens hemtjänst", "received"), (Text(dialogue, "reference"), Text(dialogue, "text"), Text(dialogue, "unit"), Text(dialogue, "status")));
        Assert.Equal("Vi har tagit emot det du skrev. Ingen har börjat med det än.", Text(dialogue, "standing"));
        Assert.Equal(Text(left.Json, "answerOn"), Text(dialogue, "answerOn"));
        Assert.Empty(dialogue.GetProperty("messages").EnumerateArray());

        var told = Assert.Single(await host.Published<ComplaintChanged>(), told => told.ComplaintId == left.Id(host));
        Assert.Equal(("complaint", "web", TestUnits.Norrangen, "received", true), (told.Kind, told.Channel, told.UnitCode, told.Status, told.WantsAnswer));
        Assert.DoesNotContain("Larmet", JsonSerializer.Serialize(told));
    }

    [Fact]
    public async Task Nothing_is_promised_to_who_wants_no_answer_and_it_may_be_about_no_unit()
    {
        var left = await host.Left(new { kind = "praise", text = "Ni är bra." });
        Assert.False(left.Json.TryGetProperty("answerOn", out _));
        var dialogue = await Read(left.Code).Json();
        Assert.False(dialogue.TryGetProperty("unit", out _));
        Assert.Equal("praise", Text(dialogue, "kind"));
    }

    [Fact]
    public async Task Who_is_signed_in_is_as_nobody_there_and_the_log_says_that_it_was_who_holds_the_receipt()
    {
        foreach (var user in new[] { null, TestUsers.Registrar, TestUsers.Supplier })
        {
            var client = host.As(user);
            var receipt = await client.Post(Leave, new { kind = "idea", text = "Bänkar på gården." }).Json(HttpStatusCode.Created);
            var code = Text(receipt, "code");
            await client.Post(Dialogue, new { code }).Json();
            await client.Post(Messages, new { code, text = "Gärna i skuggan." }).Json();
            var id = await host.Scalar<Guid>("select id from complaints where reference = $1", Text(receipt, "reference")!);
            var log = await host.Scalar<string>("select string_agg(action || ' ' || user_id || ' ' || user_name || ' ' || array_to_string(why, ',') || array_to_string(roles, ','), '; ' order by id) from access_log where $1 = any(subject_ids)", id.ToString());
            Assert.Equal("create holder:receipt Den som har kvittot receipt/holder; read holder:receipt Den som har kvittot receipt/holder; read holder:receipt Den som har kvittot receipt/holder; change holder:receipt Den som har kvittot receipt/holder", log);
            Assert.Null(await host.Scalar<object>("select registered_by_id from complaints where id = $1", id) as string);
        }
    }

    [Fact]
    public async Task The_code_lies_nowhere_in_the_database()
    {
        var client = host.As(null);
        client.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        var code = (await client.Post(Leave, new { kind = "comment", text = "Var lagras koden?", wantsAnswer = true }).Json(HttpStatusCode.Created)).GetProperty("code").GetString()!;
        await client.Post(Dialogue, new { code }).Json();
        await client.Post(Messages, new { code, text = "Ingenstans?" }).Json();
        await host.As(TestUsers.Employee).PostAsync("/synpunkter/svar", new FormUrlEncodedContent([new("_handler", "svar"), new("_key", $"{Guid.NewGuid()}"), new("Request.Code", code)]));

        var tables = (await host.Scalar<string>("select string_agg(table_name, ',') from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")).Split(',');
        Assert.Contains("idempotency_keys", tables);
        foreach (var table in tables)
        {
            foreach (var form in new[] { code, code.Replace("-", ""), Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(code)) })
                Assert.Equal((table, 0L), (table, await host.Scalar<long>($"select count(*) from \"{table}\" t where t::text ilike '%' || $1 || '%'", form)));
        }
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from idempotency_keys"));
    }

    [Fact]
    public async Task Staff_and_systems_who_call_again_get_the_same_receipt_and_its_code_is_kept_for_nobody()
    {
        foreach (var caller in new[] { TestUsers.Registrar, TestUsers.Integration })
        {
            var client = host.As(caller);
            client.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid()}");
            var words = new { kind = "complaint", channel = "phone", text = $"Larmet dröjde. {Guid.NewGuid()}", wantsAnswer = true };
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.Post(ComplaintsHost.Complaints, words).Json(HttpStatusCode.Created)));
            Assert.Single(answers.Select(answer => answer.ToString()).Distinct());
            await client.Post(ComplaintsHost.Complaints, new { words.kind, words.channel, text = "Något annat.", words.wantsAnswer }).Problem(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");
            Assert.Equal(1L, await host.Scalar<long>("select count(*) from complaints where text = $1", words.text));
            Assert.Equal(0L, await host.Scalar<long>("select count(*) from idempotency_keys where encode(body, 'escape') like '%' || $1 || '%'", answers[0].GetProperty("code").GetString()!));
        }
    }

    [Fact]
    public async Task The_same_call_again_is_the_same_complaint_with_the_same_receipt()
    {
        var (key, words) = ($"{Guid.NewGuid()}", new { kind = "complaint", text = $"Maten var kall. {Guid.NewGuid()}", wantsAnswer = true, contact = "070-174 06 05" });
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Keyed(key, words).Json(HttpStatusCode.Created)));
        Assert.Single(answers.Select(answer => answer.ToString()).Distinct());
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from complaints where text = $1", words.text));

        await host.Scalar<Guid>("update complaints set unit_code = 'kullen', kind = 'comment', version = version + 1 where text = $1 returning id", words.text);
        Assert.Equal(answers[0].ToString(), (await Keyed(key, words).Json(HttpStatusCode.Created)).ToString());
    }

    [Fact]
    public async Task A_key_gives_nobody_anothers_receipt()
    {
        var key = "nyckel-1";
        await Keyed(key, new { kind = "complaint", text = "Första." }).Json(HttpStatusCode.Created);
        var refused = await Keyed(key, new { kind = "complaint", text = "Andra." }).Problem(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");
        Assert.DoesNotContain("SYN-", refused.ToString());
        await Keyed(new string('k', 201), new { kind = "complaint", text = "Andra." }).Problem(HttpStatusCode.BadRequest, "request.unreadable");
    }

    [Theory]
    [InlineData("""{"text":"Hej"}""", "kind")]
    [InlineData("""{"kind":"weather","text":"Hej"}""", "kind")]
    [InlineData("""{"kind":"idea"}""", "text")]
    [InlineData("""{"kind":"idea","text":"  "}""", "text")]
    [InlineData("""{"kind":"idea","text":"Hej","unitCode":"finns-inte"}""", "unitCode")]
    [InlineData("""{"kind":"idea","text":"Hej","personalNumber":"1"}""", "personalNumber")]
    public async Task What_is_wrong_is_named(string json, string field) =>
        await host.As(null).PostAsync(Leave, new StringContent(json, System.Text.Encoding.UTF8, "application/json")).NamesField(field);

    [Fact]
    public async Task What_is_too_long_is_named()
    {
        await host.As(null).Post(Leave, new { kind = "idea", text = new string('x', 20_001) }).NamesField("text");
        await host.As(null).Post(Leave, new { kind = "idea", text = "Hej", contact = new string('x', 501) }).NamesField("contact");
        await host.As(null).Post(Leave, new { kind = "idea", text = new string('å', 20_000), contact = new string('x', 500) }).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_code_is_read_however_it_is_written()
    {
        var left = await host.Left(new { kind = "idea", text = "Bänkar." });
        foreach (var written in new[] { left.Code.ToLowerInvariant(), left.Code.Replace("-", ""), $" {left.Code.Replace("-", " ")} ", left.Code.Replace('0', 'O').Replace('1', 'l') })
            Assert.Equal(left.Reference, Text(await Read(written).Json(), "reference"));
    }

    [Fact]
    public async Task A_mistyped_code_is_told_apart_from_one_that_no_receipt_has()
    {
        var code = (await host.Left(new { kind = "idea", text = "Bänkar." })).Code;
        var mistyped = $"{code[..^1]}{(code[^1] == 'A' ? 'B' : 'A')}";
        foreach (var wrong in new[] { mistyped, code[..^1], $"{code}0", "x", new string('0', 40), "U0000-00000-0", "åäö" })
        {
            await Read(wrong).NamesField("code");
            await host.As(null).Post(Messages, new { code = wrong, text = "Hej" }).NamesField("code");
        }
        await Read("").NamesField("code");
        await Read(new string('0', 41)).NamesField("code");
        await host.As(null).Post(Messages, new { code = Others.Of(Guid.NewGuid()), text = "Hej" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Guessing_finds_nothing_and_every_wrong_code_is_answered_alike()
    {
        var left = await host.Left(new { kind = "complaint", text = "Hemligheten.", wantsAnswer = true });
        var near = Enumerable.Range(0, 300).Select(_ => Others.Of(Guid.NewGuid())).Select(random => WithCheck(left.Code.Replace("-", "")[..9] + random[0])).Where(code => code != left.Code.Replace("-", "")).ToList();
        var client = host.As(null);
        await client.Post(Dialogue, new { code = Others.Of(Guid.NewGuid()) });
        var (bodies, random, close) = (new HashSet<string>(), new List<double>(), new List<double>());
        for (var guess = 0; guess < 300; guess++)
        {
            random.Add(await Guess(Others.Of(Guid.NewGuid())));
            close.Add(await Guess(near[guess % near.Count]));
        }
        var body = Assert.Single(bodies);
        Assert.DoesNotContain("SYN-", body);
        var (one, other) = (Median(random), Median(close));
        TestContext.Current.TestOutputHelper?.WriteLine($"A wrong code takes {one:0.00} ms, one that is wrong in its tenth character {other:0.00} ms (medians of 300)");
        Assert.InRange(one / other, 0.5, 2);

        async Task<double> Guess(string code)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await client.Post(Dialogue, new { code });
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            bodies.Add(await answer.Content.ReadAsStringAsync());
            return watch.Elapsed.TotalMilliseconds;
        }
    }

    [Fact]
    public async Task Answers_and_comments_are_read_and_the_same_words_twice_are_one_comment()
    {
        var left = await host.Left(new { kind = "complaint", text = "Larmet dröjde.", wantsAnswer = true });
        await host.Answered(left, "Tack. Vi har ändrat rutinen.");
        var dialogue = await Read(left.Code).Json();
        Assert.Equal(("answered", "Du har fått svar."), (Text(dialogue, "status"), Text(dialogue, "standing")));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.As(null).Post(Messages, new { code = left.Code, text = "Det dröjde i natt igen. " }).Json()));
        dialogue = await Read(left.Code).Json();
        Assert.Equal([(false, "Tack. Vi har ändrat rutinen."), (true, "Det dröjde i natt igen.")], dialogue.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("fromYou").GetBoolean(), Text(message, "text"))));
        Assert.Equal("handling", Text(dialogue, "status"));
        Assert.DoesNotContain("Karin", dialogue.ToString());
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from messages where from_sender and complaint_id = $1", left.Id(host)));
        Assert.Equal("handling", (await host.Published<ComplaintChanged>()).Last(told => told.ComplaintId == left.Id(host)).Status);
    }

    [Fact]
    public async Task A_comment_takes_up_what_was_closed()
    {
        var left = await host.Left(new { kind = "comment", text = "Dörren kärvar." });
        await host.Scalar<Guid>("update complaints set closed_at = now(), closed_by_name = 'Karin', outcome = 'Internt ord.', status = 'closed', version = version + 1 where id = $1 returning id", left.Id(host));
        Assert.Equal("closed", Text(await Read(left.Code).Json(), "status"));
        var dialogue = await host.As(null).Post(Messages, new { code = left.Code, text = "Den kärvar igen." }).Json();
        Assert.Equal("received", Text(dialogue, "status"));
        Assert.DoesNotContain("Internt ord", dialogue.ToString());
    }

    [Theory]
    [InlineData(null, false, "", "investigating")]
    [InlineData("investigating", false, "planned", "action-planned")]
    [InlineData("acting", false, "planned completed", "action-planned")]
    [InlineData("acting", false, "completed completed", "action-done")]
    [InlineData("following-up", false, "checked completed", "action-done")]
    [InlineData("closed", false, "checked checked", "effect-checked")]
    [InlineData("closed", false, "", "investigated")]
    [InlineData("acting", true, "checked checked", "investigating")]
    public async Task What_it_led_to_is_told_without_a_word_of_the_case(string? status, bool hidden, string actions, string expected)
    {
        var left = await host.Left(new { kind = "complaint", text = "Dosen kom sent." });
        var deviation = Guid.NewGuid();
        await host.Scalar<Guid>(
            "update complaints set escalation_deviation_id = $2, escalation_motivation = 'Internt skäl', escalation_by_id = 'k', escalation_by_name = 'Karin', escalation_at = now(), escalation_is_hidden = $3, escalation_subject_version = 1, escalation_status = nullif($4, ''), version = version + 1 where id = $1 returning id",
            left.Id(host), deviation, hidden, status ?? "");
        foreach (var action in actions.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await host.Scalar<Guid>(
                "insert into followed_actions (id, deviation_id, status, due_on, effect_check_on, effect, subject_version) values (gen_random_uuid(), $1, $2, now(), now(), nullif($3, ''), 1) returning id",
                deviation, action, action == "checked" ? "yes" : "");
        }
        var dialogue = await Read(left.Code).Json();
        Assert.Equal(expected, Text(dialogue, "ledTo"));
        Assert.EndsWith(".", Text(dialogue, "ledToSentence"));
        Assert.DoesNotContain("Internt skäl", dialogue.ToString());
        Assert.DoesNotContain("Karin", dialogue.ToString());
        Assert.DoesNotContain($"{deviation}", dialogue.ToString());
    }

    private Task<HttpResponseMessage> Read(string code) => host.As(null).Post(Dialogue, new { code });

    private Task<HttpResponseMessage> Keyed(string key, object words)
    {
        var client = host.As(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Idempotency-Key", key);
        return client.Post(Leave, words);
    }

    // The one check character that fits: found as anyone can.
    private static string WithCheck(string ten) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".Select(check => ten + check).First(ReceiptCodes.IsWellFormed);

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>What tests have left through the open door.</summary>
internal sealed record Left(string Reference, string Code, JsonElement Json)
{
    public Guid Id(ComplaintsHost host) => host.Scalar<Guid>("select id from complaints where reference = $1", Reference).GetAwaiter().GetResult();
}

internal static class PublicArrange
{
    public static async Task<Left> Left(this ComplaintsHost host, object words)
    {
        var receipt = await host.As(null).Post($"{ComplaintsHost.Public}/complaints", words).Json(HttpStatusCode.Created);
        return new(receipt.GetProperty("reference").GetString()!, receipt.GetProperty("code").GetString()!, receipt);
    }

    /// <summary>Someone here has answered.</summary>
    public static async Task Answered(this ComplaintsHost host, Left left, string text)
    {
        var id = left.Id(host);
        await host.Scalar<Guid>("insert into messages (id, complaint_id, from_sender, text, by_id, by_name, at) values ($3, $1, false, $2, 'k', 'Karin', now()) returning id", id, text, Guid.CreateVersion7());
        await host.Scalar<Guid>("update complaints set first_answered_at = now(), status = 'answered', version = version + 1 where id = $1 returning id", id);
    }

    /// <summary>The rights of what is open: everyone's.</summary>
    public static RightsMatrix WithPublic(this RightsMatrix matrix, ComplaintsHost host) => matrix
        .Open($"POST {ComplaintsHost.Public}/complaints", () => Post("complaints", new { kind = "idea", text = "Bänkar." }), HttpStatusCode.Created)
        .Open($"POST {ComplaintsHost.Public}/dialogue", () => Post("dialogue", new { code = Code(host) }))
        .Open($"POST {ComplaintsHost.Public}/dialogue/messages", () => Post("dialogue/messages", new { code = Code(host), text = $"{Guid.NewGuid()}" }))
        .Open("GET /synpunkter/ny")
        .Open("POST /synpunkter/ny", () => new(HttpMethod.Post, "/synpunkter/ny") { Content = new FormUrlEncodedContent([new("_handler", "synpunkt"), new("Request.Kind", "Idea"), new("Request.Text", "Bänkar.")]) })
        .Open("GET /synpunkter/svar")
        .Open("POST /synpunkter/svar", () => new(HttpMethod.Post, "/synpunkter/svar") { Content = new FormUrlEncodedContent([new("_handler", "svar"), new("Request.Code", Code(host))]) });

    private static string Code(ComplaintsHost host) => host.Left(new { kind = "idea", text = "Bänkar." }).GetAwaiter().GetResult().Code;

    private static HttpRequestMessage Post(string path, object body) => new(HttpMethod.Post, $"{ComplaintsHost.Public}/{path}") { Content = JsonContent.Create(body) };
}
