using System.Runtime.InteropServices;

namespace Huset.AppHost.Local;

/// <summary>Runs the model: every resource becomes a node that waits for the others, and all stop in the reverse order.</summary>
internal sealed class Engine(LocalModel model, Output output)
{
    private readonly Dictionary<IResource, Node> nodes = [];
    private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Run()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);

        var status = new Status(model, nodes);
        Build(status.Write);
        foreach (var node in nodes.Values)
        {
            node.Run();
        }

        var whole = Task.WhenAll(nodes.Values.Select(node => node.Ready));
        if (await Task.WhenAny(whole, told.Task) == whole)
        {
            status.WriteReady();
            output.Say(status.Welcome());
            await told.Task;
        }

        output.Say("stopping");
        await Task.WhenAll(nodes.Values.Select(node => node.Stop()));
        status.Remove();
        output.Say("stopped");
    }

    private void Build(Action changed)
    {
        foreach (var resource in model.Resources)
        {
            var log = output.For(resource.Name);
            switch (resource)
            {
                case PostgresServerResource postgres:
                    var server = new PostgresServer(model.Folder, postgres.Password, postgres.Port, log.Log) { MoreSettings = Settings(postgres) };
                    nodes[resource] = new Node(server, log.Say, changed) { AfterStart = ct => CreateDatabases(server, postgres.Databases, ct) };
                    break;
                case RabbitMQServerResource rabbit:
                    nodes[resource] = new Node(new RabbitServer(model.Folder, rabbit.Password, rabbit.Port, rabbit.ManagementPort, log.Log), log.Say, changed);
                    break;
                case KeycloakResource keycloak:
                    var identity = new IdentityServer(model.Folder, Path.GetDirectoryName(keycloak.RealmFolder)!, keycloak.Wiring.Variables, keycloak.Wiring.Ports["http"](), log.Log);
                    nodes[resource] = new Node(identity, log.Say, changed);
                    break;
                case ProjectResource project:
                    var service = Service(project, log.Log);
                    var held = Path.Combine(model.Folder, "run", "held", project.Name);
                    nodes[resource] = new Node(service, log.Say, changed, ranWell: project.Wiring.Ports.Count == 0 ? () => service.ExitCode == 0 : null) { IsHeld = () => File.Exists(held) };
                    break;
            }
        }

        foreach (var (resource, node) in nodes)
        {
            foreach (var (on, kind) in resource.Wiring.Waits)
            {
                node.WaitFor(nodes[on], kind);
            }
        }
    }

    private ServiceProcess Service(ProjectResource project, Action<string> log)
    {
        var wiring = project.Wiring;
        var health = wiring.HealthPath is { } path && wiring.Ports.TryGetValue("http", out var port) ? $"http://localhost:{port()}{path}" : null;
        return new ServiceProcess(model.Folder, project.Name, AppHostFolder.Assembly(project.Project), wiring.Variables, health, wiring.Arguments, log);
    }

    private static async Task CreateDatabases(PostgresServer server, IEnumerable<string> names, CancellationToken ct)
    {
        foreach (var name in names)
        {
            await server.CreateDatabase(name, ct);
        }
    }

    // PostgreSQL's own "-c name=value" arguments, as its container takes them.
    private static string[] Settings(PostgresServerResource postgres) => [.. postgres.Wiring.Arguments.Where(argument => argument != "-c")];

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        told.TrySetResult();
    }
}
