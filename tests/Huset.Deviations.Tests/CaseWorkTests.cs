using System.Net.Http.Json;
using System.Text.Json;
using Huset.Deviations.Contracts;
using Huset.Events;

namespace Huset.Deviations.Tests;

/// <summary>Assessing a case, seeking its causes, accepting them and reopening it, over HTTP.</summary>
public sealed class CaseWorkTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task An_assessment_gives_a_score_moves_the_case_on_and_says_what_is_missing()
    {
        var id = await host.Reported(TestUsers.Employee);
        var answer = await host.As(TestUsers.Manager).Post($"{Path}/{id}/assessment", new { severity = 2, probability = 4, motivation = " Har hänt förut. " });
        var seen = await answer.Json();
        Assert.Equal("\"2\"", answer.Headers.ETag!.Tag);
        var assessment = seen.GetProperty("assessment");
        Assert.Equal((2, 4, 8, "Har hänt förut.", "Karin Testsson"), (assessment.GetProperty("severity").GetInt32(), assessment.GetProperty("probability").GetInt32(), assessment.GetProperty("score").GetInt32(), Text(assessment, "motivation"), Text(assessment, "by")));
        Assert.Equal("assessed", Text(seen, "status"));
        Assert.Equal(["deviation.cause-missing"], Codes(seen));

        var told = Assert.Single(await host.Published<DeviationAssessed>(), e => e.DeviationId == id);
        Assert.Equal((Visibility.Analyst, 2, "assessed", 2, 4), (told.Visibility, told.SubjectVersion, told.Status, told.Severity, told.Probability));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%Har hänt förut%'"));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where action = 'change' and subject_ids @> array[$1] and why @> array['deviations.work/units']", $"{id}"));
    }

    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(2, 3, false)]
    [InlineData(2, 4, true)]
    [InlineData(3, 1, true)]
    [InlineData(4, 4, true)]
    public async Task Causes_are_demanded_from_the_score_or_the_severity_that_the_rules_say(int severity, int probability, bool demanded)
    {
        var id = await host.Reported(TestUsers.Employee);
        var seen = await Assess(id, severity, probability);
        Assert.Equal(demanded ? ["deviation.cause-missing"] : Array.Empty<string>(), Codes(seen));
        var page = await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/{id}"));
        Assert.Contains($"href=\"{id}/{(demanded ? "orsak" : "avsluta")}\">{(demanded ? "Lägg till orsak" : "Avsluta och svara")}", page);
    }

    [Fact]
    public async Task Assessed_anew_the_latest_counts_and_both_stand_in_the_history()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Assess(id, 4, 4);
        await Assess(id, 1, 1);
        var seen = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        Assert.Equal(1, seen.GetProperty("assessment").GetProperty("score").GetInt32());
        Assert.Equal([("assessed", 2), ("assessed", 3)], seen.GetProperty("history").EnumerateArray().Select(change => (Text(change, "kind")!, change.GetProperty("version").GetInt32())));
        Assert.Equal([2, 3], (await host.Published<DeviationAssessed>()).Where(e => e.DeviationId == id).Select(e => e.SubjectVersion));
    }

    [Theory]
    [InlineData("severity", 0)]
    [InlineData("severity", 5)]
    [InlineData("severity", null)]
    [InlineData("probability", 5)]
    [InlineData("probability", "stor")]
    [InlineData("motivation", null)]
    [InlineData("motivation", "  ")]
    [InlineData("colour", "green")]
    public async Task A_wrong_field_of_an_assessment_is_named_and_the_case_stays(string field, object? value)
    {
        var id = await host.Reported(TestUsers.Employee);
        var body = new Dictionary<string, object?> { ["severity"] = 2, ["probability"] = 2, ["motivation"] = "Så.", [field] = value };
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/assessment", body).NamesField(field);
        Assert.Equal("reported", Text(await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json(), "status"));
    }

    [Fact]
    public async Task A_cause_is_found_worded_anew_and_accepted_and_the_case_follows()
    {
        var id = await host.Reported(TestUsers.Employee);
        var manager = host.As(TestUsers.Manager);
        await manager.Post($"{Path}/{id}/causes", Cause()).Problem(HttpStatusCode.Conflict, "deviation.not-assessed");
        await Assess(id, 3, 3);
        var answer = await manager.Post($"{Path}/{id}/causes", Cause());
        var cause = await answer.Json(HttpStatusCode.Created);
        Assert.Equal(("\"3\"", $"{Path}/{id}"), (answer.Headers.ETag!.Tag, answer.Headers.Location!.ToString()));
        Assert.Equal(("staffing", "Vikarie utan delegering.", "Karin Testsson", false), (Text(cause, "area"), Text(cause, "text"), Text(cause, "foundBy"), cause.GetProperty("answered").GetBoolean()));
        Assert.Equal(("investigating", "deviation.cause-unanswered"), await StatusAndMissing(id));

        var at = $"{Path}/{id}/causes/{Text(cause, "id")}";
        var reworded = await manager.PutAsJsonAsync(at, new { area = "routines", text = "Oklart vem som tar över." }).Json();
        Assert.Equal(("routines", "Oklart vem som tar över."), (Text(reworded, "area"), Text(reworded, "text")));
        var accepted = await manager.Post($"{at}/acceptance", new { reason = "Enheten stängs." }).Json();
        Assert.Equal((true, true, "Enheten stängs."), (accepted.GetProperty("accepted").GetBoolean(), accepted.GetProperty("answered").GetBoolean(), Text(accepted, "acceptedReason")));
        Assert.Equal(("decided", null), await StatusAndMissing(id));

        Assert.Equal([("staffing", false, 1), ("routines", false, 2), ("routines", true, 3)],
            (await host.Published<CauseChanged>()).Where(e => e.DeviationId == id).Select(e => (e.Area, e.Accepted, e.SubjectVersion)));
        Assert.Equal(["investigating", "investigating", "decided"], (await host.Published<DeviationAdvanced>()).Where(e => e.DeviationId == id).Select(e => e.Status));
    }

    [Theory]
    [InlineData("area", "weather")]
    [InlineData("area", "Staffing")]
    [InlineData("area", null)]
    [InlineData("text", null)]
    [InlineData("text", " ")]
    public async Task A_wrong_field_of_a_cause_is_named(string field, object? value)
    {
        var id = await host.Reported(TestUsers.Employee);
        await Assess(id, 1, 1);
        var cause = Text(await host.As(TestUsers.Manager).Post($"{Path}/{id}/causes", Cause()).Json(HttpStatusCode.Created), "id");
        var body = new Dictionary<string, object?> { ["area"] = "staffing", ["text"] = "Så.", [field] = value };
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/causes", body).NamesField(field);
        await host.As(TestUsers.Manager).PutAsJsonAsync($"{Path}/{id}/causes/{cause}", body).NamesField(field);
    }

    [Fact]
    public async Task An_area_that_has_ended_is_not_chosen_any_more_but_stays_where_it_was()
    {
        var area = $"gammal-{Guid.NewGuid():N}";
        await host.Scalar<string>("insert into code_list_items (list, code, number, name) values ('cause-areas', $1, 90, 'Gammalt område') returning code", area);
        var id = await host.Reported(TestUsers.Employee);
        await Assess(id, 1, 1);
        var cause = Text(await host.As(TestUsers.Manager).Post($"{Path}/{id}/causes", new { area, text = "Så." }).Json(HttpStatusCode.Created), "id");
        await host.Scalar<string>("update code_list_items set valid_to = current_date where code = $1 returning code", area);
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/causes", new { area, text = "Så." }).NamesField("area");
        await host.As(TestUsers.Manager).PutAsJsonAsync($"{Path}/{id}/causes/{cause}", new { area, text = "Så här." }).Json();
    }

    [Fact]
    public async Task A_cause_of_another_case_is_not_found()
    {
        var (one, other) = (await host.Reported(TestUsers.Employee), await host.Reported(TestUsers.Employee));
        await Assess(one, 1, 1);
        await Assess(other, 1, 1);
        var cause = Text(await host.As(TestUsers.Manager).Post($"{Path}/{one}/causes", Cause()).Json(HttpStatusCode.Created), "id");
        await host.As(TestUsers.Manager).PutAsJsonAsync($"{Path}/{other}/causes/{cause}", Cause()).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Manager).Post($"{Path}/{other}/causes/{cause}/acceptance", new { reason = "Så." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task A_closed_case_takes_nothing_until_it_is_reopened_and_then_its_reporter_is_told()
    {
        var id = await host.Reported(TestUsers.Employee);
        var manager = host.As(TestUsers.Manager);
        await manager.Post($"{Path}/{id}/reopening", new { reason = "Igen." }).Problem(HttpStatusCode.Conflict, "deviation.not-closed");
        await Assess(id, 1, 1);
        await Close(id);
        await manager.Post($"{Path}/{id}/assessment", new { severity = 1, probability = 1, motivation = "Så." }).Problem(HttpStatusCode.Conflict, "deviation.closed");
        await manager.Post($"{Path}/{id}/causes", Cause()).Problem(HttpStatusCode.Conflict, "deviation.closed");
        await manager.Post($"{Path}/{id}/reopening", new { reason = " " }).NamesField("reason");

        var seen = await manager.Post($"{Path}/{id}/reopening", new { reason = "Det hände igen." }).Json();
        Assert.Equal(("assessed", "Tack, åtgärdat."), (Text(seen, "status"), Text(seen, "feedback")));
        Assert.Equal("assessed", Assert.Single(await host.Published<DeviationReopened>(), e => e.DeviationId == id).Status);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1 and kind = 'reopened' and person_id = $2", id, $"{TestUsers.Employee.Id}"));
        var history = (await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("history").EnumerateArray().Last();
        Assert.Equal(("reopened", "Det hände igen."), (Text(history, "kind"), Text(history, "reason")));
    }

    [Fact]
    public async Task In_a_restricted_case_its_investigators_work_and_every_event_is_internal()
    {
        var id = await host.Reported(TestUsers.Employee);
        using (var request = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{id}/tracks") { Content = JsonContent.Create(new { track = "lex-sarah", reason = "Utreds." }) })
        {
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            await host.As(TestUsers.Manager).SendAsync(request).Json();
        }
        var work = new { severity = 4, probability = 1, motivation = "Allvarligt." };
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/assessment", work).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.LexInvestigator).Post($"{Path}/{id}/assessment", work).Json();
        await host.As(TestUsers.LexInvestigator).Post($"{Path}/{id}/causes", Cause()).Json(HttpStatusCode.Created);
        await Close(id);
        await host.As(TestUsers.LexInvestigator).Post($"{Path}/{id}/reopening", new { reason = "Nytt." }).Json();

        Assert.Equal(Visibility.Internal, Assert.Single(await host.Published<DeviationAssessed>(), e => e.DeviationId == id).Visibility);
        Assert.Equal(Visibility.Internal, Assert.Single(await host.Published<DeviationAdvanced>(), e => e.DeviationId == id).Visibility);
        Assert.Equal(Visibility.Internal, Assert.Single(await host.Published<CauseChanged>(), e => e.DeviationId == id).Visibility);
        Assert.Equal(Visibility.Internal, Assert.Single(await host.Published<DeviationReopened>(), e => e.DeviationId == id).Visibility);
        // Its investigators alone are told that it has been handed over.
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1 and kind <> 'handed-over'", id));
        var receipt = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json();
        Assert.Equal("reported", Text(receipt, "status"));
        foreach (var field in new[] { "assessment", "causes", "history", "missing", "feedback", "closedAt" }) Assert.False(receipt.TryGetProperty(field, out _), field);
    }

    [Fact]
    public async Task The_reporter_sees_what_came_of_it_and_quality_developers_codes_alone()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Assess(id, 2, 3);
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/causes", Cause()).Json(HttpStatusCode.Created);
        foreach (var reader in new[] { TestUsers.Employee, TestUsers.QualityDeveloper })
        {
            var answer = await host.As(reader).GetAsync($"{Path}/{id}");
            var seen = await answer.Json();
            Assert.Equal("staffing", Text(Assert.Single(seen.GetProperty("causes").EnumerateArray()), "area"));
            Assert.Equal(6, seen.GetProperty("assessment").GetProperty("score").GetInt32());
            Assert.False(seen.TryGetProperty("missing", out _));
            var page = await Answers.Html(host.As(reader).GetAsync($"/avvikelser/{id}"));
            foreach (var text in new[] { await answer.Content.ReadAsStringAsync(), page })
            {
                Assert.DoesNotContain("delegering", text);
                Assert.DoesNotContain("Skälet", text);
                Assert.DoesNotContain("Karin", text);
            }
            Assert.Contains("Bemanning", page);
            Assert.DoesNotContain($"{id}/bedom", page);
        }
        Assert.Contains("Orsaken till det som hände utreds.", await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/{id}")));
    }

    [Fact]
    public async Task A_stale_version_is_412_and_of_two_at_once_both_count_or_one_is_told()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Assess(id, 1, 1);
        using var stale = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{id}/causes") { Content = JsonContent.Create(Cause()) };
        stale.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await host.As(TestUsers.Manager).SendAsync(stale).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.As(TestUsers.Manager).Post($"{Path}/{id}/causes", Cause())));
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.PreconditionFailed }));
        var stored = answers.Count(answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.True(stored > 0);
        var seen = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        Assert.Equal((stored, stored + 2), (seen.GetProperty("causes").GetArrayLength(), seen.GetProperty("version").GetInt32()));
        Assert.Equal(stored, (await host.Published<CauseChanged>()).Count(e => e.DeviationId == id));
    }

    [Fact]
    public async Task The_code_lists_give_Swedish_words_for_every_code()
    {
        var names = (await host.As(TestUsers.Employee).GetAsync("/deviations/v1/code-lists").Json()).GetProperty("items").EnumerateArray().Select(list => Text(list, "name")!).ToList();
        Assert.Contains("cause-areas", names);
        foreach (var name in names)
        {
            var items = (await host.As(TestUsers.Integration).GetAsync($"/deviations/v1/code-lists/{name}").Json()).GetProperty("items").EnumerateArray().ToList();
            Assert.NotEmpty(items);
            Assert.All(items, item => Assert.DoesNotContain('.', Text(item, "name")!)); // a word that is missing comes as its key
        }
        await host.As(TestUsers.Employee).GetAsync("/deviations/v1/code-lists/colours").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Supplier).GetAsync("/deviations/v1/code-lists/kinds").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    private Task<JsonElement> Assess(Guid id, int severity, int probability) =>
        host.As(TestUsers.Manager).Post($"{Path}/{id}/assessment", new { severity, probability, motivation = "Skälet." }).Json();

    private Task Close(Guid id) =>
        host.Scalar<int>("update deviations set status = 'closed', closed_at = now(), closed_by_name = 'Karin Testsson', feedback = 'Tack, åtgärdat.' where id = $1 returning version", id);

    private async Task<(string? Status, string? Missing)> StatusAndMissing(Guid id)
    {
        var seen = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        return (Text(seen, "status"), Codes(seen).SingleOrDefault());
    }

    private static object Cause() => new { area = "staffing", text = "Vikarie utan delegering." };

    private static IEnumerable<string> Codes(JsonElement seen) => seen.GetProperty("missing").EnumerateArray().Select(code => code.GetString()!);

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
