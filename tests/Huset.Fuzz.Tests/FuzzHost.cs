using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Huset.Fuzz.Tests;

/// <summary>A service behind Kestrel on a port of its own, with all that it logs.</summary>
public sealed partial class FuzzHost<TDb>(string name) : ServiceHost<TDb, TDb>(name) where TDb : ServiceDbContext
{
    private static readonly TestUser[] Users =
    [
        TestUsers.Employee, TestUsers.Manager, TestUsers.AreaManager, TestUsers.Mas, TestUsers.LexInvestigator, TestUsers.QualityDeveloper, TestUsers.ProcessOwner, TestUsers.Registrar, TestUsers.Staffing,
        TestUsers.Procurement, TestUsers.Analyst, TestUsers.BoardMember, TestUsers.WorkEnvironment, TestUsers.Auditor, TestUsers.Supplier, TestUsers.Guest, TestUsers.Integration, TestUsers.Administrator,
    ];

    private readonly Collected log = new();

    /// <summary>All that was logged, as it was formatted.</summary>
    public IReadOnlyCollection<string> Logged => log.Lines;

    public IReadOnlyList<string> Everyone { get; } = [.. Users.Select(user => TestTokens.For(user)), TestTokens.For(TestUsers.Employee, TimeSpan.FromMinutes(-5)), "x.y.z"];

    protected override bool OnKestrel => true;

    // Complaints makes its receipts with it, Analytics its secrets.
    protected override IEnumerable<KeyValuePair<string, string>> Configuration =>
        [new("Complaints:CodeKey", "only-for-fuzz-only-for-fuzz-only-for-fuzz"), new("Analytics:WebhookKey", "only-for-fuzz-only-for-fuzz-only-for-fuzz")];

    protected override void Configure(IWebHostBuilder host) => host.UseEnvironment("Production").ConfigureLogging(logging => logging.ClearProviders().AddProvider(log));

    /// <summary>Every operation of the document and every page, with the users who may.</summary>
    public IReadOnlyList<Target> Targets(ApiDocument document)
    {
        var service = Factory.Services.GetRequiredService<HusetService>();
        var endpoints = Factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var pages = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null);
        return
        [
            .. document.Operations.Select(operation => new Target($"{operation}", operation, TokensOf(endpoints.First(endpoint =>
                Template(endpoint) == operation.Path && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(operation.Method) is true)))),
            .. pages.SelectMany(page => PageOperations(page, service.Path).Select(operation => new Target($"{operation}", operation, TokensOf(page)))),
        ];

        List<string> TokensOf(RouteEndpoint endpoint)
        {
            var permissions = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().ToList();
            return [.. Users.Where(user => permissions.All(permission => service.Rights.Of(permission, user.Roles) != Reach.None)).Select(user => TestTokens.For(user))];
        }
    }

    // A page is described as an operation would be, from the parameters that its component takes.
    private static IEnumerable<ApiOperation> PageOperations(RouteEndpoint endpoint, string path)
    {
        var page = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()!.Type;
        var properties = page.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        var template = path + Template(endpoint);
        List<ApiParameter> parameters =
        [
            .. endpoint.RoutePattern.Parameters.Select(parameter => Parameter(parameter.Name, "path")),
            .. properties.Where(property => property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null)
                .Select(property => Parameter(property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()!.Name ?? property.Name.ToLowerInvariant(), "query")),
        ];
        yield return new ApiOperation("GET", template, [], parameters);
        foreach (var form in properties.Where(property => property.GetCustomAttribute<SupplyParameterFromFormAttribute>() is not null).GroupBy(property => property.GetCustomAttribute<SupplyParameterFromFormAttribute>()!.FormName ?? "x"))
        {
            var fields = new JsonObject { ["_handler"] = Field(form.Key), ["_key"] = Field("fuzz-form") };
            foreach (var part in form)
            {
                if (part.PropertyType.Namespace?.StartsWith("System", StringComparison.Ordinal) is true || part.PropertyType.IsEnum)
                {
                    fields[part.Name] = Field(part);
                    continue;
                }
                foreach (var field in part.PropertyType.GetProperties()) fields[$"{part.Name}.{field.Name}"] = Field(field);
            }
            var schema = new JsonObject { ["type"] = "object", ["properties"] = fields };
            yield return new ApiOperation("POST", template, new JsonObject { ["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/x-www-form-urlencoded"] = new JsonObject { ["schema"] = schema } } } }, parameters);
        }

        static ApiParameter Parameter(string name, string where) => new(name, where, where == "path", Field(name), new JsonObject());
    }

    private static JsonObject Field(string example) => new() { ["type"] = "string", ["examples"] = new JsonArray(example) };

    private static JsonObject Field(PropertyInfo field)
    {
        var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        if (type.IsEnum) return new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(value => (JsonNode)value)]) };
        return Field(type == typeof(bool) ? "true" : type == typeof(DateTimeOffset) ? "2026-07-01T07:30" : type == typeof(DateOnly) ? "2026-07-01" : type == typeof(Guid) ? "" : type == typeof(int) ? "1" : field.Name == "UnitCode" ? TestUnits.Norrangen : $"Något hände. {Values.Secret}");
    }

    private static string Template(RouteEndpoint endpoint) => Constraint().Replace($"/{endpoint.RoutePattern.RawText!.Trim('/')}", "{$1}");

    [GeneratedRegex(@"\{([A-Za-z]+)[^}]*\}")]
    private static partial Regex Constraint();

    private sealed class Collected : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" | {exception}")}");

        public void Dispose()
        {
        }
    }
}
