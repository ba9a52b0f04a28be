namespace Huset.Bench.Groups;

/// <summary>
/// The same signed-in requests three ways: to the service itself, through nginx with connections kept open, and through the gateway, in
/// turns. nginx passes on what it gets; the gateway also checks the token, counts against the caller's limit and sets the house's headers.
/// </summary>
internal static class Gateway
{
    private const int Connections = 32;

    private static readonly (string Name, string Service, string Path)[] Requests =
    [
        ("one unit", "processes", "/processes/v1/units/norrangen"),
        ("list of 20 cases", "deviations", "/deviations/v1/deviations?limit=20"),
    ];

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        if (Command.Find("wrk") is null)
        {
            result.LeaveOut("gateway", "wrk is not installed");
            return;
        }
        await platform.Up(ct);
        var token = await platform.TokenOf("kvalitet");
        await SomeCases(platform, 40, ct);
        await using var nginx = Nginx.Start(platform, Requests.Select(request => request.Service));
        if (nginx is null) result.LeaveOut("gateway/nginx", "nginx is not installed");
        var (rounds, seconds) = wishes.Quick ? (1, 1) : (3, 2);
        foreach (var (name, service, path) in Requests)
        {
            var ways = new Dictionary<string, string> { ["direct"] = platform.UrlOf(service), ["gateway"] = platform.Url };
            if (nginx is not null) ways["nginx"] = nginx.Url;
            var measured = ways.Keys.ToDictionary(way => way, _ => new List<double>());
            // Round 0 warms up.
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var (way, url) in ways)
                {
                    var answers = await Wrk.Run(url + path, token, Connections, seconds, ct);
                    if (round > 0) measured[way].Add(answers.PerSecond);
                }
            }
            if (nginx is not null) result.Add(Ratio($"gateway / nginx, {name}", measured["gateway"], measured["nginx"], 0.8));
            result.Add(Ratio($"gateway / direct, {name}", measured["gateway"], measured["direct"], null));
            result.Add(Row.Median($"through the gateway, {name}", measured["gateway"], "/s", Better.Higher));
        }
    }

    /// <summary>So many reports, so that a list has something to show.</summary>
    public static async Task SomeCases(Platform platform, int count, CancellationToken ct)
    {
        using var client = platform.Client(await platform.TokenOfClient("huset-integration"));
        for (var number = 0; number < count; number++)
        {
            using var response = await client.PostAsync("/deviations/v1/deviations", new StringContent(Platform.Report(), System.Text.Encoding.UTF8, "application/json"), ct);
            response.EnsureSuccessStatusCode();
        }
        await platform.Quiet(ct);
    }

    private static Row Ratio(string name, List<double> one, List<double> other, double? aim) =>
        Row.Median(name, [.. one.Zip(other, (a, b) => a / b)], "×", Better.Higher, aim);
}

/// <summary>nginx as a reverse proxy before the services, in a folder of its own.</summary>
internal sealed class Nginx(Process process, string url) : IAsyncDisposable
{
    public string Url => url;

    /// <summary>Null when the machine has none.</summary>
    public static Nginx? Start(Platform platform, IEnumerable<string> services)
    {
        if (Command.Find("nginx") is not { } nginx) return null;
        var (folder, port) = (PrivateFolder.Create(Path.Combine(platform.Folder, "nginx")), FreePorts.Take());
        var upstreams = services.Select(service => (Name: service, Port: new Uri(platform.UrlOf(service)).Port)).ToList();
        // As in its own handbook: HTTP/1.1 and connections that are kept, one line of log for each request.
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            pid {{folder}}/nginx.pid;
            worker_processes auto;
            error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
                access_log {{folder}}/access.log;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                keepalive_requests 1000000;
            {{string.Join('\n', upstreams.Select(upstream => $"    upstream {upstream.Name} {{ server 127.0.0.1:{upstream.Port}; keepalive 64; keepalive_requests 1000000; }}"))}}
                server {
                    listen 127.0.0.1:{{port}};
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $host;
            {{string.Join('\n', upstreams.Select(upstream => $"        location /{upstream.Name}/ {{ proxy_pass http://{upstream.Name}; }}"))}}
                }
            }
            """);
        var process = Process.Start(nginx, ["-p", folder, "-c", "nginx.conf"]);
        while (FreePorts.IsFree(port))
        {
            if (process.HasExited) throw new BenchFailed($"nginx did not start; see {folder}/error.log");
            Thread.Sleep(50);
        }
        return new(process, $"http://127.0.0.1:{port}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
