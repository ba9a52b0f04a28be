using System.Text.RegularExpressions;

namespace Huset.AppHost.Local;

public static partial class Saying
{
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.Set(name, () => value ?? "");

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.Set(name, () => endpointReference.Url);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.Set(name, () => parameter.Resource.Value);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.Set(name, value.Build());

    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null)
        where T : IResourceWithEnvironment
    {
        var name = connectionName ?? source.Resource.Name;
        foreach (var (property, value) in source.Resource.ConnectionValues)
        {
            builder.Set(property is null ? $"ConnectionStrings__{name}" : $"{Encoded(name)}_{property}", value);
        }

        return builder;
    }

    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where T : IResourceWithEnvironment
    {
        var service = source.Resource;
        return builder
            .Set($"services__{service.Name}__http__0", () => source.GetEndpoint("http").Url)
            .Set($"{Encoded(service.Name)}_HTTP", () => source.GetEndpoint("http").Url);
    }

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Resource, name);

    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null)
        where T : IResourceWithEndpoints
    {
        var model = (LocalModel)builder.ApplicationBuilder;
        var resource = builder.Resource;
        resource.Wiring.Ports["http"] = model.Ports.Add(resource.Name, port, isAddress: port is not null);
        return builder.Set("ASPNETCORE_URLS", () => $"http://localhost:{resource.Wiring.Ports["http"]()}");
    }

    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        builder.Resource.Wiring.IsExternal = true;
        return builder;
    }

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null)
        where T : IResourceWithEndpoints
    {
        builder.Resource.Wiring.HealthPath = path ?? "/";
        return builder;
    }

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs
    {
        builder.Resource.Wiring.Arguments.AddRange(args);
        return builder;
    }

    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.Wait(dependency, WaitKind.Ready);

    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.Wait(dependency, WaitKind.Started);

    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.Wait(dependency, WaitKind.Completed);

    // Data lies in the data folder in any case, and the management plugin is always on.
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null) => Noted(builder, name);

    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder, string? name = null) => Noted(builder, name);

    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) => builder;

    public static IResourceBuilder<KeycloakResource> WithRealmImport(this IResourceBuilder<KeycloakResource> builder, string import)
    {
        builder.Resource.RealmFolder = Path.GetFullPath(Path.Combine(AppHostFolder.Path, import));
        return builder;
    }

    private static IResourceBuilder<T> Noted<T>(IResourceBuilder<T> builder, string? name)
        where T : IResource
    {
        _ = name;
        return builder;
    }

    private static IResourceBuilder<T> Set<T>(this IResourceBuilder<T> builder, string name, Func<string> value)
        where T : IResource
    {
        builder.Resource.Wiring.Environment.RemoveAll(variable => variable.Name == name);
        builder.Resource.Wiring.Environment.Add((name, value));
        return builder;
    }

    private static IResourceBuilder<T> Wait<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitKind kind)
        where T : IResource
    {
        // A database is ready with its server.
        var on = dependency.Resource is PostgresDatabaseResource database ? database.Parent : dependency.Resource;
        builder.Resource.Wiring.Waits.Add((on, kind));
        return builder;
    }

    private static string Encoded(string name) => NotLetterOrDigit().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotLetterOrDigit();
}
