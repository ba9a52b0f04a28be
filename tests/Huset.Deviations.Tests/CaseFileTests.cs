using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The case file: everything of a case in the order of time, whole or masked.</summary>
public sealed class CaseFileTests(DeviationsHost host)
{
    private const string Cases = "/deviations/v1/deviations";

    [Fact]
    public async Task Everything_written_in_the_case_stands_there_in_order_and_reading_it_is_logged()
    {
        var (id, action, _) = await host.WithAction(TestUsers.Colleague);
        await host.Work(id, deviation =>
        {
            var planned = deviation.Actions.Single();
            deviation.CompleteAction(planned, "Schemat hänger i köket.", Arrange.Karin, Arrange.Now);
            deviation.CheckEffect(planned, Effect.Yes, "Inga missar på en månad.", Arrange.Karin, Arrange.Now);
            deviation.Close("Tack, nu är det ordnat.", new(8, 3), Arrange.Karin, Arrange.Now);
        });
        var file = await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}/case-file").Json();
        var entries = file.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(entries.Select(entry => entry.GetProperty("at").GetDateTimeOffset()).Order(), entries.Select(entry => entry.GetProperty("at").GetDateTimeOffset()));
        Assert.Equal("Avvikelsen rapporterades", entries[0].GetProperty("heading").GetString());
        var text = file.GetRawText();
        foreach (var words in new[] { "Morgondosen gavs", "Har hänt förut.", "Vikarie utan delegering.", "Två delegerade", "Schemat hänger", "Inga missar på en månad.", "Tack, nu är det ordnat." })
            Assert.Contains(words, Regex.Unescape(text));
        Assert.Equal(1, await host.Scalar<long>("select count(*) from access_log where user_id = $1 and action = 'read' and $2 = any(subject_ids)", $"{TestUsers.Manager.Id}", $"{id}"));
        // Who does an action, or has reported, reads what is theirs, and no file.
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Employee).GetAsync($"{Cases}/{id}/case-file")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.QualityDeveloper).GetAsync($"{Cases}/{id}/case-file")).StatusCode);
        Assert.NotEqual(Guid.Empty, action);
    }

    [Fact]
    public async Task Masked_it_holds_no_name_and_no_number_that_is_known_and_the_words_that_are_added_are_gone_too()
    {
        var id = await host.Reported(TestUsers.Employee, ("description", "Annas dotter Siv ringde 070-123 45 67 och karin@ekstad.example. Personnummer 19121212-1212. Karin Testssons anteckning. Dosen 2026-11-20."), ("harm", "minor"));
        await host.Work(id, deviation => deviation.Assess(2, 2, "Karin såg det.", Arrange.Karin, Arrange.Now));
        var masked = (await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}/case-file?masked=true").Json()).GetProperty("entries");
        var told = masked[0].GetProperty("lines").EnumerateArray().Single(line => line.GetProperty("label").GetString() == "Vad som hände").GetProperty("text").GetString();
        Assert.Equal("(namn) dotter Siv ringde (telefon) och (e-post). Personnummer (personnummer). (namn) anteckning. Dosen 2026-11-20.", told);
        Assert.All(masked.EnumerateArray(), entry => Assert.Equal("(namn)", entry.GetProperty("by").GetString()));

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("Masked", "true"), KeyValuePair.Create("More", "siv\r\n")]);
        var answer = await host.As(TestUsers.Manager).PostAsync($"{Cases}/{id}/case-file", form);
        Assert.Equal($"akt-{await Reference(id)}-maskerad.docx", answer.Content.Headers.ContentDisposition!.FileName);
        var document = await Document(answer);
        Assert.Contains("(namn) dotter (maskerat) ringde (telefon)", document);
        Assert.DoesNotContain("Testsson", document);
        Assert.DoesNotContain("1212-1212", document);
        Assert.Contains("Personnummer 19121212-1212", await Document(await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}/case-file?format=docx")));
        Assert.Equal(2, await host.Scalar<long>("select count(*) from access_log where user_id = $1 and action = 'export' and $2 = any(subject_ids)", $"{TestUsers.Manager.Id}", $"{id}"));
    }

    [Fact]
    public async Task A_case_has_one_registry_number_that_the_notification_to_IVO_gives_it_too()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "social-care"));
        var set = await host.As(TestUsers.Manager).Put($"{Cases}/{id}/registry-number", new { registryNumber = " SN 2026/7 " }, 1).Json();
        Assert.Equal(("SN 2026/7", 2), (set.GetProperty("registryNumber").GetString(), set.GetProperty("version").GetInt32()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await host.As(TestUsers.Manager).Put($"{Cases}/{id}/registry-number", new { registryNumber = "SN 1" }, 1)).StatusCode);
        Assert.False((await host.As(TestUsers.Employee).GetAsync($"{Cases}/{id}").Json()).TryGetProperty("registryNumber", out var shown) && shown.GetString() is not null);
        await host.Work(id, deviation =>
        {
            deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
            deviation.NotifyIvo(TrackKind.LexSarah, Arrange.Today, "SN 2026/9", null, null, Arrange.Karin, Arrange.Now);
        });
        var file = await host.As(TestUsers.LexInvestigator).GetAsync($"{Cases}/{id}/case-file").Json();
        Assert.Equal("SN 2026/9", file.GetProperty("registryNumber").GetString());
        var history = await host.As(TestUsers.LexInvestigator).GetAsync($"{Cases}/{id}/history?limit=2").Json();
        Assert.Equal(["registered", "handed-over"], history.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("kind").GetString()));
        Assert.Equal(3, history.GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}/history")).StatusCode);
    }

    [Fact]
    public async Task The_page_shows_the_file_sets_the_number_and_says_what_masking_cannot_do()
    {
        var id = await host.Reported(TestUsers.Employee);
        var page = $"/avvikelser/{id}/akt";
        var manager = host.As(TestUsers.Manager);
        Assert.Contains("Inget diarienummer", WebUtility.HtmlDecode(await manager.GetStringAsync(page)));
        Assert.Equal(HttpStatusCode.Found, (await manager.Form(page, "diarie", ("Version", "1"), ("Request.RegistryNumber", "SN 2026/11"))).StatusCode);
        var masked = WebUtility.HtmlDecode(await manager.GetStringAsync($"{page}?maskerad=ja"));
        Assert.Contains("Diarienummer SN 2026/11", masked);
        Assert.Contains("Huset känner inte igen alla namn", masked);
        Assert.Contains($"href=\"{id}/akt\"", await manager.GetStringAsync($"/avvikelser/{id}"));
    }

    [Fact]
    public async Task What_was_sent_to_another_principal_stands_there_with_receipt_answer_and_outcome_and_masked_without_the_number_of_a_person()
    {
        var id = await host.Reported(TestUsers.Employee, ("description", "Utskriven utan lista, 19121212-1212."));
        var (manager, partner) = (host.As(TestUsers.Manager), await CooperationRights.NewPartner(host));
        var sent = (await manager.Post($"{Cases}/{id}/cooperations", new { partnerId = partner, parts = new[] { "description" }, text = "Hur säkrar ni listan?", personalDataReason = "Ni måste veta vilken utskrivning.", secrecy = "OSL 12 kap. 2 §, samtycke.", way = "letter" }).Json(HttpStatusCode.Created)).Text("id");
        await manager.Post($"/deviations/v1/cooperations/{sent}/receipt", new { receivedOn = $"{Arrange.Today:yyyy-MM-dd}", theirReference = "RS 2026-4411" }).Json();
        foreach (var answer in new[] { "Vi ser över det.", "Listan följer nu med." }) await manager.Post($"/deviations/v1/cooperations/{sent}/answer", new { answeredOn = $"{Arrange.Today:yyyy-MM-dd}", answer }).Json();
        await manager.Post($"/deviations/v1/cooperations/{sent}/closure", new { outcome = "En gemensam checklista." }).Json();

        var name = await host.Scalar<string>("select name from partners where id = $1", Guid.Parse(partner));
        var entries = (await manager.GetAsync($"{Cases}/{id}/case-file").Json()).GetProperty("entries").EnumerateArray().ToList().TakeLast(5).ToList();
        Assert.Equal(
            ["Skickades till en annan huvudman", "En annan huvudman kvitterade", "En annan huvudman svarade", "En annan huvudman svarade", "Det som skickats avslutades"],
            entries.Select(entry => entry.Text("heading")));
        Assert.All(entries, entry => Assert.Equal(name, Line(entry, "Mottagare")));
        Assert.EndsWith("Hur säkrar ni listan?\n\nRapportens egna ord:\nUtskriven utan lista, 19121212-1212.", Line(entries[0], "Det som skickades"));
        Assert.Equal(("OSL 12 kap. 2 §, samtycke.", "Ni måste veta vilken utskrivning."), (Line(entries[0], "Varför det får lämnas ut"), Line(entries[0], "Varför en person behöver gå att peka ut")));
        Assert.Equal("RS 2026-4411", Line(entries[1], "Mottagarens nummer"));
        // What was written anew stands where it was written last.
        Assert.Equal((null, "Listan följer nu med."), (Line(entries[2], "Mottagarens svar"), Line(entries[3], "Mottagarens svar")));
        Assert.Equal("En gemensam checklista.", Line(entries[4], "Vad det ledde till"));

        var masked = (await manager.GetAsync($"{Cases}/{id}/case-file?masked=true").Json()).GetRawText();
        Assert.Contains("(personnummer)", masked);
        Assert.DoesNotContain("1212-1212", masked);
        await host.HandOver(id);
        Assert.Contains("En gemensam checklista.", Regex.Unescape((await host.As(TestUsers.LexInvestigator).GetAsync($"{Cases}/{id}/case-file").Json()).GetRawText()));
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"{Cases}/{id}/case-file")).StatusCode);
    }

    [Fact]
    public async Task Files_pauses_proposals_and_what_the_law_demands_stand_there_for_who_may_see_them_and_masked_no_file_is_named()
    {
        var (id, cause, _) = await host.WithCause(changes: ("kind", "work-environment"));
        var manager = host.As(TestUsers.Manager);
        using (var picture = new ByteArrayContent(PicturesTests.Png()))
        using (var form = new MultipartFormDataContent { { picture, "file", "Siv Okänd i hallen.png" } }) await manager.PostAsync($"{Cases}/{id}/attachments", form).Json(HttpStatusCode.Created);
        await host.Work(id, deviation =>
        {
            deviation.Pause(Arrange.Today.AddDays(9), "Väntar på berättelsen.", Arrange.Karin, Arrange.Now);
            var proposal = deviation.PlanAction(deviation.Causes.Single(known => known.Id == cause), Arrange.Plan(TestUsers.Colleague), new("ombud", "Mia Testsson"), Arrange.Now, isProposal: true);
            deviation.DecideProposal(proposal, Approval.Rejected, null, "Vi bygger om i stället.", Arrange.Karin, Arrange.Now);
        });
        await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties", new { knownAt = DateTimeOffset.UtcNow.AddHours(-1), nature = "injury", affected = "Siv Okänd" })).Json();
        await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/parts/event", new { text = "Siv Okänd föll i hallen." })).Json();
        await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/social-insurance", new { required = false, motivation = "Ingen sjukskrivning." })).Json();

        var text = Regex.Unescape((await manager.GetAsync($"{Cases}/{id}/case-file").Json()).GetRawText());
        foreach (var words in new[] { "Siv Okänd i hallen.png", "Väntar på berättelsen.", "Avslaget", "Vi bygger om i stället.", "Siv Okänd föll i hallen.", "Behövs inte. Ingen sjukskrivning." }) Assert.Contains(words, text);
        var masked = Regex.Unescape((await manager.GetAsync($"{Cases}/{id}/case-file?masked=true").Json()).GetRawText());
        Assert.DoesNotContain("Okänd", masked);
        Assert.Contains("(maskerat) föll i hallen.", masked);
    }

    private static string? Line(JsonElement entry, string label) =>
        entry.GetProperty("lines").EnumerateArray().Where(line => line.Text("label") == label).Select(line => line.Text("text")).SingleOrDefault();

    private Task<string> Reference(Guid id) => host.Scalar<string>("select reference from deviations where id = $1", id);

    private static async Task<string> Document(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        return await reader.ReadToEndAsync();
    }
}
