using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Huset.Analytics.Tests;

public sealed partial class SubscriptionPagesTests(SubscriptionsHost host) : IClassFixture<SubscriptionsHost>
{
    private const string Pages = "/analys/prenumerationer";

    [Fact]
    public async Task A_subscription_is_made_tried_and_started_by_hand_and_its_secret_is_shown_once()
    {
        using var analyst = host.For(TestUsers.Analyst);
        using var administrator = host.For(TestUsers.Administrator);
        await using var receiver = await TestReceiver.Start();
        await host.TellInTurn("Drawn", 2);

        // What is typed wrong is said and kept; what is right leads on.
        Assert.Contains("Skriv bara värdens namn", await administrator.Form("/analys/mottagare", "ny", ("Request.Host", "https://x/"), ("Request.Source", "IT-rådet")).Html());
        Assert.Contains("inte godkänd", await analyst.Form($"{Pages}/ny", "ny", ("Request.Name", "Beslutsstödet"), ("Request.Address", receiver.Address)).Html());
        Assert.Equal("mottagare?gjort=godkand", await Sent(administrator, "/analys/mottagare", "ny", ("Request.Host", receiver.Host), ("Request.Inside", "true"), ("Request.Source", "IT-rådet")));
        Assert.Contains("IT-rådet", await analyst.GetAsync("/analys/mottagare").Html());
        Assert.DoesNotContain("name=\"Receiver\"", await analyst.GetAsync("/analys/mottagare").Html());
        var form = await analyst.GetAsync($"{Pages}/ny").Html();
        Assert.Contains($"value=\"{SubscriptionsHost.TypeOf("Drawn")}\"", form);
        Assert.Contains("value=\"se.huset.testing.*\"", form);
        var refused = await analyst.Form($"{Pages}/ny", "ny", ("Request.Name", "Beslutsstödet"), ("Request.Address", "https://annan.se/"), ("Request.Types", SubscriptionsHost.TypeOf("Drawn")), ("Begin", "day"), ("FromDay", "i går")).Html();
        Assert.Contains("Välj dagen att börja från.", refused);
        Assert.Contains("value=\"https://annan.se/\"", refused);
        Assert.Matches($"value=\"{Regex.Escape(SubscriptionsHost.TypeOf("Drawn"))}\" checked", refused);

        var to = await Sent(analyst, $"{Pages}/ny", "ny", ("Request.Name", "Beslutsstödet"), ("Request.Address", receiver.Address), ("Request.Types", SubscriptionsHost.TypeOf("Drawn")), ("Request.Units", TestUnits.Norrangen), ("Begin", "start"));
        var page = $"/analys/{to.Split('?')[0]}";
        Assert.Contains("Pausad", await analyst.GetAsync(page).Html());
        var shown = await analyst.Form(page, "hemlighet").Html();
        var secret = Secret().Match(shown).Value;
        Assert.NotEqual("", secret);
        Assert.DoesNotContain("whsec_", await analyst.GetAsync(page).Html());
        Assert.Contains("Hemligheten har redan visats", await analyst.Form(page, "hemlighet").Html());
        Assert.Contains("tog emot provmeddelandet", await analyst.Form(page, "prov").Html());
        Assert.True(Assert.Single(receiver.Taken).IsSignedWith(secret));

        var version = Version().Match(await analyst.GetAsync(page).Html()).Groups[1].Value;
        Assert.Contains("Någon annan har ändrat", await analyst.Form(page, "steg", ("Version", "99"), ("Step", "resume")).Html());
        Assert.EndsWith("?gjort=startad", await Sent(analyst, page, "steg", ("Version", version), ("Step", "resume")));
        await host.Tell(Messages.Of("Drawn", 2, TestUnits.Norrangen));
        await AnalyticsHost.Eventually(() => receiver.Taken.Count == 2);
        await host.Until(to.Split('?')[0].Split('/')[^1], subscription => subscription.GetProperty("lag").GetProperty("events").GetInt32() == 0);
        var served = await analyst.GetAsync(page).Html();
        Assert.Contains("Mottagen (204)", served);
        Assert.Contains("Inget väntar", served);
        Assert.Contains("Beslutsstödet", await administrator.GetAsync(Pages).Html());

        Assert.EndsWith("?gjort=flyttad", await Sent(analyst, page, "om", ("After", "0"), ("FromDay", "")));
        Assert.Contains("Ange antingen en dag eller ett nummer.", await analyst.Form(page, "om", ("After", ""), ("FromDay", "")).Html());
        Assert.Contains("Skriv ett namn.", await analyst.Form($"{page}/andra", "andra", ("Version", "1"), ("Request.Name", ""), ("Request.Address", receiver.Address)).Html());
        version = Version().Match(await analyst.GetAsync($"{page}/andra").Html()).Groups[1].Value;
        Assert.EndsWith("?gjort=andrad", await Sent(analyst, $"{page}/andra", "andra", ("Version", version), ("Request.Name", "Bytt namn"), ("Request.Address", receiver.Address)));
        version = Version().Match(await administrator.GetAsync(page).Html()).Groups[1].Value;
        Assert.EndsWith("?avslutad=1", await Sent(administrator, page, "steg", ("Version", version), ("Step", "end")));
        Assert.DoesNotContain("Bytt namn", await analyst.GetAsync(Pages).Html());
        // What has ended is not changed, whoever still has the address.
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.GetAsync($"{page}/andra")).StatusCode);
    }

    [Fact]
    public async Task The_examples_hold_the_houses_address_and_the_choice()
    {
        using var analyst = host.For(TestUsers.Analyst);
        var page = await analyst.GetAsync("/analys/handelser/exempel?typ=se.huset.deviations.*,se.huset.complaints.complaint-changed.v1&enhet=norrangen").Html();
        foreach (var name in Features.Subscriptions.ExamplesPage.Names)
        {
            var code = Code(page, name);
            Assert.DoesNotContain("{query}", code);
            Assert.DoesNotContain("{house}", code);
        }
        Assert.Contains($"'{host.Address.GetLeftPart(UriPartial.Authority)}/events/v1/events?after=0&limit=100&type=se.huset.deviations.*,se.huset.complaints.complaint-changed.v1&unitCode=norrangen'", Code(page, "Curl"));
        Assert.Contains("type = \"se.huset.deviations.*,se.huset.complaints.complaint-changed.v1\"", Code(page, "PowerBi"));
        Assert.DoesNotContain("rm -rf", await analyst.GetAsync($"/analys/handelser/exempel?typ={Uri.EscapeDataString("x'; rm -rf / #")}").Html());
    }

    [Fact]
    public async Task The_example_with_curl_does_what_it_says()
    {
        await Needs("curl", "--version");
        await host.TellInTurn("Curled", 3);
        var code = Code(await Examples("Curled"), "Curl").Split('\n');
        var folder = Directory.CreateTempSubdirectory("huset-exempel").FullName;
        try
        {
            var (page, _) = await Run(folder, "bash", ["-c", code[0]], ("TOKEN", Token()));
            Assert.Equal(3, page.Split("\"specversion\"").Length - 1);
            await Run(folder, "bash", ["-c", code[1]], ("TOKEN", Token()));
            Assert.Equal(4, (await File.ReadAllLinesAsync(System.IO.Path.Combine(folder, "handelser.csv"))).Length);
            // The stream does not end by itself.
            var (stream, _) = await Run(folder, "bash", ["-c", code[2].Replace("curl -N", "curl -s -N -m 3", StringComparison.Ordinal)], ("TOKEN", Token()));
            Assert.Equal(3, stream.Split("\nid: ").Length - 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_example_in_Python_reads_on_where_it_was()
    {
        await Needs("python3", "--version");
        await using var realm = await TestReceiver.Start(async (_, response) =>
        {
            response.StatusCode = 200;
            response.ContentType = "application/json";
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"access_token\":\"{Token()}\"}}"));
        });
        await host.TellInTurn("Read", 3);
        var code = Realm().Replace(Code(await Examples("Read"), "Python"), $"\"http://{realm.Host}/token\"");
        var folder = Directory.CreateTempSubdirectory("huset-exempel").FullName;
        try
        {
            await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "las.py"), code);
            var (first, _) = await Run(folder, "python3", ["las.py"], ("HUSET_ANALYST_SECRET", "x"));
            Assert.Equal(3, first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            await host.TellInTurn("Read", 2, from: 3);
            var (second, _) = await Run(folder, "python3", ["las.py"], ("HUSET_ANALYST_SECRET", "x"));
            Assert.Equal(2, second.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_receiver_in_Python_takes_what_is_signed_and_refuses_what_is_not()
    {
        await Needs("python3", "--version");
        using var analyst = host.For(TestUsers.Analyst);
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        await host.Allow($"127.0.0.1:{port}");
        var made = await analyst.Post(SubscriptionsHost.Path, new { name = "Python", address = $"http://127.0.0.1:{port}/huset", paused = true }).Json(HttpStatusCode.Created);
        var (id, secret) = (made.GetProperty("subscription").Member("id"), made.Member("secret"));
        var folder = Directory.CreateTempSubdirectory("huset-exempel").FullName;
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "mottagare.py"), Code(await Examples("Read"), "VerifyPython"));
        // The published example too, from the program's own words (standard-webhooks/standard-webhooks, libraries/javascript/src/webhook.test.ts).
        var (vector, errors) = await Run(folder, "python3", ["-c", "import mottagare; print(mottagare.is_from_huset({'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,fel v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='}, b'{\"test\": 2432232314}', 1614265331))"],
            ("HUSET_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        Assert.Equal(("True", ""), (vector.Trim(), errors));
        try
        {
            foreach (var (shared, status) in new[] { (secret, 204), ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 401) })
            {
                using var receiver = Process.Start(new ProcessStartInfo("python3", ["mottagare.py"])
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    Environment = { ["HUSET_WEBHOOK_SECRET"] = shared, ["PORT"] = $"{port}" },
                })!;
                try
                {
                    await AnalyticsHost.Eventually(() => Answers(port));
                    Assert.Equal(status, (await analyst.PostAsync($"{SubscriptionsHost.Path}/{id}/test", null).Json()).GetProperty("status").GetInt32());
                }
                finally
                {
                    receiver.Kill();
                    await receiver.WaitForExitAsync();
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Token() => TestTokens.For(TestUsers.Analyst, TimeSpan.FromDays(30));

    private async Task<string> Examples(string contract)
    {
        using var analyst = host.For(TestUsers.Analyst);
        return await analyst.GetAsync($"/analys/handelser/exempel?typ={SubscriptionsHost.TypeOf(contract)}").Html();
    }

    /// <summary>The program that stands under this heading.</summary>
    internal static string Code(string page, string name)
    {
        var heading = Huset.Ui.Texts.Of<Features.Subscriptions.ExamplesPage>()[name];
        return Regex.Match(page, $"<pre[^>]*aria-label=\"{Regex.Escape(heading)}\"><code>(.*?)</code></pre>", RegexOptions.Singleline) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException($"There is no example {name}.");
    }

    private static async Task<string> Sent(HttpClient client, string path, string handler, params IEnumerable<(string, string)> fields)
    {
        using var answer = await client.Form(path, handler, fields);
        if (answer.StatusCode != HttpStatusCode.Found) Assert.Fail($"{path} {handler}: {(int)answer.StatusCode} {WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())}");
        return answer.Headers.Location!.ToString().Split("/analys/")[^1];
    }

    private static async Task Needs(string program, string argument)
    {
        try
        {
            await Run(".", program, [argument]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not here.");
        }
    }

    private static async Task<(string Output, string Errors)> Run(string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var both = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        return (both[0], both[1]);
    }

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+")]
    private static partial Regex Secret();

    [GeneratedRegex("name=\"Version\" value=\"([0-9]+)\"")]
    private static partial Regex Version();

    [GeneratedRegex("\"[^\"]*/protocol/openid-connect/token\"")]
    private static partial Regex Realm();
}
