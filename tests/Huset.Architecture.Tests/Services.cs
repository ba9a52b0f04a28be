using System.Reflection;
using Huset.Analytics;
using Huset.Competence;
using Huset.Complaints;
using Huset.Deviations;
using Huset.Processes;
using Huset.Procurement;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Huset.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Huset.Architecture.Tests;

/// <summary>One of the services as the tests look at it; a new service is one more line in <see cref="All"/>.</summary>
public sealed record Service(string Name, Type Db, Rights Rights)
{
    public static readonly Service[] All =
    [
        new("Processes", typeof(ProcessesDb), Processes.Permissions.Table),
        new("Deviations", typeof(DeviationsDb), Deviations.Permissions.Table),
        new("Competence", typeof(CompetenceDb), Competence.Permissions.Table),
        new("Complaints", typeof(ComplaintsDb), Complaints.Permissions.Table),
        new("Procurement", typeof(ProcurementDb), Procurement.Permissions.Table),
        new("Analytics", typeof(AnalyticsDb), Analytics.Permissions.Table),
    ];

    public static IEnumerable<TheoryDataRow<string>> Names => All.Select(service => new TheoryDataRow<string>(service.Name));

    public static Service Named(string name) => All.Single(service => service.Name == name);

    public static string Root => Repository.Root;

    public Assembly Assembly => Db.Assembly;

    public string Folder => Path.Combine(Root, "services", Name, $"Huset.{Name}");

    /// <summary>Every route of the service, as its own Program maps them; no database is needed to ask.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints() => (IReadOnlyList<RouteEndpoint>)GetType()
        .GetMethod(nameof(EndpointsOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(Db).Invoke(null, null)!;

    /// <summary>What an address that is open to all answers.</summary>
    public Task<string> Get(string path) => (Task<string>)GetType()
        .GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(Db).Invoke(null, [path])!;

    private static async Task<string> Read<TDb>(string path) where TDb : ServiceDbContext
    {
        await using var factory = Factory<TDb>();
        return await factory.CreateClient().GetStringAsync(path);
    }

    private static IReadOnlyList<RouteEndpoint> EndpointsOf<TDb>() where TDb : ServiceDbContext
    {
        using var factory = Factory<TDb>();
        // Two of the framework's own, which ask for being signed in: its redirect, and the static files' fallback where nothing is published.
        return [.. factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText is not ("{**path:file}" or "/_framework/opaque-redirect"))];
    }

    private static WebApplicationFactory<TDb> Factory<TDb>() where TDb : ServiceDbContext => new WebApplicationFactory<TDb>().WithWebHostBuilder(host =>
    {
        host.UseSetting("ConnectionStrings:database", "Host=localhost;Port=1;Timeout=1");
        host.UseSetting("Keycloak:auth-server-url", TestTokens.AuthServer);
        host.UseSetting("Keycloak:ssl-required", "none");
        host.UseSetting("Huset:Municipality", "9999");
        host.ConfigureLogging(log => log.ClearProviders());
    });
}
