using Huset.AppHost.Local;
using Huset.Gateway.Tests;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

[assembly: AssemblyFixture(typeof(House))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Huset.Gateway.Tests;

/// <summary>The real gateway as a process, on a real PostgreSQL and the real development identity provider, with stand-ins for the services.</summary>
public sealed class House : IAsyncLifetime
{
    private readonly string folder = PrivateFolder.CreateTemporary("huset-test-gateway");
    private readonly string dll = Path.Combine(AppContext.BaseDirectory.Replace("/tests/Huset.Gateway.Tests/", "/gateway/", StringComparison.Ordinal), "Huset.Gateway.dll");
    private readonly int port = FreePorts.Take();
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public PostgresServer Postgres { get; private set; } = null!;
    public IdentityServer Identity { get; private set; } = null!;
    public ServiceProcess Gateway { get; private set; } = null!;
    public Downstream Deviations { get; } = new() { OpenApi = ApiPagesTests.Document };
    public Downstream Processes { get; } = new();
    public Downstream Analytics { get; } = new();
    public string Url => $"http://localhost:{port}";
    public string GatewayLog => Path.Combine(folder, "logs", "gateway.log");
    public string IdentityState => Path.Combine(folder, "identity");

    public async ValueTask InitializeAsync()
    {
        Postgres = new PostgresServer(folder, "test");
        Identity = new IdentityServer(folder, Path.Combine(dll[..dll.IndexOf("/gateway/bin/", StringComparison.Ordinal)], "identity"), Url)
        {
            MoreEnvironment = { ["HUSET_ACCESS_TOKEN_SECONDS"] = "300" },
        };
        await Task.WhenAll(Postgres.Start(), Identity.Start(), Deviations.Start(), Processes.Start(), Analytics.Start());
        // Twice, because an upgrade of a running house runs it again.
        for (var time = 0; time < 2; time++)
        {
            await using var prepare = new ServiceProcess(folder, "gateway-prepare", dll, Environment(), null, ["prepare"]);
            await prepare.Start();
            await prepare.Exited;
            Assert.Equal(0, prepare.ExitCode);
        }
        Gateway = new ServiceProcess(folder, "gateway", dll, Environment(), $"{Url}/health/ready", []);
        await Gateway.Start();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        foreach (var part in new IAsyncDisposable[] { Gateway, Identity, Postgres, Deviations, Processes, Analytics })
            await part.DisposeAsync();
        PrivateFolder.Delete(folder);
    }

    /// <summary>One more gateway for the same house, such as a replica behind a load balancer; the caller ends it.</summary>
    public async Task<(ServiceProcess Process, string Url)> Another(Dictionary<string, string>? settings = null)
    {
        var url = $"http://localhost:{FreePorts.Take()}";
        var environment = Environment();
        environment["ASPNETCORE_URLS"] = url;
        foreach (var (name, value) in settings ?? []) environment[name] = value;
        var another = new ServiceProcess(folder, "gateway-2", dll, environment, $"{url}/health/ready", []);
        await another.Start();
        return (another, url);
    }

    /// <summary>Waits until a service that is back answers again.</summary>
    public async Task Eventually(string path, Browser browser)
    {
        for (var time = 0; ; time++)
        {
            using var page = await browser.Visit(path);
            if (page.IsSuccessStatusCode) return;
            Assert.True(time < 40, $"{path} is {page.StatusCode} after four seconds.");
            await Task.Delay(100);
        }
    }

    /// <summary>Sends as a program does: no cookies, no redirects followed.</summary>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? token = null, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(Url), path)) { Content = body };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    public Task<HttpResponseMessage> Get(string path, string? token = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, token, null, headers);

    /// <summary>A demo user's access token from the identity provider.</summary>
    public Task<string> Token(string user) =>
        Ask(new() { ["grant_type"] = "password", ["client_id"] = "huset-cli", ["username"] = user, ["password"] = "huset" });

    public Task<string> ClientToken(string name) =>
        Ask(new() { ["grant_type"] = "client_credentials", ["client_id"] = name, ["client_secret"] = Identity.Secrets[name] });

    /// <summary>A token signed with the realm's own key, wrong in one way.</summary>
    public string Sign(string? audience = null, string? issuer = null, TimeSpan? age = null, SecurityKey? key = null)
    {
        var issued = DateTime.UtcNow - (age ?? TimeSpan.Zero);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Identity.Realm,
            Audience = audience ?? "huset-api",
            IssuedAt = issued,
            NotBefore = issued,
            Expires = issued.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = Guid.NewGuid().ToString(), ["typ"] = "Bearer" },
            SigningCredentials = Credentials(key),
        });
    }

    /// <summary>A logout token from the realm, with these claims instead of, or beside, the usual; null leaves one out.</summary>
    public string LogoutToken(Dictionary<string, object?> claims, SecurityKey? key = null, string type = "logout+jwt")
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var all = new Dictionary<string, object?>
        {
            ["iss"] = Identity.Realm,
            ["aud"] = "huset-gateway",
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = Guid.NewGuid().ToString(),
            ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new { } },
        };
        foreach (var (name, value) in claims) all[name] = value;
        var payload = JsonSerializer.Serialize(all.Where(claim => claim.Value is not null).ToDictionary());
        return new JsonWebTokenHandler().CreateToken(payload, Credentials(key), new Dictionary<string, object> { ["typ"] = type });
    }

    private SigningCredentials Credentials(SecurityKey? key)
    {
        using var keys = JsonDocument.Parse(File.ReadAllText(Path.Combine(IdentityState, "keys.json")));
        var own = new JsonWebKey(keys.RootElement.GetProperty("jwks").GetProperty("keys")[0].GetRawText());
        key?.KeyId = own.KeyId;
        return new SigningCredentials(key ?? own, SecurityAlgorithms.RsaSha256);
    }

    private async Task<string> Ask(Dictionary<string, string> form)
    {
        using var response = await client.PostAsync($"{Identity.Realm}/protocol/openid-connect/token", new FormUrlEncodedContent(form));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ASPNETCORE_URLS"] = Url,
        ["ConnectionStrings__owner"] = Postgres.ConnectionStringFor("gateway"),
        ["ConnectionStrings__database"] = $"Host=localhost;Port={Postgres.Port};Username=gateway;Password=runtime;Database=gateway;Maximum Pool Size=20",
        ["Database__RuntimePassword"] = "runtime",
        ["Keycloak__auth-server-url"] = Identity.Url,
        ["Keycloak__realm"] = "huset",
        ["Keycloak__resource"] = "huset-gateway",
        ["Keycloak__credentials__secret"] = Identity.Secrets["huset-gateway"],
        ["Keycloak__verify-token-audience"] = "true",
        ["Keycloak__ssl-required"] = "none",
        ["Huset__MunicipalityName"] = "Ekstads kommun",
        ["services__deviations__http__0"] = Deviations.Url,
        ["services__processes__http__0"] = Processes.Url,
        ["services__analytics__http__0"] = Analytics.Url,
        // Tokens live 300 s: a session's are old after two.
        ["Session__RefreshBeforeSeconds"] = "298",
        ["Limits__Clients__huset-demo__Burst"] = "3",
        ["Limits__Clients__huset-demo__PerSecond"] = "1",
        ["Limits__HeaderSeconds"] = "2",
        // Every test signs in from one address; the limit's own tests ask a gateway of their own.
        ["Limits__SignIn__Burst"] = "1000",
        ["Limits__SignIn__PerSecond"] = "1000",
    };
}
