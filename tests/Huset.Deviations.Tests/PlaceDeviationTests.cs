using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.Processes.Contracts;

namespace Huset.Deviations.Tests;

/// <summary>The step of a process and the routine of a case: chosen when reporting, corrected by the manager, sought in lists.</summary>
public sealed class PlaceDeviationTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task The_newer_version_wins_in_whatever_order_a_step_and_its_process_come()
    {
        var (process, step) = (Guid.NewGuid(), Guid.NewGuid());
        await host.Tell<KeepActivities, ActivityChanged>(new(step, process, "Dela dosett", 2, "Sjuksköterska", false, [], 2, Arrange.Now));
        await host.Tell<KeepActivities, ActivityChanged>(new(step, process, "Dela", 1, null, false, [], 1, Arrange.Now));
        await host.Tell<KeepProcesses, ProcessChanged>(new(process, "Läkemedel i ordning", "main", 2, [], 2, Arrange.Now));
        await host.Tell<KeepProcesses, ProcessChanged>(new(process, "Läkemedel", "main", 1, [], 1, Arrange.Now));
        var id = await host.Reported(TestUsers.Employee, ("activityId", step));
        var shown = (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json()).GetProperty("step");
        Assert.Equal(("Dela dosett", "Läkemedel i ordning", false), (shown.GetProperty("name").GetString(), shown.GetProperty("process").GetString(), shown.GetProperty("ended").GetBoolean()));
    }

    [Fact]
    public async Task The_form_offers_the_steps_of_published_processes_and_the_routines_of_ones_unit()
    {
        var (process, step) = await host.Process("Hembesök i formuläret", "Ringa på");
        var (_, managing) = await host.Process("Styra i formuläret", "Följa upp budget", "management");
        var (closed, closedStep) = await host.Process("Nedlagd i formuläret", "Ta emot");
        await host.Tell<KeepProcesses, ProcessChanged>(new(closed, "Nedlagd i formuläret", "main", null, [], 2, Arrange.Now));
        var ended = Guid.NewGuid();
        await host.Tell<KeepActivities, ActivityChanged>(new(ended, process, "Slutat steg", 2, null, true, [], 1, Arrange.Now));
        var (mine, others) = (await host.Routine("Rutin för äldreomsorgen", TestUnits.ElderlyCare), await host.Routine("Rutin för gruppbostaden", TestUnits.Hasselvagen));

        var page = await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/ny?k={Guid.NewGuid()}"));
        Assert.Matches("<optgroup label=\"Hembesök i formuläret\">\\s*<option value=\"" + step, page);
        Assert.Contains($"{mine}", page);
        foreach (var absent in new[] { managing, closedStep, ended, others }) Assert.DoesNotContain($"{absent}", page);
        Assert.DoesNotContain("<details class=\"more\" open", page);
    }

    [Fact]
    public async Task A_link_from_the_process_has_the_step_chosen_and_from_a_replaced_step_the_one_that_took_its_place()
    {
        var (process, step) = await host.Process("Måltid med länk", "Servera");
        var old = Guid.NewGuid();
        await host.Tell<KeepActivities, ActivityChanged>(new(old, process, "Bära fram", 1, null, true, [new("replaced-by", "activity", $"{step}")], 2, Arrange.Now));
        foreach (var linked in new[] { step, old })
        {
            var address = (await host.As(TestUsers.Employee).GetAsync($"/avvikelser/ny?steg={linked}")).Headers.Location!;
            var page = await Answers.Html(host.As(TestUsers.Employee).GetAsync(address));
            Assert.Contains($"<option value=\"{step}\" selected", page);
            Assert.Contains("<details class=\"more\" open", page);
        }
        foreach (var strange in new[] { "x", $"{Guid.NewGuid()}" })
            Assert.Contains("Beskriv med egna ord", await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/ny?k={Guid.NewGuid()}&steg={strange}")));
    }

    [Fact]
    public async Task Step_and_routine_chosen_in_the_form_stand_on_the_case_and_in_its_event()
    {
        var (process, step) = await host.Process("Dusch", "Kontrollera vattnet");
        var routine = await host.Routine("Dusch utan skållning");
        var client = host.As(TestUsers.Employee);
        var answer = await client.PostAsync("/avvikelser/ny", Form("rapport",
            ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "SocialCare"), ("Request.Harm", "None"), ("Request.Description", "Vattnet var för varmt i morse."), ("Request.OccurredAt", "2026-07-01T07:30"),
            ("Request.ActivityId", $"{step}"), ("Request.RoutineId", $"{routine}")));
        var page = await Answers.Html(client.GetAsync(answer.Headers.Location));
        Assert.Contains($"<a href=\"/processer/process/{process}#steg-{step}\">Kontrollera vattnet, Dusch</a>", page);
        Assert.Contains($"<a href=\"/processer/rutiner/{routine}\">Dusch utan skållning</a>", page);
        var told = (await host.Published<DeviationReported>()).Single(told => told.Links.Contains(new("concerns", "routine", $"{routine}")));
        Assert.Equal([new Link("arose-in", "activity", $"{step}"), new("concerns", "routine", $"{routine}")], told.Links);
    }

    [Fact]
    public async Task The_manager_corrects_them_with_a_line_in_the_history_and_the_whole_state_told()
    {
        var id = await host.Reported(TestUsers.Employee, ("activityId", Guid.NewGuid()));
        var (unknown, routine) = (Guid.NewGuid(), await host.Routine("Rätt rutin"));
        var placed = await Put(TestUsers.Manager, id, new { activityId = unknown, routineId = routine }, "\"1\"").Json();
        Assert.Equal((unknown, routine, 2), (placed.GetProperty("activityId").GetGuid(), placed.GetProperty("routineId").GetGuid(), placed.GetProperty("version").GetInt32()));
        var told = (await host.Published<DeviationAdvanced>()).Single(told => told.DeviationId == id);
        Assert.Equal(("reported", 2), (told.Status, told.SubjectVersion));
        Assert.Equal([new Link("arose-in", "activity", $"{unknown}"), new("concerns", "routine", $"{routine}")], told.Links);
        var read = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        Assert.Equal("placed", read.GetProperty("history").EnumerateArray().Single().GetProperty("kind").GetString());
        Assert.Equal("Rätt rutin", read.GetProperty("routine").GetProperty("name").GetString());
        Assert.False(read.TryGetProperty("step", out _));

        await Put(TestUsers.Manager, id, new { }, "\"1\"").Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Put(TestUsers.Manager, id, new { }, null).Problem((HttpStatusCode)428, "if-match.missing");
        var emptied = await Put(TestUsers.Manager, id, new { }, "\"2\"").Json();
        Assert.False(emptied.TryGetProperty("activityId", out _));
    }

    [Fact]
    public async Task A_category_of_the_kind_brings_its_topic_and_the_manager_chooses_others()
    {
        foreach (var strange in new[] { "threat", "finns-inte" }) await host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report(("category", strange))).NamesField("category");
        await host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report(("topic", "finns-inte"))).NamesField("topic");
        var id = await host.Reported(TestUsers.Employee, ("category", "dose-late"));
        var told = (await host.Published<DeviationReported>()).Single(told => told.DeviationId == id);
        Assert.Equal(("dose-late", "medicines"), (told.Category, told.Topic));

        var sorted = await Put(TestUsers.Manager, id, new { category = "fall", topic = "dementia" }, "\"1\"").Json();
        Assert.Equal(("fall", "dementia"), (sorted.GetProperty("category").GetString(), sorted.GetProperty("topic").GetString()));
        var page = await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/{id}"));
        Assert.Contains("<dd>Demens</dd>", page);
        foreach (var asked in new[] { "category=fall", "topic=dementia" })
            Assert.Contains((await host.As(TestUsers.Manager).GetAsync($"{Path}?{asked}").Json()).GetProperty("items").EnumerateArray(), found => found.GetProperty("id").GetGuid() == id);
        Assert.DoesNotContain((await host.As(TestUsers.Manager).GetAsync($"{Path}?topic=medicines").Json()).GetProperty("items").EnumerateArray(), found => found.GetProperty("id").GetGuid() == id);

        // What a case has it keeps, also when nobody else may choose it any longer.
        await host.Scalar<string>("update code_list_items set valid_to = '2026-01-01' where list = 'topics' and code = 'dementia' returning code");
        Assert.Equal("dementia", (await Put(TestUsers.Manager, id, new { category = "fall", topic = "dementia" }, "\"2\"").Json()).GetProperty("topic").GetString());
        await host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report(("topic", "dementia"))).NamesField("topic");
        await host.HandOver(id);
        Assert.False((await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json()).TryGetProperty("topic", out _));
        Assert.Empty((await host.As(TestUsers.Employee).GetAsync($"{Path}?topic=dementia").Json()).GetProperty("items").EnumerateArray());
        Assert.Empty((await host.As(TestUsers.Manager).GetAsync($"{Path}?topic=dementia").Json()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Only_who_handles_the_case_may_and_only_while_it_is_open()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Put(TestUsers.Employee, id, new { }, "\"1\"").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await Put(TestUsers.OtherManager, id, new { }, "\"1\"").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Put(null, id, new { }, "\"1\"").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.Scalar<int>("update deviations set status = 'closed', closed_at = now() where id = $1 returning version", id);
        await Put(TestUsers.Manager, id, new { }, "\"1\"").Problem(HttpStatusCode.Conflict, "deviation.closed");
    }

    [Fact]
    public async Task The_page_offers_every_step_and_what_is_stored_when_another_came_first()
    {
        var (_, step) = await host.Process("Ledningens process", "Besluta om mål", "management");
        var id = await host.Reported(TestUsers.Employee);
        var client = host.As(TestUsers.Manager);
        Assert.Contains($"href=\"{id}/steg\">Ange steg, rutin och ämne", await Answers.Html(client.GetAsync($"/avvikelser/{id}")));
        Assert.Contains("Besluta om mål", await Answers.Html(client.GetAsync($"/avvikelser/{id}/steg")));
        var answer = await client.PostAsync($"/avvikelser/{id}/steg", Form("steg", ("Version", "1"), ("Request.ActivityId", $"{step}"), ("Request.RoutineId", "")));
        Assert.Contains("Steg, rutin och ämne är sparade.", await Answers.Html(client.GetAsync(answer.Headers.Location)));
        var stale = await Answers.Html(client.PostAsync($"/avvikelser/{id}/steg", Form("steg", ("Version", "1"), ("Request.ActivityId", ""), ("Request.RoutineId", ""))));
        Assert.Contains("Karin Testsson angav steg, rutin och ämne", stale);
        Assert.Contains("<mark>Besluta om mål</mark>", stale);
        Assert.Equal(2, await host.Scalar<int>("select version from deviations where id = $1", id));
    }

    [Fact]
    public async Task A_list_of_a_step_holds_those_of_the_steps_that_it_replaced()
    {
        var (process, current) = await host.Process("Nattillsyn", "Se till");
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await host.Tell<KeepActivities, ActivityChanged>(new(second, process, "Gå in", 1, null, true, [new("replaced-by", "activity", $"{current}")], 2, Arrange.Now));
        await host.Tell<KeepActivities, ActivityChanged>(new(first, process, "Knacka", 1, null, true, [new("replaced-by", "activity", $"{second}")], 2, Arrange.Now));
        var routine = await host.Routine("Tillsyn på natten");
        var cases = new List<Guid>();
        foreach (var step in new[] { first, second, current }) cases.Add(await host.Reported(TestUsers.Employee, ("activityId", step), ("routineId", routine)));
        await host.Reported(TestUsers.Employee, ("activityId", Guid.NewGuid()));

        foreach (var asked in new[] { $"activityId={current}", $"activityId={first}", $"routineId={routine}" })
            Assert.Equal(cases.Order(), (await host.As(TestUsers.Manager).GetAsync($"{Path}?{asked}").Json()).GetProperty("items").EnumerateArray().Select(found => found.GetProperty("id").GetGuid()).Order());
        var page = await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/?steg={first}&enhet={TestUnits.Norrangen}"));
        Assert.Contains("3 avvikelser", page);
        Assert.Contains("Steg: Se till, Nattillsyn", page);
        Assert.Contains($"name=\"steg\" value=\"{first}\"", page);
        Assert.Contains("Urvalet gick inte att läsa.", await Answers.Html(host.As(TestUsers.Manager).GetAsync("/avvikelser/?steg=x")));
    }

    [Fact]
    public async Task The_reporter_of_a_restricted_case_is_told_nothing_of_where_it_is_placed()
    {
        var step = Guid.NewGuid();
        var id = await host.Reported(TestUsers.Employee, ("activityId", step));
        await host.HandOver(id);
        Assert.False((await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json()).TryGetProperty("activityId", out _));
        Assert.Empty((await host.As(TestUsers.Employee).GetAsync($"{Path}?activityId={step}").Json()).GetProperty("items").EnumerateArray());
        Assert.Single((await host.As(TestUsers.LexInvestigator).GetAsync($"{Path}?activityId={step}").Json()).GetProperty("items").EnumerateArray());
    }

    private Task<HttpResponseMessage> Put(TestUser? user, Guid id, object body, string? version) => host.As(user).SendAsync(Requests.Put($"{Path}/{id}/place", body).IfMatch(version));

    private static FormUrlEncodedContent Form(string name, params (string Field, string Value)[] fields) =>
        new([new("_handler", name), .. fields.Select(field => KeyValuePair.Create(field.Field, field.Value))]);
}
