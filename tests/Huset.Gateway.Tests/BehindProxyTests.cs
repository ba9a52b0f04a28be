using Huset.AppHost.Local;

namespace Huset.Gateway.Tests;

/// <summary>A gateway that is told that a proxy stands before it, which writes the caller's address last in X-Forwarded-For.</summary>
public sealed class GatewayBehindProxy(House house) : IAsyncLifetime
{
    private ServiceProcess process = null!;

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync() => (process, Url) = await house.Another(new()
    {
        ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
        ["Limits__SignIn__Burst"] = "3",
        ["Limits__SignIn__PerSecond"] = "1",
    });

    public ValueTask DisposeAsync() => process.DisposeAsync();
}

public sealed class BehindProxyTests(House house, GatewayBehindProxy gateway) : IClassFixture<GatewayBehindProxy>
{
    [Fact]
    public async Task Each_caller_has_a_limit_of_its_own_and_an_invented_address_gives_no_other()
    {
        Assert.Contains(HttpStatusCode.TooManyRequests, await SignIns(call => $"203.0.113.{call}, 198.51.100.1"));
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await SignIns(call => $"198.51.100.1, 203.0.113.{call}"));
    }

    [Fact]
    public async Task All_addresses_of_one_network_are_one_caller()
    {
        Assert.Contains(HttpStatusCode.TooManyRequests, await SignIns(call => $"2001:db8:1:2::{call}"));
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await SignIns(call => $"2001:db8:2:{call}::1"));
    }

    [Fact]
    public async Task Over_https_browsers_are_told_to_keep_to_it()
    {
        using var secure = await house.Get($"{gateway.Url}/", null, ("X-Forwarded-Proto", "https"));
        Assert.Equal("max-age=31536000; includeSubDomains", secure.Header("Strict-Transport-Security"));
        using var plain = await house.Get($"{gateway.Url}/");
        Assert.Null(plain.Header("Strict-Transport-Security"));
    }

    private async Task<List<HttpStatusCode>> SignIns(Func<int, string> from)
    {
        var answers = new List<HttpStatusCode>();
        for (var call = 1; call <= 8; call++)
        {
            using var answer = await house.Get($"{gateway.Url}/bff/login", null, ("X-Forwarded-For", from(call)));
            answers.Add(answer.StatusCode);
        }
        return answers;
    }
}
