namespace Huset.AppHost.Local;

public static class Adding
{
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, GenerateParameterDefault value, bool secret = false, bool persist = false)
    {
        _ = (value, secret, persist); // here every parameter is a secret of 32 letters and digits, and kept
        var model = (LocalModel)builder;
        return model.Add(new ParameterResource(name, () => model.Secrets[name]));
    }

    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, string name)
    {
        var model = (LocalModel)builder;
        var port = model.Ports.Add(name);
        var resource = new PostgresServerResource(name, Password(model, name), port);
        resource.Wiring.Ports["tcp"] = port;
        return model.Add(resource);
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        builder.Resource.Databases.Add(databaseName ?? name);
        return ((LocalModel)builder.ApplicationBuilder).Add(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource));
    }

    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(this IDistributedApplicationBuilder builder, string name)
    {
        var model = (LocalModel)builder;
        var port = model.Ports.Add(name);
        var resource = new RabbitMQServerResource(name, Password(model, name), port, model.Ports.Add(name + "-management"));
        resource.Wiring.Ports["tcp"] = port;
        return model.Add(resource);
    }

    public static IResourceBuilder<KeycloakResource> AddKeycloak(this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        var model = (LocalModel)builder;
        var resource = new KeycloakResource(name);
        resource.Wiring.Ports["http"] = model.Ports.Add(name, port, isAddress: true);
        return model.Add(resource);
    }

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        _ = launchProfileName;
        var resource = new ProjectResource(name, new TProject());
        resource.Wiring.Environment.Add(("OTEL_SERVICE_NAME", () => name));
        return ((LocalModel)builder).Add(resource);
    }

    public static void AddDockerComposeEnvironment(this IDistributedApplicationBuilder builder, string name) => _ = (builder, name);

    public static void AddKubernetesEnvironment(this IDistributedApplicationBuilder builder, string name) => _ = (builder, name);

    private static ParameterResource Password(LocalModel model, string name) => new(name + "-password", () => model.Secrets[name + "-password"]);
}
