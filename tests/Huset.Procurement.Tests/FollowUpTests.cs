using System.Text.Json;
using Huset.Procurement.Contracts;
using Microsoft.EntityFrameworkCore;
using static Huset.Procurement.Tests.FollowUpArrange;

namespace Huset.Procurement.Tests;

public sealed class FollowUpTests(ProcurementHost host)
{
    private static readonly TestUser Controller = TestUsers.Procurement;

    [Fact]
    public async Task A_follow_up_is_planned_moved_held_and_completed_and_tells_the_others_without_a_word()
    {
        var contract = await host.ContractWith();
        var planned = await Plan(contract, purpose: "Hemligt syfte med besöket");
        var id = planned.Text("id");
        Assert.Equal(("planned", "Hemligt syfte med besöket", 2), (planned.Text("status"), planned.Text("purpose"), planned.GetProperty("checklist").GetArrayLength()));
        Assert.StartsWith($"UPP-{Today.Year}-", planned.Text("reference"), StringComparison.Ordinal);

        var moved = await Move(id, 1, new { kind = "fordjupad", plannedOn = Day(3), unitCode = TestUnits.Norrangen, unannounced = true }).Json();
        Assert.Equal(("fordjupad", Day(3), TestUnits.Norrangen, true, 2), (moved.Text("kind"), moved.Text("plannedOn"), moved.Text("unitCode"), moved.GetProperty("unannounced").GetBoolean(), moved.GetProperty("version").GetInt32()));

        var items = moved.GetProperty("checklist").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToList();
        var held = await Hold(id, Day(0), (items[0], "met", "Schemat visade två varje kväll.")).Json();
        Assert.Equal(("held", Day(0)), (held.Text("status"), held.Text("heldOn")));
        // The rest comes later, and leaves what was judged as it is.
        held = await Hold(id, Day(-1), (items[1], "partly", null)).Json();
        Assert.Equal(["met", "partly"], held.GetProperty("checklist").EnumerateArray().Select(item => item.Text("verdict")));

        var completed = await host.As(Controller).Post($"{FollowUps}/{id}/completion", new { summary = "Avtalet följs väl." }).Json();
        Assert.Equal(("completed", "Avtalet följs väl.", "Upphandling Testsson"), (completed.Text("status"), completed.Text("summary"), completed.Text("completedBy")));

        var told = (await host.Published<FollowUpChanged>()).Where(changed => changed.FollowUpId == Guid.Parse(id)).ToList();
        Assert.Equal(["planned", "planned", "held", "held", "completed"], told.Select(changed => changed.Status));
        Assert.Equal([1, 2, 3, 4, 5], told.Select(changed => changed.SubjectVersion));
        Assert.Equal((1, 1, 0), (told[^1].Met, told[^1].Partly, told[^1].NotMet));
        foreach (var word in new[] { "Hemligt syfte", "Schemat visade", "Avtalet följs", "undersköterskor", contract.Name, "Testsson" }) Assert.False(await Told(word), word);
    }

    [Fact]
    public async Task What_has_happened_at_the_unit_may_be_why_it_is_held_and_the_supplier_never_sees_that()
    {
        var (unit, supplier) = ($"enhet-{Guid.NewGuid():N}", SupplierUser());
        var contract = await host.ContractWith(supplier.Username, unit);
        var (case1, case2, elsewhere) = (ProcurementHost.Deviation(unit, Today, "serious"), ProcurementHost.Deviation(unit, Today), ProcurementHost.Deviation(TestUnits.Kullen, Today));
        foreach (var told in new[] { case1, case2, elsewhere }) await host.Tell(told);
        await host.As(Controller).Post(FollowUps, Because(elsewhere.DeviationId)).NamesField("caseIds");
        await host.As(Controller).Post(FollowUps, Because(Guid.NewGuid())).NamesField("caseIds");
        await host.As(Controller).Post(FollowUps, Because([.. Enumerable.Range(0, 21).Select(_ => Guid.NewGuid())])).NamesField("caseIds");
        var form = WebUtility.HtmlDecode(await host.As(Controller).GetStringAsync($"/upphandling/uppfoljningar/ny?avtal={contract.Id}"));
        Assert.Contains($"{case1.DeviationId}", form);
        Assert.DoesNotContain($"{elsewhere.DeviationId}", form);

        var planned = await host.As(Controller).Post(FollowUps, Because(case1.DeviationId)).Json(HttpStatusCode.Created);
        var id = planned.Text("id");
        Assert.Equal([$"{case1.DeviationId}"], Cases(planned));
        Assert.Contains("Görs på grund av", await host.As(Controller).GetStringAsync($"/upphandling/uppfoljningar/{id}"));
        var seen = await host.As(supplier).GetStringAsync($"{FollowUps}/{id}") + await host.As(supplier).GetStringAsync($"/upphandling/uppfoljningar/{id}");
        Assert.DoesNotContain($"{case1.DeviationId}", seen);
        Assert.DoesNotContain("Görs på grund av", seen);

        Assert.Equal([$"{case2.DeviationId}"], Cases(await Move(id, 1, Now(case2.DeviationId)).Json()));
        // What has become a matter for few is shown no more and stays all the same.
        await host.Tell(new Huset.Deviations.Contracts.DeviationTracksChanged(case2.DeviationId, ["lex-sarah"], unit, case2.Kind, case2.Harm, Today, 7, "reported", null, null, Huset.Events.Visibility.Internal, [], 2, DateTimeOffset.UtcNow));
        Assert.Empty(Cases(await Read(Controller, id)));
        await Move(id, 2, Now()).Json();
        var told2 = (await host.Published<FollowUpChanged>()).Where(changed => changed.FollowUpId == Guid.Parse(id)).Select(changed => changed.Links.Where(link => link.Rel == "follows-from").Select(link => $"{link.Type} {link.Id}"));
        Assert.Equal([[$"deviation {case1.DeviationId}"], [$"deviation {case2.DeviationId}"], [$"deviation {case2.DeviationId}"]], told2);

        static object Now(params Guid[] cases) => new { kind = "handelse", plannedOn = Day(7), caseIds = cases };
        object Because(params Guid[] cases) => new { contractId = contract.Id, kind = "handelse", plannedOn = Day(7), caseIds = cases };
        static IEnumerable<string> Cases(JsonElement followUp) => followUp.GetProperty("cases").EnumerateArray().Select(one => one.Text("id"));
    }

    [Fact]
    public async Task The_checklist_is_the_contracts_requirements_as_they_were_when_it_was_planned()
    {
        var contract = await host.ContractWith();
        var id = (await Plan(contract)).Text("id");
        await host.InDatabase(async db =>
        {
            var known = await db.Contracts.Include(one => one.Requirements).FirstAsync(one => one.Id == contract.Id);
            known.Reword(known.Requirements.Single(one => one.Number == 1), new("annat", "Något helt annat krävs.", null), new("test", "Ulla"), DateTimeOffset.UtcNow);
            known.Drop(known.Requirements.Single(one => one.Number == 2), new("test", "Ulla"), DateTimeOffset.UtcNow);
            return await db.SaveChangesAsync();
        });
        Assert.DoesNotContain("Något helt annat", (await Read(Controller, id)).ToString());
        var next = (await Plan(contract)).GetProperty("checklist").EnumerateArray().Single();
        Assert.Equal((1, "Något helt annat krävs."), (next.GetProperty("number").GetInt32(), next.Text("text")));
    }

    [Fact]
    public async Task The_supplier_sees_its_own_and_nothing_of_the_verdicts_before_it_is_completed()
    {
        var (supplier, other) = (SupplierUser(), SupplierUser());
        var contract = await host.ContractWith(supplier.Username);
        await host.ContractWith(other.Username);
        var id = (await Plan(contract)).Text("id");
        var item = (await Read(Controller, id)).GetProperty("checklist")[0].GetProperty("id").GetGuid();
        await Hold(id, Day(0), (item, "met", "Bara för oss än så länge.")).Json();

        foreach (var reader in new[] { supplier, TestUsers.Manager })
        {
            var seen = await Read(reader, id);
            Assert.False(seen.GetProperty("showsVerdicts").GetBoolean());
            Assert.DoesNotContain("Bara för oss", seen.ToString());
            Assert.All(seen.GetProperty("checklist").EnumerateArray(), one => Assert.False(one.TryGetProperty("verdict", out _)));
        }
        foreach (var reader in new[] { Controller, TestUsers.QualityDeveloper }) Assert.Contains("Bara för oss", (await Read(reader, id)).ToString());
        await host.As(other).GetAsync($"{FollowUps}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.DoesNotContain(id, await host.As(other).GetStringAsync($"{FollowUps}?limit=100"));

        await Hold(id, Day(0), [.. (await Read(Controller, id)).GetProperty("checklist").EnumerateArray().Select(one => (one.GetProperty("id").GetGuid(), "met", (string?)"Nu får alla läsa."))]).Json();
        await host.As(Controller).Post($"{FollowUps}/{id}/completion", new { summary = "Klart." }).Json();
        Assert.Contains("Nu får alla läsa", (await Read(supplier, id)).ToString());
    }

    [Fact]
    public async Task An_unannounced_visit_is_not_seen_by_the_supplier_nor_the_units_manager_before_it_is_held()
    {
        var supplier = SupplierUser();
        var contract = await host.ContractWith(supplier.Username);
        var id = (await Plan(contract, unannounced: true)).Text("id");
        foreach (var reader in new[] { supplier, TestUsers.Manager })
        {
            await host.As(reader).GetAsync($"{FollowUps}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
            Assert.DoesNotContain(id, await host.As(reader).GetStringAsync($"{FollowUps}?limit=100&contractId={contract.Id}"));
        }
        await Hold(id, Day(0)).Json();
        foreach (var reader in new[] { supplier, TestUsers.Manager }) Assert.Equal("held", (await Read(reader, id)).Text("status"));
    }

    [Fact]
    public async Task It_is_not_completed_before_it_is_held_and_judged_and_what_is_lacking_has_a_finding()
    {
        var id = (await Plan(await host.ContractWith())).Text("id");
        var items = (await Read(Controller, id)).GetProperty("checklist").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToList();
        await Complete(id).Problem(HttpStatusCode.Conflict, "follow-up.not-held");
        await Hold(id, Day(0), (items[0], "not-met", null)).Json();
        await Complete(id).Problem(HttpStatusCode.Conflict, "follow-up.unjudged");
        await Hold(id, Day(0), (items[1], "not-applicable", null)).Json();
        await Complete(id).Problem(HttpStatusCode.Conflict, "follow-up.finding-missing");
        await host.As(Controller).Post($"{FollowUps}/{id}/findings", new { itemId = items[0], text = "Det saknas folk.", severity = "minor" }).Json(HttpStatusCode.Created);
        await Complete(id).Json();

        await Complete(id).Problem(HttpStatusCode.Conflict, "follow-up.completed");
        await Hold(id, Day(0), (items[0], "met", null)).Problem(HttpStatusCode.Conflict, "follow-up.completed");
        await host.As(Controller).Post($"{FollowUps}/{id}/findings", new { text = "För sent.", severity = "minor" }).Problem(HttpStatusCode.Conflict, "follow-up.completed");
        await Move(id, (await Read(Controller, id)).GetProperty("version").GetInt32(), new { kind = "planerad", plannedOn = Day(1) }).Problem(HttpStatusCode.Conflict, "follow-up.held");
    }

    [Theory]
    [InlineData("contractId", "019ab0c4-7d00-7000-8000-00000000dead")]
    [InlineData("kind", "utflykt")]
    [InlineData("unitCode", "kullen")]
    [InlineData("plannedOn", "igår")]
    public async Task What_is_no_plan_is_refused_by_its_field(string field, string value)
    {
        var body = new Dictionary<string, object?> { ["contractId"] = (await host.ContractWith()).Id, ["kind"] = "planerad", ["plannedOn"] = Day(3), [field] = value };
        await host.As(Controller).Post(FollowUps, body).NamesField(field);
    }

    [Fact]
    public async Task What_was_not_seen_or_not_here_is_refused_by_its_field()
    {
        var id = (await Plan(await host.ContractWith())).Text("id");
        await Hold(id, Day(1)).NamesField("heldOn");
        await Hold(id, Day(0), (Guid.NewGuid(), "met", null)).NamesField("items");
        await host.As(Controller).SendAsync(Requests.Put($"{FollowUps}/{id}/checklist", new { heldOn = Day(0), items = new object?[] { null } }, 1)).NamesField("items");
        await host.As(Controller).Post($"{FollowUps}/{id}/findings", new { itemId = Guid.NewGuid(), text = "Fel punkt.", severity = "minor" }).NamesField("itemId");
        await host.As(Controller).Post($"{FollowUps}/{id}/findings", new { text = "Fel dag.", severity = "minor", remedyDueOn = Day(-1) }).NamesField("remedyDueOn");
        Assert.Equal("planned", (await Read(Controller, id)).Text("status"));
    }

    [Fact]
    public async Task Whoever_changes_what_another_has_changed_is_told_so()
    {
        var id = (await Plan(await host.ContractWith())).Text("id");
        await Move(id, 1, new { kind = "planerad", plannedOn = Day(2) }).Json();
        await Move(id, 1, new { kind = "planerad", plannedOn = Day(4) }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await host.As(Controller).PutAsync($"{FollowUps}/{id}", System.Net.Http.Json.JsonContent.Create(new { kind = "planerad", plannedOn = Day(4) })).Problem((HttpStatusCode)428, "if-match.missing");
        await host.As(Controller).SendAsync(Requests.Put($"{FollowUps}/{id}/checklist", new { heldOn = Day(0), items = Array.Empty<object>() }, 1)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Equal(Day(2), (await Read(Controller, id)).Text("plannedOn"));
    }

    [Fact]
    public async Task The_list_is_narrowed_by_status_contract_unit_and_kind_and_what_is_not_done_is_first()
    {
        var contract = await host.ContractWith();
        var (first, second) = ((await Plan(contract)).Text("id"), (await Plan(contract)).Text("id"));
        await Hold(first, Day(0), [.. (await Read(Controller, first)).GetProperty("checklist").EnumerateArray().Select(one => (one.GetProperty("id").GetGuid(), "met", (string?)null))]).Json();
        await Complete(first).Json();
        async Task<string[]> Listed(string filter) => [.. (await host.As(Controller).GetAsync($"{FollowUps}?contractId={contract.Id}&{filter}").Json()).GetProperty("items").EnumerateArray().Select(one => one.Text("id"))];
        Assert.Equal([second, first], await Listed(""));
        Assert.Equal([first], await Listed("status=completed"));
        Assert.Equal([second, first], await Listed($"unitCode={TestUnits.ElderlyCare}&kind=planerad"));
        Assert.Empty(await Listed($"unitCode={TestUnits.Hasselvagen}"));
        await host.As(Controller).GetAsync($"{FollowUps}?status=borta").NamesField("status");
        await host.As(TestUsers.Employee).GetAsync(FollowUps).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(FollowUps).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private async Task<JsonElement> Plan(Contract contract, string? purpose = null, bool unannounced = false) =>
        await host.As(Controller).Post(FollowUps, new { contractId = contract.Id, kind = "planerad", purpose, unannounced, plannedOn = Day(7) }).Json(HttpStatusCode.Created);

    private Task<HttpResponseMessage> Move(string id, int version, object plan) => host.As(Controller).SendAsync(Requests.Put($"{FollowUps}/{id}", plan, version));

    private Task<HttpResponseMessage> Hold(string id, string day, params (Guid Item, string Verdict, string? Note)[] seen) => host.As(Controller)
        .PutAsync($"{FollowUps}/{id}/checklist", System.Net.Http.Json.JsonContent.Create(new { heldOn = day, items = seen.Select(one => new { itemId = one.Item, verdict = one.Verdict, note = one.Note }) }));

    private Task<HttpResponseMessage> Complete(string id) => host.As(Controller).Post($"{FollowUps}/{id}/completion", new { summary = "Klart." });

    private async Task<JsonElement> Read(TestUser reader, string id) => await host.As(reader).GetAsync($"{FollowUps}/{id}").Json();

    private Task<bool> Told(string word) => host.Scalar<bool>("select exists (select from outbox where body::text like '%' || $1 || '%')", word);
}
