using Huset.Procurement.Contracts;
using static Huset.Procurement.Tests.FollowUpArrange;

namespace Huset.Procurement.Tests;

public sealed class FindingTests(ProcurementHost host)
{
    private static readonly TestUser Controller = TestUsers.Procurement;

    [Fact]
    public async Task From_visit_to_a_re_check_that_fails_and_then_passes()
    {
        var supplier = SupplierUser();
        var followUp = await host.As(Controller).Post(FollowUps, new { contractId = (await host.ContractWith(supplier.Username)).Id, kind = "planerad", plannedOn = Day(0) }).Json(HttpStatusCode.Created);
        var item = followUp.GetProperty("checklist")[0];
        var found = await host.As(Controller).Post($"{FollowUps}/{followUp.Text("id")}/findings", new { itemId = item.Text("id"), text = "Två kvällar arbetade en ensam.", severity = "major" }).Json(HttpStatusCode.Created);
        var id = found.Text("id");
        // Fourteen days, as the rules say of what is serious.
        Assert.Equal(("open", Day(14), item.Text("text"), false), (found.Text("status"), found.Text("remedyDueOn"), found.Text("requirement"), found.GetProperty("overdue").GetBoolean()));
        Assert.Equal("held", (await host.As(supplier).GetAsync($"{FollowUps}/{followUp.Text("id")}").Json()).Text("status"));

        await ReCheck(id, passed: true).Problem(HttpStatusCode.Conflict, "finding.not-remedied");
        var remedied = await Remedy(supplier, id, "Schemat är ändrat.").Json();
        Assert.Equal(("remedied", true), (remedied.Text("status"), remedied.GetProperty("steps")[0].GetProperty("bySupplier").GetBoolean()));
        await Remedy(supplier, id, "En gång till.").Problem(HttpStatusCode.Conflict, "finding.remedied");

        await ReCheck(id, passed: false).NamesField("newDueOn");
        await ReCheck(id, passed: false, Day(-1)).NamesField("newDueOn");
        var failed = await ReCheck(id, passed: false, Day(30)).Json();
        Assert.Equal(("open", Day(30)), (failed.Text("status"), failed.Text("remedyDueOn")));

        // The supplier has told it by telephone.
        var again = await Remedy(Controller, id, "Två är schemalagda varje kväll.").Json();
        Assert.False(again.GetProperty("steps")[2].GetProperty("bySupplier").GetBoolean());
        var closed = await ReCheck(id, passed: true).Json();
        Assert.Equal(("closed", 5), (closed.Text("status"), closed.GetProperty("version").GetInt32()));
        Assert.Equal(["-", "False", "-", "True"], closed.GetProperty("steps").EnumerateArray().Select(step => step.TryGetProperty("passed", out var passed) ? $"{passed.GetBoolean()}" : "-"));
        await Remedy(supplier, id, "Efteråt.").Problem(HttpStatusCode.Conflict, "finding.closed");
        await ReCheck(id, passed: true).Problem(HttpStatusCode.Conflict, "finding.closed");

        var told = (await host.Published<FindingChanged>()).Where(changed => changed.FindingId == Guid.Parse(id)).ToList();
        Assert.Equal(["open", "remedied", "open", "remedied", "closed"], told.Select(changed => changed.Status));
        Assert.Equal([0, 0, 1, 1, 2], told.Select(changed => changed.ReChecks));
        foreach (var word in new[] { "arbetade en ensam", "Schemat är ändrat", "Två är schemalagda", "Kontrollen visade", "Testsson" })
            Assert.False(await host.Scalar<bool>("select exists (select from outbox where body::text like '%' || $1 || '%')", word), word);
    }

    [Fact]
    public async Task A_supplier_sees_and_remedies_only_its_own()
    {
        var (one, two) = (SupplierUser(), SupplierUser());
        var (ones, twos) = (await host.Found(await host.ContractWith(one.Username), "Enas brist."), await host.Found(await host.ContractWith(two.Username), "Tvåans brist."));
        foreach (var (reader, own, other) in new[] { (one, ones, twos), (two, twos, ones) })
        {
            foreach (var path in new[] { Findings, $"{Findings}?format=csv", "/upphandling/brister", $"{Findings}?contractId={other.ContractId}&limit=100", $"{Findings}?followUpId={other.FollowUpId}" })
                Assert.DoesNotContain($"{other.Id}", await host.As(reader).GetStringAsync(path));
            Assert.Contains($"{own.Id}", await host.As(reader).GetStringAsync(Findings));
            Assert.Contains($"{own.Id}", await host.As(reader).GetStringAsync($"{Findings}?format=csv"));
            Assert.Contains($"{own.Id}", await host.As(reader).GetStringAsync("/upphandling/brister"));
            await host.As(reader).GetAsync($"{Findings}/{other.Id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
            await Remedy(reader, $"{other.Id}", "Inte min.").Problem(HttpStatusCode.NotFound, "resource.not-found");
            foreach (var page in new[] { $"brister/{other.Id}", $"brister/{other.Id}/atgarda", $"uppfoljningar/{other.FollowUpId}" })
                Assert.Equal(HttpStatusCode.NotFound, (await host.As(reader).GetAsync($"/upphandling/{page}")).StatusCode);
        }
        await host.As(TestUsers.Employee).Post($"{Findings}/{ones.Id}/remedy", new { text = "Nej." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).Post($"{Findings}/{ones.Id}/remedy", new { text = "Nej." }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task Whoever_manages_a_unit_and_signs_in_for_a_supplier_remedies_only_the_suppliers_own()
    {
        var both = new TestUser($"{SupplierUser().Username}b", [ServiceDefaults.Identity.Roles.Leverantor, ServiceDefaults.Identity.Roles.Enhetschef], [TestUnits.Norrangen]);
        var (own, seen) = (await host.Found(await host.ContractWith(both.Username, TestUnits.Hasselvagen)), await host.Found(await host.ContractWith(unit: TestUnits.Norrangen)));
        await host.As(both).GetAsync($"{Findings}/{seen.Id}").Json();
        await Remedy(both, $"{seen.Id}", "Inte min.").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Remedy(both, $"{own.Id}", "Min.").Json();
    }

    [Fact]
    public async Task The_list_is_narrowed_by_status_contract_unit_and_what_is_late_and_is_a_file_too()
    {
        var contract = await host.ContractWith();
        var (late, open, remedied) = (await host.Found(contract, "Sen.", dueIn: -3), await host.Found(contract, "I tid; med semikolon."), await host.Found(contract, "Gjord.", remedied: true, dueIn: 2));
        async Task<Guid[]> Listed(string filter) => [.. (await host.As(Controller).GetAsync($"{Findings}?contractId={contract.Id}&{filter}").Json()).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetGuid())];
        Assert.Equal([late.Id, open.Id, remedied.Id], await Listed(""));
        Assert.Equal([late.Id], await Listed("overdue=true"));
        Assert.Equal([remedied.Id], await Listed($"status=remedied&unitCode={TestUnits.ElderlyCare}"));
        Assert.Equal([open.Id], await Listed($"followUpId={open.FollowUpId}"));
        Assert.Empty(await Listed($"unitCode={TestUnits.Hasselvagen}"));
        await host.As(Controller).GetAsync($"{Findings}?status=borta").NamesField("status");
        var csv = (await host.As(Controller).GetStringAsync($"{Findings}?format=csv&contractId={contract.Id}")).Split("\r\n");
        Assert.StartsWith("id;reference;supplier", csv[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains($"{late.Id}", csv[1]);
        Assert.Contains(";true;", csv[1]);
        Assert.Contains("\"I tid; med semikolon.\"", csv[2]);
    }

    [Fact]
    public async Task Whoever_remedies_what_another_has_remedied_is_told_so()
    {
        var finding = await host.Found(await host.ContractWith());
        await host.As(Controller).SendAsync(Requests.Write($"{Findings}/{finding.Id}/remedy", new { text = "Först." }, 1)).Json();
        await host.As(Controller).SendAsync(Requests.Write($"{Findings}/{finding.Id}/remedy", new { text = "Sedan." }, 1)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
    }

    private Task<HttpResponseMessage> Remedy(TestUser user, string id, string text) => host.As(user).Post($"{Findings}/{id}/remedy", new { text });

    private Task<HttpResponseMessage> ReCheck(string id, bool passed, string? newDueOn = null) => host.As(Controller).Post($"{Findings}/{id}/re-check", new { passed, note = "Kontrollen visade detta.", newDueOn });
}
