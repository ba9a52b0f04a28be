using System.Net.Http.Json;
using System.Text.Json;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Whether a case is investigated, what is noted on the way, when what happened, and what a patient is told.</summary>
public sealed class InquiryTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";
    private static readonly TestUser Lex = TestUsers.LexInvestigator, Mas = TestUsers.Mas;

    [Fact]
    public async Task What_is_not_investigated_is_closed_without_the_parts_and_told_of_without_its_reason()
    {
        // A day of its own, so that the list holds nothing else.
        var id = await Taken(TrackKind.LexSarah, deviation => deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now), ("occurredAt", "2012-03-01T12:00:00Z"));
        Assert.False((await Read(Lex, id)).TryGetProperty("inquiry", out _));
        Assert.Contains($"href=\"{id}/utreda?spar=lex-sarah\"", await Html(Lex, $"/avvikelser/{id}/utredning"));
        Assert.Equal("running", (await Deadline(id)).GetProperty("state").GetString());
        await host.As(Lex).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Problem(HttpStatusCode.Conflict, "investigation.unfinished");

        var decided = await Decide(id, false).Json();
        Assert.Equal((false, "Det hände inte här.", "Lex Testsson", "Utredare"), (decided.GetProperty("inquiry").GetProperty("investigate").GetBoolean(), decided.GetProperty("inquiry").Text("motivation"), decided.GetProperty("inquiry").Text("by"), decided.GetProperty("inquiry").Text("byTitle")));
        Assert.Empty(decided.GetProperty("missing").EnumerateArray());
        Assert.Equal("met", (await Deadline(id)).GetProperty("state").GetString());
        await WritePart(id).Problem(HttpStatusCode.Conflict, "inquiry.declined");
        await host.As(Lex).Post($"{Path}/{id}/decision", new { degree = "misconduct", motivation = "Så.", title = "Utredare" }).Problem(HttpStatusCode.Conflict, "inquiry.declined");
        await host.As(Lex).PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = $"{Arrange.Today:yyyy-MM-dd}", registryNumber = "SN 1" }).Problem(HttpStatusCode.Conflict, "inquiry.declined");

        var told = Assert.Single(await host.Published<InquiryDecided>(), e => e.DeviationId == id);
        Assert.Equal(("lex-sarah", false, Visibility.Internal), (told.Track, told.Investigate, told.Visibility));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where type like '%InquiryDecided%' and (body::text like '%inte här%' or body::text like '%Testsson%')"));
        var file = System.Text.RegularExpressions.Regex.Unescape((await host.As(Lex).GetAsync($"{Path}/{id}/case-file").Json()).GetRawText());
        Assert.Contains("Ärendet utreds inte", file);
        Assert.Contains("Det hände inte här.", file);
        var page = await Html(Lex, $"/avvikelser/{id}/utredning");
        Assert.Contains("Utreds inte", page);
        Assert.Contains($"href=\"{id}/aterlamna/lex-sarah\"", page);
        Assert.Contains("Utreds inte", await Html(Lex, "/avvikelser/lex-sarah?fran=2012-03-01&till=2012-03-02"));
        await host.As(Lex).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Json();
    }

    [Fact]
    public async Task What_is_not_investigated_is_returned_and_its_manager_sees_that_it_was_and_not_why_it_was_declined()
    {
        var id = await Taken();
        await Decide(id, false).Json();
        using var request = Write($"{Path}/{id}/tracks/lex-sarah/return", new { reason = "Hör inte hit." }).IfMatch("*");
        await host.As(Lex).SendAsync(request).Json();
        var seen = (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json()).GetRawText();
        Assert.Contains("returned", seen);
        Assert.DoesNotContain("inquiry-decided", seen);
        Assert.DoesNotContain("inte h\\u00E4r", (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/case-file").Json()).GetRawText());
    }

    [Fact]
    public async Task Who_writes_straight_away_has_decided_to_investigate_and_what_is_begun_is_not_declined()
    {
        var id = await Taken();
        await Decide(id, false).Json();
        var anew = await Decide(id, true).Json();
        Assert.Equal((true, 1), (anew.GetProperty("inquiry").GetProperty("investigate").GetBoolean(), anew.GetProperty("earlierInquiries").GetArrayLength()));
        Assert.Equal("running", (await Deadline(id)).GetProperty("state").GetString());
        await WritePart(id).Json();
        await Decide(id, false).Problem(HttpStatusCode.Conflict, "inquiry.begun");

        var straight = await Taken();
        await WritePart(straight).Json();
        await Decide(straight, false).Problem(HttpStatusCode.Conflict, "inquiry.begun");
        Assert.Contains("Utredningen påbörjades utan ett eget beslut.", await Html(Lex, $"/avvikelser/{straight}/utredning"));
        Assert.Contains("Utredningen är påbörjad.", await Answer(Lex, $"/avvikelser/{straight}/utreda", "utreda", ("Version", "3"), ("Request.Investigate", "false"), ("Request.Motivation", "Nej."), ("Request.Title", "Utredare")));
    }

    [Theory]
    [InlineData("investigate", null)]
    [InlineData("motivation", " ")]
    [InlineData("title", null)]
    [InlineData("track", "lex-maria")]
    public async Task A_decision_to_investigate_without_what_it_needs_is_refused(string field, string? value)
    {
        var id = await Taken();
        var answer = host.As(Lex).Post($"{Path}/{id}/investigation", new Dictionary<string, object?> { ["investigate"] = true, ["motivation"] = "Så.", ["title"] = "Utredare", [field] = value });
        if (field == "track") await answer.Problem(HttpStatusCode.NotFound, "resource.not-found");
        else await answer.NamesField(field);
    }

    [Fact]
    public async Task Where_a_child_is_concerned_the_childs_interests_and_own_account_are_required_before_the_decision()
    {
        var id = await Taken(work: deviation => deviation.WriteAll());
        Assert.DoesNotContain((await Read(Lex, id)).GetProperty("parts").EnumerateArray(), part => part.Text("code")!.StartsWith("child", StringComparison.Ordinal));
        var child = await host.As(Lex).Post($"{Path}/{id}/investigation", new { investigate = true, motivation = "Barnet var med.", title = "Utredare", concernsChild = true }).Json();
        Assert.True(child.GetProperty("concernsChild").GetBoolean());
        var refused = await host.As(Lex).Post($"{Path}/{id}/decision", new { degree = "misconduct", motivation = "Så.", title = "Utredare" }).Problem(HttpStatusCode.Conflict, "decision.incomplete");
        Assert.Equal(["child-interests", "child-account"], refused.GetProperty("missing").EnumerateArray().Select(part => part.Text("code")));
        foreach (var part in new[] { "child-interests", "child-account" }) await WritePart(id, part).Json();
        await host.As(Lex).Post($"{Path}/{id}/decision", new { degree = "misconduct", motivation = "Så.", title = "Utredare" }).Json();
        var parts = (await host.As(Lex).GetAsync("/deviations/v1/required-parts?limit=100").Json()).GetProperty("items").EnumerateArray().Where(part => part.GetProperty("forChild").GetBoolean()).ToList();
        Assert.Equal(4, parts.Count);
        Assert.All(parts, part => Assert.False(part.TryGetProperty("verifiedAt", out _)));
    }

    [Fact]
    public async Task An_installation_that_has_its_parts_gets_those_of_a_child_and_no_other_anew()
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("arrange"));
        await using var rolledBack = await db.Database.BeginTransactionAsync();
        await db.RequiredParts.Where(part => part.ForChild).ExecuteDeleteAsync();
        await RuleBook.Seed(scope.ServiceProvider, db);
        Assert.Equal(
            ["LexMaria child-account", "LexMaria child-interests", "LexSarah child-account", "LexSarah child-interests"],
            db.ChangeTracker.Entries<RequiredPart>().Select(entry => $"{entry.Entity.Track} {entry.Entity.Code}").Order());
    }

    [Fact]
    public async Task A_note_to_a_case_that_was_closed_meanwhile_is_refused_and_kept_and_nobody_is_offered_anothers_title()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "health-care"));
        await host.As(TestUsers.Mas).Post($"{Path}/{id}/notes", Note("Sköterskans anteckning.", Arrange.Today)).Json(HttpStatusCode.Created);
        Assert.Contains("value=\"Enhetschef\"", await Html(TestUsers.Mas, $"/avvikelser/{id}/anteckningar"));
        Assert.DoesNotContain("value=\"Enhetschef\"", await Html(TestUsers.Manager, $"/avvikelser/{id}/anteckningar"));
        await host.Work(id, deviation =>
        {
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
            deviation.Close("Tack.", new(8, 3), Arrange.Karin, Arrange.Now);
            return 0;
        });
        var manager = host.As(TestUsers.Manager);
        var (note, time) = (Form($"/avvikelser/{id}/anteckningar", "anteckning", ("Request.On", $"{Arrange.Today:yyyy-MM-dd}"), ("Request.Kind", "Fact"), ("Request.Text", "Tjugo raders arbete."), ("Request.Source", "Loggen"), ("Request.Title", "Enhetschef")),
            Form($"/avvikelser/{id}/tidslinje", "tid", ("Request.On", $"{Arrange.Today:yyyy-MM-dd}"), ("Request.What", "Tjugo raders arbete."), ("Request.Source", "Loggen")));
        Assert.Contains("Tjugo raders arbete.", await manager.SendAsync(note).Html());
        Assert.Contains("Tjugo raders arbete.", await manager.SendAsync(time).Html());
        Assert.DoesNotContain("Tjugo raders arbete.", await Html(TestUsers.Manager, $"/avvikelser/{id}/anteckningar"));
    }

    [Fact]
    public async Task A_note_is_added_to_and_never_changed_and_stays_with_who_may_see_it()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "social-care"));
        var manager = host.As(TestUsers.Manager);
        await manager.Post($"{Path}/{id}/notes", Note("Chefens anteckning.", Arrange.Today)).Json(HttpStatusCode.Created);
        var first = await manager.Post($"{Path}/{id}/notes", Note("Dagen före.", Arrange.Today.AddDays(-1))).Json(HttpStatusCode.Created);
        Assert.Equal(("fact", "Larmloggen", "Karin Testsson", "Enhetschef"), (first.Text("kind"), first.Text("source"), first.Text("by"), first.Text("byTitle")));
        Assert.Equal(["Dagen före.", "Chefens anteckning."], await Notes(TestUsers.Manager, id));
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete })
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await manager.SendAsync(Write(method, $"{Path}/{id}/notes", Note("Annat.", Arrange.Today)))).StatusCode);
        await manager.Post($"{Path}/{id}/notes", Note("Framåt.", Arrange.Today.AddDays(1))).NamesField("on");
        await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/notes").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync($"{Path}/{id}/notes").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.OtherManager).GetAsync($"{Path}/{id}/notes").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Contains("Dagen före.", await Html(TestUsers.Manager, $"/avvikelser/{id}/anteckningar"));

        // Handed over, the investigator reads them and writes the own ones, which stay there when the case is returned.
        await host.HandOver(id, TrackKind.LexSarah);
        await manager.GetAsync($"{Path}/{id}/notes").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(Lex).Post($"{Path}/{id}/notes", Note("Utredarens anteckning.", Arrange.Today)).Json(HttpStatusCode.Created);
        Assert.Equal(["Dagen före.", "Chefens anteckning.", "Utredarens anteckning."], (await Read(Lex, id)).GetProperty("notes").EnumerateArray().Select(note => note.Text("text")));
        Assert.Contains("Utredarens anteckning.", await Html(Lex, $"/avvikelser/{id}/utredning"));
        Assert.Contains("Utredarens anteckning.", await Html(Lex, $"/avvikelser/{id}/akt"));
        await host.Work(id, deviation => deviation.Return(TrackKind.LexSarah, "Hör inte hit.", "x", "X", Arrange.Now));
        Assert.Equal(["Dagen före.", "Chefens anteckning."], await Notes(TestUsers.Manager, id));
        var file = await Html(TestUsers.Manager, $"/avvikelser/{id}/akt");
        Assert.Contains("Chefens anteckning.", file);
        Assert.DoesNotContain("Utredarens anteckning.", file);
        Assert.Single((await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/history").Json()).GetProperty("items").EnumerateArray().Where(item => item.Text("kind") == "note-written").Skip(1));
    }

    [Fact]
    public async Task In_both_tracks_each_reads_its_own_notes_and_timeline()
    {
        var id = await Taken(TrackKind.LexSarah);
        await host.HandOver(id, TrackKind.LexMaria);
        await host.As(Lex).Post($"{Path}/{id}/notes", Note("Om omsorgen.", Arrange.Today)).Json(HttpStatusCode.Created);
        await host.As(Mas).Post($"{Path}/{id}/notes", Note("Om vården.", Arrange.Today)).Json(HttpStatusCode.Created);
        var entry = await host.As(Mas).Post($"{Path}/{id}/timeline-entries", Time("Dosen gavs.")).Json(HttpStatusCode.Created);
        Assert.Equal(["Om omsorgen."], await Notes(Lex, id));
        Assert.Equal(["Om vården."], await Notes(Mas, id));
        Assert.Empty((await host.As(Lex).GetAsync($"{Path}/{id}/timeline-entries").Json()).GetProperty("items").EnumerateArray());
        await host.As(Lex).PutAsJsonAsync($"{Path}/{id}/timeline-entries/{entry.Text("id")}", Time("Något annat.")).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(Lex).Post($"{Path}/{id}/notes", new { track = "lex-maria", on = $"{Arrange.Today:yyyy-MM-dd}", kind = "fact", source = "x", text = "x", title = "x" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.DoesNotContain("Om vården.", await Html(Lex, $"/avvikelser/{id}/akt"));
        var both = Lex with { Roles = [.. Lex.Roles, .. Mas.Roles] };
        await host.As(both).Post($"{Path}/{id}/notes", Note("I vilket?", Arrange.Today)).NamesField("track");
    }

    [Fact]
    public async Task The_timeline_is_in_the_order_of_what_happened_and_is_put_right()
    {
        var id = await Taken();
        var client = host.As(Lex);
        var late = await client.Post($"{Path}/{id}/timeline-entries", Time("Larmet gick.", "02:15")).Json(HttpStatusCode.Created);
        await client.Post($"{Path}/{id}/timeline-entries", Time("Natten började.", "01:00")).Json(HttpStatusCode.Created);
        await client.Post($"{Path}/{id}/timeline-entries", Time("Dagen då det hände.")).Json(HttpStatusCode.Created);
        await client.Post($"{Path}/{id}/timeline-entries", Time("Larmet provades.", "23:59", -1)).Json(HttpStatusCode.Created);
        Assert.Equal(["Larmet provades.", "Dagen då det hände.", "Natten började.", "Larmet gick."], await Happened(id));
        await client.PutAsJsonAsync($"{Path}/{id}/timeline-entries/{late.Text("id")}", Time("Larmet gick först.", "00:10")).Json();
        Assert.Equal(["Larmet provades.", "Dagen då det hände.", "Larmet gick först.", "Natten började."], await Happened(id));
        var page = await Html(Lex, $"/avvikelser/{id}/utredning");
        Assert.Contains("kl. 00.10", page);
        Assert.Contains("Händelsens tidslinje", await Html(Lex, $"/avvikelser/{id}/akt"));
        Assert.Contains("Larmet gick först. Källa: Larmloggen.", await Html(Lex, $"/avvikelser/{id}/akt"));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Path}/{id}/timeline-entries/{late.Text("id")}")).StatusCode);
        await client.DeleteAsync($"{Path}/{id}/timeline-entries/{late.Text("id")}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal(3, (await Happened(id)).Count);
        await client.Post($"{Path}/{id}/timeline-entries", Time("Fel.", "24:00")).NamesField("time");
        await client.Post($"{Path}/{id}/timeline-entries", Time("Framåt.", null, 1)).NamesField("on");

        Assert.Equal(HttpStatusCode.Found, (await host.As(Lex).Form($"/avvikelser/{id}/tidslinje", "tid", ("Request.On", $"{Arrange.Today:yyyy-MM-dd}"), ("Request.Time", "04:30:00"), ("Request.What", "Morgonen kom."), ("Request.Source", "Loggen"))).StatusCode);
        var last = (await host.As(Lex).GetAsync($"{Path}/{id}/timeline-entries").Json()).GetProperty("items").EnumerateArray().Last();
        Assert.Equal("04:30", last.Text("time"));
        Assert.Contains("value=\"04:30\"", await Html(Lex, $"/avvikelser/{id}/tidslinje/{last.Text("id")}"));
        Assert.Equal(HttpStatusCode.Found, (await host.As(Lex).Form($"/avvikelser/{id}/tidslinje/{last.Text("id")}", "tabort")).StatusCode);
        Assert.Equal(3, (await Happened(id)).Count);
    }

    [Fact]
    public async Task A_cause_lies_behind_another_of_the_same_case_in_no_circle_and_is_shown_as_a_fishbone_and_a_list()
    {
        var (id, cause, _) = await host.WithCause();
        var manager = host.As(TestUsers.Manager);
        var behind = (await manager.Post($"{Path}/{id}/causes", new { area = "routines", text = "Oklart vem som tar över.", parentId = cause }).Json(HttpStatusCode.Created)).Text("id");
        var deepest = (await manager.Post($"{Path}/{id}/causes", new { area = "competence", text = "Ingen introduktion.", parentId = behind }).Json(HttpStatusCode.Created)).Text("id");
        var (_, other, _) = await host.WithCause();
        await manager.Post($"{Path}/{id}/causes", new { area = "routines", text = "Så.", parentId = other }).NamesField("parentId");
        await manager.PutAsJsonAsync($"{Path}/{id}/causes/{cause}", new { area = "staffing", text = "Vikarie.", parentId = deepest }).Problem(HttpStatusCode.Conflict, "cause.circle");
        await manager.PutAsJsonAsync($"{Path}/{id}/causes/{cause}", new { area = "staffing", text = "Vikarie.", parentId = cause }).Problem(HttpStatusCode.Conflict, "cause.circle");
        // Who knows nothing of parents leaves them as they are.
        var kept = await manager.PutAsJsonAsync($"{Path}/{id}/causes/{behind}", new { area = "routines", text = "Oklart vem." }).Json();
        Assert.Equal($"{cause}", kept.Text("parentId"));
        var page = await Html(TestUsers.Manager, $"/avvikelser/{id}");
        Assert.Matches("<svg[^>]*role=\"img\"[^>]*aria-label=\"Fiskben över orsakerna. Områden: 1. Orsaker: 3", page);
        Assert.Contains("Rutiner och riktlinjer: Oklart vem.", page);
        Assert.Contains("Ligger bakom", await Html(TestUsers.Manager, $"/avvikelser/{id}/akt"));
        var form = await Html(TestUsers.Manager, $"/avvikelser/{id}/orsak/{behind}");
        Assert.Matches($"<option value=\"{cause}\" selected", form);
        Assert.DoesNotContain($"<option value=\"{deepest}\"", form);
        var parted = await manager.PutAsJsonAsync($"{Path}/{id}/causes/{behind}", new { area = "routines", text = "Oklart vem.", parentId = (Guid?)null }).Json();
        Assert.False(parted.TryGetProperty("parentId", out _));
    }

    [Fact]
    public async Task A_patient_is_told_six_points_with_who_when_and_whether_the_record_says_so()
    {
        var id = await Taken(TrackKind.LexMaria);
        Assert.Equal(["event", "measures", "complaints", "patient-board", "ivo", "compensation"], (await Read(Mas, id)).GetProperty("patientInformation").EnumerateArray().Select(point => point.Text("point")));
        var today = $"{Arrange.Today:yyyy-MM-dd}";
        await Tell(id, "ivo", new { party = "individual", on = today, inJournal = false }).Json();
        var read = await Tell(id, "ivo", new { party = "relative", on = today, inJournal = true }).Json();
        var told = Assert.Single(read.GetProperty("patientInformation").EnumerateArray(), point => point.TryGetProperty("on", out _));
        Assert.Equal(("relative", true, today), (told.Text("party"), told.GetProperty("inJournal").GetBoolean(), told.Text("on")));
        await Tell(id, "ivo", new { party = "board", on = today, inJournal = true }).NamesField("party");
        await Tell(id, "ivo", new { party = "individual", on = "2099-01-01", inJournal = true }).NamesField("on");
        await Tell(id, "annat", new { party = "individual", on = today, inJournal = true }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Contains("1 av 6 punkter är antecknade", await Html(Mas, $"/avvikelser/{id}/utredning"));
        Assert.Contains("Antecknat i journalen.", await Html(Mas, $"/avvikelser/{id}/akt"));
        var sarah = await Taken();
        Assert.False((await Read(Lex, sarah)).TryGetProperty("patientInformation", out _));
        await host.As(Lex).PutAsJsonAsync($"{Path}/{sarah}/patient-points/ivo", new { party = "individual", on = today, inJournal = true }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    private async Task<Guid> Taken(TrackKind track = TrackKind.LexSarah, Action<Deviation>? work = null, params (string Field, object? Value)[] changes)
    {
        var id = await host.Reported(TestUsers.Employee, [("kind", track == TrackKind.LexSarah ? "social-care" : "health-care"), .. changes]);
        await host.HandOver(id, track);
        if (work is not null) await host.Work(id, work);
        return id;
    }

    private Task<HttpResponseMessage> Decide(Guid id, bool investigate) => host.As(Lex).Post($"{Path}/{id}/investigation", new { investigate, motivation = "Det hände inte här.", title = "Utredare" });

    private Task<HttpResponseMessage> WritePart(Guid id, string part = "event") => host.As(Lex).PutAsJsonAsync($"{Path}/{id}/investigation/parts/{part}", new { text = "Text.", kind = "fact", source = "Larmloggen", title = "Utredare" });

    private Task<HttpResponseMessage> Tell(Guid id, string point, object body) => host.As(Mas).PutAsJsonAsync($"{Path}/{id}/patient-points/{point}", body);

    private static object Note(string text, DateOnly on) => new { on = $"{on:yyyy-MM-dd}", kind = "fact", source = "Larmloggen", text, title = "Enhetschef" };

    private static object Time(string what, string? time = null, int days = 0) => new { on = $"{Arrange.Today.AddDays(days):yyyy-MM-dd}", time, what, source = "Larmloggen" };

    private Task<JsonElement> Read(TestUser user, Guid id) => host.As(user).GetAsync($"{Path}/{id}/investigation").Json();

    private async Task<List<string?>> Notes(TestUser user, Guid id) => [.. (await host.As(user).GetAsync($"{Path}/{id}/notes").Json()).GetProperty("items").EnumerateArray().Select(note => note.Text("text"))];

    private async Task<List<string?>> Happened(Guid id) => [.. (await host.As(Lex).GetAsync($"{Path}/{id}/timeline-entries").Json()).GetProperty("items").EnumerateArray().Select(entry => entry.Text("what"))];

    private async Task<JsonElement> Deadline(Guid id) =>
        (await host.As(Lex).GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray().Single(deadline => deadline.Text("rule") == "lex-sarah-investigation");

    private Task<string> Html(TestUser user, string path) => host.As(user).GetAsync(path).Html();

    private Task<string> Answer(TestUser user, string path, string handler, params (string, string)[] fields) => host.As(user).Form(path, handler, fields).Html();
}
