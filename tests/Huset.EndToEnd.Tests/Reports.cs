using System.Diagnostics;
using System.Net.Http.Json;

namespace Huset.EndToEnd.Tests;

/// <summary>Reports as an impatient system sends them, and the proof that each had its effect once.</summary>
internal static class Reports
{
    public const string Path = "/deviations/v1/deviations";

    /// <summary>A client that does not give up: the same key until it is answered. Returns the case's id.</summary>
    public static async Task<string> Send(HttpClient client, Action<TimeSpan>? refused = null)
    {
        var (key, report, latest) = (Guid.NewGuid().ToString(), Platform.Report(), "");
        var pause = TimeSpan.FromMilliseconds(200);
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(report) };
                request.Headers.Add("Idempotency-Key", key);
                using var response = await client.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.Created) return (await response.Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
                if ((int)response.StatusCode is not (429 or >= 500)) Assert.Fail($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                latest = await response.Content.ReadAsStringAsync();
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                // The part that answers is the part that was killed, perhaps in the middle of a word.
                latest = e.Message;
            }
            refused?.Invoke(watch.Elapsed);
            if (watch.Elapsed > TimeSpan.FromSeconds(90)) Assert.Fail($"A report was not taken within a minute and a half: {latest}");
            // Two thousand who all knock five times a second would be a load of another kind.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()));
            pause = TimeSpan.FromMilliseconds(Math.Min(2000, pause.TotalMilliseconds * 2));
        }
    }

    /// <summary>Reads the whole log: each of these cases once, the sequence without a gap.</summary>
    public static async Task AreLoggedOnce(HttpClient analyst, IReadOnlyCollection<string> ids, TimeSpan patience)
    {
        var wanted = ids.ToHashSet();
        Assert.Equal(ids.Count, wanted.Count);
        List<string> seen = [];
        await Platform.Eventually(async () =>
        {
            seen = [];
            var number = 0;
            using var export = new StreamReader(await analyst.GetStreamAsync("/events/v1/export?format=ndjson"));
            while (await export.ReadLineAsync() is { } line)
            {
                var e = JsonSerializer.Deserialize<JsonElement>(line);
                Assert.Equal((++number).ToString("D19"), e.GetProperty("sequence").GetString());
                if (wanted.Contains(e.GetProperty("subject").GetString()!)) seen.Add(e.GetProperty("subject").GetString()!);
            }
            return seen.Count >= wanted.Count;
        }, patience, "every report logged");
        Assert.Equal(wanted.Count, seen.Count);
        Assert.Equal(wanted.Count, seen.Distinct().Count());
    }
}
