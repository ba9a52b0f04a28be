using System.Diagnostics;
using System.Net.Sockets;

namespace Huset.Gateway.Tests;

/// <summary>What is open to all: no further than that, and a flood from one is nobody else's.</summary>
public sealed class PublicTests(House house)
{
    private const string Leave = "/complaints/v1/public/complaints", Dialogue = "/complaints/v1/public/dialogue";

    [Fact]
    public async Task Who_is_nobody_gets_to_what_is_open_and_no_further()
    {
        await using var here = await Here();
        using var client = here.From("127.0.0.4");
        foreach (var open in new[] { "/synpunkter/ny", "/synpunkter/svar", "/synpunkter/_content/Huset.Ui/huset.css", "/complaints/v1/openapi.json", "/analys/offentligt", "/analys/offentligt/0199c1d2-0000-7000-8000-000000000001", "/analys/_content/Huset.Ui/huset.css", "/analytics/v1/public/publications", "/analytics/v1/public/publications/0199c1d2-0000-7000-8000-000000000001" })
        {
            using var answer = await client.GetAsync(open);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var got = (await answer.Content.ReadFromJsonAsync<Got>())!;
            Assert.Equal((open, null), (got.Path, got["Authorization"]));
        }
        foreach (var post in new[] { "/synpunkter/ny", "/synpunkter/svar", Leave, Dialogue, $"{Dialogue}/messages" })
        {
            using var answer = await client.PostAsync(post, new StringContent("{}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        foreach (var closed in new[] { "/complaints/v1/complaints", "/complaints/v1/room", "/complaints/v1/publicity", "/complaints/v1", "/synpunkter/", "/synpunkter", "/synpunkter/ny/mer", "/synpunkter/nyckel", "/synpunkter/registrera", "/synpunkter/_content/%2e%2e/logg", "/analys/offentligt/a/b", "/analys/offentligtnej", "/analys/publicerat", "/analys/rapporter", "/analytics/v1/publications", "/analytics/v1/reports", "/analytics/v1/publicerat" })
        {
            using var api = await client.GetAsync(closed);
            await api.IsProblem(HttpStatusCode.Unauthorized, "user.not-signed-in");
            using var post = await client.PostAsync(closed, new StringContent("{}"));
            await post.IsProblem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        }
        using var page = await client.SendAsync(new(HttpMethod.Get, "/synpunkter/") { Headers = { Accept = { new("text/html") } } });
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.StartsWith("/bff/login", page.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_flood_from_one_address_is_refused_and_another_does_not_notice()
    {
        await using var here = await Here();
        using var flooder = here.From("127.0.0.2");
        using var other = here.From("127.0.0.3");
        var (passed, refused) = (0, 0);
        var (end, sent) = (Stopwatch.StartNew(), new List<Task>());
        var slowest = TimeSpan.Zero;
        var others = Task.Run(async () =>
        {
            while (end.Elapsed < TimeSpan.FromSeconds(4))
            {
                foreach (var ask in new Func<Task<HttpResponseMessage>>[] { () => other.GetAsync("/synpunkter/ny"), () => other.PostAsync(Leave, new StringContent("{}")) })
                {
                    var watch = Stopwatch.StartNew();
                    using var answer = await ask();
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                }
                await Task.Delay(200);
            }
        });
        while (end.Elapsed < TimeSpan.FromSeconds(4))
        {
            var due = (int)(end.Elapsed.TotalSeconds * 200);
            while (sent.Count < due) sent.Add(Post());
            await Task.Delay(5);
        }
        await Task.WhenAll(sent);
        await others;
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent.Count} posts in four seconds: {passed} passed, {refused} refused; the other's slowest answer took {slowest.TotalMilliseconds:0} ms");
        Assert.InRange(sent.Count, 700, 900);
        Assert.InRange(passed, 30, 34);
        Assert.Equal(sent.Count, passed + refused);
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        // The form itself is shown to who has sent too much, and a form that was refused says where its words are.
        using var form = await flooder.GetAsync("/synpunkter/ny");
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        using var posted = await flooder.SendAsync(new(HttpMethod.Post, "/synpunkter/ny") { Headers = { Accept = { new("text/html") } }, Content = new FormUrlEncodedContent([new("Request.Text", "Maten var kall.")]) });
        await posted.IsPage(HttpStatusCode.TooManyRequests, "Det du skrev har inte skickats, men det finns kvar.");
        Assert.Contains("Gå tillbaka i webbläsaren till formuläret.", await posted.Content.ReadAsStringAsync());
        using var problem = await flooder.PostAsync(Leave, new StringContent("{}"));
        await problem.IsProblem(HttpStatusCode.TooManyRequests, "request.too-many");
        Assert.InRange(int.Parse(problem.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);

        async Task Post()
        {
            using var answer = await flooder.PostAsync(Leave, new StringContent("{}"));
            if (answer.StatusCode == HttpStatusCode.OK) Interlocked.Increment(ref passed);
            else if (answer.StatusCode == HttpStatusCode.TooManyRequests) Interlocked.Increment(ref refused);
        }
    }

    [Fact]
    public async Task Codes_are_guessed_as_slowly_by_page_as_by_API_and_by_who_is_signed_in_as_by_nobody()
    {
        await using var here = await Here();
        using var guesser = here.From("127.0.0.5");
        var token = await house.Token("medarbetare");
        var passed = 0;
        for (var guess = 0; guess < 300; guess++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, (guess % 3) switch { 0 => "/synpunkter/svar", 1 => Dialogue, _ => $"{Dialogue}/messages" }) { Content = new StringContent("{}") };
            if (guess % 2 == 0) request.Headers.Authorization = new("Bearer", token);
            using var answer = await guesser.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.OK) passed++;
        }
        Assert.InRange(passed, 30, 34);
    }

    [Fact]
    public async Task What_is_too_long_to_be_meant_is_refused_before_it_is_read()
    {
        await using var here = await Here();
        using var client = here.From("127.0.0.6");
        using var within = await client.PostAsync(Leave, new ByteArrayContent(new byte[262_144]));
        Assert.Equal(HttpStatusCode.OK, within.StatusCode);
        using var over = await client.PostAsync(Leave, new ByteArrayContent(new byte[262_145]));
        await over.IsProblem(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
        using var page = await client.SendAsync(new(HttpMethod.Post, "/synpunkter/ny") { Headers = { Accept = { new("text/html") } }, Content = new ByteArrayContent(new byte[262_145]) });
        await page.IsPage(HttpStatusCode.RequestEntityTooLarge, "Texten är längre än vi kan ta emot.");
    }

    [Fact]
    public async Task The_front_page_leads_there_for_who_is_signed_in_too()
    {
        await using var here = await Here();
        using var client = here.From("127.0.0.7");
        foreach (var token in new[] { null, await house.Token("medarbetare") })
        {
            client.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
            var page = await client.GetStringAsync("/");
            Assert.Contains("href=\"/synpunkter/ny\"", page);
            Assert.Contains("href=\"/synpunkter/svar\"", page);
            Assert.Contains("href=\"/analys/offentligt\"", page);
        }
    }

    private async Task<HouseWithComplaints> Here()
    {
        var complaints = new Downstream();
        await complaints.Start();
        var (gateway, url) = await house.Another(new() { ["services__complaints__http__0"] = complaints.Url, ["services__analytics__http__0"] = complaints.Url });
        return new(complaints, gateway, new Uri(url));
    }

    private sealed record HouseWithComplaints(Downstream Complaints, Huset.AppHost.Local.ServiceProcess Gateway, Uri Url) : IAsyncDisposable
    {
        /// <summary>A program that calls from this address of the machine's own.</summary>
        public HttpClient From(string address) => new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(IPAddress.Loopback, Url.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = Url };

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Complaints.DisposeAsync();
        }
    }
}
