using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using static Huset.Procurement.Tests.FollowUpArrange;

namespace Huset.Procurement.Tests;

public sealed partial class FollowUpPagesTests(ProcurementHost host)
{
    private static readonly TestUser Controller = TestUsers.Procurement;

    [Fact]
    public async Task A_finding_goes_from_visit_to_a_re_check_that_fails_and_then_passes_in_the_browser()
    {
        var supplier = SupplierUser();
        var contract = await host.ContractWith(supplier.Username);
        Assert.Contains(contract.Name, await Html(Controller, "uppfoljningar/ny"));
        Assert.Contains("2 krav", await Html(Controller, $"uppfoljningar/ny?avtal={contract.Id}"));
        var planned = await Send(Controller, $"uppfoljningar/ny?avtal={contract.Id}", "plan", ("Request.Kind", "planerad"), ("Request.PlannedOn", Day(0)), ("Request.Purpose", "Bemanningen på kvällar."));
        var id = Id().Match(Location(planned, HttpStatusCode.Found)).Value;
        Assert.Contains("Börja besöket", await Html(Controller, $"uppfoljningar/{id}"));

        // Item one is not met: its finding is asked for at once.
        var items = (await host.As(Controller).GetAsync($"{FollowUps}/{id}").Json()).GetProperty("checklist").EnumerateArray().Select(one => one.Text("id")).ToList();
        Assert.Contains("<h1>Krav 1</h1>", await Html(Controller, $"uppfoljningar/{id}/besok"));
        var asked = Location(await Visit(id, items[0], ("Request.Verdict", "NotMet"), ("Request.Note", "Schemat har luckor.")), HttpStatusCode.Found);
        Assert.EndsWith("punkt=1&sparad=1", asked, StringComparison.Ordinal);
        var form = await Html(Controller, $"uppfoljningar/{id}/besok?punkt=1&sparad=1");
        Assert.Contains("skriv bristen här nedanför", form);
        Assert.Contains("Schemat har luckor.", form);
        Assert.Contains("<details class=\"more\" open>", form);
        var next = Location(await Visit(id, items[0], ("Request.Verdict", "NotMet"), ("Request.Note", "Schemat har luckor."), ("Request.SeenVerdict", "NotMet"), ("Request.SeenNote", "Schemat har luckor."), ("Request.Text", "Två kvällar arbetade en ensam."), ("Request.Severity", "Major"), ("Request.RemedyDueOn", Day(12))), HttpStatusCode.Found);
        Assert.EndsWith("punkt=2&sparad=1", next, StringComparison.Ordinal);
        Assert.EndsWith("gjort=bedomd", Location(await Visit(id, items[1], ("Request.Verdict", "Met")), HttpStatusCode.Found), StringComparison.Ordinal);
        var version = (await host.As(Controller).GetAsync($"{FollowUps}/{id}").Json()).GetProperty("version").GetInt32();
        Assert.EndsWith("gjort=klar", Location(await Send(Controller, $"uppfoljningar/{id}/slutfor", "slutfor", ("Version", $"{version}"), ("Request.Summary", "En brist i bemanningen.")), HttpStatusCode.Found), StringComparison.Ordinal);

        var list = await Html(supplier, "brister?lage=open");
        Assert.Contains("12 dagar kvar", list);
        var finding = Id().Match(list[list.IndexOf("href=\"brister/", StringComparison.Ordinal)..]).Value;
        Assert.Contains("Berätta hur den är åtgärdad", await Html(supplier, $"brister/{finding}"));
        Assert.Contains("En brist i bemanningen.", await Html(supplier, $"uppfoljningar/{id}"));
        Location(await Send(supplier, $"brister/{finding}/atgarda", "atgarda", ("Version", "1"), ("Request.Text", "Schemat är ändrat.")), HttpStatusCode.Found);
        Assert.Contains("Väntar på kontroll", await Html(Controller, "brister?lage=remedied"));
        Assert.Contains("kontrollera", await Html(Controller, $"brister/{finding}"));
        Assert.DoesNotContain("/kontrollera", await Html(supplier, $"brister/{finding}"));

        Location(await Send(Controller, $"brister/{finding}/kontrollera", "kontrollera", ("Version", "2"), ("Request.Passed", "false"), ("Request.Note", "En kväll var ensam igen."), ("Request.NewDueOn", Day(20))), HttpStatusCode.Found);
        Assert.Contains("Kontrollen visade att åtgärden inte håller", await Html(supplier, $"brister/{finding}"));
        Location(await Send(supplier, $"brister/{finding}/atgarda", "atgarda", ("Version", "3"), ("Request.Text", "Två är schemalagda.")), HttpStatusCode.Found);
        Location(await Send(Controller, $"brister/{finding}/kontrollera", "kontrollera", ("Version", "4"), ("Request.Passed", "true"), ("Request.Note", "Schemat visar två varje kväll.")), HttpStatusCode.Found);
        var closed = await Html(supplier, $"brister/{finding}");
        string[] order = ["Bristen skrevs", "Schemat är ändrat.", "åtgärden håller inte", "En kväll var ensam igen.", "Två är schemalagda.", "åtgärden håller", "Schemat visar två varje kväll."];
        var at = closed.IndexOf("id=\"gang\"", StringComparison.Ordinal);
        foreach (var words in order) Assert.True((at = closed.IndexOf(words, at + 1, StringComparison.Ordinal)) > 0, words);
    }

    [Fact]
    public async Task Two_who_fill_in_different_items_do_not_meet_and_of_the_same_the_second_sees_what_changed()
    {
        var followUp = await host.Planned(await host.ContractWith());
        var items = (await host.As(Controller).GetAsync($"{FollowUps}/{followUp.Id}").Json()).GetProperty("checklist").EnumerateArray().Select(one => one.Text("id")).ToList();
        Location(await Visit($"{followUp.Id}", items[0], ("Request.Verdict", "Met"), ("Request.Note", "Först sparat.")), HttpStatusCode.Found);
        Location(await Visit($"{followUp.Id}", items[1], ("Request.Verdict", "Partly"), ("Request.Note", "Ett annat krav.")), HttpStatusCode.Found);

        var stale = await Words(await Visit($"{followUp.Id}", items[0], ("Request.Verdict", "NotMet"), ("Request.Note", "Mina ord."), ("Request.Text", "Min brist."), ("Request.Severity", "Minor")));
        foreach (var words in new[] { "Någon annan hann ändra före dig", "Först sparat.", "Mina ord.", "Min brist." }) Assert.Contains(words, stale);
        Assert.Contains("name=\"Request.SeenVerdict\" value=\"Met\"", stale);
        Assert.Empty((await host.As(Controller).GetAsync($"{FollowUps}/{followUp.Id}").Json()).GetProperty("findings").EnumerateArray());
        // Sent again it is meant.
        Location(await Visit($"{followUp.Id}", items[0], ("Request.Verdict", "NotMet"), ("Request.Note", "Mina ord."), ("Request.SeenVerdict", "Met"), ("Request.SeenNote", "Först sparat."), ("Request.Text", "Min brist."), ("Request.Severity", "Minor")), HttpStatusCode.Found);
        Assert.Contains("Mina ord.", (await host.As(Controller).GetAsync($"{FollowUps}/{followUp.Id}").Json()).ToString());
    }

    [Theory]
    [InlineData("Välj hur kravet uppfylls")]
    [InlineData("Skriv vad som brister", "Request.Verdict", "NotMet", "Request.Severity", "Minor")]
    [InlineData("Välj hur allvarlig bristen är", "Request.Verdict", "NotMet", "Request.Text", "Det saknas folk.")]
    [InlineData("Dagen har varit", "Request.Verdict", "NotMet", "Request.Text", "Det saknas folk.", "Request.Severity", "Minor", "Request.RemedyDueOn", "2001-01-01")]
    [InlineData("Dagen går inte att läsa", "Request.Verdict", "NotMet", "Request.Text", "Det saknas folk.", "Request.Severity", "Minor", "Request.RemedyDueOn", "snart")]
    [InlineData("Besöket kan inte ha gjorts", "Request.Verdict", "Met", "Request.HeldOn", "2999-01-01")]
    public async Task What_is_lacking_at_the_visit_is_said_in_words_and_what_was_typed_is_kept(string sentence, params string[] fields)
    {
        var followUp = await host.Planned(await host.ContractWith());
        var item = (await host.As(Controller).GetAsync($"{FollowUps}/{followUp.Id}").Json()).GetProperty("checklist")[0].Text("id");
        var html = await Words(await Visit($"{followUp.Id}", item, [.. fields.Chunk(2).Select(pair => (pair[0], pair[1]))]));
        Assert.Contains(sentence, html);
        foreach (var typed in fields.Where((text, place) => place % 2 == 1 && text.EndsWith('.'))) Assert.Contains(typed, html);
        Assert.Equal("planned", (await host.As(Controller).GetAsync($"{FollowUps}/{followUp.Id}").Json()).Text("status"));
    }

    [Fact]
    public async Task Every_refusal_is_a_sentence_and_what_was_typed_is_kept()
    {
        var contract = await host.ContractWith();
        var followUp = await host.Planned(contract);
        async Task Says(string sentence, string path, string form, params (string, string)[] fields)
        {
            var html = await Words(await Send(Controller, path, form, fields));
            Assert.Contains(sentence, html);
            Assert.DoesNotContain("Huset säger", html);
            foreach (var (_, typed) in fields.Where(field => field.Item2.EndsWith('.'))) Assert.Contains(typed, html);
        }
        await Says("Besöket är inte gjort än", $"uppfoljningar/{followUp.Id}/slutfor", "slutfor", ("Version", "1"), ("Request.Summary", "Min summering."));
        await Says("Avtalet gäller inte den enheten", $"uppfoljningar/{followUp.Id}/plan", "plan", ("Version", "1"), ("Request.Kind", "planerad"), ("Request.PlannedOn", Day(2)), ("Request.UnitCode", "kullen"), ("Request.Purpose", "Mitt syfte."));
        await Says("Välj varför avtalet följs upp", $"uppfoljningar/ny?avtal={contract.Id}", "plan", ("Request.PlannedOn", Day(2)), ("Request.Purpose", "Mitt syfte."));
        await Says("Dagen har varit", $"uppfoljningar/{followUp.Id}/brist", "brist", ("Request.Text", "Min brist."), ("Request.Severity", "Minor"), ("Request.RemedyDueOn", "2001-01-01"));
        var finding = await host.Found(contract);
        await Says("inget att kontrollera", $"brister/{finding.Id}/kontrollera", "kontrollera", ("Version", "1"), ("Request.Passed", "true"), ("Request.Note", "Min kontroll."));
        Location(await Send(Controller, $"brister/{finding.Id}/atgarda", "atgarda", ("Version", "1"), ("Request.Text", "Gjort.")), HttpStatusCode.Found);
        await Says("Bristen har ändrats", $"brister/{finding.Id}/atgarda", "atgarda", ("Version", "1"), ("Request.Text", "Min åtgärd."));
        await Says("väntar på kontroll", $"brister/{finding.Id}/atgarda", "atgarda", ("Version", "2"), ("Request.Text", "Min åtgärd."));
        await Says("Välj en ny sista dag", $"brister/{finding.Id}/kontrollera", "kontrollera", ("Version", "2"), ("Request.Passed", "false"), ("Request.Note", "Min kontroll."));
        var held = await host.InDatabase(async db => await db.FollowUps.FirstAsync(one => one.Id == finding.FollowUpId));
        await Says("Planen går inte längre att ändra", $"uppfoljningar/{held.Id}/plan", "plan", ("Version", $"{held.Version}"), ("Request.Kind", "planerad"), ("Request.PlannedOn", Day(2)), ("Request.Purpose", "Mitt syfte."));
        await Says("Varje krav i checklistan behöver en bedömning", $"uppfoljningar/{held.Id}/slutfor", "slutfor", ("Version", $"{held.Version}"), ("Request.Summary", "Min summering."));
    }

    [Fact]
    public async Task A_bad_address_gets_a_sentence_and_days_are_told_in_words()
    {
        var contract = await host.ContractWith();
        foreach (var (dueIn, words) in new[] { (12, "12 dagar kvar"), (1, "1 dag kvar"), (0, "det är i dag"), (-1, "i går"), (-4, "för 4 dagar sedan") })
        {
            var html = await Html(Controller, $"brister/{(await host.Found(contract, dueIn: dueIn)).Id}");
            Assert.Contains(words, html);
            Assert.Equal(dueIn < 0, html.Contains("Försenad", StringComparison.Ordinal));
        }
        Assert.Contains("för 4 dagar sedan", await Html(Controller, $"brister?lage=forsenade&avtal={contract.Id}"));
        Assert.Contains("Ingen brist passar", await Html(Controller, $"brister?lage=closed&avtal={contract.Id}"));
        foreach (var bad in new[] { "brister?lage=x", "brister?avtal=x", "uppfoljningar?lage=x", "uppfoljningar?avtal=x" }) Assert.Contains("Urvalet går inte att läsa", await Html(Controller, bad));
        Assert.Contains("Avtalet finns inte", await Html(Controller, "uppfoljningar/ny?avtal=x"));
        var followUp = await host.Planned(contract);
        Assert.Contains("<h1>Krav 1</h1>", await Html(Controller, $"uppfoljningar/{followUp.Id}/besok?punkt=x&sparad=99"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(Controller).GetAsync($"/upphandling/uppfoljningar/{Guid.NewGuid()}/besok")).StatusCode);
    }

    private Task<HttpResponseMessage> Visit(string id, string item, params (string Field, string Value)[] fields) =>
        Send(Controller, $"uppfoljningar/{id}/besok", "besok", [("Request.ItemId", item), .. fields.Any(field => field.Field == "Request.HeldOn") ? Array.Empty<(string, string)>() : [("Request.HeldOn", Day(0))], .. fields]);

    private async Task<string> Html(TestUser user, string path) => WebUtility.HtmlDecode(await host.As(user).GetStringAsync($"/upphandling/{path}"));

    private Task<HttpResponseMessage> Send(TestUser user, string path, string form, params (string Field, string Value)[] fields) => host.As(user).SendAsync(Requests.Form($"/upphandling/{path}", form, fields));

    private static async Task<string> Words(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static string Location(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();
}
