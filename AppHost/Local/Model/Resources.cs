namespace Huset.AppHost.Local;

// The interfaces and names below are Aspire's, so that Program.cs compiles against either.
public interface IResource
{
    string Name { get; }

    /// <summary>What the model has said about the resource so far; the local engine's own addition.</summary>
    Wiring Wiring { get; }
}

public interface IResourceWithEnvironment : IResource;

public interface IResourceWithArgs : IResource;

public interface IResourceWithEndpoints : IResource;

public interface IResourceWithWaitSupport : IResource;

public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

public interface IResourceWithConnectionString : IResource
{
    /// <summary>Connection string first (name null), then the single properties as Aspire names them.</summary>
    IEnumerable<(string? Property, Func<string> Value)> ConnectionValues { get; }
}

public interface IProjectMetadata
{
    string ProjectPath { get; }

    string TargetPath { get; }
}

public enum WaitKind
{
    Ready,
    Started,
    Completed,
}

public sealed class Wiring
{
    public List<(string Name, Func<string> Value)> Environment { get; } = [];

    public List<string> Arguments { get; } = [];

    public List<(IResource On, WaitKind Kind)> Waits { get; } = [];

    public Dictionary<string, Func<int>> Ports { get; } = [];

    public string? HealthPath { get; set; }

    public bool IsExternal { get; set; }

    public IReadOnlyDictionary<string, string> Variables() => Environment.DistinctBy(variable => variable.Name).ToDictionary(variable => variable.Name, variable => variable.Value());
}

public abstract class Resource(string name) : IResource
{
    public string Name { get; } = name;

    public Wiring Wiring { get; } = new();
}

public sealed class ParameterResource(string name, Func<string> value) : Resource(name)
{
    internal string Value => value();
}

public sealed class PostgresServerResource(string name, ParameterResource password, Func<int> port)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithConnectionString
{
    public IEnumerable<(string? Property, Func<string> Value)> ConnectionValues =>
    [
        (null, () => $"Host=localhost;Port={port()};Username=postgres;Password={password.Value}"),
        ("HOST", () => "localhost"), ("PORT", () => $"{port()}"), ("USERNAME", () => "postgres"), ("PASSWORD", () => password.Value),
    ];

    internal string Password => password.Value;

    internal int Port => port();

    internal List<string> Databases { get; } = [];
}

public sealed class PostgresDatabaseResource(string name, string database, PostgresServerResource parent) : Resource(name), IResourceWithConnectionString
{
    public PostgresServerResource Parent { get; } = parent;

    public IEnumerable<(string? Property, Func<string> Value)> ConnectionValues =>
        [.. Parent.ConnectionValues.Select(part => part.Property is null ? (null, () => $"{part.Value()};Database={database}") : part), ("DATABASENAME", () => database)];
}

public sealed class RabbitMQServerResource(string name, ParameterResource password, Func<int> port, Func<int> managementPort)
    : Resource(name), IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithConnectionString
{
    public IEnumerable<(string? Property, Func<string> Value)> ConnectionValues =>
    [
        (null, () => $"amqp://huset:{password.Value}@localhost:{port()}"),
        ("HOST", () => "localhost"), ("PORT", () => $"{port()}"), ("USERNAME", () => "huset"), ("PASSWORD", () => password.Value),
    ];

    internal string Password => password.Value;

    internal int Port => port();

    internal int ManagementPort => managementPort();
}

public sealed class KeycloakResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithWaitSupport, IResourceWithServiceDiscovery
{
    internal string? RealmFolder { get; set; }
}

public sealed class ProjectResource(string name, IProjectMetadata project)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithWaitSupport, IResourceWithServiceDiscovery
{
    internal IProjectMetadata Project { get; } = project;
}
