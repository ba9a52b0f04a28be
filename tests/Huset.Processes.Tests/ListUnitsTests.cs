using System.Text;

namespace Huset.Processes.Tests;

public sealed class ListUnitsTests(ProcessesHost host)
{
    [Fact]
    public async Task The_demonstration_municipality_is_there_from_the_start()
    {
        var unit = await host.Read("kvallen");
        Assert.Equal(("ao", "private", "2020-01-01"), (unit.GetProperty("parent").GetString(), unit.GetProperty("provider").GetString(), unit.GetProperty("validFrom").GetString()));
        Assert.Equal(34, (await host.Codes("on=2020-01-01")).Length);
        Assert.Empty(await host.Codes("on=2019-12-31"));
    }

    [Fact]
    public async Task Names_are_in_Swedish_order()
    {
        var top = await host.Created("top");
        foreach (var name in new[] { "Öster", "Zon", "Ängen", "Ås", "ask", "Ek" }) await host.Created("n", ("parent", top), ("name", name));
        var list = await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}?parent={top}").Json();
        Assert.Equal(["ask", "Ek", "Zon", "Ås", "Ängen", "Öster"], list.GetProperty("items").EnumerateArray().Select(unit => unit.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task Filters_narrow()
    {
        Assert.Equal(["an", "sn"], (await host.Codes("type=NÄMND&on=2020-06-01")).Order());
        Assert.Equal(["barn-ungdom-1", "barn-ungdom-2", "barn-ungdom-3", "fyren"], (await host.Codes("parent=ifo-barn&on=2020-06-01")).Order());
        Assert.Equal(["angsro"], await host.Codes("q=ÄNGSRO"));
        Assert.Equal(["norrangen"], await host.Codes("q=norrangen&on=2020-06-01"));
        Assert.Equal(11, (await host.Codes("parent=ifo&on=2020-06-01")).Length);
        Assert.Empty(await host.Codes("q=%25"));
        Assert.Empty(await host.Codes("parent=finns-inte"));
    }

    [Fact]
    public async Task Pages_hold_up_to_five_hundred()
    {
        var first = await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}?on=2020-06-01&limit=20").Json();
        Assert.Equal((20, 34), (first.GetProperty("items").GetArrayLength(), first.GetProperty("total").GetInt32()));
        var second = await host.As(TestUsers.Employee).GetAsync(first.GetProperty("next").GetString()).Json();
        Assert.Equal(14, second.GetProperty("items").GetArrayLength());
        Assert.False(second.TryGetProperty("next", out _));
        await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}?limit=500").Json();
    }

    [Fact]
    public async Task Csv_by_Accept_or_by_format_is_what_a_spreadsheet_reads()
    {
        var client = host.As(TestUsers.Employee);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/csv");
        var answer = await client.GetAsync($"{ProcessesHost.Units}?on=2020-06-01");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        Assert.Equal(bytes, await host.As(TestUsers.Employee).GetByteArrayAsync($"{ProcessesHost.Units}?on=2020-06-01&format=csv"));
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("code;name;parent;type;board;provider;lawAreas;validFrom", lines[0]);
        Assert.Contains("fyren;Fyren, hem för vård eller boende;ifo-barn;enhet;sn;private;SoL;2020-01-01", lines);
        Assert.Equal(36, lines.Length);
    }

    [Theory]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("page=0", "page")]
    [InlineData("type=hus", "type")]
    [InlineData("format=xml", "format")]
    public Task A_wrong_filter_is_named(string query, string field) => host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}?{query}").NamesField(field);

    [Theory]
    [InlineData("on=igår")]
    [InlineData("q=a%00b")]
    public Task A_filter_that_cannot_be_read_is_refused(string query) =>
        host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}?{query}").Problem(HttpStatusCode.BadRequest, "request.unreadable");

    public static TheoryData<string> Paths => [ProcessesHost.Units, $"{ProcessesHost.Units}/norrangen", "/processes/v1/quality-areas", "/processes/v1/code-lists/unit-types"];

    [Theory, MemberData(nameof(Paths))]
    public async Task Everyone_in_the_municipality_the_board_and_other_systems_may_read(string path)
    {
        foreach (var reader in new[] { TestUsers.Employee, TestUsers.Manager, TestUsers.Analyst, TestUsers.BoardMember, TestUsers.Integration, TestUsers.Administrator, TestUsers.Auditor })
            await host.As(reader).GetAsync(path).Json();
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task A_supplier_is_refused_and_nobody_is_asked_to_sign_in(string path)
    {
        await host.As(TestUsers.Supplier).GetAsync(path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public Task An_unknown_unit_is_not_found() => host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}/finns-inte").Problem(HttpStatusCode.NotFound, "resource.not-found");

    [Fact]
    public async Task A_unit_carries_its_version()
    {
        var answer = await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}/norrangen");
        Assert.Equal("\"1\"", answer.Headers.ETag?.Tag);
        Assert.Equal(1, (await answer.Json()).GetProperty("versions").GetArrayLength());
    }
}
