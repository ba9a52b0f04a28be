using System.Net;
using Huset.Procurement;

namespace Huset.Fuzz.Tests;

public sealed partial class FuzzTests
{
    [Fact]
    public async Task Procurement_bears_whatever_comes()
    {
        const string Api = "/procurement/v1", Pages = "/upphandling";
        await using var host = new FuzzHost<ProcurementDb>("procurement");
        await host.InitializeAsync();
        using var controller = host.As(TestUsers.Procurement);
        // Whom the document's examples name as a contract's owner.
        await host.Scalar<Guid>("insert into people (id, name, home_unit, is_active, subject_version) values ('8f1c2d3e-0000-4000-8000-000000000001', 'Ulf Testsson', 'norrangen', true, 1) returning id");
        var supplier = (await controller.Post($"{Api}/suppliers", new { organisationNumber = "802999-0010", name = "Fyren" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await controller.Post($"{Api}/suppliers/{supplier}/accounts", new { username = TestUsers.Supplier.Username }).Json(HttpStatusCode.Created);
        // Each is dismissed once.
        var accounts = Enumerable.Range(0, 30).Select(number => $"konto{number}").ToList();
        foreach (var username in accounts) await controller.Post($"{Api}/suppliers/{supplier}/accounts", new { username }).Json(HttpStatusCode.Created);
        // Each is dropped once, by the API or on its page.
        var asked = Enumerable.Range(0, 80).Select(number => new { area = "bemanning", text = $"Krav {number}." }).ToList();
        var made = await controller.Post($"{Api}/contracts", new { supplierId = supplier, name = "Avtal", form = "lov", validFrom = "2020-01-01", unitCodes = new[] { TestUnits.Norrangen }, requirements = asked }).Json(HttpStatusCode.Created);
        var (contract, requirements) = (made.GetProperty("id").GetString(), made.GetProperty("requirements").EnumerateArray().Select(row => row.GetProperty("id").GetString()).ToList());
        for (var number = 0; number < 40; number++)
            await host.Scalar<int>("insert into unit_cases (id, type, unit_code, kind, harm, status, day, is_hidden, subject_version) values (gen_random_uuid(), 'deviation', 'norrangen', 'health-care', 'minor', 'reported', current_date - $1, false, 1) returning 1", number * 9);
        var rules = (await controller.GetAsync($"{Api}/rules").Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();
        // One whose checklist has the item that the document's example names, some to move, and some to complete, each once.
        var followUp = await Planned(contract);
        await host.Scalar<Guid>("update check_items set id = '8f1c2d3e-0000-4000-8000-000000000002' where id = (select id from check_items where follow_up_id = $1 limit 1) returning id", Guid.Parse(followUp));
        var (planned, held, open, remedied) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var bare = (await controller.Post($"{Api}/contracts", new { supplierId = supplier, name = "Avtal utan krav", form = "lov", validFrom = "2020-01-01", unitCodes = new[] { TestUnits.Norrangen } }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        for (var number = 0; number < 40; number++)
        {
            planned.Add(await Planned(bare));
            held.Add(await Planned(bare));
            foreach (var findings in new[] { open, remedied }) findings.Add((await controller.Post($"{Api}/follow-ups/{held[^1]}/findings", new { text = "Två pärmar saknas.", severity = "minor" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!);
            await controller.Post($"{Api}/findings/{remedied[^1]}/remedy", new { text = "De är på plats." }).Json();
        }
        async Task<string> Planned(string? of) => (await controller.Post($"{Api}/follow-ups", new { contractId = of, kind = "planerad", plannedOn = "2026-12-03" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;

        Dictionary<string, Given> exact = new()
        {
            ["POST /procurement/v1/follow-ups"] = Exactly(null, ("contractId", [bare!]), ("unitCode", [TestUnits.Norrangen])),
            ["PUT /procurement/v1/follow-ups/{id}"] = Exactly(null, ("unitCode", [TestUnits.Norrangen])),
            ["POST /upphandling/uppfoljningar/ny"] = Exactly(null, ("avtal", [bare!])),
            ["POST /procurement/v1/contracts"] = Exactly(null, ("supplierId", [supplier])),
            // The example's is admitted already.
            ["POST /procurement/v1/suppliers/{id}/accounts"] = Exactly(null, ("username", [.. Enumerable.Range(0, 40).Select(number => $"nytt{number}")])),
            ["POST /procurement/v1/rules"] = Exactly(null, ("validFrom", Later)),
        };
        await Fuzz(host, "procurement", exact,
            ($"{Api}/suppliers/{{id}}/accounts", [$"{Api}/suppliers/{supplier}/accounts"]),
            ($"{Api}/suppliers/{{id}}/accounts/{{username}}", [.. accounts.Select(username => $"{Api}/suppliers/{supplier}/accounts/{username}")]),
            ($"{Api}/contracts/{{id}}/overview", [$"{Api}/contracts/{contract}/overview"]),
            ($"{Api}/contracts/{{id}}/requirements", [$"{Api}/contracts/{contract}/requirements"]),
            ($"{Api}/contracts/{{id}}/requirements/{{requirementId}}", [.. requirements.Take(50).Select(id => $"{Api}/contracts/{contract}/requirements/{id}")]),
            ($"{Api}/code-lists/{{name}}", [$"{Api}/code-lists/contract-forms"]),
            ($"{Api}/code-lists/{{name}}/{{code}}", [$"{Api}/code-lists/contract-forms/lov"]),
            ($"{Api}/follow-ups/{{id}}", [.. planned.Take(20).Select(id => $"{Api}/follow-ups/{id}")]),
            ($"{Api}/follow-ups/{{id}}/checklist", [$"{Api}/follow-ups/{followUp}/checklist"]),
            ($"{Api}/follow-ups/{{id}}/findings", [$"{Api}/follow-ups/{followUp}/findings"]),
            ($"{Api}/follow-ups/{{id}}/completion", [.. held.Take(20).Select(id => $"{Api}/follow-ups/{id}/completion")]),
            ($"{Api}/findings/{{id}}/remedy", [.. open.Take(20).Select(id => $"{Api}/findings/{id}/remedy")]),
            ($"{Api}/findings/{{id}}/re-check", [.. remedied.Take(20).Select(id => $"{Api}/findings/{id}/re-check")]),
            ($"{Pages}/uppfoljningar/{{Id}}", [$"{Pages}/uppfoljningar/{followUp}"]),
            ($"{Pages}/uppfoljningar/{{Id}}/plan", [.. planned.Skip(20).Select(id => $"{Pages}/uppfoljningar/{id}/plan")]),
            ($"{Pages}/uppfoljningar/{{Id}}/besok", [$"{Pages}/uppfoljningar/{followUp}/besok"]),
            ($"{Pages}/uppfoljningar/{{Id}}/brist", [$"{Pages}/uppfoljningar/{followUp}/brist"]),
            ($"{Pages}/uppfoljningar/{{Id}}/slutfor", [.. held.Skip(20).Select(id => $"{Pages}/uppfoljningar/{id}/slutfor")]),
            ($"{Pages}/brister/{{Id}}", [$"{Pages}/brister/{open[0]}"]),
            ($"{Pages}/brister/{{Id}}/atgarda", [.. open.Skip(20).Select(id => $"{Pages}/brister/{id}/atgarda")]),
            ($"{Pages}/brister/{{Id}}/kontrollera", [.. remedied.Skip(20).Select(id => $"{Pages}/brister/{id}/kontrollera")]),
            ($"{Pages}/avtal/{{Id}}", [$"{Pages}/avtal/{contract}"]),
            ($"{Pages}/avtal/{{Id}}/andra", [$"{Pages}/avtal/{contract}/andra"]),
            ($"{Pages}/avtal/{{Id}}/krav", [$"{Pages}/avtal/{contract}/krav"]),
            ($"{Pages}/avtal/{{Id}}/krav/{{RequirementId}}", [.. requirements.Skip(50).Select(id => $"{Pages}/avtal/{contract}/krav/{id}")]),
            ($"{Pages}/leverantorer/{{Id}}", [$"{Pages}/leverantorer/{supplier}"]),
            ($"{Pages}/leverantorer/{{Id}}/andra", [$"{Pages}/leverantorer/{supplier}/andra"]),
            ($"{Pages}/leverantorer/{{Id}}/inloggningar", [$"{Pages}/leverantorer/{supplier}/inloggningar"]),
            ($"{Pages}/regler/{{Id}}", [.. rules.Select(id => $"{Pages}/regler/{id}")]),
            ($"{Pages}/kodlistor/{{List}}/{{Code}}", [$"{Pages}/kodlistor/contract-forms/lov"]),
            ($"{Pages}/ny-kod/{{List}}", [$"{Pages}/ny-kod/contract-forms"]));
    }
}
