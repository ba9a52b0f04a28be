using Huset.Competence.Contracts;
using Huset.Procurement.Contracts;
using Huset.ServiceDefaults.Identity;

namespace Huset.Procurement.Tests;

public sealed class ContractTests(ProcurementHost host)
{
    private const string Api = $"{ProcurementHost.Api}/contracts", Page = "/upphandling/avtal";

    private static DateOnly Today => ProcurementHost.Today;

    [Fact]
    public async Task A_contract_is_registered_with_its_requirements_and_told_of_without_a_word()
    {
        var supplier = await host.Supplier("Hemliga Namnet AB");
        var contract = await host.Contract(supplier, TestUnits.Norrangen, "Hemligt avtal");
        Assert.Matches("^AVT-[0-9]{4}-[0-9]{4,}$", contract.GetProperty("reference").GetString());
        Assert.Equal(("running", 1, "Hemliga Namnet AB"), (contract.GetProperty("state").GetString(), contract.GetProperty("version").GetInt32(), contract.GetProperty("supplierName").GetString()));
        Assert.Equal([1, 2], contract.GetProperty("requirements").EnumerateArray().Select(row => row.GetProperty("number").GetInt32()));
        var id = contract.GetProperty("id").GetGuid();
        var told = Assert.Single(await host.Published<ContractChanged>(), message => message.ContractId == id);
        Assert.Equal((supplier, 2, 1, "norrangen"), (told.SupplierId, told.Requirements, told.SubjectVersion, told.UnitCode));
        var body = await host.Scalar<string>("select body::text from outbox where body::text like '%' || $1 || '%'", $"{id}");
        foreach (var word in new[] { "Hemlig", "Två i tjänst", "AB", TestUsers.Procurement.Username }) Assert.DoesNotContain(word, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_its_field()
    {
        var supplier = await host.Supplier();
        object Body(Guid? by = null, string form = "lov", string? validTo = null, string unit = TestUnits.Norrangen, string? ownerId = null, string area = "bemanning") =>
            new { supplierId = by ?? supplier, name = "Avtal", form, validFrom = "2026-01-01", validTo, unitCodes = new[] { unit }, ownerId, requirements = new[] { new { area, text = "Krav" } } };
        await Post(Body(by: Guid.NewGuid())).NamesField("supplierId");
        await Post(Body(form: "handslag")).NamesField("form");
        await Post(Body(validTo: "2026-01-01")).NamesField("validTo");
        await Post(Body(unit: "finns-inte")).NamesField("unitCodes");
        await Post(Body(ownerId: $"{Guid.NewGuid()}")).NamesField("ownerId");
        await Post(Body(area: "annorstädes")).NamesField("requirements");
        await Post(new { supplierId = supplier, name = "Avtal", form = "lov", validFrom = "2026-01-01", unitCodes = Array.Empty<string>() }).NamesField("unitCodes");
        await Post(Body()).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_owner_is_chosen_in_the_directory_and_stays_when_gone_from_it()
    {
        var person = Guid.NewGuid();
        await host.Tell<KeepPeople, PersonChanged>(new(person, null, "Ägande Agda", "handlaggare", TestUnits.ElderlyCare, true, 1, DateTimeOffset.UtcNow));
        var contract = await host.Contract(await host.Supplier());
        var path = $"{Api}/{contract.GetProperty("id").GetGuid()}";
        object Body(string? ownerId) => new { name = "Avtal", form = "lou", validFrom = "2020-01-01", unitCodes = new[] { TestUnits.Norrangen }, ownerId };
        Assert.Equal("Ägande Agda", (await Put(path, 1, Body($"{person}")).Json()).GetProperty("ownerName").GetString());
        await host.Tell<KeepPeople, PersonChanged>(new(person, null, "Ägande Agda", "handlaggare", TestUnits.ElderlyCare, false, 2, DateTimeOffset.UtcNow));
        Assert.Equal("Ägande Agda", (await Put(path, 2, Body($"{person}")).Json()).GetProperty("ownerName").GetString());
        Assert.False((await Put(path, 3, Body(null)).Json()).TryGetProperty("ownerName", out _));
        await Put(path, 4, Body($"{person}")).NamesField("ownerId");
        // An older message that comes late changes nothing.
        await host.Tell<KeepPeople, PersonChanged>(new(person, null, "Gamla Namnet", "handlaggare", TestUnits.ElderlyCare, true, 1, DateTimeOffset.UtcNow));
        await Put(path, 4, Body($"{person}")).NamesField("ownerId");
    }

    [Fact]
    public async Task Requirements_are_added_last_reworded_and_dropped_and_keep_their_numbers()
    {
        var contract = await host.Contract(await host.Supplier());
        var path = $"{Api}/{contract.GetProperty("id").GetGuid()}/requirements";
        var first = contract.GetProperty("requirements")[0].GetProperty("id").GetString();
        var added = await Post(new { area = "kompetens", text = " En undersköterska på varje pass. ", source = "" }, path).Json(HttpStatusCode.Created);
        var last = added.GetProperty("requirements")[2];
        Assert.Equal((3, "En undersköterska på varje pass.", false, 2), (last.GetProperty("number").GetInt32(), last.GetProperty("text").GetString(), last.TryGetProperty("source", out _), added.GetProperty("version").GetInt32()));
        await Put($"{path}/{first}", 1, new { area = "bemanning", text = "Tre i tjänst." }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Equal("Tre i tjänst.", (await Put($"{path}/{first}", 2, new { area = "bemanning", text = "Tre i tjänst." }).Json()).GetProperty("requirements")[0].GetProperty("text").GetString());
        await Delete($"{path}/{first}", null).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        var left = await Delete($"{path}/{first}", 3).Json();
        Assert.Equal([2, 3], left.GetProperty("requirements").EnumerateArray().Select(row => row.GetProperty("number").GetInt32()));
        await Delete($"{path}/{first}", 4).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Put($"{path}/{first}", 4, new { area = "bemanning", text = "Åter." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        // A number that was one requirement's never becomes another's.
        await Delete($"{path}/{last.GetProperty("id").GetString()}", 4).Json();
        Assert.Equal(4, (await Post(new { area = "annat", text = "Nytt." }, path).Json(HttpStatusCode.Created)).GetProperty("requirements")[1].GetProperty("number").GetInt32());
        await Post(new { area = "finns-inte", text = "Nytt." }, path).NamesField("area");
        await Post(new { area = "annat", text = "" }, path).NamesField("text");
    }

    [Fact]
    public async Task What_stands_out_is_told_and_comes_first_on_the_page()
    {
        var mark = $"m{Guid.NewGuid():N}";
        var supplier = await host.Supplier($"Stående {mark}");
        var running = Today.AddMonths(-3).ToString("O");
        async Task<Guid> Made(string name, string from, string? to = null) => (await host.Contract(supplier, TestUnits.Norrangen, name, from, to)).GetProperty("id").GetGuid();
        var (fine, never, ends, late, check) = (
            await Made($"A {mark}", running), await Made($"B {mark}", "2020-01-01"), await Made($"C {mark}", running, Today.AddDays(20).ToString("O")), await Made($"D {mark}", running), await Made($"E {mark}", running));
        var over = await Made($"F {mark}", "2019-01-01", "2020-01-01");
        await host.FollowUp(late, "planned", Today.AddDays(-1));
        var visit = await host.FollowUp(check, "held", Today.AddDays(-9));
        await host.Finding(visit, check, "Har åtgärdats.", Today.AddDays(-2), "remedied");
        await host.Finding(visit, check, "Skulle ha åtgärdats.", Today.AddDays(-1));
        await host.Finding(visit, check, "Sista dagen i dag.", Today);

        var list = await host.As(TestUsers.Procurement).GetAsync($"{Api}?q={mark}").Json();
        string Signals(Guid id) => string.Join(' ', list.GetProperty("items").EnumerateArray().Single(row => row.GetProperty("id").GetGuid() == id).GetProperty("standing").GetProperty("signals").EnumerateArray().Select(signal => signal.GetString()));
        Assert.Equal(("", "not-followed-up", "ends-soon", "follow-up-overdue", "finding-overdue remedy-to-check", ""), (Signals(fine), Signals(never), Signals(ends), Signals(late), Signals(check), Signals(over)));
        var standing = list.GetProperty("items").EnumerateArray().Single(row => row.GetProperty("id").GetGuid() == check).GetProperty("standing");
        Assert.Equal((2, 1, 1), (standing.GetProperty("openFindings").GetInt32(), standing.GetProperty("overdueFindings").GetInt32(), standing.GetProperty("remediedFindings").GetInt32()));

        var page = await host.As(TestUsers.Procurement).GetStringAsync($"/upphandling/?sok={mark}");
        var order = new[] { check, late, never, ends, fine }.Select(id => page.IndexOf($"avtal/{id}", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
        // Those that are over are asked for.
        Assert.DoesNotContain($"avtal/{over}", page, StringComparison.Ordinal);
        Assert.Contains($"avtal/{over}", await host.As(TestUsers.Procurement).GetStringAsync($"/upphandling/?sok={mark}&lage=ended"), StringComparison.Ordinal);
        // What the municipality has not done is not put to a manager, who sees a part of it only.
        Assert.Equal(["finding-overdue"], (await host.As(TestUsers.Manager).GetAsync($"{Api}/{check}").Json()).GetProperty("standing").GetProperty("signals").EnumerateArray().Select(signal => signal.GetString()));
    }

    [Fact]
    public async Task The_list_is_narrowed_and_bad_words_in_an_address_are_answered_with_a_sentence()
    {
        var mark = $"n{Guid.NewGuid():N}";
        var supplier = await host.Supplier($"Vald {mark}");
        var (north, south) = (await host.Contract(supplier, TestUnits.Norrangen, $"Norr 100 % {mark}"), await host.Contract(supplier, TestUnits.Hasselvagen, $"Syd {mark}", "2020-01-01", Today.AddDays(40).ToString("O")));
        async Task<string> Names(string query) => string.Join(',', (await host.As(TestUsers.Procurement).GetAsync($"{Api}?{query}").Json()).GetProperty("items").EnumerateArray().Where(row => row.GetProperty("supplierId").GetGuid() == supplier).Select(row => row.GetProperty("name").GetString()![..4].Trim()));
        Assert.Equal("Norr,Syd", await Names($"supplierId={supplier}"));
        Assert.Equal("Norr", await Names($"q={Uri.EscapeDataString("0 % " + mark)}"));
        Assert.Equal("Norr", await Names($"unitCode={TestUnits.ElderlyCare}&q={mark}"));
        Assert.Equal("Syd", await Names($"endsWithin=40&q={mark}"));
        Assert.Equal("", await Names($"endsWithin=39&q={mark}"));
        Assert.Equal("Norr,Syd", await Names($"state=running&form=lov&q={mark}"));
        await host.As(TestUsers.Procurement).GetAsync($"{Api}?state=kanske").NamesField("state");
        var file = await host.As(TestUsers.Procurement).GetStringAsync($"{Api}?q={mark}&format=csv");
        Assert.Contains($"{south.GetProperty("reference").GetString()};Syd {mark};Vald {mark};;lov;2020-01-01;{Today.AddDays(40):O};running;hasselvagen;;2;0;0;0;;;not-followed-up ends-soon", file, StringComparison.Ordinal);
        Assert.Contains($"{north.GetProperty("reference").GetString()}", file, StringComparison.Ordinal);
        var page = await host.As(TestUsers.Procurement).GetAsync("/upphandling/?lage=kanske&page=-3&enhet=finns-inte");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Något i adressen går inte att läsa", WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_registers_and_a_change_of_another_field_meanwhile_stops_nobody()
    {
        var (supplier, name) = (await host.Supplier(), $"Sida {Guid.NewGuid():N}");
        var client = host.As(TestUsers.Procurement);
        (string, string)[] fields =
        [
            ("Request.SupplierId", $"{supplier}"), ("Request.Name", name), ("Request.Form", "lov"), ("Request.ValidFrom", "2026-01-01"), ("Request.ValidTo", "2025-01-01"), ("Request.UnitCodes", TestUnits.Norrangen), ("Request.UnitCodes", TestUnits.Kullen), ("Request.OwnerId", ""),
        ];
        var wrong = await client.SendAsync(Requests.Form($"{Page}/nytt", "avtal", fields));
        var body = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Contains("Skriv en dag efter avtalets första dag", body, StringComparison.Ordinal);
        Assert.Contains($"value=\"{name}\"", body, StringComparison.Ordinal);
        fields[4] = ("Request.ValidTo", "");
        Assert.Equal(HttpStatusCode.Found, (await client.SendAsync(Requests.Form($"{Page}/nytt", "avtal", fields))).StatusCode);
        var id = await host.Scalar<Guid>("select id from contracts where name = $1", name);
        Assert.Equal([TestUnits.Norrangen, TestUnits.Kullen], (await client.GetAsync($"{Api}/{id}").Json()).GetProperty("unitCodes").EnumerateArray().Select(code => code.GetString()));
        // A colleague writes a requirement, which is none of the form's business, and then the name, which is.
        await Post(new { area = "annat", text = "Nytt krav." }, $"{Api}/{id}/requirements").Json(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.Found, (await client.SendAsync(Requests.Form($"{Page}/{id}/andra", "avtal", [("Version", "1"), .. fields]))).StatusCode);
        await Put($"{Api}/{id}", 3, new { name = "Kollegans namn", form = "lov", validFrom = "2026-01-01", unitCodes = new[] { TestUnits.Norrangen, TestUnits.Kullen } }).Json();
        var stale = WebUtility.HtmlDecode(await (await client.SendAsync(Requests.Form($"{Page}/{id}/andra", "avtal", [("Version", "3"), .. fields]))).Content.ReadAsStringAsync());
        Assert.Contains("<mark>Kollegans namn</mark>", stale, StringComparison.Ordinal);
        Assert.Contains("name=\"Version\" value=\"4\"", stale, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requirements_are_written_on_their_page_and_two_who_write_the_same_are_told()
    {
        var id = (await host.Contract(await host.Supplier())).GetProperty("id").GetGuid();
        var client = host.As(TestUsers.Procurement);
        Assert.Equal(HttpStatusCode.Found, (await client.SendAsync(Requests.Form($"{Page}/{id}/krav", "krav", ("Request.Text", "Skrivet på sidan."), ("Request.Area", "kompetens")))).StatusCode);
        var contract = await client.GetAsync($"{Api}/{id}").Json();
        var (requirement, other) = (contract.GetProperty("requirements")[2].GetProperty("id").GetString(), contract.GetProperty("requirements")[0].GetProperty("id").GetString());
        var page = await client.GetStringAsync($"{Page}/{id}/krav/{requirement}");
        var seen = System.Text.RegularExpressions.Regex.Match(page, "name=\"Seen\" value=\"([0-9A-F]+)\"").Groups[1].Value;
        (string, string)[] fields = [("Seen", seen), ("Version", "2"), ("Request.Text", "Omskrivet."), ("Request.Area", "kompetens")];
        // Another requirement that is reworded meanwhile stops nobody.
        await Put($"{Api}/{id}/requirements/{other}", 2, new { area = "annat", text = "Ett annat." }).Json();
        Assert.Equal(HttpStatusCode.Found, (await client.SendAsync(Requests.Form($"{Page}/{id}/krav/{requirement}", "krav", fields))).StatusCode);
        var stale = WebUtility.HtmlDecode(await (await client.SendAsync(Requests.Form($"{Page}/{id}/krav/{requirement}", "krav", [.. fields[..2], ("Request.Text", "Mitt."), fields[3]]))).Content.ReadAsStringAsync());
        Assert.Contains("<mark>Omskrivet.</mark>", stale, StringComparison.Ordinal);
        Assert.Contains("Mitt.</textarea>", stale, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await client.SendAsync(Requests.Form($"{Page}/{id}/krav/{requirement}", "ta-bort"))).StatusCode);
        Assert.DoesNotContain("Omskrivet.", await client.GetStringAsync($"{Page}/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Page}/{id}/krav/{requirement}")).StatusCode);
    }

    private Task<HttpResponseMessage> Post(object body, string path = Api) => host.As(TestUsers.Procurement).Post(path, body);

    private Task<HttpResponseMessage> Put(string path, int version, object body) => host.As(TestUsers.Procurement).SendAsync(Requests.Put(path, body, version));

    private Task<HttpResponseMessage> Delete(string path, int? version)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, path);
        if (version is not null) request.Headers.Add("If-Match", $"\"{version}\"");
        return host.As(TestUsers.Procurement).SendAsync(request);
    }
}
