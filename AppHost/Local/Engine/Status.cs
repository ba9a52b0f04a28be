using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Huset.AppHost.Local;

/// <summary>What `./huset status` shows, rewritten whenever something changes.</summary>
internal sealed class Status(LocalModel model, IReadOnlyDictionary<IResource, Node> nodes)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock writing = new();
    private readonly DateTime since = DateTime.UtcNow;
    private bool removed;

    private string Url => External is { } gateway ? $"http://localhost:{gateway.Wiring.Ports["http"]()}" : "";

    private IResource? External => model.Resources.Find(resource => resource.Wiring.IsExternal);

    private string Identity => model.Resources.OfType<KeycloakResource>().Select(keycloak => $"http://localhost:{keycloak.Wiring.Ports["http"]()}/realms/huset").FirstOrDefault("");

    public void Write()
    {
        lock (writing)
        {
            if (!removed)
            {
                PrivateFolder.WriteSecret(PathOf("status.json"), JsonSerializer.Serialize(Facts(), Json) + "\n");
                PrivateFolder.WriteSecret(PathOf("status.txt"), Lines());
            }
        }
    }

    public void WriteReady() => PrivateFolder.WriteSecret(PathOf("ready"), Welcome() + "\n");

    public void Remove()
    {
        lock (writing)
        {
            removed = true;
            Clear(model.Folder);
        }
    }

    public static void Clear(string folder)
    {
        foreach (var name in new[] { "status.json", "status.txt", "ready", "engine" })
        {
            File.Delete(Path.Combine(folder, "run", name));
        }
    }

    public string Welcome()
    {
        var text = new StringBuilder($"Huset is ready: {Url}\n");
        if (model.Configuration["HUSET_DEMO"] != "false")
        {
            text.Append("  Demo users (password huset): medarbetare, enhetschef, lex, mas, kvalitet, processagare, registrator, bemanning,\n");
            text.Append("  upphandling, analytiker, fortroendevald, admin, arbetsmiljo, revisor, leverantor, gast, and chef-<unit> for every unit.\n");
        }

        text.Append($"  Sign-in at {Identity}\n  Data and logs lie in {model.Folder}");
        var database = Nodes<PostgresServer>().Select(postgres => postgres.Root).FirstOrDefault(model.Folder);
        if (!database.StartsWith(model.Folder, StringComparison.Ordinal))
        {
            text.Append($",\n  the databases in {database} (PostgreSQL's user may not enter the other)");
        }

        return text.ToString();
    }

    private object Facts() => new
    {
        url = Url,
        identity = Identity,
        clients = new Dictionary<string, string> { ["huset-integration"] = model.Secrets["huset-integration-secret"], ["huset-analyst"] = model.Secrets["huset-analyst-secret"] },
        services = Services().ToDictionary(node => node.Key.Name, node => new { url = $"http://localhost:{node.Key.Wiring.Ports["http"]()}", pid = node.Value.Server.Pid, state = node.Value.State }),
        broker = Nodes<RabbitServer>().Select(rabbit => new { amqp = rabbit.Amqp, management = rabbit.Management, pid = rabbit.Pid }).FirstOrDefault(),
        database = Nodes<PostgresServer>().Select(postgres => new { host = "localhost", port = postgres.Port, pid = postgres.Pid }).FirstOrDefault(),
    };

    private string Lines()
    {
        var text = new StringBuilder($"{Url}  (up since {since:yyyy-MM-dd HH:mm} UTC, data in {model.Folder})\n");
        foreach (var (resource, node) in nodes)
        {
            var address = resource.Wiring.Ports.Select(port => $"localhost:{port.Value()}").FirstOrDefault("");
            text.Append($"  {node.Name,-20} {node.State,-11} {node.Server.Pid,8}  {address}\n");
        }

        return text.ToString();
    }

    private IEnumerable<KeyValuePair<IResource, Node>> Services() => nodes.Where(node => node.Key is IResourceWithServiceDiscovery && node.Key.Wiring.Ports.ContainsKey("http"));

    private IEnumerable<T> Nodes<T>() => nodes.Values.Select(node => node.Server).OfType<T>();

    private string PathOf(string name) => Path.Combine(model.Folder, "run", name);
}
