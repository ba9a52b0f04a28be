namespace Huset.Complaints.Tests;

/// <summary>The open form, the receipt and the dialogue, as a person without an account and without scripts meets them.</summary>
public sealed class PublicPagesTests(ComplaintsHost host)
{
    private const string Form = "/synpunkter/ny", Answer = "/synpunkter/svar";

    [Fact]
    public async Task The_form_tells_what_happens_before_anyone_writes_and_asks_nobody_to_sign_in()
    {
        var page = await Answers.Html(host.As(null).GetAsync(Form));
        Assert.True(Place(page, "Ring 112") < Place(page, "<textarea"));
        Assert.True(Place(page, "1177") < Place(page, "<textarea"));
        Assert.True(Place(page, "allmän handling") < Place(page, "<textarea"));
        Assert.True(Place(page, "sekretess") < Place(page, "<textarea"));
        Assert.True(Place(page, "inte andras namn eller personnummer") < Place(page, "<textarea"));
        Assert.Contains("<a class=\"enter\" href=\"/bff/login\">Logga in</a>", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<nav", page);
        Assert.Contains("<optgroup label=\"Äldreomsorg\"", page);
        Assert.Contains("<option value=\"ao\">Äldreomsorg, i allmänhet", page);
        Assert.Contains("<option value=\"norrangen\">Norrängens hemtjänst", page);
        Assert.DoesNotContain("value=\"sf\"", page);
        Assert.Contains("<textarea", await Answers.Html(host.As(TestUsers.Employee).GetAsync(Form)));
        Assert.Contains("<textarea", await Answers.Html(host.As(TestUsers.BoardMember).GetAsync(Form)));
    }

    [Fact]
    public async Task A_right_form_becomes_a_receipt_with_the_code_and_the_same_form_again_the_same_receipt()
    {
        var form = Fields(("_key", $"{Guid.NewGuid()}"), ("Request.Text", $"Maten var kall.\r\nTvå gånger. {Guid.NewGuid()}"), ("Request.WantsAnswer", "true"));
        var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Answers.Html(host.As(null).PostAsync(Form, new FormUrlEncodedContent(form)))));
        Assert.Single(pages.Select(page => Code(page)).Distinct());
        Assert.Contains("Tack, vi har tagit emot det du skrev.", pages[0]);
        Assert.Contains("Du får svar senast", pages[0]);
        Assert.DoesNotContain("<textarea", pages[0]);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from complaints where text = $1", form.First(field => field.Key == "Request.Text").Value.Replace("\r\n", "\n")));

        // Who goes back and changes it means something more.
        var changed = await Answers.Html(host.As(null).PostAsync(Form, new FormUrlEncodedContent(form.Append(new("Request.Contact", "070-174 06 05")))));
        Assert.NotEqual(Code(pages[0]), Code(changed));
    }

    [Fact]
    public async Task The_receipt_is_kept_by_no_browser_and_the_form_by_any()
    {
        using var form = await host.As(null).GetAsync(Form);
        Assert.DoesNotContain("no-store", form.Headers.CacheControl?.ToString() ?? "");
        using var receipt = await host.As(null).PostAsync(Form, new FormUrlEncodedContent(Fields()));
        Assert.Contains("no-store", receipt.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("Request.Kind", "", "Välj vad du vill lämna.")]
    [InlineData("Request.Kind", "Weather", "Välj vad du vill lämna.")]
    [InlineData("Request.Text", "", "Skriv vad du vill säga")]
    [InlineData("Request.UnitCode", "finns-inte", "Den verksamheten finns inte längre.")]
    public async Task What_is_wrong_is_told_in_words_and_what_was_written_is_kept(string field, string value, string sentence)
    {
        var page = await Answers.Html(host.As(null).PostAsync(Form, new FormUrlEncodedContent(Fields((field, value), ("Request.Contact", "anna@exempel.se")))));
        Assert.Contains("role=\"alert\"", page);
        Assert.Contains(sentence, page);
        Assert.Contains("anna@exempel.se", page);
        if (field != "Request.Text") Assert.Contains("Maten var kall.", page);
        Assert.DoesNotContain("class=\"code\"", page);
    }

    [Fact]
    public async Task An_identity_number_is_pointed_out_and_taken_away_or_left_as_its_writer_wants()
    {
        var text = $"Min mor 19121212-1212 väntade. {Guid.NewGuid()}";
        var asked = await Answers.Html(host.As(null).PostAsync(Form, new FormUrlEncodedContent(Fields(("Request.Text", text)))));
        Assert.Contains("Det ser ut att stå ett personnummer i texten", asked);
        Assert.Contains(text, asked);
        Assert.DoesNotContain("class=\"code\"", asked);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from complaints where text like $1", $"%{text[^36..]}"));

        Code(await Answers.Html(host.As(null).PostAsync(Form, new FormUrlEncodedContent(Fields(("Request.Text", text), ("Numbers", "mask"))))));
        Assert.Equal($"Min mor (personnummer borttaget) väntade. {text[^36..]}", await host.Scalar<string>("select text from complaints where text like $1", $"%{text[^36..]}"));
        Code(await Answers.Html(host.As(null).PostAsync(Form, new FormUrlEncodedContent(Fields(("Request.Text", text), ("Numbers", "keep"))))));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from complaints where text = $1", text));
    }

    [Fact]
    public async Task By_the_code_the_answer_is_read_and_more_is_written()
    {
        var left = await host.Left(new { kind = "complaint", text = "Larmet dröjde.\nEn timme.", unitCode = TestUnits.Norrangen, wantsAnswer = true });
        await host.Answered(left, "Tack. Vi har ändrat rutinen.");
        Assert.Contains("Skriv koden från kvittot", await Answers.Html(host.As(null).GetAsync(Answer)));

        var shown = await Answers.Html(Post(("Request.Code", left.Code.ToLowerInvariant())));
        Assert.Contains($"Ditt ärende {left.Reference}", shown);
        Assert.Contains("Larmet dröjde.\nEn timme.", shown);
        Assert.Contains("Svar från Ekstads kommun", shown);
        Assert.Contains("Tack. Vi har ändrat rutinen.", shown);
        Assert.DoesNotContain("Karin", shown);
        Assert.Contains($"name=\"Request.Code\" value=\"{left.Code.ToLowerInvariant()}\"", shown);

        var empty = await Answers.Html(Post(("Request.Code", left.Code), ("Add", "true"), ("Request.Text", " ")));
        Assert.Contains("Skriv något innan du skickar.", empty);
        Assert.Contains("Tack. Vi har ändrat rutinen.", empty);

        var number = await Answers.Html(Post(("Request.Code", left.Code), ("Add", "true"), ("Request.Text", "Hon har 19121212-1212.")));
        Assert.Contains("Det ser ut att stå ett personnummer", number);
        Assert.Contains("Hon har 19121212-1212.", number);

        for (var time = 0; time < 2; time++)
        {
            var added = await Answers.Html(Post(("Request.Code", left.Code), ("Add", "true"), ("Request.Text", "Det dröjde igen.\r\nI natt.")));
            Assert.Contains("Tack, din kommentar är skickad.", added);
            Assert.Contains("Det dröjde igen.\nI natt.", added);
            Assert.DoesNotContain("<textarea", added);
        }
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from messages where from_sender and complaint_id = $1", left.Id(host)));
    }

    [Theory]
    [InlineData("", "Skriv koden från kvittot.")]
    [InlineData("4T9Q0-7KX2M-9", "Koden är felskriven.")]
    [InlineData("00000-00000-0", "Det finns inget ärende med den koden.")]
    [InlineData("12345678901234567890123456789012345678901", "Koden är för lång.")]
    public async Task A_code_that_leads_nowhere_gets_a_sentence_and_stays(string code, string sentence)
    {
        var page = await Answers.Html(Post(("Request.Code", code)));
        Assert.Contains("role=\"alert\"", page);
        Assert.Contains(sentence, page);
        Assert.Contains($"value=\"{code}\"", page);
    }

    [Fact]
    public async Task What_can_be_stored_nowhere_is_refused_and_no_fault()
    {
        using var answer = await host.As(null).PostAsync(Form, new FormUrlEncodedContent(Fields(("Request.Text", "Hej\0"))));
        Assert.InRange((int)answer.StatusCode, 200, 499);
    }

    private Task<HttpResponseMessage> Post(params (string Name, string Value)[] fields) =>
        host.As(null).PostAsync(Answer, new FormUrlEncodedContent([new("_handler", "svar"), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]));

    private static IEnumerable<KeyValuePair<string, string>> Fields(params (string Name, string Value)[] others)
    {
        var fields = new Dictionary<string, string>
        {
            ["_handler"] = "synpunkt",
            ["Request.Kind"] = "Complaint",
            ["Request.Text"] = "Maten var kall.",
            ["Request.UnitCode"] = TestUnits.Norrangen,
        };
        foreach (var (name, value) in others) fields[name] = value;
        return [.. fields];
    }

    private static int Place(string page, string words)
    {
        Assert.Contains(words, page);
        return page.IndexOf(words, StringComparison.Ordinal);
    }

    private static string Code(string page)
    {
        var code = System.Text.RegularExpressions.Regex.Match(page, "class=\"code\">([^<]+)<").Groups[1].Value;
        Assert.True(ReceiptCodes.IsWellFormed(code), page);
        return code;
    }
}
