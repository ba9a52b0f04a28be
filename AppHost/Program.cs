// The system as a diagram: what there is, who needs whom, and in which order it starts.
using System.Globalization;

var builder = DistributedApplication.CreateBuilder(args);

var publishTo = builder.Configuration["publish-to"];
if (publishTo == "kubernetes")
{
    builder.AddKubernetesEnvironment("cluster");
}
else if (publishTo == "compose")
{
    builder.AddDockerComposeEnvironment("compose");
}

var gatewayPort = Port("HUSET_PORT") ?? 8080;
var demo = builder.Configuration["HUSET_DEMO"] ?? "true";
var autumn = demo == "true" && builder.Configuration["HUSET_DEMO_AUTUMN"] == "true";
var dataFolder = builder.Configuration["HUSET_DATA"] ?? ".huset";
var autumnFile = dataFolder + "/autumn.json";

var gatewaySecret = Secret("huset-gateway-secret");
var demoSecret = Secret("huset-demo-secret");

var postgres = builder.AddPostgres("postgres").WithDataVolume("huset-postgres").WithArgs("-c", "max_connections=200");
var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume("huset-messaging");
var keycloak = builder.AddKeycloak("keycloak", Port("HUSET_IDENTITY_PORT"))
    .WithRealmImport(publishTo is null ? "../identity/keycloak-development" : "../identity/realms/huset-realm.json")
    .WithEnvironment("HUSET_URL", builder.Configuration["HUSET_URL"] ?? "http://localhost:" + gatewayPort)
    .WithEnvironment("HUSET_GATEWAY_SECRET", gatewaySecret)
    .WithEnvironment("HUSET_INTEGRATION_SECRET", Secret("huset-integration-secret"))
    .WithEnvironment("HUSET_ANALYST_SECRET", Secret("huset-analyst-secret"))
    .WithEnvironment("HUSET_DEMO_SECRET", demoSecret);

var prepares = new List<IResourceBuilder<ProjectResource>>();
// What webhooks are signed with is reckoned from the key; changed, every receiver needs a new secret.
var analytics = Service<Projects.Huset_Analytics>("analytics").WithEnvironment("Analytics__WebhookKey", Secret("analytics-webhook-key"))
    // Written by ./huset backup; where backups are made by other means there is none.
    .WithEnvironment("Backup__File", dataFolder + "/last-backup.json");
IResourceBuilder<ProjectResource>[] services =
[
    Service<Projects.Huset_Processes>("processes"),
    Service<Projects.Huset_Deviations>("deviations"),
    // Who has the key and the database can tell a receipt's code; a lost key makes every receipt worthless.
    Service<Projects.Huset_Complaints>("complaints").WithEnvironment("Complaints__CodeKey", Secret("complaints-code-key")),
    Service<Projects.Huset_Competence>("competence"),
    Service<Projects.Huset_Procurement>("procurement"),
    analytics,
];

// PDF for the archive is made by a program that is large and that many do without (ADR 23); nobody waits for it.
if (builder.Configuration["HUSET_ARCHIVE"] == "true")
{
    var workerSecret = Secret("report-worker-secret");
    var worker = builder.AddProject<Projects.Huset_ReportWorker>("report-worker", launchProfileName: null)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health/ready")
        .WithEnvironment("Worker__Secret", workerSecret);
    analytics
        .WithEnvironment("Analytics__ArchiveWorker", worker.GetEndpoint("http"))
        .WithEnvironment("Analytics__ArchiveSecret", workerSecret);
}

var gateway = Service<Projects.Huset_Gateway>("gateway", gatewayPort)
    .WithExternalHttpEndpoints()
    .WithEnvironment("Keycloak__resource", "huset-gateway")
    .WithEnvironment("Keycloak__credentials__secret", gatewaySecret)
    .WithEnvironment("Autumn__File", autumnFile);

foreach (var service in services)
{
    gateway.WithReference(service).WaitForStart(service);
    service.WaitFor(keycloak);
}

// Analytics asks the others how they fare (/analys/drift); it starts and works without them.
foreach (var service in services)
{
    if (service != analytics)
    {
        analytics.WithReference(service);
    }
}

// Every queue is declared before anyone publishes, so that no event is lost to a service that comes later.
foreach (var part in services.Append(gateway))
{
    foreach (var prepare in prepares)
    {
        part.WaitForCompletion(prepare);
    }
}

// Three months of invented cases, by the same way as everyone's (ADR 12); nobody waits for it.
if (autumn)
{
    builder.AddProject<Projects.Huset_Demo>("autumn", launchProfileName: null)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health/ready")
        .WithReference(gateway)
        .WaitForStart(gateway)
        .WithEnvironment("Keycloak__realm", "huset")
        .WithEnvironment("Keycloak__auth-server-url", keycloak.GetEndpoint("http"))
        .WithEnvironment("Keycloak__credentials__secret", demoSecret)
        .WithEnvironment("Autumn__File", autumnFile);
}

builder.Build().Run();

// A service is two processes of one program: `prepare`, as the database's owner, and the service itself, with a role that may only do its work.
IResourceBuilder<ProjectResource> Service<TProject>(string name, int? port = null)
    where TProject : IProjectMetadata, new()
{
    var database = postgres.AddDatabase(name + "-db", name);
    var password = Secret(name + "-db-password");
    var server = postgres.GetEndpoint("tcp");

    prepares.Add(Common(builder.AddProject<TProject>(name + "-prepare", launchProfileName: null), name)
        .WithArgs("prepare")
        .WithReference(database, "owner")
        .WithEnvironment("Database__RuntimePassword", password)
        .WaitFor(database)
        .WaitFor(messaging));

    // Seven databases share the server's 200 connections.
    return Common(builder.AddProject<TProject>(name, launchProfileName: null), name)
        .WithHttpEndpoint(port)
        .WithHttpHealthCheck("/health/ready")
        .WithEnvironment(
            "ConnectionStrings__database",
            $"Host={server.Property(EndpointProperty.Host)};Port={server.Property(EndpointProperty.Port)};Username={name};Password={password};Database={name};Maximum Pool Size=25");
}

IResourceBuilder<ProjectResource> Common(IResourceBuilder<ProjectResource> project, string name) => project
    .WithReference(messaging)
    .WithEnvironment("Keycloak__realm", "huset")
    .WithEnvironment("Keycloak__auth-server-url", keycloak.GetEndpoint("http"))
    .WithEnvironment("Keycloak__resource", "huset-api")
    .WithEnvironment("Keycloak__verify-token-audience", "true")
    .WithEnvironment("Keycloak__ssl-required", "none")
    .WithEnvironment("Huset__Municipality", builder.Configuration["HUSET_MUNICIPALITY"] ?? "9999")
    .WithEnvironment("Huset__MunicipalityName", builder.Configuration["HUSET_MUNICIPALITY_NAME"] ?? "Ekstads kommun")
    .WithEnvironment("Huset__Theme", builder.Configuration["HUSET_THEME"] ?? "")
    .WithEnvironment("Huset__Kolada", builder.Configuration["HUSET_KOLADA"] ?? "")
    .WithEnvironment("Huset__Demo", demo)
    .WithEnvironment("Huset__DemoAutumn", autumn ? "true" : "false")
    .WithEnvironment("OTEL_SERVICE_NAME", name);

IResourceBuilder<ParameterResource> Secret(string name) =>
    builder.AddParameter(name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

int? Port(string variable) => int.TryParse(builder.Configuration[variable], CultureInfo.InvariantCulture, out var port) ? port : null;
