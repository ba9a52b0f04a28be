namespace Huset.Deviations.Tests;

public sealed class ReadDeviationTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task The_units_manager_reads_it_with_words_and_name()
    {
        var id = await host.Reported(TestUsers.Employee);
        var response = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}");
        var deviation = await response.Json();
        Assert.StartsWith("Morgondosen", deviation.GetProperty("description").GetString());
        Assert.Equal("Anna Testsson", deviation.GetProperty("reportedBy").GetString());
        Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Another_units_manager_finds_nothing()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.OtherManager).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public Task What_does_not_exist_is_not_found() => host.As(TestUsers.Manager).GetAsync($"{Path}/{Guid.NewGuid()}").Problem(HttpStatusCode.NotFound, "resource.not-found");

    [Fact]
    public Task A_supplier_is_refused() => host.As(TestUsers.Supplier).GetAsync($"{Path}/{Guid.NewGuid()}").Problem(HttpStatusCode.Forbidden, "user.not-allowed");

    [Fact]
    public Task Nobody_is_asked_to_sign_in() => host.As(null).GetAsync($"{Path}/{Guid.NewGuid()}").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
}
