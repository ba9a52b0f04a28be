namespace Huset.Procurement.Tests;

public sealed class SupplierTests(ProcurementHost host)
{
    private const string Api = $"{ProcurementHost.Api}/suppliers", Page = "/upphandling/leverantorer";

    [Theory]
    [InlineData("559999-0016")]
    [InlineData("5599990016")]
    [InlineData(" 16559999-0016 ")]
    [InlineData("802999 0010")]
    public void A_right_number_is_read_however_it_is_written(string text) => Assert.Matches("^[0-9]{6}-[0-9]{4}$", OrganisationNumber.Parse(text, "organisationNumber"));

    [Theory]
    [InlineData("559999-0017")]
    [InlineData("55999-0016")]
    [InlineData("559999-00160")]
    [InlineData("femfemnioni")]
    [InlineData("559999-001６")]
    public Task A_wrong_number_is_refused_by_its_field(string number) => host.As(TestUsers.Procurement).Post(Api, new { organisationNumber = number, name = "Fel" }).NamesField("organisationNumber");

    [Fact]
    public async Task A_persons_number_is_refused_and_never_told_back()
    {
        var problem = await host.As(TestUsers.Procurement).Post(Api, new { organisationNumber = "811228-9874", name = "Enskild firma" }).Problem(HttpStatusCode.Conflict, "supplier.is-a-person");
        Assert.DoesNotContain("811228", problem.ToString(), StringComparison.Ordinal);
        var page = await Posted($"{Page}/ny", ("Request.OrganisationNumber", "811228-9874"), ("Request.Name", "Enskild firma"));
        Assert.Contains("personnummer ska inte stå i Huset", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_has_one_supplier_also_when_two_register_it_at_once()
    {
        var body = new { organisationNumber = ProcurementHost.Number(), name = "Dubbel AB" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.As(TestUsers.Procurement).Post(Api, body)));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        await host.As(TestUsers.Procurement).Post(Api, body).Problem(HttpStatusCode.Conflict, "supplier.number-taken");
    }

    [Fact]
    public async Task A_supplier_is_changed_by_its_version_and_its_number_stays()
    {
        var id = await host.Supplier();
        var path = $"{Api}/{id}";
        await Put(path, null, new { name = "Nya namnet AB" }).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Put(path, 7, new { name = "Nya namnet AB" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        var changed = await Put(path, 1, new { name = "Nya namnet AB", contact = "  " }).Json();
        Assert.Equal(("Nya namnet AB", 2, false), (changed.GetProperty("name").GetString(), changed.GetProperty("version").GetInt32(), changed.TryGetProperty("contact", out _)));
        await Put(path, 2, new { name = "X", organisationNumber = "559999-0016" }).NamesField("organisationNumber");
        Assert.Equal("\"2\"", (await host.As(TestUsers.Procurement).GetAsync(path)).Headers.ETag!.Tag);
    }

    [Fact]
    public async Task An_account_is_admitted_once_whatever_its_case_and_dismissed()
    {
        var id = await host.Supplier();
        var admitted = await host.As(TestUsers.Procurement).Post($"{Api}/{id}/accounts", new { username = " Kim.Svensson@firman.example " }).Json(HttpStatusCode.Created);
        Assert.Equal("kim.svensson@firman.example", admitted.GetProperty("accounts")[0].GetProperty("username").GetString());
        await host.As(TestUsers.Procurement).Post($"{Api}/{id}/accounts", new { username = "KIM.svensson@firman.example" }).Problem(HttpStatusCode.Conflict, "supplier.account-known");
        await host.As(TestUsers.Procurement).Post($"{Api}/{id}/accounts", new { username = "två ord" }).NamesField("username");
        // Who does not keep the accounts is not told of them.
        Assert.False((await host.As(TestUsers.QualityDeveloper).GetAsync($"{Api}/{id}").Json()).TryGetProperty("accounts", out _));
        var left = await host.As(TestUsers.Procurement).DeleteAsync($"{Api}/{id}/accounts/Kim.Svensson@firman.example").Json();
        Assert.Equal(0, left.GetProperty("accounts").GetArrayLength());
        await host.As(TestUsers.Procurement).DeleteAsync($"{Api}/{id}/accounts/Kim.Svensson@firman.example").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task The_list_is_in_swedish_order_narrowed_by_name_or_number_and_a_file_too()
    {
        var mark = $"q{Guid.NewGuid():N}";
        foreach (var name in new[] { $"Öst {mark}", $"Ask {mark}", $"Ärla {mark}" }) await host.Supplier(name);
        var list = await host.As(TestUsers.Procurement).GetAsync($"{Api}?q={mark}").Json();
        Assert.Equal([$"Ask {mark}", $"Ärla {mark}", $"Öst {mark}"], list.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        var number = list.GetProperty("items")[1].GetProperty("organisationNumber").GetString();
        Assert.Equal(1, (await host.As(TestUsers.Procurement).GetAsync($"{Api}?q={number}").Json()).GetProperty("total").GetInt32());
        var file = await host.As(TestUsers.Procurement).GetStringAsync($"{Api}?q={mark}&format=csv");
        Assert.Equal(["id;organisationNumber;name;contact;runningContracts", $"Ask {mark}", $"Ärla {mark}", $"Öst {mark}", ""], file.TrimStart('\uFEFF').Split("\r\n").Select(row => row.StartsWith("id;", StringComparison.Ordinal) || row.Length == 0 ? row : row.Split(';')[2]));
    }

    [Fact]
    public async Task The_page_registers_keeps_what_was_typed_and_shows_what_someone_else_changed()
    {
        var wrong = await Posted($"{Page}/ny", ("Request.OrganisationNumber", "559999-0017"), ("Request.Name", "Håll kvar AB"));
        Assert.Contains("Numret stämmer inte", wrong, StringComparison.Ordinal);
        Assert.Contains("value=\"Håll kvar AB\"", WebUtility.HtmlDecode(wrong), StringComparison.Ordinal);
        var number = ProcurementHost.Number();
        var saved = await host.As(TestUsers.Procurement).SendAsync(Requests.Form($"{Page}/ny", "leverantor", ("Request.OrganisationNumber", number.Replace("-", "", StringComparison.Ordinal)), ("Request.Name", "Sida AB")));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var address = saved.Headers.Location!.ToString();
        Assert.EndsWith("?sparad=ny", address, StringComparison.Ordinal);
        var id = await host.Scalar<Guid>("select id from suppliers where organisation_number = $1", number);
        await Put($"{Api}/{id}", 1, new { name = "Kollegans AB" }).Json();
        var stale = await Posted($"{Page}/{id}/andra", ("Version", "1"), ("Request.Name", "Mitt AB"));
        Assert.Contains("<mark>Kollegans AB</mark>", stale, StringComparison.Ordinal);
        Assert.Contains("value=\"Mitt AB\"", stale, StringComparison.Ordinal);
    }

    private async Task<string> Posted(string path, params (string, string)[] fields)
    {
        var answer = await host.As(TestUsers.Procurement).SendAsync(Requests.Form(path, "leverantor", fields));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> Put(string path, int? version, object body) => host.As(TestUsers.Procurement).Put(path, body, version);
}
