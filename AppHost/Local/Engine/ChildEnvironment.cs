namespace Huset.AppHost.Local;

internal static class ChildEnvironment
{
    // What the engine's own caller set for the engine must not reach the services as if the model had said it.
    private static readonly string[] NotInherited =
        ["ASPNETCORE_", "DOTNET_LAUNCH_PROFILE", "Kestrel__", "ConnectionStrings__", "Keycloak__", "Huset__", "services__", "HUSET_", "PORT", "RABBITMQ_", "PG"];

    public static void Set(IDictionary<string, string?> environment, Command command)
    {
        var inherited = command.InheritsEnvironment
            ? [.. environment.Keys.Where(name => Array.Exists(NotInherited, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))]
            : environment.Keys.ToList();
        foreach (var name in inherited)
        {
            environment.Remove(name);
        }

        foreach (var (name, value) in command.Environment)
        {
            environment[name] = value;
        }
    }
}
