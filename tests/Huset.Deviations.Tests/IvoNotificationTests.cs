using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The notification to IVO, from the report to what IVO decides.</summary>
public sealed class IvoNotificationTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";
    private static readonly string Today = Day(0);

    [Theory]
    [InlineData("lex-sarah", "social-care", "serious-misconduct", "ivo-investigation")]
    [InlineData("lex-maria", "health-care", "serious-care-injury", "lex-maria-ivo-investigation")]
    public async Task From_the_report_to_IVOs_decision_each_step_waits_for_the_one_before(string track, string kind, string degree, string deadline)
    {
        var investigator = Of(track);
        var client = host.As(investigator);
        var id = await host.Reported(TestUsers.Employee, ("kind", kind), ("occurredAt", DateTimeOffset.UtcNow.AddDays(-30)));
        await host.As(TestUsers.Manager).SendAsync(Write($"{Path}/{id}/tracks", new { track, reason = "Ska utredas." }, 1)).Json();
        await client.Post($"{Path}/{id}/assessment", new { severity = 1, probability = 1, motivation = "Ringa." }).Json();

        var refused = await client.Post($"{Path}/{id}/decision", new { degree, motivation = "Allvarligt.", title = "Utredare" }).Problem(HttpStatusCode.Conflict, "decision.incomplete");
        foreach (var part in refused.GetProperty("missing").EnumerateArray().Select(part => part.GetProperty("code").GetString()))
            await client.PutAsJsonAsync($"{Path}/{id}/investigation/parts/{part}", new { text = $"Text om {part}.", kind = "fact", source = "Larmloggen", title = "Utredare" }).Json();
        var undecided = await client.GetAsync($"{Path}/{id}/investigation").Json();
        Assert.False(undecided.TryGetProperty("ivoStatus", out _));
        var serious = await client.Post($"{Path}/{id}/decision", new { degree, motivation = "Allvarligt.", title = "Utredare", registryNumber = " SN 2026/1 " }).Json();
        Assert.Equal(("to-send", true), (Status(serious), serious.GetProperty("decision").GetProperty("notifyIvo").GetBoolean()));
        Assert.Contains("Anmälan till IVO: ja.", await Answers.Html(client.GetAsync($"/avvikelser/{id}/utredning")));
        Assert.Contains("value=\"SN 2026/1\"", await client.GetStringAsync($"/avvikelser/{id}/ivo"));

        await Step(client, id, new { kind = "receipt", on = Today, reference = "8.1-1/2026" }).Problem(HttpStatusCode.Conflict, "ivo.not-notified");
        await client.Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Problem(HttpStatusCode.Conflict, "investigation.unfinished");
        Assert.Equal("sent", Status(await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Day(-20), registryNumber = "SN 2026/1" }).Json()));
        var running = await Deadline(client, id, deadline);
        Assert.Equal(("running", $"{Arrange.Today.AddDays(-20).AddMonths(2):yyyy-MM-dd}"), (running.GetProperty("state").GetString(), running.GetProperty("lastDay").GetString()));

        await Step(client, id, new { kind = "decision", on = Today, text = "Avslutas." }).Problem(HttpStatusCode.Conflict, "ivo.investigation-not-sent");
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Day(-20), registryNumber = "SN 2026/1", investigationSentOn = Day(-10) }).Json();
        Assert.Equal("met", (await Deadline(client, id, deadline)).GetProperty("state").GetString());
        await Step(client, id, new { kind = "decision", on = Today, text = "Avslutas." }).Problem(HttpStatusCode.Conflict, "ivo.no-receipt");
        await Step(client, id, new { kind = "receipt", on = Day(-15) }).NamesField("reference");
        var received = await Step(client, id, new { kind = "receipt", on = Day(-15), reference = " 8.1-1/2026 " }).Json();
        Assert.Equal(("received", "8.1-1/2026"), (Status(received), received.GetProperty("notification").GetProperty("reference").GetString()));

        await Step(client, id, new { kind = "supplement", on = Day(-5) }).NamesField("text");
        await Step(client, id, new { kind = "supplement", on = Day(-21), text = "För tidigt." }).NamesField("on");
        await Step(client, id, new { kind = "supplement", on = Day(-5), text = "Rutinen för larm." }).Json();
        Assert.Equal("supplemented", Status(await Step(client, id, new { kind = "supplement", on = Day(-4), text = "Schemat i mars." }).Json()));
        await client.Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Json();

        await Step(client, id, new { kind = "decision", on = Day(-11), text = "Före utredningen." }).NamesField("on");
        await Step(client, id, new { kind = "decision", on = Day(1), text = "I morgon." }).NamesField("on");
        var decided = await Step(client, id, new { kind = "decision", on = Today, text = "IVO avslutar ärendet." }).Json();
        Assert.Equal("decided", Status(decided));
        Assert.Equal(["receipt", "supplement", "supplement", "decision"], decided.GetProperty("ivoSteps").EnumerateArray().Select(step => step.GetProperty("kind").GetString()));

        var history = (await client.GetAsync($"{Path}/{id}/history?limit=100").Json()).GetProperty("items").EnumerateArray().Select(line => line.GetProperty("kind").GetString());
        Assert.Equal(["ivo-received", "ivo-supplemented", "ivo-supplemented", "ivo-decided"], history.Where(line => line!.StartsWith("ivo-", StringComparison.Ordinal) && line != "ivo-notified"));
        var file = System.Text.RegularExpressions.Regex.Unescape((await client.GetAsync($"{Path}/{id}/case-file").Json()).GetRawText());
        Assert.All(new[] { "8.1-1/2026", "Rutinen för larm.", "Schemat i mars.", "IVO avslutar ärendet." }, words => Assert.Contains(words, file));
        var told = (await host.Published<DeviationAdvanced>()).Where(e => e.DeviationId == id).OrderBy(e => e.SubjectVersion).TakeLast(4).ToList();
        Assert.All(told, e => Assert.Equal(Visibility.Internal, e.Visibility));
        Assert.Equal(decided.GetProperty("version").GetInt32(), told[^1].SubjectVersion);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%Rutinen för larm%' or body::text like '%IVO avslutar%'"));
        Assert.Equal(4L, await host.Scalar<long>("select count(*) from ivo_steps s join deviation_tracks t on t.id = s.track_id where t.deviation_id = $1", id));
    }

    [Theory]
    [InlineData(false, "ivo-investigation")]
    [InlineData(true, "lex-maria-ivo-investigation")]
    public async Task Longer_time_that_IVO_gives_moves_the_last_day_says_whose_decision_it_is_and_stays_when_the_notification_is_corrected(bool maria, string deadline)
    {
        var client = host.As(Of(maria ? "lex-maria" : "lex-sarah"));
        var id = await host.Reported(TestUsers.Employee, ("kind", maria ? "health-care" : "social-care"), ("occurredAt", DateTimeOffset.UtcNow.AddDays(-90)));
        await host.HandOver(id, maria ? TrackKind.LexMaria : TrackKind.LexSarah);
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Day(-80), registryNumber = "SN 4" }).Json();
        Assert.Equal("passed", (await Deadline(client, id, deadline)).GetProperty("state").GetString());
        var until = Arrange.Today.AddDays(12);
        await Step(client, id, new { kind = "extension", on = Day(-30), until }).NamesField("reference");
        await Step(client, id, new { kind = "extension", on = Day(-30), reference = "8.1-9/2026" }).NamesField("until");
        // No longer than the rules give already.
        await Step(client, id, new { kind = "extension", on = Day(-30), reference = "8.1-9/2026", until = Arrange.Today.AddDays(-29) }).NamesField("until");
        var granted = await Step(client, id, new { kind = "extension", on = Day(-30), reference = "8.1-9/2026", until }).Json();
        Assert.Equal("sent", Status(granted));

        var running = await Deadline(client, id, deadline);
        Assert.Equal(("running", $"{until:yyyy-MM-dd}", 12), (running.Text("state"), running.Text("lastDay"), running.GetProperty("leftDays").GetInt32()));
        Assert.EndsWith($" IVO har den {DeadlineWords.Of(Arrange.Today.AddDays(-30))} gett längre tid, till och med {DeadlineWords.Of(until)} (8.1-9/2026).", running.Text("explanation"));
        Assert.Equal("extended", running.GetProperty("steps").EnumerateArray().Last().Text("kind"));
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Day(-79), registryNumber = "SN 4" }).Json();
        Assert.Equal($"{until:yyyy-MM-dd}", (await Deadline(client, id, deadline)).Text("lastDay"));

        var page = await Answers.Html(client.GetAsync($"/avvikelser/{id}/utredning"));
        Assert.Contains($"Utredningen får skickas till och med {Words.Day(until)}.", page);
        Assert.Contains("8.1-9/2026", System.Text.RegularExpressions.Regex.Unescape((await client.GetAsync($"{Path}/{id}/case-file").Json()).GetRawText()));
        var longer = await client.Form($"/avvikelser/{id}/ivo/langre-tid", "ivosteg", ("Version", $"{(await client.GetAsync($"{Path}/{id}/investigation").Json()).GetProperty("version").GetInt32()}"), ("Request.On", Today), ("Request.Until", $"{until.AddDays(9):yyyy-MM-dd}"), ("Request.Reference", "8.1-10/2026"));
        Assert.EndsWith("gjort=ivo-langre-tid", longer.Headers.Location!.OriginalString);
        Assert.Equal($"{until.AddDays(9):yyyy-MM-dd}", (await Deadline(client, id, deadline)).Text("lastDay"));
    }

    [Fact]
    public async Task What_IVO_has_answered_stands_when_the_notification_is_corrected()
    {
        var id = await Notified();
        var client = host.As(TestUsers.LexInvestigator);
        await Step(client, id, new { kind = "receipt", on = Today, reference = "8.1-2/2026" }).Json();
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Today, registryNumber = "SN 9", investigationSentOn = Today }).Json();
        var corrected = await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Day(-1), registryNumber = "SN 9", investigationSentOn = Today }).Json();
        Assert.Equal("8.1-2/2026", corrected.GetProperty("notification").GetProperty("reference").GetString());
        await Step(client, id, new { kind = "decision", on = Today, text = "Avslutas." }).Json();
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Day(-1), registryNumber = "SN 9" }).NamesField("investigationSentOn");
        Assert.Equal("Avslutas.", (await client.GetAsync($"{Path}/{id}/investigation").Json()).GetProperty("ivoSteps").EnumerateArray().Last().GetProperty("text").GetString());
        Assert.Equal("SN 9", (await client.GetAsync($"{Path}/{id}").Json()).GetProperty("registryNumber").GetString());
    }

    [Fact]
    public async Task What_came_of_it_is_not_before_the_notification_and_the_other_tracks_investigator_sees_none_of_it()
    {
        var id = await Notified(both: true);
        var client = host.As(TestUsers.LexInvestigator);
        await Step(client, id, new { kind = "receipt", on = Day(-1), reference = "8.1-3/2026" }).Json();
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Today, registryNumber = "SN 9" }).NamesField("sentOn");
        var mas = host.As(TestUsers.Mas);
        await Step(mas, id, new { track = "lex-sarah", kind = "receipt", on = Today, reference = "x" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Step(mas, id, new { kind = "receipt", on = Today, reference = "x" }).Problem(HttpStatusCode.Conflict, "ivo.not-notified");
        foreach (var path in new[] { $"{Path}/{id}/investigation", $"{Path}/{id}/history", $"{Path}/{id}/case-file", $"/avvikelser/{id}/utredning" })
        {
            var text = await mas.GetStringAsync(path);
            Assert.DoesNotContain("8.1-3/2026", text);
            Assert.DoesNotContain("ivo-received", text);
        }
    }

    [Fact]
    public async Task The_page_leads_from_step_to_step_and_says_what_is_missing()
    {
        var id = await Notified();
        var client = host.As(TestUsers.LexInvestigator);
        var refused = await Answers.Html(client.Form($"/avvikelser/{id}/ivo/beslut", "ivosteg", ("Version", "14"), ("Request.On", Today), ("Request.Text", "Kritik mot bemanningen.")));
        Assert.Contains("Anteckna först vilken dag utredningen skickades till IVO.", refused);
        Assert.Contains("Kritik mot bemanningen.", refused);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/avvikelser/{id}/ivo/annat")).StatusCode);
        await client.Post($"{Path}/{id}/decision", new { degree = "serious-misconduct", motivation = "Allvarligt.", title = "Utredare" }).Json();
        Assert.Equal("Anteckna att utredningen är skickad", await Next(client, id));
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Today, registryNumber = "SN 1", investigationSentOn = Today }).Json();
        Assert.Equal("Anteckna IVO:s kvittens", await Next(client, id));
        Assert.Contains("Skriv IVO:s ärendenummer.", await Answers.Html(client.Form($"/avvikelser/{id}/ivo/kvittens", "ivosteg", ("Version", "16"), ("Request.On", Today))));
        Assert.Equal(HttpStatusCode.Found, (await client.Form($"/avvikelser/{id}/ivo/kvittens", "ivosteg", ("Version", "16"), ("Request.On", Today), ("Request.Reference", "8.1-4/2026"))).StatusCode);
        Assert.Equal("Anteckna IVO:s beslut", await Next(client, id));
        Assert.Equal(HttpStatusCode.Found, (await client.Form($"/avvikelser/{id}/ivo/beslut", "ivosteg", ("Version", "17"), ("Request.On", Today), ("Request.Text", "Kritik mot bemanningen."))).StatusCode);
        var page = await Answers.Html(client.GetAsync($"/avvikelser/{id}/utredning?gjort=ivo-beslut"));
        Assert.Contains("IVO:s beslut är antecknat.", page);
        Assert.Contains("Kritik mot bemanningen.", page);
        Assert.DoesNotContain("class=\"actions next\"", page);
    }

    [Fact]
    public async Task The_document_for_IVO_says_first_what_is_missing_and_then_all_that_is_written()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "social-care"), ("occurredAt", DateTimeOffset.UtcNow.AddDays(-5)), ("description", "Larmet svarade inte.\nHon låg kvar till morgonen."));
        await host.As(TestUsers.Employee).PostAsync($"{Path}/{id}/attachments", AttachmentTests.Files("file", ("larmet.pdf", PicturesTests.Pdf()))).Json(HttpStatusCode.Created);
        await host.Work(id, deviation =>
        {
            deviation.Assess(3, 2, "Kan hända igen.", Arrange.Karin, Arrange.Now);
            var cause = deviation.FindCause("staffing", "En på natten.", Arrange.Karin, Arrange.Now);
            deviation.PlanAction(cause, Arrange.Plan(TestUsers.Colleague), Arrange.Karin, Arrange.Now);
            deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
            return deviation.WriteAll(except: "causes");
        });
        var client = host.As(TestUsers.LexInvestigator);
        var early = await Document(client, id);
        Assert.Equal(
            ["Det finns inget diarienummer.", "Orsaker är inte skriven.", "Inget är beslutat. Är det redan klart att det är allvarligt går anmälan att skicka ändå. Då skickas utredningen efteråt.", "Det är inte antecknat vem som har informerats."],
            early.GetProperty("missing").EnumerateArray().Select(missing => missing.GetString()));

        await client.PutAsJsonAsync($"{Path}/{id}/investigation/parts/causes", new { text = "Bemanningen på natten.", kind = "assessment", source = "Schemat", title = "Utredare" }).Json();
        await client.Post($"{Path}/{id}/decision", new { degree = "serious-misconduct", motivation = "Hon hade kunnat dö.", title = "Socialt ansvarig utredare" }).Json();
        await client.Post($"{Path}/{id}/informed", new { party = "individual", on = Today, note = "Samtal hemma." }).Json();
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = Today, registryNumber = "SN 2026/31" }).Json();
        await Step(client, id, new { kind = "receipt", on = Today, reference = "8.1-31/2026" }).Json();
        var whole = await Document(client, id);
        Assert.Empty(whole.GetProperty("missing").EnumerateArray());
        Assert.Equal([("larmet.pdf", 1)], whole.GetProperty("attachments").EnumerateArray().Select(file => (file.GetProperty("name").GetString(), file.GetProperty("number").GetInt32())));

        string[] told =
        [
            "Anmälan till IVO enligt lex Sarah", "SN 2026/31", "Norrängens hemtjänst", "Kommunen", "Larmet svarade inte.", "Hon låg kvar till morgonen.", "Text om consequences.", "Bemanningen på natten.", "Bedömning: Schemat. Skrivet av Lex Testsson, Utredare",
            "Allvarligt missförhållande", "Hon hade kunnat dö.", "Lex Testsson, Socialt ansvarig utredare", "En på natten.", "Två delegerade på varje morgonpass. Ansvarig:", "Samtal hemma.", "Utredningen till IVO", "8.1-31/2026", "larmet.pdf", "Anna Testsson",
        ];
        var html = await Answers.Html(client.GetAsync($"{Path}/{id}/ivo-notification/document?format=html"));
        var page = await Answers.Html(client.GetAsync($"/avvikelser/{id}/ivo/anmalan"));
        var word = Word(await (await client.GetAsync($"{Path}/{id}/ivo-notification/document?format=docx")).Content.ReadAsByteArrayAsync());
        using var zip = new ZipArchive(await (await client.GetAsync($"{Path}/{id}/ivo-notification/document?format=zip")).Content.ReadAsStreamAsync());
        var reference = whole.GetProperty("reference").GetString();
        Assert.Equal([$"anmalan-ivo-{reference}.docx", $"anmalan-ivo-{reference}.html", "bilagor/01-larmet.pdf"], zip.Entries.Select(entry => entry.FullName));
        using var reader = new StreamReader(zip.Entries[1].Open());
        var packed = WebUtility.HtmlDecode(await reader.ReadToEndAsync());
        Assert.DoesNotContain("<link", packed);
        foreach (var text in new[] { html, page, word, packed }) Assert.All(told, words => Assert.Contains(words, text));
        Assert.Equal(word, Word(Bytes(zip.Entries[0])));
        Assert.Equal(PicturesTests.Pdf(), Bytes(zip.Entries[2]));
        Assert.Contains($"ivo-notification/document?track=lex-sarah&format=zip", page);
        Assert.Equal(2L, await host.Scalar<long>("select count(*) from access_log where user_id = $1 and action = 'export' and why = array['deviations.read-lex-sarah/all'] and $2 = any(subject_ids)", $"{TestUsers.LexInvestigator.Id}", $"{id}"));
        await client.GetAsync($"{Path}/{id}/ivo-notification/document?format=pdf").NamesField("format");
        await host.As(TestUsers.Mas).GetAsync($"{Path}/{id}/ivo-notification/document").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/ivo-notification/document").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public async Task A_protected_reporter_is_named_nowhere_in_what_IVO_is_told_and_a_patient_must_have_been_told()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "health-care"), ("protectName", true), ("description", "Jag, Anna Testsson, såg det."));
        await host.Work(id, deviation =>
        {
            deviation.HandOver(TrackKind.LexMaria, "Ska utredas.", "x", "X", Arrange.Now);
            deviation.WritePart(TrackKind.LexMaria, "event", "Det såg Testsson.", NoteKind.Fact, "Samtal med Anna Testsson", new(deviation.ReporterId, deviation.ReporterName), "Sjuksköterska", Arrange.Now);
        });
        var notice = await Document(host.As(TestUsers.Mas), id);
        var text = System.Text.RegularExpressions.Regex.Unescape(notice.GetRawText());
        Assert.DoesNotContain("Testsson", text);
        Assert.Contains("Jag, (namn), såg det.", text);
        Assert.Contains("Skrivet av Sjuksköterska", text);
        Assert.Contains("Namnet är skyddat och finns inte i underlaget.", text);
        Assert.Contains("Det är inte antecknat att patienten eller en närstående har informerats.", notice.GetProperty("missing").EnumerateArray().Select(missing => missing.GetString()));
    }

    private async Task<Guid> Notified(bool both = false)
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "social-care"), ("occurredAt", DateTimeOffset.UtcNow.AddDays(-5)));
        await host.Work(id, deviation =>
        {
            deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
            if (both) deviation.HandOver(TrackKind.LexMaria, "Också vårdskada.", "x", "X", Arrange.Now);
            deviation.NotifyIvo(TrackKind.LexSarah, Arrange.Today.AddDays(-2), "SN 1", null, null, Arrange.Karin, Arrange.Now);
            return deviation.WriteAll();
        });
        return id;
    }

    private static async Task<string> Next(HttpClient client, Guid id)
    {
        var page = await Answers.Html(client.GetAsync($"/avvikelser/{id}/utredning"));
        return System.Text.RegularExpressions.Regex.Match(page, "<div class=\"actions next\"><a[^>]*>([^<]*)<").Groups[1].Value;
    }

    private static TestUser Of(string track) => track == "lex-sarah" ? TestUsers.LexInvestigator : TestUsers.Mas;

    private static string Day(int days) => $"{Arrange.Today.AddDays(days):yyyy-MM-dd}";

    private static string? Status(JsonElement investigation) => investigation.GetProperty("ivoStatus").GetString();

    private static Task<HttpResponseMessage> Step(HttpClient client, Guid id, object body) => client.Post($"{Path}/{id}/ivo-notification/steps", body);

    private static async Task<JsonElement> Deadline(HttpClient client, Guid id, string code) =>
        (await client.GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray().Single(deadline => deadline.GetProperty("rule").GetString() == code);

    private static Task<JsonElement> Document(HttpClient client, Guid id) => client.GetAsync($"{Path}/{id}/ivo-notification/document").Json();

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The words of a Word document that is right by its own schema.</summary>
    internal static string Word(byte[] content)
    {
        using var file = new MemoryStream(content);
        using var document = WordprocessingDocument.Open(file, isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        return document.MainDocumentPart!.Document!.Body!.InnerText;
    }
}

/// <summary>A private provider's duty to tell the board, in an organisation that has one.</summary>
public sealed class PrivateProviderTests(DeviationsHost host) : IClassFixture<DeviationsHost>
{
    private const string Path = "/deviations/v1/deviations", Unit = "linden";

    [Fact]
    public async Task A_private_providers_lex_Sarah_case_is_not_closed_before_the_board_is_told_and_the_municipalitys_own_owes_nothing()
    {
        var from = Arrange.Today.AddYears(-1);
        await host.Tell<KeepUnits, UnitChanged>(new(Unit, "Lindens hemtjänst", [new(from, "Lindens hemtjänst", TestUnits.ElderlyCare, "enhet", null, "private", [])], null, 1, Arrange.Now));
        await DeviationsHost.Eventually(() => host.Factory.Services.GetRequiredService<UnitTree>().Find(Unit) is not null);
        var (theirs, own) = (await Decided(Unit), await Decided(TestUnits.Norrangen));
        var client = host.As(TestUsers.LexInvestigator);
        Assert.False((await client.GetAsync($"{Path}/{own}/investigation").Json()).GetProperty("tellsBoard").GetBoolean());
        await client.Post($"{Path}/{own}/closure", new { feedback = "Klart." }).Json();

        Assert.True((await client.GetAsync($"{Path}/{theirs}/investigation").Json()).GetProperty("tellsBoard").GetBoolean());
        await client.Post($"{Path}/{theirs}/closure", new { feedback = "Klart." }).Problem(HttpStatusCode.Conflict, "investigation.unfinished");
        Assert.Contains("Anteckna att nämnden är informerad", await Answers.Html(client.GetAsync($"/avvikelser/{theirs}/utredning")));
        var document = (await client.GetAsync($"{Path}/{theirs}/ivo-notification/document").Json()).GetProperty("missing").EnumerateArray().Select(missing => missing.GetString());
        Assert.Contains("Enheten drivs av en privat utförare. Det är inte antecknat att nämnden har informerats.", document);
        await client.Post($"{Path}/{theirs}/informed", new { party = "individual", on = $"{Arrange.Today:yyyy-MM-dd}" }).Json();
        await client.Post($"{Path}/{theirs}/closure", new { feedback = "Klart." }).Problem(HttpStatusCode.Conflict, "investigation.unfinished");
        Assert.False((await client.Post($"{Path}/{theirs}/informed", new { party = "board", on = $"{Arrange.Today:yyyy-MM-dd}" }).Json()).GetProperty("tellsBoard").GetBoolean());
        await client.Post($"{Path}/{theirs}/closure", new { feedback = "Klart." }).Json();
    }

    private async Task<Guid> Decided(string unit)
    {
        var id = await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", "social-care"));
        await host.As(TestUsers.AreaManager).SendAsync(Write($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "Ska utredas." }, 1)).Json();
        await host.Work(id, deviation =>
        {
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
            deviation.WriteAll();
            deviation.Decide(TrackKind.LexSarah, Degree.Misconduct, "Inte allvarligt.", [], Arrange.Karin, "Utredare", Arrange.Now);
        });
        return id;
    }
}
