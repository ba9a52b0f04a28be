using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Analytics.Tests;

public sealed class WebhookTests
{
    /// <summary>The example that the libraries of Standard Webhooks try their own signing by (standard-webhooks/standard-webhooks, libraries/javascript/src/webhook.test.ts, "sign function works").</summary>
    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks_own_example() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSecrets.Sign(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"));

    [Theory]
    [InlineData("93.184.216.34", true, true)]
    [InlineData("2606:4700::1111", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.16.0.1", false, true)]
    [InlineData("172.32.0.1", true, true)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("fd00::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("64:ff9b::7f00:1", false, false)]
    [InlineData("2002:7f00:1::", false, false)]
    [InlineData("::127.0.0.1", false, false)]
    public void An_address_of_a_network_of_ones_own_is_reached_only_inside_and_some_never(string address, bool outside, bool inside) =>
        Assert.Equal((outside, inside), (Receiver.MayReach(IPAddress.Parse(address), isInside: false), Receiver.MayReach(IPAddress.Parse(address), isInside: true)));

    [Theory]
    [InlineData("Mottagare.Ekstad.se", "mottagare.ekstad.se")]
    [InlineData(" mottagare.ekstad.se:443 ", "mottagare.ekstad.se")]
    [InlineData("mottagare.ekstad.se:8443", "mottagare.ekstad.se:8443")]
    [InlineData("räksmörgås.se", "xn--rksmrgs-5wao1o.se")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    [InlineData("https://mottagare.ekstad.se", null)]
    [InlineData("mottagare.ekstad.se/huset", null)]
    [InlineData("a@mottagare.ekstad.se", null)]
    [InlineData("mottagare.ekstad.se?x", null)]
    [InlineData("*.ekstad.se", null)]
    [InlineData("två ord", null)]
    [InlineData("", null)]
    public void A_host_is_a_name_and_perhaps_a_port(string text, string? host) => Assert.Equal(host, Receiver.ParseHost(text));

    [Fact]
    public void One_waits_twice_as_long_for_each_try_and_never_longer_than_the_most()
    {
        var rules = new WebhookRules(default, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), default, default, default);
        Assert.Equal([5, 10, 20, 40, 3_600, 3_600], new[] { 1, 2, 3, 4, 12, 1_000_000 }.Select(tries => rules.After(tries).TotalSeconds));
    }
}

/// <summary>On a house of its own that is stopped and started.</summary>
public sealed class WebhookRestartTests(WebhookRestartTests.Host host) : IClassFixture<WebhookRestartTests.Host>
{
    public sealed class Host() : SubscriptionsHost(seedUnits: false)
    {
        protected override bool OnKestrel => false;
    }

    [Fact]
    public async Task What_a_stopped_service_had_not_sent_the_next_one_sends_and_none_is_missing()
    {
        var isOpen = true;
        var second = new TaskCompletionSource();
        await using var receiver = await TestReceiver.Start(async (received, response) =>
        {
            if (isOpen && received.Subject == "9") await second.Task;
        });
        await host.Scalar<string>("insert into receivers (id, host, is_inside, source, added_by_name, added_at, version) values (gen_random_uuid(), $1, true, 'Prov', 'M', now(), 1) returning host", receiver.Host);
        var id = await host.Scalar<Guid>("""
            insert into subscriptions (id, name, address, types, units, status, owner_id, owner_name, made_at, secret_id, secret_made_at, is_secret_shown, position, run, tries, version)
            values (gen_random_uuid(), 'Prov', $1, '{}', '{}', 'active', 'x', 'M', now(), gen_random_uuid(), now(), true, 0, 1, 0, 1) returning id
            """, receiver.Address);
        await using (var first = host.Factory.WithWebHostBuilder(_ => { }))
        {
            await Append(first, 0, 20);
            await AnalyticsHost.Eventually(() => receiver.Taken.Count == 10);
        }
        // It stopped in the middle of the tenth, which it gave a moment more.
        Assert.Equal(9, await host.Scalar<long>("select position from subscriptions where id = $1", id));
        (isOpen, _) = (false, second.TrySetResult());
        await using var next = host.Factory.WithWebHostBuilder(_ => { });
        await Append(next, 20, 5);
        await AnalyticsHost.Eventually(() => receiver.Taken.Count == 26);
        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"{number}"), receiver.Taken.DistinctBy(received => received.Id).Select(received => received.Subject));
        Assert.Equal(2, receiver.Taken.Count(received => received.Subject == "9"));
    }

    private static async Task Append(WebApplicationFactory<Program> service, int from, int count)
    {
        foreach (var number in Enumerable.Range(from, count))
            await service.Services.GetRequiredService<EventLog>().Append([CloudEvent.Of(Messages.Of("Restarted", number), "9999")!], CancellationToken.None);
    }
}
