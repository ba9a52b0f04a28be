using System.Text.RegularExpressions;

namespace Huset.Processes.Tests;

public sealed partial class PageTests(ProcessesHost host)
{
    [Fact]
    public async Task A_page_tells_what_each_quality_area_demands()
    {
        var page = await Html("/processer/kvalitetsomraden");
        Assert.Equal(9, Area().Count(page));
        Assert.Contains("De viktigaste sociala tjänsterna", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public async Task The_organisation_is_a_list_in_lists()
    {
        var page = await Html("/processer/enheter?dag=2020-06-01");
        Assert.Contains("Antal enheter den 1 juni 2020: 34", page);
        Assert.Matches(@"Äldreomsorg</a>[\s\S]*<ul>[\s\S]*Norrängens hemtjänst", page);
        Assert.Contains("enhet, SoL, privat utförare", page);
        Assert.DoesNotContain("<table", page);
    }

    [Fact]
    public async Task A_search_gives_a_table()
    {
        var page = await Html("/processer/enheter?sok=hemtj%C3%A4nst&slag=enhet&dag=2020-06-01");
        Assert.Contains("Kullens hemtjänst", page);
        Assert.DoesNotContain("Ängsro", page);
        Assert.Contains("Inga enheter passar urvalet", await Html("/processer/enheter?sok=finns-inte"));
        Assert.Contains("Det finns inga enheter den dagen", await Html("/processer/enheter?dag=2019-01-01"));
    }

    [Theory]
    [InlineData("?dag=igår")]
    [InlineData("?slag=hus")]
    public async Task An_address_typed_wrong_gives_a_sentence_and_no_fault(string query) => Assert.Contains("Urvalet gick inte att läsa", await Html($"/processer/enheter{query}"));

    [Fact]
    public async Task A_unit_shows_its_place_and_its_history()
    {
        var code = await host.Created("sida", ("name", "Gamla namnet"), ("lawAreas", new[] { "SoL" }));
        await host.Put(code, "*", ("name", "Nya namnet"), ("validFrom", "2024-01-01"), ("parent", "fo")).Json();
        await host.Close(code, "2024-07-01").Json();
        var page = await Html($"/processer/enheter/{code}");
        Assert.Contains("<h1>Nya namnet</h1>", page);
        Assert.Contains("Stängd sedan 1 juli 2024", page);
        Assert.Contains("1 januari 2021 till och med 31 december 2023", page);
        Assert.Contains("1 januari 2024 till och med 30 juni 2024", page);
        Assert.Matches(@"Socialförvaltningen</a>[\s\S]*Funktionshinderomsorg</a>[\s\S]*<h1>", page);
        Assert.Contains("Äldrenämnden", page);
    }

    [Fact]
    public Task An_unknown_unit_is_not_found() => host.As(TestUsers.Employee).GetAsync("/processer/enheter/finns-inte").Problem(HttpStatusCode.NotFound, "resource.not-found");

    [Theory]
    [InlineData("/processer/")]
    [InlineData("/processer/kvalitetsomraden")]
    [InlineData("/processer/enheter")]
    [InlineData("/processer/enheter/norrangen")]
    public async Task Pages_refuse_suppliers_and_nobody(string page)
    {
        await host.As(TestUsers.Supplier).GetAsync(page).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(page).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private Task<string> Html(string path) => host.As(TestUsers.Employee).GetAsync(path).Html();

    [GeneratedRegex("<section class=\"card\" aria-labelledby")]
    private static partial Regex Area();
}
