using Huset.Competence.Contracts;
using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;

namespace Huset.Complaints.Tests;

public sealed class WorkTests(ComplaintsHost host)
{
    private const string Path = ComplaintsHost.Complaints;

    [Fact]
    public async Task What_came_by_telephone_gets_a_number_a_code_and_a_promised_day()
    {
        var receipt = await host.Register(TestUsers.Registrar, ("contact", "070-000 00 00"), ("category", "mat"), ("receivedAt", "2026-11-20T10:00:00+01:00"));
        Assert.Matches("^SYN-2026-[0-9]{4}$", receipt.GetProperty("reference").GetString());
        Assert.Matches("^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$", receipt.GetProperty("code").GetString());
        // Ten working days from a Friday without holidays: the Friday two weeks later, to its end.
        Assert.Equal(new DateTimeOffset(2026, 12, 4, 23, 0, 0, TimeSpan.Zero), receipt.GetProperty("answerBy").GetDateTimeOffset());

        var id = receipt.GetProperty("id").GetGuid();
        var read = await host.Read(TestUsers.Manager, id);
        Assert.Equal("received", read.GetProperty("status").GetString());
        Assert.Equal("Maten är kall när den kommer.", read.GetProperty("title").GetString());
        Assert.Equal("2026-12-04", read.GetProperty("promise").GetProperty("lastDay").GetString());
        Assert.Contains("10 arbetsdagar", read.GetProperty("promise").GetProperty("explanation").GetString());
        Assert.False(read.TryGetProperty("code", out _));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from complaints c where c.id = $1 and to_jsonb(c)::text like '%' || $2 || '%'", id, receipt.GetProperty("code").GetString()!));

        var told = (await host.Published<ComplaintChanged>()).Single(change => change.ComplaintId == id);
        Assert.Equal((TestUnits.Norrangen, "complaint", "phone", "mat", "received", 1), (told.UnitCode, told.Kind, told.Channel, told.Category, told.Status, told.SubjectVersion));
    }

    [Fact]
    public async Task A_spoken_one_is_registered_and_fixed_in_one_form()
    {
        var id = await host.Registered(TestUsers.Employee, ("wantsAnswer", false), ("fixedHow", "Kaffet värmdes."));
        var read = await host.Read(TestUsers.Employee, id);
        Assert.Equal("closed", read.GetProperty("status").GetString());
        Assert.Equal("Kaffet värmdes.", read.GetProperty("fixedHow").GetString());

        // Who wants an answer still waits for it.
        var waiting = await host.Registered(TestUsers.Employee, ("fixedHow", "Kaffet värmdes."));
        Assert.Equal("handling", (await host.Read(TestUsers.Employee, waiting)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_e_service_hands_one_in_and_sees_none()
    {
        var receipt = await host.Register(TestUsers.Integration, ("channel", "web"));
        await host.As(TestUsers.Integration).GetAsync($"{Path}/{receipt.GetProperty("id").GetGuid()}").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from complaints where id = $1 and registered_by_id is null", receipt.GetProperty("id").GetGuid()));
    }

    [Theory]
    [InlineData("unitCode", "finns-inte"), InlineData("category", "finns-inte"), InlineData("sender", "finns-inte"), InlineData("receivedAt", "2099-01-01T00:00:00Z"), InlineData("text", "")]
    public Task What_is_wrong_names_its_field(string field, string value) => host.As(TestUsers.Registrar).Post($"{Path}/", Arrange.Said((field, value))).NamesField(field);

    [Fact]
    public async Task From_placed_over_given_and_answered_to_closed_and_open_again()
    {
        var id = await host.Registered(TestUsers.Registrar, ("unitCode", null));
        var registrar = host.As(TestUsers.Registrar);
        await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");

        await registrar.Put($"{Path}/{id}/placement", new { unitCode = TestUnits.Norrangen, kind = "comment", category = "mat" }, null).Problem((HttpStatusCode)428, "if-match.missing");
        var placed = await registrar.Put($"{Path}/{id}/placement", new { unitCode = TestUnits.Norrangen, kind = "comment", category = "mat" }, 1).Json();
        Assert.Equal("comment", placed.GetProperty("kind").GetString());
        await registrar.Put($"{Path}/{id}/owner", new { ownerId = TestUsers.Registrar.Id }, 1).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");

        var manager = host.As(TestUsers.Manager);
        var given = await manager.Put($"{Path}/{id}/owner", new { ownerId = TestUsers.Manager.Id }, 2).Json();
        Assert.Equal("handling", given.GetProperty("status").GetString());
        await manager.Post($"{Path}/{id}/closure", new { }).Problem(HttpStatusCode.Conflict, "complaint.unanswered");
        var answered = await manager.Post($"{Path}/{id}/answer", new { text = "Tack. Lådorna värms nu." }).Json();
        Assert.Equal("answered", answered.GetProperty("status").GetString());
        var closed = await manager.Post($"{Path}/{id}/closure", new { outcome = "Nya lådor." }).Json();
        Assert.Equal("closed", closed.GetProperty("status").GetString());
        await manager.Post($"{Path}/{id}/fix", new { how = "Sent." }).Problem(HttpStatusCode.Conflict, "complaint.closed");
        Assert.Equal("answered", (await manager.Post($"{Path}/{id}/reopening", new { }).Json()).GetProperty("status").GetString());
        await manager.Post($"{Path}/{id}/reopening", new { }).Problem(HttpStatusCode.Conflict, "complaint.not-closed");

        var told = (await host.Published<ComplaintChanged>()).Where(change => change.ComplaintId == id).ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6], told.Select(change => change.SubjectVersion));
        Assert.True(told[^1].AnsweredInTime);
        var history = (await host.Read(TestUsers.Manager, id)).GetProperty("history").EnumerateArray().Select(change => change.GetProperty("kind").GetString());
        Assert.Equal(["received", "placed", "given", "answered", "closed", "reopened"], history);
        // Every step is a row of the access log.
        Assert.Equal(6L, await host.Scalar<long>("select count(*) from access_log where $1 = any(subject_ids) and action in ('create', 'change')", $"{id}"));
    }

    [Fact]
    public async Task What_is_about_health_care_is_promised_by_its_own_rule()
    {
        var id = await host.Registered(TestUsers.Registrar, ("receivedAt", "2026-11-20T10:00:00+01:00"));
        var placed = await host.As(TestUsers.Registrar).Put($"{Path}/{id}/placement", new { unitCode = TestUnits.Norrangen, kind = "complaint", category = "vard" }, 1).Json();
        Assert.Equal(new DateTimeOffset(2026, 12, 18, 23, 0, 0, TimeSpan.Zero), placed.GetProperty("answerBy").GetDateTimeOffset());
    }

    [Fact]
    public async Task Who_is_given_one_in_another_unit_sees_it_and_anyone_in_the_directory_may_be()
    {
        var person = Guid.NewGuid();
        await host.Tell<KeepOwners, PersonChanged>(new(person, null, "Olle Ny", "enhetschef", TestUnits.Solgarden, true, 1, DateTimeOffset.UtcNow, "olle"));
        var id = await host.Registered(TestUsers.Registrar);
        await host.As(TestUsers.Registrar).Put($"{Path}/{id}/owner", new { ownerId = Guid.NewGuid() }, 1).NamesField("ownerId");
        await host.As(TestUsers.Registrar).Put($"{Path}/{id}/owner", new { ownerId = person }, 1).Json();
        await host.As(TestUsers.OtherManager).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");

        // The account becomes known when he signs in.
        await host.Tell<KeepOwners, PersonChanged>(new(person, $"{TestUsers.OtherManager.Id}", "Olle Ny", "enhetschef", TestUnits.Solgarden, true, 2, DateTimeOffset.UtcNow, "olle"));
        Assert.Equal("Olle Ny", (await host.Read(TestUsers.OtherManager, id)).GetProperty("owner").GetString());
        await host.As(TestUsers.OtherManager).Post($"{Path}/{id}/answer", new { text = "Tack." }).Json();
    }

    [Fact]
    public async Task An_escalation_is_answered_at_once_and_the_deviation_is_followed_to_its_actions_effect()
    {
        var id = await host.Registered(TestUsers.Registrar, ("unitCode", null));
        var registrar = host.As(TestUsers.Registrar);
        await registrar.Post($"{Path}/{id}/escalation", new { motivation = "Tre gånger på en vecka." }).Problem(HttpStatusCode.Conflict, "complaint.unit-missing");
        await registrar.Put($"{Path}/{id}/placement", new { unitCode = TestUnits.Norrangen, kind = "complaint" }, 1).Json();
        var deviation = (await registrar.Post($"{Path}/{id}/escalation", new { motivation = "Tre gånger på en vecka." }).Json(HttpStatusCode.Accepted)).GetProperty("deviationId").GetGuid();
        await registrar.Post($"{Path}/{id}/escalation", new { motivation = "Igen." }).Problem(HttpStatusCode.Conflict, "complaint.escalated");

        var asked = (await host.Published<EscalateComplaint>()).Single(command => command.ComplaintId == id);
        Assert.Equal((deviation, TestUnits.Norrangen, "other", "unknown", "Maten är kall när den kommer. Det har hänt tre gånger."), (asked.DeviationId, asked.UnitCode, asked.Kind, asked.Harm, asked.Description));
        Assert.Contains((await host.Published<ComplaintChanged>()).Last(change => change.ComplaintId == id).Links, link => link == new Link("escalated-to", "deviation", $"{deviation}"));

        Link[] links = [new("escalated-from", "complaint", $"{id}")];
        var (day, now, action) = (new DateOnly(2026, 11, 20), DateTimeOffset.UtcNow, Guid.NewGuid());
        await host.Tell<FollowDeviation<DeviationAdvanced>, DeviationAdvanced>(new(deviation, TestUnits.Norrangen, "other", "unknown", day, 10, "acting", 2, 2, Visibility.Analyst, links, 3, now));
        // Older than what is known.
        await host.Tell<FollowDeviation<DeviationReported>, DeviationReported>(new(deviation, TestUnits.Norrangen, "other", "unknown", day, 10, "reported", null, null, Visibility.Analyst, links, 1, now));
        await host.Tell<FollowActions, ActionChanged>(new(action, Guid.NewGuid(), deviation, TestUnits.Norrangen, null, "checked", day, day.AddDays(7), day.AddDays(40), "yes", Visibility.Analyst, [], 3, now));
        await host.Tell<FollowActions, ActionChanged>(new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), TestUnits.Norrangen, null, "planned", day, day, day, null, Visibility.Analyst, [], 1, now));
        var followed = (await host.Read(TestUsers.Manager, id)).GetProperty("escalation");
        Assert.Equal("acting", followed.GetProperty("status").GetString());
        Assert.Equal("yes", Assert.Single(followed.GetProperty("actions").EnumerateArray()).GetProperty("effect").GetString());

        // Handed over to lex Sarah: nothing more is told than that, nor when it comes further.
        await host.Tell<FollowDeviation<DeviationTracksChanged>, DeviationTracksChanged>(new(deviation, ["lex-sarah"], TestUnits.Norrangen, "other", "unknown", day, 10, "acting", 2, 2, Visibility.Internal, links, 4, now));
        var version = (await host.Read(TestUsers.Manager, id)).GetProperty("version").GetInt32();
        await host.Tell<FollowDeviation<DeviationClosed>, DeviationClosed>(new(deviation, TestUnits.Norrangen, "other", "unknown", day, 10, "closed", 2, 2, Visibility.Internal, links, 5, now));
        var hidden = await host.Read(TestUsers.Manager, id);
        Assert.True(hidden.GetProperty("escalation").GetProperty("investigatedFurther").GetBoolean());
        Assert.False(hidden.GetProperty("escalation").TryGetProperty("status", out _));
        Assert.False(hidden.GetProperty("escalation").TryGetProperty("actions", out _));
        Assert.Equal(version, hidden.GetProperty("version").GetInt32());

        await host.Tell<FollowDeviation<DeviationTracksChanged>, DeviationTracksChanged>(new(deviation, [], TestUnits.Norrangen, "other", "unknown", day, 10, "following-up", 2, 2, Visibility.Internal, links, 6, now));
        Assert.Equal("following-up", (await host.Read(TestUsers.Manager, id)).GetProperty("escalation").GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_idea_is_forwarded_at_once_without_who_left_it_and_followed_on_the_board()
    {
        var id = await host.Registered(TestUsers.Registrar, ("unitCode", null));
        var registrar = host.As(TestUsers.Registrar);
        var words = new { title = "Längre besökstider", text = "Besök också på kvällen." };
        await registrar.Post($"{Path}/{id}/idea", words).Problem(HttpStatusCode.Conflict, "complaint.unit-missing");
        await registrar.Put($"{Path}/{id}/placement", new { unitCode = TestUnits.Norrangen, kind = "idea" }, 1).Json();
        await registrar.Post($"{Path}/{id}/idea", new { title = "Om 19121212-1212", text = "x" }).NamesField("title");
        var idea = (await registrar.Post($"{Path}/{id}/idea", words).Json(HttpStatusCode.Accepted)).GetProperty("ideaId").GetGuid();
        await registrar.Post($"{Path}/{id}/idea", words).Problem(HttpStatusCode.Conflict, "complaint.forwarded");

        var asked = (await host.Published<ForwardIdea>()).Single(command => command.ComplaintId == id);
        Assert.Equal((idea, TestUnits.Norrangen, "Längre besökstider", "Besök också på kvällen."), (asked.IdeaId, asked.UnitCode, asked.Title, asked.Text));

        var told = new IdeaChanged(idea, TestUnits.Norrangen, "ongoing", null, "unit", null, null, false, false, 0, null, null, Visibility.Analyst, [new("follows-from", "complaint", $"{id}")], 3, DateTimeOffset.UtcNow);
        await host.Tell<FollowIdea, IdeaChanged>(told);
        // Older than what is known.
        await host.Tell<FollowIdea, IdeaChanged>(told with { Status = "new", SubjectVersion = 1 });
        Assert.Equal("ongoing", (await host.Read(TestUsers.Manager, id)).GetProperty("idea").GetProperty("status").GetString());
        Assert.False(FollowIdea.Concerns(told with { Links = [] }));
        Assert.Contains("Pågår", await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/synpunkter/{id}")));
    }

    [Fact]
    public void Deviations_that_come_from_no_complaint_are_let_go()
    {
        var told = new DeviationReported(Guid.NewGuid(), TestUnits.Norrangen, "other", "none", new(2026, 11, 20), 10, "reported", null, null, Visibility.Analyst, [], 1, DateTimeOffset.UtcNow);
        Assert.False(Escalated.Concerns(told));
        Assert.True(Escalated.Concerns(told with { Links = [new("escalated-from", "complaint", $"{Guid.NewGuid()}")] }));
    }

    [Fact]
    public async Task Nothing_of_a_persons_words_or_name_is_in_any_event()
    {
        var id = await host.Registered(TestUsers.Registrar, ("text", "Hemligt ord."), ("contact", "Hemligt namn"), ("fixedHow", "Hemlig åtgärd"));
        await host.As(TestUsers.Registrar).Post($"{Path}/{id}/answer", new { text = "Hemligt svar." }).Json();
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where type like '%ComplaintChanged%' and body::text ilike '%hemlig%'"));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from access_log where to_jsonb(access_log)::text ilike '%hemlig%'"));
    }
}
