using System.Text.Json;
using Huset.Events;
using Huset.Processes.Contracts;
using Huset.Processes.Features;
using Huset.ServiceDefaults.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Processes.Tests;

public sealed class CatalogueTests(ProcessesHost host)
{
    [Fact]
    public async Task There_are_nine_quality_areas_with_what_each_point_demands()
    {
        var areas = (await host.As(TestUsers.Employee).GetAsync("/processes/v1/quality-areas").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 9), areas.Select(area => area.GetProperty("number").GetInt32()));
        Assert.All(areas.SelectMany(area => area.GetProperty("points").EnumerateArray()), point => Assert.NotEqual("", point.GetProperty("demand").GetString()));
        Assert.Equal(9, (await host.Published<QualityAreaChanged>()).Count);
    }

    [Theory]
    [InlineData("unit-types", "nämnd,förvaltning,funktion,område,enhet")]
    [InlineData("law-areas", "SoL,LSS,HSL")]
    [InlineData("providers", "own,private")]
    public async Task Code_lists_give_Swedish_texts(string name, string codes)
    {
        var items = (await host.As(TestUsers.Employee).GetAsync($"/processes/v1/code-lists/{name}").Json()).GetProperty("items").EnumerateArray().ToList();
        // Other tests add to the lists.
        var known = codes.Split(',');
        Assert.Equal(known, items.Take(known.Length).Select(item => item.GetProperty("code").GetString()));
        Assert.All(items, item => Assert.NotEqual("", item.GetProperty("name").GetString()));
    }

    [Fact]
    public Task An_unknown_code_list_is_not_found() =>
        host.As(TestUsers.Employee).GetAsync("/processes/v1/code-lists/colours").Problem(HttpStatusCode.NotFound, "resource.not-found");

    [Fact]
    public async Task Who_asks_for_the_catalogue_is_told_every_unit_and_area_again()
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProcessesDb>();
        await new RepublishCatalogue(db, TimeProvider.System).Consume(Delivery.Of(new CatalogueRequested("test")));
        // Not saved: other tests count what is told.
        var told = db.ChangeTracker.Entries<OutboxMessage>().Select(entry => entry.Entity).ToList();
        Assert.Equal(9, told.Count(message => message.Type.Contains(nameof(QualityAreaChanged))));
        var units = told.Where(message => message.Type.Contains(nameof(UnitChanged))).Select(message => JsonSerializer.Deserialize<UnitChanged>(message.Body, JsonSerializerOptions.Web)!).ToList();
        Assert.Equal((1, "Fyren, hem för vård eller boende"), units.Where(unit => unit.Code == "fyren").Select(unit => (unit.SubjectVersion, unit.Name)).Single());
        Assert.True(units.Count >= 34);
    }
}
