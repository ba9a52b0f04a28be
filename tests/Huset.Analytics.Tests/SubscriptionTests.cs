using System.Collections.Concurrent;
using System.Text.Json;

namespace Huset.Analytics.Tests;

public sealed class SubscriptionTests(SubscriptionsHost host) : IClassFixture<SubscriptionsHost>
{
    private const string Path = SubscriptionsHost.Path;

    [Fact]
    public async Task A_receiver_that_fails_and_comes_back_gets_every_event_in_order_and_signed()
    {
        var refused = new ConcurrentDictionary<string, int>();
        await using var receiver = await TestReceiver.Start(received => received.Subject is "2" or "6" && refused.AddOrUpdate(received.Subject, 1, (_, count) => count + 1) <= 2 ? 503 : 204);
        var (id, secret) = await host.Subscribe(receiver, "Mended");
        Assert.StartsWith("whsec_", secret);
        await host.TellInTurn("Mended", 8);
        foreach (var subject in new[] { "2", "6" })
        {
            for (var tries = 1; tries <= 2; tries++)
            {
                await host.Until(id, subscription => subscription.GetProperty("tries").GetInt32() == tries && refused.GetValueOrDefault(subject) == tries);
                var failing = await host.Read(id);
                Assert.Equal(8 - int.Parse(subject), failing.GetProperty("lag").GetProperty("events").GetInt32());
                Assert.NotEqual("", failing.Member("failingSince"));
                host.Clock.Forward(TimeSpan.FromSeconds(11));
            }
        }
        await host.Until(id, subscription => subscription.GetProperty("lag").GetProperty("events").GetInt32() == 0 && subscription.GetProperty("tries").GetInt32() == 0);

        var logged = await Logged("Mended");
        Assert.Equal(logged.Select(entry => entry.Body), receiver.Taken.DistinctBy(received => received.Id).Select(received => received.Body));
        Assert.Equal(["0", "1", "2", "2", "2", "3", "4", "5", "6", "6", "6", "7"], receiver.Taken.Select(received => received.Subject));
        Assert.All(receiver.Taken, received =>
        {
            Assert.Equal(("application/cloudevents+json; charset=utf-8", JsonSerializer.Deserialize<JsonElement>(received.Body).Member("id")), (received.Type, received.Id));
            Assert.True(received.IsSignedWith(secret));
        });

        using var analyst = host.For(TestUsers.Analyst);
        var rows = (await analyst.GetAsync($"{Path}/{id}/deliveries?limit=100").Json()).GetProperty("items").EnumerateArray().Reverse().ToList();
        Assert.Equal([1, 1, 3, 1, 1, 1, 3, 1], rows.Select(row => row.GetProperty("tries").GetInt32()));
        Assert.All(rows, row => Assert.Equal((true, 204), (row.GetProperty("delivered").GetBoolean(), row.GetProperty("status").GetInt32())));
    }

    [Fact]
    public async Task After_days_of_failure_it_is_disabled_its_owner_is_told_and_resumed_it_goes_on_where_it_stood()
    {
        var isDown = true;
        await using var receiver = await TestReceiver.Start(_ => isDown ? 500 : 200);
        var (id, _) = await host.Subscribe(receiver, "Lost");
        await host.TellInTurn("Lost", 3);
        await host.Until(id, subscription => subscription.GetProperty("tries").GetInt32() == 1);
        host.Clock.Forward(TimeSpan.FromDays(4.9));
        await host.Until(id, subscription => subscription.GetProperty("tries").GetInt32() == 2);
        Assert.Equal("active", (await host.Read(id)).Member("status"));
        host.Clock.Forward(TimeSpan.FromDays(0.2));
        await host.Until(id, subscription => subscription.Member("status") == "disabled");
        var disabled = await host.Read(id);
        Assert.Equal(("failing", 3), (disabled.Member("stopReason"), disabled.GetProperty("lag").GetProperty("events").GetInt32()));

        using var analyst = host.For(TestUsers.Analyst);
        foreach (var user in new[] { TestUsers.Analyst, TestUsers.Administrator })
        {
            using var reader = host.For(user);
            var fact = (await reader.GetAsync("/analytics/v1/room").Json()).GetProperty("rooms")[0].GetProperty("facts").EnumerateArray().Single(fact => fact.Member("text").Contains("prenumeration", StringComparison.Ordinal));
            Assert.Equal(("/analys/prenumerationer", true), (fact.Member("href"), fact.GetProperty("needsYou").GetBoolean()));
        }
        Assert.Contains("Mottagaren har inte tagit emot nästa händelse på flera dagar.", await analyst.GetAsync($"/analys/prenumerationer/{id}").Html());

        var before = receiver.Taken.Count;
        host.Clock.Forward(TimeSpan.FromDays(1));
        isDown = false;
        await host.TellInTurn("Lost", 1, from: 3);
        await analyst.PostAsync($"{Path}/{id}/resume", null).Json();
        await host.Until(id, subscription => subscription.GetProperty("lag").GetProperty("events").GetInt32() == 0);
        Assert.Equal(["0", "1", "2", "3"], receiver.Taken.Skip(before).Select(received => received.Subject));
    }

    [Fact]
    public async Task Who_answers_410_is_asked_no_more()
    {
        await using var receiver = await TestReceiver.Start(_ => 410);
        var (id, _) = await host.Subscribe(receiver, "Unwanted");
        await host.TellInTurn("Unwanted", 2);
        await host.Until(id, subscription => subscription.Member("status") == "disabled");
        Assert.Equal("gone", (await host.Read(id)).Member("stopReason"));
        Assert.Single(receiver.Taken);
    }

    [Fact]
    public async Task It_is_replayed_from_a_day_or_a_place_with_the_same_ids()
    {
        await using var receiver = await TestReceiver.Start();
        await host.TellInTurn("Again", 2);
        // What happened before the day is not sent again; later than all that other tests tell of.
        await host.Scalar<long>("update events set time = '2031-01-06T12:00:00Z' where type = $1 and subject = '1' returning sequence", SubscriptionsHost.TypeOf("Again"));
        var logged = await Logged("Again");
        var (id, _) = await host.Subscribe(receiver, "Again", new { after = "0" });
        await host.Until(id, subscription => subscription.GetProperty("lag").GetProperty("events").GetInt32() == 0);
        using var analyst = host.For(TestUsers.Analyst);
        await analyst.Post($"{Path}/{id}/replay", new { from = "2031-01-06T00:00:00+01:00" }).Json();
        await AnalyticsHost.Eventually(() => receiver.Taken.Count == 3);
        await analyst.Post($"{Path}/{id}/replay", new { after = $"{logged[0].Sequence - 1}" }).Json();
        await AnalyticsHost.Eventually(() => receiver.Taken.Count == 5);
        Assert.Equal(["0", "1", "1", "0", "1"], receiver.Taken.Select(received => received.Subject));
        Assert.Equal(2, receiver.Taken.Select(received => received.Id).Distinct().Count());
        var runs = (await analyst.GetAsync($"{Path}/{id}/deliveries").Json()).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("run").GetInt32());
        Assert.Equal([3, 3, 2, 1, 1], runs);

        await analyst.Post($"{Path}/{id}/replay", new { }).NamesField("from");
        await analyst.Post($"{Path}/{id}/replay", new { after = "0", from = "2026-01-06T00:00:00Z" }).NamesField("from");
        await analyst.Post($"{Path}/{id}/replay", new { after = "999999999" }).NamesField("after");
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_delays_no_other()
    {
        var never = new TaskCompletionSource();
        await using var slow = await TestReceiver.Start((_, _) => never.Task);
        await using var quick = await TestReceiver.Start();
        var (waiting, _) = await host.Subscribe(slow, "Hurried");
        var (served, _) = await host.Subscribe(quick, "Hurried");
        await host.TellInTurn("Hurried", 40);
        await host.Until(served, subscription => subscription.GetProperty("lag").GetProperty("events").GetInt32() == 0);
        Assert.Equal(40, quick.Taken.Count);
        Assert.Equal((1, 40), (slow.Taken.Count, (await host.Read(waiting)).GetProperty("lag").GetProperty("events").GetInt32()));
        never.SetResult();
        // The answer that came late was given up after fifteen seconds at most, or taken.
        host.Clock.Forward(TimeSpan.FromMinutes(1));
        await host.Until(waiting, subscription => subscription.GetProperty("lag").GetProperty("events").GetInt32() == 0);
    }

    [Fact]
    public async Task Nothing_goes_where_nobody_has_allowed_it()
    {
        await using var receiver = await TestReceiver.Start((received, response) =>
        {
            if (received.Path == "/mottag") response.Redirect("/annanstans");
            return Task.CompletedTask;
        });
        using var analyst = host.For(TestUsers.Analyst);
        object To(string address) => new { name = "Prov", address, paused = true };
        await analyst.Post(Path, To(receiver.Address)).Problem(HttpStatusCode.Conflict, "receiver.not-allowed");
        foreach (var address in new[] { "mottagare", "ftp://mottagare.se/", "https://a:b@mottagare.se/", "https://mottagare.se/#x", "//mottagare.se", "file:///etc/passwd" }) await analyst.Post(Path, To(address)).NamesField("address");

        // Outside it must be https, and a name of the outside may not lead inside.
        var port = new Uri(receiver.Address).Port;
        await host.Allow($"localhost:{port}", inside: false);
        await analyst.Post(Path, To($"http://localhost:{port}/")).Problem(HttpStatusCode.Conflict, "receiver.needs-https");
        var outside = (await analyst.Post(Path, To($"https://LOCALHOST:{port}/mottag")).Json(HttpStatusCode.Created)).GetProperty("subscription").Member("id");
        Assert.Equal("address-refused", (await analyst.PostAsync($"{Path}/{outside}/test", null).Json()).Member("fault"));
        Assert.Empty(receiver.Taken);

        // A redirect is an answer like others, and is not followed.
        var (id, secret) = await host.Subscribe(receiver, "Redirected", new { paused = true });
        var outcome = await analyst.PostAsync($"{Path}/{id}/test", null).Json();
        Assert.Equal((false, 302), (outcome.GetProperty("delivered").GetBoolean(), outcome.GetProperty("status").GetInt32()));
        var tested = Assert.Single(receiver.Taken);
        Assert.True(tested.IsSignedWith(secret));
        Assert.Contains("se.huset.analytics.subscription-tested.v1", tested.Body);

        // Taken back, the host gets nothing more.
        using var administrator = host.For(TestUsers.Administrator);
        await analyst.PostAsync($"{Path}/{id}/resume", null).Json();
        var allowed = (await administrator.GetAsync("/events/v1/receivers?limit=100").Json()).GetProperty("items").EnumerateArray().Single(row => row.Member("host") == receiver.Host && !row.TryGetProperty("endedAt", out _));
        await administrator.PostAsync($"/events/v1/receivers/{allowed.Member("id")}/end", null).Json();
        await administrator.PostAsync($"/events/v1/receivers/{allowed.Member("id")}/end", null).Problem(HttpStatusCode.Conflict, "receiver.ended");
        await host.TellInTurn("Redirected", 1);
        await host.Until(id, subscription => subscription.Member("status") == "disabled");
        Assert.Equal("host-not-allowed", (await host.Read(id)).Member("stopReason"));
        await analyst.PostAsync($"{Path}/{id}/resume", null).Problem(HttpStatusCode.Conflict, "receiver.not-allowed");
        Assert.Single(receiver.Taken);
    }

    [Fact]
    public async Task While_a_secret_is_changed_both_sign_and_then_the_new_alone()
    {
        await using var receiver = await TestReceiver.Start();
        var (id, old) = await host.Subscribe(receiver, "Rotated");
        using var analyst = host.For(TestUsers.Analyst);
        var rotated = await analyst.PostAsync($"{Path}/{id}/secret", null).Json();
        var now = rotated.Member("secret");
        Assert.NotEqual(old, now);
        await host.TellInTurn("Rotated", 1);
        await AnalyticsHost.Eventually(() => receiver.Taken.Count == 1);
        Assert.Equal((true, true, 2), (receiver.Taken[0].IsSignedWith(old), receiver.Taken[0].IsSignedWith(now), receiver.Taken[0].Signature.Split(' ').Length));
        host.Clock.Forward(TimeSpan.FromHours(25));
        await host.TellInTurn("Rotated", 1, from: 1);
        await AnalyticsHost.Eventually(() => receiver.Taken.Count == 2);
        Assert.Equal((false, true, 1), (receiver.Taken[1].IsSignedWith(old), receiver.Taken[1].IsSignedWith(now), receiver.Taken[1].Signature.Split(' ').Length));
        // Neither is in the database.
        Assert.Equal(0, await host.Scalar<long>("select count(*) from subscriptions where subscriptions::text like '%' || $1 || '%'", now["whsec_".Length..]));
        Assert.DoesNotContain("secret\":", (await host.Read(id)).GetRawText());
    }

    [Fact]
    public async Task A_call_made_again_makes_one_and_tells_the_same_secret()
    {
        await host.Allow("upprepad.exempel.se", inside: false);
        using var analyst = host.For(TestUsers.Analyst);
        async Task<HttpResponseMessage> Make(string name)
        {
            var request = Requests.Write(Path, new { name, address = "https://upprepad.exempel.se/", paused = true });
            request.Headers.Add("Idempotency-Key", "en-nyckel");
            return await analyst.SendAsync(request);
        }

        var first = await Make("Prov").Json(HttpStatusCode.Created);
        var again = await Make("Prov").Json(HttpStatusCode.Created);
        Assert.Equal(first.Member("secret"), again.Member("secret"));
        Assert.Equal(first.GetProperty("subscription").Member("id"), again.GetProperty("subscription").Member("id"));
        await Make("Annat").Problem(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");
        Assert.Equal(0, await host.Scalar<long>("select count(*) from idempotency_keys where convert_from(body, 'utf8') like '%whsec_%'"));
    }

    [Fact]
    public async Task It_is_changed_paused_and_ended_by_who_has_read_what_stands()
    {
        await using var receiver = await TestReceiver.Start();
        var (id, _) = await host.Subscribe(receiver, "Changed", new { units = new[] { TestUnits.ElderlyCare } });
        using var analyst = host.For(TestUsers.Analyst);
        using var administrator = host.For(TestUsers.Administrator);
        var body = new { name = "Ändrad", address = receiver.Address, types = new[] { "se.huset.testing.chang*" }, units = new[] { TestUnits.ElderlyCare } };
        await analyst.SendAsync(Requests.Put($"{Path}/{id}", body)).Problem((HttpStatusCode)428, "if-match.missing");
        await analyst.SendAsync(Requests.Put($"{Path}/{id}", body, 99)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await analyst.SendAsync(Requests.Put($"{Path}/{id}", new { body.name, body.address, units = new[] { "finns-inte" } }).IfMatch("*")).NamesField("units");
        await analyst.SendAsync(Requests.Put($"{Path}/{id}", new { body.name, body.address, types = new[] { "Inte en typ" } }).IfMatch("*")).NamesField("types");
        await analyst.SendAsync(Requests.Put($"{Path}/{id}", body).IfMatch("*")).Json();

        await administrator.PostAsync($"{Path}/{id}/pause", null).Json();
        await host.Tell(Messages.Of("Changed", 1, TestUnits.Norrangen));
        await host.Tell(Messages.Of("Changed", 2, TestUnits.Hasselvagen));
        await host.Tell(Messages.Of("Changing", 3, TestUnits.Solgarden));
        Assert.Equal((2, "paused"), ((await host.Read(id)).GetProperty("lag").GetProperty("events").GetInt32(), (await host.Read(id)).Member("status")));
        await administrator.PostAsync($"{Path}/{id}/pause", null).Problem(HttpStatusCode.Conflict, "subscription.not-active");
        // Who decides where events may go does not decide what is sent.
        await administrator.PostAsync($"{Path}/{id}/resume", null).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        Assert.Empty(receiver.Taken);
        await analyst.PostAsync($"{Path}/{id}/resume", null).Json();
        await analyst.PostAsync($"{Path}/{id}/resume", null).Problem(HttpStatusCode.Conflict, "subscription.active");
        await AnalyticsHost.Eventually(() => receiver.Taken.Count == 2);
        Assert.Equal(["1", "3"], receiver.Taken.Select(received => received.Subject));

        await administrator.PostAsync($"{Path}/{id}/end", null).Json();
        foreach (var step in new[] { "pause", "resume", "end", "secret", "test" }) await analyst.PostAsync($"{Path}/{id}/{step}", null).Problem(HttpStatusCode.Conflict, "subscription.ended");
        Assert.DoesNotContain(id, (await analyst.GetAsync($"{Path}?limit=100").Json()).GetRawText());
        Assert.Contains(id, (await analyst.GetAsync($"{Path}?limit=100&status=ended").Json()).GetRawText());
    }

    private async Task<List<(long Sequence, string Body)>> Logged(string contract)
    {
        await using var command = host.Owner.CreateCommand("select sequence, body from events where type = $1 order by sequence");
        command.Parameters.Add(new() { Value = SubscriptionsHost.TypeOf(contract) });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, string)>();
        while (await reader.ReadAsync()) rows.Add((reader.GetInt64(0), reader.GetString(1)));
        return rows;
    }
}
