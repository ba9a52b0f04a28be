using Huset.Deviations.Features;
using Huset.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

public sealed class NoticesTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/notices";
    private static readonly TestUser Reader = new("lasare", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);

    [Fact]
    public async Task One_sees_ones_own_with_the_title_only_of_cases_that_one_may_open()
    {
        var reader = Reader with { Id = Guid.NewGuid() };
        var (own, others) = (await host.Reported(reader, ("description", "Dosen glömdes. Mer.")), await host.Reported(TestUsers.Colleague, ("description", "Hemligt hände. Mer.")));
        await Notice(reader.Id, own, "answered");
        await Notice(reader.Id, others, "action-planned");
        await Notice(TestUsers.Colleague.Id, others, "answered");
        var list = await host.As(reader).GetAsync(Path).Json();
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        var byCase = list.GetProperty("items").EnumerateArray().ToDictionary(notice => notice.GetProperty("deviationId").GetGuid());
        Assert.Equal("Dosen glömdes", byCase[own].GetProperty("title").GetString());
        Assert.True(byCase[own].GetProperty("caseOpens").GetBoolean());
        Assert.False(byCase[others].TryGetProperty("title", out _));
        Assert.False(byCase[others].GetProperty("caseOpens").GetBoolean());
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where action = 'list' and user_id = $1 and $2 = any(subject_ids) and not $3 = any(subject_ids)", $"{reader.Id}", $"{own}", $"{others}"));
    }

    [Fact]
    public async Task A_notice_is_read_once_and_keeps_its_time()
    {
        var reader = Reader with { Id = Guid.NewGuid() };
        var id = await Notice(reader.Id, Guid.NewGuid(), "answered");
        Assert.Equal(HttpStatusCode.NoContent, (await host.As(reader).PostAsync($"{Path}/{id}/read", null)).StatusCode);
        var at = await host.Scalar<DateTime>("select read_at from notices where id = $1", id);
        Assert.Equal(HttpStatusCode.NoContent, (await host.As(reader).PostAsync($"{Path}/{id}/read", null)).StatusCode);
        Assert.Equal(at, await host.Scalar<DateTime>("select read_at from notices where id = $1", id));
        Assert.Equal(0, (await host.As(reader).GetAsync($"{Path}?unread=true").Json()).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task All_of_ones_own_are_read_at_once_and_nobody_elses()
    {
        var (reader, other) = (Reader with { Id = Guid.NewGuid() }, Reader with { Id = Guid.NewGuid() });
        for (var number = 0; number < 3; number++) await Notice(reader.Id, Guid.NewGuid(), "answered");
        await Notice(other.Id, Guid.NewGuid(), "answered");
        Assert.Equal(HttpStatusCode.NoContent, (await host.As(reader).PostAsync($"{Path}/read", null)).StatusCode);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where person_id = $1 and read_at is null", $"{reader.Id}"));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from notices where person_id = $1 and read_at is null", $"{other.Id}"));
    }

    [Fact]
    public async Task Anothers_notice_is_not_found_a_supplier_is_refused_and_nobody_is_asked_to_sign_in()
    {
        var id = await Notice(Guid.NewGuid(), Guid.NewGuid(), "answered");
        await host.As(TestUsers.Employee).PostAsync($"{Path}/{id}/read", null).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Supplier).GetAsync(Path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task The_page_lists_them_and_marks_one_as_read()
    {
        var reader = Reader with { Id = Guid.NewGuid() };
        var own = await host.Reported(reader, ("description", "Dosen glömdes & så. Mer."));
        var id = await Notice(reader.Id, own, "answered");
        var html = await host.As(reader).GetStringAsync("/avvikelser/notiser");
        Assert.Contains("Din rapport har fått svar", html);
        Assert.Contains("Dosen glömdes &amp; så", html);
        Assert.Contains($"href=\"{own}\"", html);
        var form = new FormUrlEncodedContent([new("_handler", "notiser"), new("Notice", $"{id}")]);
        var marked = await host.As(reader).PostAsync("/avvikelser/notiser", form);
        Assert.Equal(HttpStatusCode.Found, marked.StatusCode);
        Assert.Contains("Markera", html);
        Assert.DoesNotContain("Markera", await host.As(reader).GetStringAsync("/avvikelser/notiser"));
    }

    [Fact]
    public async Task Whoever_owns_an_action_is_reminded_once_when_it_is_due_and_once_when_its_effect_shall_be_checked()
    {
        var owner = Guid.NewGuid();
        var id = await host.Reported(TestUsers.Employee);
        var cause = await host.Scalar<Guid>("insert into causes (id, deviation_id, area, text, found_by_id, found_by_name, found_at, version) values (gen_random_uuid(), $1, 'staffing', 'x', 'b', 'B', now(), 1) returning id", id);
        await Action(id, cause, owner, due: -1, check: 30);
        await Action(id, cause, owner, due: -20, check: 0);
        await Action(id, cause, owner, due: 1, check: 30);
        await Action(id, cause, owner, due: -1, check: -1, restricted: true);
        var clock = host.Factory.Services.GetRequiredService<KeepTime>();
        for (var time = 0; time < 2; time++) await clock.Remind(CancellationToken.None);
        Assert.Equal(2, (await Cases(owner, "action-due")).Count);
        Assert.Single(await Cases(owner, "effect-check-due"));
    }

    [Fact]
    public async Task Due_dates_are_reckoned_anew_by_the_rules_as_they_are()
    {
        var id = await host.Reported(TestUsers.Employee);
        var due = await host.Scalar<DateTime>("select assess_by from deviations where id = $1", id);
        await Scalar("update deviations set assess_by = null, next_due_at = null where id = $1", id);
        var clock = host.Factory.Services.GetRequiredService<KeepTime>();
        // By this or by the service's own, which another test may have set going.
        await clock.Reckon(CancellationToken.None);
        Assert.Equal(due, await host.Scalar<DateTime>("select assess_by from deviations where id = $1", id));
        Assert.Equal(due, await host.Scalar<DateTime>("select next_due_at from deviations where id = $1", id));
    }

    private Task<Guid> Notice(Guid person, Guid deviation, string kind) => host.Scalar<Guid>(
        "insert into notices (id, person_id, kind, deviation_id, case_reference, at) values (gen_random_uuid(), $1, $2, $3, 'AVV-2026-0001', now()) returning id", $"{person}", kind, deviation);

    private Task<Guid> Action(Guid deviation, Guid cause, Guid owner, int due, int check, bool restricted = false) => host.Scalar<Guid>(
        """
        insert into actions (id, deviation_id, cause_id, case_reference, unit_code, restricted, what, owner_id, owner_name, planned_start, due_at, follow_up, success_criterion, effect_check_at, planned_by_name, planned_at, version)
        select gen_random_uuid(), $1, $2, 'AVV-2026-0001', 'norrangen', $6, 'x', $3, 'O', today - 30, today + $4, 'x', 'x', today + $5, 'B', now(), 1
        from (select (now() at time zone 'Europe/Stockholm')::date as today) as day returning id
        """, deviation, cause, $"{owner}", due, check, restricted);

    private async Task Scalar(string sql, Guid id)
    {
        await using var command = host.Owner.CreateCommand(sql);
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyList<Guid>> Cases(Guid person, string kind)
    {
        await using var command = host.Owner.CreateCommand("select deviation_id from notices where person_id = $1 and kind = $2");
        command.Parameters.Add(new() { Value = $"{person}" });
        command.Parameters.Add(new() { Value = kind });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<Guid>();
        while (await reader.ReadAsync()) found.Add(reader.GetGuid(0));
        return found;
    }
}
