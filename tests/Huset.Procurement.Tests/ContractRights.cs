using System.Collections.Concurrent;
using Huset.ServiceDefaults.Identity;

namespace Huset.Procurement.Tests;

/// <summary>Who may see and write what of suppliers, contracts, code lists and rules.</summary>
internal static class ContractRights
{
    private const string Api = ProcurementHost.Api, Pages = "/upphandling";

    /// <summary>Contracts as the reader stands to them: a supplier's own, of units that are the reader's, and others.</summary>
    public static (RowPosition Position, Func<string, Opening[]> Openings)[] Contracts(ProcurementHost host)
    {
        var suppliers = new ConcurrentDictionary<string, Lazy<Task<Guid>>>();
        RowPosition Contract(string name, string unit, bool own) => new(name, async reader =>
        {
            var words = $"Avtal {Guid.NewGuid():N}";
            // A supplier of the reader's own, for whom only the reader signs in.
            var supplier = await suppliers.GetOrAdd($"{own} {reader.Username}", _ => new(() => host.Supplier($"{Mark(reader)}avtal {own}", own ? [reader.Username.Replace(' ', '-')] : []))).Value;
            return new((await host.Contract(supplier, unit, words)).GetProperty("id").GetString()!, [words], $"{supplier}");
        });
        return
        [
            (Contract("a contract of the own supplier, other unit", TestUnits.Hasselvagen, own: true), permission => [Opening.By(permission, Reach.Own), Opening.By(permission, Reach.All)]),
            (Contract("another's contract, unit below", TestUnits.Norrangen, own: false), permission => [Opening.By(permission, Reach.Units), Opening.By(permission, Reach.All)]),
            (Contract("another's contract, other unit", TestUnits.Hasselvagen, own: false), permission => [Opening.By(permission, Reach.All)]),
        ];
    }

    // In the name of the supplier of each row that was made for the reader; the lists are narrowed by it.
    internal static string Mark(TestUser reader) => $"Läsare{RightsMatrix.NumberOf(reader)}x";

    public static RightsMatrix WithContracts(this RightsMatrix matrix, ProcurementHost host)
    {
        var contracts = Contracts(host);
        (RowPosition, Opening[])[] read = [.. contracts.Select(row => (row.Position, row.Openings(Permissions.Read)))], edit = [.. contracts.Select(row => (row.Position, row.Openings(Permissions.EditContracts)))];
        var anySupplier = new Lazy<Task<Guid>>(() => host.Supplier());
        string Requirement(string contract) => host.Scalar<string>("select id::text from contract_requirements where contract_id = $1 and not is_dropped order by number limit 1", Guid.Parse(contract)).Result;
        static object Facts() => new { name = "Ändrat", form = "lou", validFrom = "2020-01-01", unitCodes = new[] { TestUnits.Norrangen } };
        static object Asked() => new { area = "bemanning", text = "Två i tjänst." };
        return matrix
            .List($"GET {Api}/contracts/", Permissions.Read, reader => new(HttpMethod.Get, $"{Api}/contracts/?limit=100&q={Uri.EscapeDataString($"{Mark(reader)}avtal")}"), read)
            .WithThread(Api, "contract", read)
            .Row($"GET {Api}/contracts/{{id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/contracts/{row.Id}"), read)
            .Row($"GET {Api}/contracts/{{id:guid}}/overview", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/contracts/{row.Id}/overview"), read)
            .Route($"POST {Api}/contracts/", Permissions.EditContracts, _ => Requests.Write($"{Api}/contracts/", new { supplierId = anySupplier.Value.Result, name = "Nytt", form = "lov", validFrom = "2026-01-01", unitCodes = new[] { TestUnits.Kullen } }), HttpStatusCode.Created)
            .Row($"PUT {Api}/contracts/{{id:guid}}", Permissions.EditContracts, row => Requests.Put($"{Api}/contracts/{row.Id}", Facts(), 1), edit)
            .Row($"POST {Api}/contracts/{{id:guid}}/requirements", Permissions.EditContracts, row => Requests.Write($"{Api}/contracts/{row.Id}/requirements", Asked()), edit, HttpStatusCode.Created)
            .Row($"PUT {Api}/contracts/{{id:guid}}/requirements/{{requirementId:guid}}", Permissions.EditContracts, row => Requests.Put($"{Api}/contracts/{row.Id}/requirements/{Requirement(row.Id)}", Asked(), 1), edit)
            .Row($"DELETE {Api}/contracts/{{id:guid}}/requirements/{{requirementId:guid}}", Permissions.EditContracts, row => Requests.Matched(new(HttpMethod.Delete, $"{Api}/contracts/{row.Id}/requirements/{Requirement(row.Id)}")), edit)
            .List($"GET {Pages}/", Permissions.Read, reader => new(HttpMethod.Get, $"{Pages}/?sok={Uri.EscapeDataString($"{Mark(reader)}avtal")}"), read, row => $"avtal/{row.Id}\"")
            .Row($"GET {Pages}/avtal/{{Id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Pages}/avtal/{row.Id}"), read)
            .Route($"GET {Pages}/avtal/nytt", Permissions.EditContracts)
            // Without a single answer the form is shown again.
            .Route($"POST {Pages}/avtal/nytt", Permissions.EditContracts, _ => Requests.Form($"{Pages}/avtal/nytt", "avtal", ("Request.Name", "")))
            .Row($"GET {Pages}/avtal/{{Id:guid}}/andra", Permissions.EditContracts, row => new(HttpMethod.Get, $"{Pages}/avtal/{row.Id}/andra"), edit)
            .Row($"POST {Pages}/avtal/{{Id:guid}}/andra", Permissions.EditContracts, row => Requests.Form($"{Pages}/avtal/{row.Id}/andra", "avtal",
                ("Version", "1"), ("Request.Name", "Ändrat"), ("Request.Form", "lou"), ("Request.ValidFrom", "2020-01-01"), ("Request.UnitCodes", TestUnits.Norrangen)), edit, HttpStatusCode.Found)
            .Row($"GET {Pages}/avtal/{{Id:guid}}/krav", Permissions.EditContracts, row => new(HttpMethod.Get, $"{Pages}/avtal/{row.Id}/krav"), edit)
            .Row($"POST {Pages}/avtal/{{Id:guid}}/krav", Permissions.EditContracts, row => Requests.Form($"{Pages}/avtal/{row.Id}/krav", "krav", ("Request.Text", "Två i tjänst."), ("Request.Area", "bemanning")), edit, HttpStatusCode.Found)
            .Row($"GET {Pages}/avtal/{{Id:guid}}/krav/{{RequirementId:guid}}", Permissions.EditContracts, row => new(HttpMethod.Get, $"{Pages}/avtal/{row.Id}/krav/{Requirement(row.Id)}"), edit)
            .Row($"POST {Pages}/avtal/{{Id:guid}}/krav/{{RequirementId:guid}}", Permissions.EditContracts, row => Requests.Form($"{Pages}/avtal/{row.Id}/krav/{Requirement(row.Id)}", "ta-bort"), edit, HttpStatusCode.Found);
    }

    public static RightsMatrix WithSuppliers(this RightsMatrix matrix, ProcurementHost host)
    {
        RowPosition Supplier(string name, string? unit, bool own) => new(name, async reader =>
        {
            var words = $"{Mark(reader)} {Guid.NewGuid():N}";
            var id = await host.Supplier(words, own ? [reader.Username.Replace(' ', '-')] : []);
            if (unit is not null) await host.Contract(id, unit);
            return new($"{id}", [words]);
        });
        (RowPosition Position, Func<string, Opening[]> Openings)[] suppliers =
        [
            (Supplier("the own supplier", null, own: true), permission => [Opening.By(permission, Reach.Own), Opening.By(permission, Reach.All)]),
            (Supplier("a supplier with a contract for a unit below", TestUnits.Norrangen, own: false), permission => [Opening.By(permission, Reach.Units), Opening.By(permission, Reach.All)]),
            (Supplier("a supplier with a contract for another unit", TestUnits.Hasselvagen, own: false), permission => [Opening.By(permission, Reach.All)]),
        ];
        (RowPosition, Opening[])[] read = [.. suppliers.Select(row => (row.Position, row.Openings(Permissions.Read)))], edit = [.. suppliers.Select(row => (row.Position, row.Openings(Permissions.EditContracts)))];
        var admitted = suppliers.Select(row => (new RowPosition($"{row.Position.Name}, with an account", async reader =>
        {
            var made = await row.Position.Make(reader);
            await host.As(TestUsers.Procurement).Post($"{Api}/suppliers/{made.Id}/accounts", new { username = "nagon" }).Json(HttpStatusCode.Created);
            return made;
        }), row.Openings(Permissions.EditContracts))).ToArray();
        return matrix
            .List($"GET {Api}/suppliers/", Permissions.Read, reader => new(HttpMethod.Get, $"{Api}/suppliers/?limit=100&q={Uri.EscapeDataString($"{Mark(reader)} ")}"), read)
            .Row($"GET {Api}/suppliers/{{id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/suppliers/{row.Id}"), read)
            .Route($"POST {Api}/suppliers/", Permissions.EditContracts, _ => Requests.Write($"{Api}/suppliers/", new { organisationNumber = ProcurementHost.Number(), name = "Ny" }), HttpStatusCode.Created)
            .Row($"PUT {Api}/suppliers/{{id:guid}}", Permissions.EditContracts, row => Requests.Matched(Requests.Put($"{Api}/suppliers/{row.Id}", new { name = "Ändrad" }, 1)), edit)
            .Row($"POST {Api}/suppliers/{{id:guid}}/accounts", Permissions.EditContracts, row => Requests.Write($"{Api}/suppliers/{row.Id}/accounts", new { username = $"n{Guid.NewGuid():N}" }), edit, HttpStatusCode.Created)
            .Row($"DELETE {Api}/suppliers/{{id:guid}}/accounts/{{username}}", Permissions.EditContracts, row => new(HttpMethod.Delete, $"{Api}/suppliers/{row.Id}/accounts/nagon"), admitted)
            .List($"GET {Pages}/leverantorer", Permissions.Read, reader => new(HttpMethod.Get, $"{Pages}/leverantorer?sok={Uri.EscapeDataString($"{Mark(reader)} ")}"), read, row => $"leverantorer/{row.Id}\"")
            .Row($"GET {Pages}/leverantorer/{{Id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Pages}/leverantorer/{row.Id}"), read)
            .Route($"GET {Pages}/leverantorer/ny", Permissions.EditContracts)
            .Route($"POST {Pages}/leverantorer/ny", Permissions.EditContracts, _ => Requests.Form($"{Pages}/leverantorer/ny", "leverantor", ("Request.Name", "")))
            .Row($"GET {Pages}/leverantorer/{{Id:guid}}/andra", Permissions.EditContracts, row => new(HttpMethod.Get, $"{Pages}/leverantorer/{row.Id}/andra"), edit)
            .Row($"POST {Pages}/leverantorer/{{Id:guid}}/andra", Permissions.EditContracts, row => Requests.Form($"{Pages}/leverantorer/{row.Id}/andra", "leverantor", ("Version", "1"), ("Request.Name", "")), edit)
            .Row($"GET {Pages}/leverantorer/{{Id:guid}}/inloggningar", Permissions.EditContracts, row => new(HttpMethod.Get, $"{Pages}/leverantorer/{row.Id}/inloggningar"), edit)
            .Row($"POST {Pages}/leverantorer/{{Id:guid}}/inloggningar", Permissions.EditContracts, row => Requests.Form($"{Pages}/leverantorer/{row.Id}/inloggningar", "inloggning", ("Request.Username", $"n{Guid.NewGuid():N}")), edit, HttpStatusCode.Found);
    }
}
