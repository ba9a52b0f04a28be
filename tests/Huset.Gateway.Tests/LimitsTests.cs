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
        using var body = new StreamContent(new Endless(11 * 1024 * 1024));
        using var response = await house.Send(HttpMethod.Post, Path, await house.Token("medarbetare"), body, ("Transfer-Encoding", "chunked"));
        await response.IsProblem(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
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
    public async Task Sign_in_is_limited_by_address()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => house.Get("/bff/login", null, ("Accept", "text/html"))));
        await answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).IsPage(HttpStatusCode.TooManyRequests, "Det gick lite för fort");
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        await Task.Delay(TimeSpan.FromSeconds(1.5));
    }

    private sealed class Endless(long length) : MemoryStream
    {
        private long left = length;

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(left, buffer.Length);
            left -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
