using System.Text;

namespace Huset.Gateway.Tests;

public sealed class LimitsTests(House house)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task A_body_within_the_limit_passes()
    {
        using var response = await house.Send(HttpMethod.Post, Path, await house.Token("medarbetare"), new ByteArrayContent(new byte[10 * 1024 * 1024]));
        Assert.Equal(10 * 1024 * 1024, (await response.Content.ReadFromJsonAsync<Got>())!.Length);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        using var response = await house.Send(HttpMethod.Post, Path, await house.Token("medarbetare"), new ByteArrayContent(new byte[10 * 1024 * 1024 + 1]));
        await response.IsProblem(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
    }

    [Fact]
    public async Task A_body_that_does_not_tell_its_length_is_413_too()
    {
        // By hand, because a client that reads no answer before it has sent all may find the door closed.
        using var socket = new System.Net.Sockets.TcpClient("localhost", new Uri(house.Url).Port);
        await using var stream = socket.GetStream();
        using var reader = new StreamReader(stream);
        var answer = reader.ReadLineAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {await house.Token("medarbetare")}\r\nTransfer-Encoding: chunked\r\n\r\n"));
        var chunk = Encoding.ASCII.GetBytes($"100000\r\n{new string('x', 0x100000)}\r\n");
        try
        {
            for (var sent = 0; sent < 11 && !answer.IsCompleted; sent++) await stream.WriteAsync(chunk);
        }
        catch (IOException)
        {
            // It has had enough; what it said is there to be read.
        }
        Assert.StartsWith("HTTP/1.1 413 ", await answer.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Headers_over_the_limit_are_431()
    {
        using var response = await house.Get("/health/live", null, ("X-Long", new string('x', 40_000)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Too_many_calls_are_429_for_that_caller_alone()
    {
        var hasty = await house.ClientToken("huset-demo");
        var answers = new List<HttpResponseMessage>();
        for (var call = 0; call < 6; call++) answers.Add(await house.Get(Path, hasty));
        Assert.Equal(HttpStatusCode.OK, answers[0].StatusCode);
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "request.too-many");
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 10);
        using var other = await house.Get(Path, await house.Token("medarbetare"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Sign_in_is_limited_by_address_and_an_invented_address_does_not_escape_it()
    {
        var (process, url) = await house.Another(new() { ["Limits__SignIn__Burst"] = "3", ["Limits__SignIn__PerSecond"] = "1" });
        await using var ended = process;
        var answers = await SignIns(_ => []);
        await answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).IsPage(HttpStatusCode.TooManyRequests, "Det gick lite för fort");
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);

        Assert.Contains(await SignIns(call => [("X-Forwarded-For", $"203.0.113.{call}"), ("Forwarded", $"for=203.0.113.{call}")]), answer => answer.StatusCode == HttpStatusCode.TooManyRequests);

        Task<HttpResponseMessage[]> SignIns(Func<int, (string, string)[]> headers) =>
            Task.WhenAll(Enumerable.Range(0, 10).Select(call => house.Get($"{url}/bff/login", null, [("Accept", "text/html"), .. headers(call)])));
    }

    [Fact]
    public async Task Headers_that_never_end_are_shown_out()
    {
        var answer = await Drip("GET / HTTP/1.1\r\nHost: localhost\r\n", "X-Slow: 1\r\n");
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task A_body_that_hardly_moves_is_shown_out()
    {
        var answer = await Drip($"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {await house.Token("medarbetare")}\r\nContent-Length: 100000\r\n\r\n", "x");
        Assert.StartsWith("HTTP/1.1 408", answer);
    }

    // Sends a little each half second until the gateway has had enough; gives what it said.
    private async Task<string> Drip(string begin, string more)
    {
        using var socket = new System.Net.Sockets.TcpClient("localhost", new Uri(house.Url).Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begin));
        using var reader = new StreamReader(stream);
        var answer = reader.ReadToEndAsync();
        for (var sent = 0; sent < 24 && !answer.IsCompleted; sent++)
        {
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(more));
            }
            catch (IOException)
            {
                break;
            }
            await Task.WhenAny(answer, Task.Delay(500));
        }
        Assert.True(await Task.WhenAny(answer, Task.Delay(1000)) == answer, "The connection is still open after twelve seconds.");
        try
        {
            return await answer;
        }
        catch (IOException)
        {
            return "";
        }
    }
}
