namespace Huset.AppHost.Local;

public interface IResourceBuilder<out T>
    where T : IResource
{
    T Resource { get; }

    IDistributedApplicationBuilder ApplicationBuilder { get; }
}

public interface IDistributedApplicationBuilder
{
    LocalConfiguration Configuration { get; }

    DistributedApplication Build();
}

/// <summary>Environment variables, and `--name value` on the command line over them.</summary>
public sealed class LocalConfiguration(IReadOnlyList<string> arguments)
{
    public string? this[string name]
    {
        get
        {
            var at = arguments.ToList().IndexOf("--" + name);
            return at >= 0 && at + 1 < arguments.Count ? arguments[at + 1] : Environment.GetEnvironmentVariable(name);
        }
    }
}

public sealed class GenerateParameterDefault
{
    public int MinLength { get; init; }

    public bool Special { get; init; }
}

public sealed class DistributedApplication
{
    private readonly LocalModel model;

    internal DistributedApplication(LocalModel model) => this.model = model;

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new LocalModel(args);

    public void Run() => Environment.ExitCode = EntryPoint.Run(model);
}

/// <summary>Everything that Program.cs has said, in the order in which it was said.</summary>
internal sealed class LocalModel : IDistributedApplicationBuilder
{
    public LocalModel(string[] arguments)
    {
        Arguments = arguments;
        Configuration = new LocalConfiguration(arguments);
        Folder = Path.GetFullPath(Configuration["HUSET_DATA"] ?? ".huset");
        Secrets = new Secrets(Folder);
        Ports = new PortBook(Folder);
    }

    public IReadOnlyList<string> Arguments { get; }

    public LocalConfiguration Configuration { get; }

    public string Folder { get; }

    public Secrets Secrets { get; }

    public PortBook Ports { get; }

    public List<IResource> Resources { get; } = [];

    public DistributedApplication Build() => new(this);

    public IResourceBuilder<T> Add<T>(T resource)
        where T : IResource
    {
        Resources.Add(resource);
        return new ResourceBuilder<T>(resource, this);
    }

    private sealed record ResourceBuilder<T>(T Resource, IDistributedApplicationBuilder ApplicationBuilder) : IResourceBuilder<T>
        where T : IResource;
}
